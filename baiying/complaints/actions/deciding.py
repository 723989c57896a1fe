"""What the office does with a complaint: takes it up, hands it over, answers it, or stands aside."""

from datetime import datetime

from baiying.accounts import access as accounts
from baiying.complaints import queries, rules
from baiying.complaints.actions import refusals, telling
from baiying.complaints.facts import ComplaintAnswered
from baiying.complaints.locked import complaint as lock
from baiying.complaints.models import Addressee, Complaint, Concern, Outcome, Step, StepKind
from baiying.kit import audit, clock, facts
from baiying.kit.db import transaction
from baiying.kit.values.actor import Actor
from baiying.people import access as people
from baiying.places import queries as places


def refuse_own(row: Complaint, actor: Actor, at: datetime) -> None:
    """Refuse whoever filed it, whoever it concerns, who shares their phone, and who stands below.

    Refuses: ConcernsYou.
    """
    own = accounts.is_self(actor, row.account_id) or (row.person_id is not None and people.is_own(actor, row.person_id))
    if own or any(queries.concerns(row, one) for one in accounts.acts_with(actor)):
        raise refusals.ConcernsYou
    if queries.is_about_those_above(row, actor, at):
        raise refusals.ConcernsYou


@transaction.atomic
def take_up(*, complaint: Complaint, words: str, actor: Actor, at: datetime) -> Complaint:
    """The first word: that somebody looks into it, and what happens next. Taken up twice is taken up once.

    Refuses: AlreadyEnded, ConcernsYou, WordsMissing.
    """
    row = lock(complaint.pk)
    refuse_own(row, actor, at)
    if row.taken_up_at is not None:
        return row
    _refuse_ended(row)
    if not words.strip():
        raise refusals.WordsMissing
    row.taken_up_at, row.taken_up_by_id = at, actor.account_id
    row.save(update_fields=["taken_up_at", "taken_up_by_id"])
    _step(row, StepKind.TAKEN_UP, words, actor, at)
    telling.taken_up(row, at)
    return row


@transaction.atomic
def hand_over(
    *, complaint: Complaint, area_id: int, words: str, civil_affairs: bool = False, actor: Actor, at: datetime
) -> Complaint:
    """Give it to the office of another area or to civil affairs, with the reason, and tell those who answer there.

    The days run on. The same again changes nothing.
    Refuses: AlreadyEnded, ConcernsYou, SameArea, WordsMissing, NobodyThere (of civil affairs).
    """
    row = lock(complaint.pk)
    refuse_own(row, actor, at)
    _refuse_ended(row)
    if not words.strip():
        raise refusals.WordsMissing
    addressee = Addressee.CIVIL_AFFAIRS if civil_affairs else row.addressee
    if (row.area_id, row.addressee) == (area_id, addressee):
        last = row.steps.filter(kind=StepKind.HANDED_OVER).order_by("-id").first()
        if last is not None and (last.by_id, last.words) == (actor.account_id, words.strip()):
            return row
        raise refusals.SameArea
    area = places.division_by_id(area_id)
    assert area is not None
    if civil_affairs and not queries.is_answered_by(addressee, area.path, at):
        raise refusals.NobodyToHandTo
    if row.first_area_id is None:
        row.first_area_id = row.area_id
    row.area, row.addressee = area, addressee
    row.save(update_fields=["area", "first_area", "addressee"])
    step = _step(row, StepKind.HANDED_OVER, words, actor, at)
    telling.handed_over(row, at)
    telling.handed_to(row, step, at)
    return row


def _step(row: Complaint, kind: StepKind, words: str, actor: Actor, at: datetime) -> Step:
    made = Step.objects.create(
        complaint=row, kind=kind, words=words.strip(), area=row.area, at=at, by_id=actor.account_id or 0
    )
    action = {StepKind.TAKEN_UP: "ComplaintTakenUp", StepKind.HANDED_OVER: "ComplaintHandedOver"}[kind]
    audit.record(
        action, actor=actor, at=at, subject=("complaint", row.pk), area_id=row.area_id, detail={"words": words.strip()}
    )
    return made


@transaction.atomic
def answer_complaint(
    *, complaint: Complaint, outcome: str, answer: str, referred_to: str = "", actor: Actor, at: datetime
) -> Complaint:
    """Answer, and end it; `referred` names the office outside that goes on (Order 685 art. 26: or refer it).

    The same answer again by the same hand changes nothing. Refuses: AlreadyEnded, ConcernsYou, WordsMissing (of the
    answer, or to whom it was referred).
    """
    row = lock(complaint.pk)
    refuse_own(row, actor, at)
    said = (outcome, answer.strip(), referred_to.strip() if outcome == Outcome.REFERRED else "")
    if row.ended_at is not None:
        if (row.ended_by_id, row.outcome, row.answer, row.referred_to) != (actor.account_id, *said):
            raise refusals.AlreadyEnded
        return row
    if not answer.strip():
        raise refusals.WordsMissing(field="answer")
    if outcome == Outcome.REFERRED and not said[2]:
        raise refusals.WordsMissing(field="referred_to")
    row.outcome, row.answer, row.referred_to = said
    _end(row, actor, at)
    in_time = not rules.is_overdue(row.due_on, clock.local_date(at))
    fact = ComplaintAnswered(row.pk, row.kind, row.area_id, outcome, in_time)
    facts.publish(fact, actor=actor, at=at, area_id=row.area_id)
    telling.answered(row, at)
    return row


@transaction.atomic
def withdraw_complaint(*, complaint: Complaint, actor: Actor, at: datetime) -> Complaint:
    """Whoever filed it takes it back. Repeating changes nothing. Refuses: AlreadyEnded."""
    row = lock(complaint.pk)
    if row.outcome == Outcome.WITHDRAWN:
        return row
    _refuse_ended(row)
    row.outcome = Outcome.WITHDRAWN
    _end(row, actor, at)
    # Of an anonymous one nobody is named here either, whoever is logged in.
    who = actor if row.account_id is not None else Actor(ip=actor.ip, device=actor.device)
    audit.record("ComplaintWithdrawn", actor=who, at=at, subject=("complaint", row.pk), area_id=row.area_id)
    return row


def _end(row: Complaint, actor: Actor, at: datetime) -> None:
    given = queries.complaint_rules(row.area.path, clock.local_date(row.filed_at))
    row.ended_at = at
    row.ended_by_id = actor.account_id if row.outcome != Outcome.WITHDRAWN else None
    row.contact_until = rules.contact_goes_at(at, given)
    row.save()
    telling.hearings_over(row, at)


@transaction.atomic
def stand_aside(*, complaint: Complaint, actor: Actor, at: datetime) -> None:
    """Say that it concerns oneself: from now on one neither sees nor decides it. Twice is once."""
    row = lock(complaint.pk)
    assert actor.account_id is not None
    _found, made = Concern.objects.get_or_create(
        complaint=row, account_id=actor.account_id, defaults={"stood_aside_at": at}
    )
    if made:
        audit.record("ComplaintStoodAside", actor=actor, at=at, subject=("complaint", row.pk), area_id=row.area_id)


def _refuse_ended(row: Complaint) -> None:
    if row.ended_at is not None:
        raise refusals.AlreadyEnded
