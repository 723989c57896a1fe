"""The presses about somebody's own data."""

from collections.abc import Callable
from datetime import timedelta

from baiying.accounts.access import Scope
from baiying.demo import builders
from baiying.people import queries as people
from baiying.privacy import actions as privacy
from baiying.privacy.models import Breach, BreachPerson, Closing, Copy, DataRequest, Hold, Opening, Receiver, Way
from baiying.privacy.rights import Right
from tests.walks.presses.press import On, Press
from tests.walks.world import World


def _copy(world: World) -> Copy:
    own = world.actor("volunteer")
    return Copy.objects.create(person_id=own.person_id, way=Way.SELF, asked_at=builders.NOW, asked_by_id=own.account_id)


def _closing(world: World) -> Closing:
    own = world.morning.cast["volunteer"]
    return privacy.ask_closing(person=own.person, way=Way.SELF, actor=world.actor("volunteer"), at=builders.NOW)


def _opening(world: World) -> Opening:
    """Of somebody who is closing the account, asked for by the county."""
    person = world.morning.cast["volunteer"].person
    _closing(world)
    person.refresh_from_db()
    return privacy.ask_opening(person=person, ground="duty", words="申诉", actor=world.actor("county"), at=builders.NOW)


def _wish(world: World) -> DataRequest:
    person = world.morning.cast["volunteer"].person
    assert person is not None
    return privacy.file_request(
        person=person, kind="correct", way=Way.SELF, words="有一个字错了", source="press",
        actor=world.actor("volunteer"), at=builders.NOW,
    )  # fmt: skip


def _receiver(world: World) -> Receiver:
    area = world.morning.cast["city"].appointment.area
    given = privacy.ReceiverGiven(
        "某公司", "duty", "姓名", "投保", "1 号", "客服部", builders.NOW.date(), builders.NOW.date()
    )
    return privacy.enter_receiver(
        given=given, area_id=area.pk, source="press", actor=world.actor("city"), at=builders.NOW
    )


def _leak(world: World) -> Breach:
    """Stopped, reported, and of one person."""
    area, by, at = world.morning.cast["city"].appointment.area, world.actor("city"), builders.NOW
    given = privacy.BreachGiven("leak", at, "姓名", "传错了", "骚扰电话", "先核实")
    row = privacy.open_breach(given=given, area_id=area.pk, source="press", actor=by, at=at)
    for kind in ("contain", "authority"):
        privacy.add_step(breach_id=row.pk, kind=kind, words="办了", done_at=at, source=kind, actor=by, at=at)
    BreachPerson.objects.create(breach=row, person=world.morning.cast["volunteer"].person, found_at=at)
    return row


def _spared(world: World) -> Breach:
    row = _leak(world)
    return privacy.spare_telling(breach_id=row.pk, why="封条完好", actor=world.actor("city"), at=builders.NOW)


def _hold(world: World) -> Hold:
    """Of the volunteer, asked for by the county."""
    person, by = world.morning.cast["volunteer"].person, world.actor("county")
    area = world.morning.cast["county"].appointment.area
    assert person is not None
    things = privacy.name_things(
        numbers=people.last_volunteer_no(person.pk), scope=Scope(area.pk, Right.GUARD_DATA), actor=by, at=builders.NOW
    )
    day = builders.NOW.date() + timedelta(days=60)
    given = privacy.HoldGiven("dispute", "《民事诉讼法》", "（2026）某民初 12 号", True, "", day, None)
    return privacy.ask_hold(given=given, things=things, area_id=area.pk, source="press", actor=by, at=builders.NOW)


def _held(world: World) -> Hold:
    row = _hold(world)
    return privacy.agree_hold(hold_id=row.pk, actor=world.actor("city"), at=builders.NOW)


PRESSES: dict[str, Callable[[World], Press]] = {
    "privacy.agree_hold": On(
        _hold, lambda w, row, at: privacy.agree_hold(hold_id=row.pk, actor=w.actor("city"), at=at)
    ),
    "privacy.refuse_hold": On(
        _hold, lambda w, row, at: privacy.refuse_hold(hold_id=row.pk, why="没有盖章", actor=w.actor("city"), at=at)
    ),
    "privacy.take_back_hold": On(
        _hold, lambda w, row, at: privacy.take_back_hold(hold_id=row.pk, actor=w.actor("county"), at=at)
    ),
    "privacy.end_hold": On(_held, lambda w, row, at: privacy.end_hold(hold_id=row.pk, at=at + timedelta(days=90))),
    "privacy.end_receiver": On(
        _receiver, lambda w, row, at: privacy.end_receiver(receiver_id=row.pk, why="解除", actor=w.actor("city"), at=at)
    ),
    "privacy.decide_telling": On(
        _leak, lambda w, row, at: privacy.decide_telling(breach_id=row.pk, actor=w.actor("city"), at=at)
    ),
    "privacy.end_breach": On(
        _spared,
        lambda w, row, at: privacy.end_breach(breach_id=row.pk, conclusion="查清了", actor=w.actor("city"), at=at),
    ),
    "privacy.take_back_request": On(
        _wish, lambda w, row, at: privacy.take_back_request(request_id=row.pk, actor=w.actor("volunteer"), at=at)
    ),
    "privacy.answer_request": On(
        _wish,
        lambda w, row, at: privacy.answer_request(
            request_id=row.pk, outcome="done", answer="已更正", actor=w.actor("county"), at=at
        ),
    ),
    "privacy.agree_opening": On(
        _opening, lambda w, row, at: privacy.agree_opening(opening_id=row.pk, actor=w.actor("city"), at=at)
    ),
    "privacy.refuse_opening": On(
        _opening,
        lambda w, row, at: privacy.refuse_opening(opening_id=row.pk, why="没有盖章", actor=w.actor("city"), at=at),
    ),
    "privacy.end_opening": On(
        _opening, lambda w, row, at: privacy.end_opening(opening_id=row.pk, actor=w.actor("county"), at=at)
    ),
    "privacy.drop_copy": On(
        _copy, lambda w, row, at: privacy.drop_copy(copy_id=row.pk, actor=w.actor("volunteer"), at=at)
    ),
    "privacy.stop_closing": On(
        _closing, lambda w, row, at: privacy.stop_closing(closing_id=row.pk, actor=w.actor("volunteer"), at=at)
    ),
    "privacy.close_account": On(
        _closing,
        lambda w, row, at: privacy.close_account(closing_id=row.pk, at=row.due_at),
    ),
}
