"""Background work of the circulars room."""

from baiying.circulars import actions, queries
from baiying.kit import clock, each, facts
from baiying.kit.jobs import job
from baiying.kit.values.actor import system
from baiying.places.facts import DivisionMerged


@job("circulars.send")
def send(mailing_id: int) -> None:
    actions.go_on(mailing_id=mailing_id, at=clock.now())


@job("circulars.send_waiting")
def send_waiting(timestamp: int = 0) -> None:
    """Every minute: what is due to begin, and what a killed worker left; the urgent first."""
    at = clock.now()
    for urgent in (True, False):
        ids = each.keys(queries.open_mailings(at, urgent=urgent))
        each.each("circulars.send_waiting", ids, lambda pk: actions.go_on(mailing_id=pk, at=clock.now()), at=at)


@job("circulars.remind_boxes")
def remind_boxes(circular_id: int, box_ids: list[int]) -> None:
    actions.remind_boxes(circular_id=circular_id, box_ids=box_ids, at=clock.now())


@job("circulars.remind_late_boxes")
def remind_late_boxes(circular_id: int, box_ids: list[int]) -> None:
    actions.remind_late_boxes(circular_id=circular_id, box_ids=box_ids, at=clock.now())


@job("circulars.remind_unanswered")
def remind_unanswered(circular_id: int, box_ids: list[int]) -> None:
    actions.remind_unanswered(circular_id=circular_id, box_ids=box_ids, at=clock.now())


@job("circulars.remind_late")
def remind_late(timestamp: int = 0) -> None:
    """Every few minutes: boxes whose time to sign is over."""
    actions.remind_all_late(at=clock.now())


@job("circulars.add_boxes")
def add_boxes(timestamp: int = 0) -> None:
    """Every few minutes: places that came since into the audience of a duty or emergency notice."""
    actions.add_all_new_boxes(at=clock.now())


@job("circulars.tell_withdrawn")
def tell_withdrawn(circular_id: int) -> None:
    actions.tell_withdrawn(circular_id=circular_id, at=clock.now())


@facts.listener("circulars.follow_merged", DivisionMerged)
def follow_merged(fact: DivisionMerged) -> None:
    """Two areas became one: what lies in the box goes along."""
    actor = system("circulars.follow_merged")
    actions.follow_area(old_id=fact.division_id, new_id=fact.into_id, actor=actor, at=clock.now())
