""" "This is wrong": filing a case, and answering it with reasons (Order 67 art. 13, R066)."""

from datetime import datetime

from django.db import IntegrityError

from baiying.accounts import access as accounts
from baiying.activities import queries as activities
from baiying.hours import access, locked, queries
from baiying.hours.actions import correcting, paper, refusals, settling, telling
from baiying.hours.actions.correcting import Times
from baiying.hours.models import Attendance, Objection, Proposal, Source
from baiying.kit import audit, clock
from baiying.kit.db import errors, transaction
from baiying.kit.kept import translate
from baiying.kit.values.actor import Actor
from baiying.people import queries as people
from baiying.places import queries as places
from baiying.ui import kept

_ONE_OPEN = ("hours_one_open_objection", "hours_one_open_objection_of_shift")


@transaction.atomic
def file_objection(
    *,
    person_id: int,
    words: str,
    attendance: Attendance | None = None,
    shift: activities.Shift | None = None,
    actor: Actor,
    at: datetime,
) -> Objection:
    """File a case about an attendance, or about a shift without one; the clock starts.

    Refuses: ReasonMissing, AlreadyFiled (one open case per record, held by the database), AlreadySettled (what was
    answered is appealed from, and what was answered twice stands unless the record changes).
    """
    occasion = _occasion(attendance, shift)
    if occasion is None or not words.strip():
        raise refusals.ReasonMissing
    given = queries.rules_of(occasion).rules
    if attendance is not None:
        may = queries.case_of_attendance(attendance, at).may
    else:
        said = queries.said_of_shift(person_id, shift.pk if shift is not None else 0)
        may = queries.may_object_now(said, changed_at=None, days=given.appeal_days, at=at)
    if may == "withdraw":
        raise refusals.AlreadyFiled
    if may != "object":
        raise refusals.AlreadySettled
    due_on, _known = places.working_day_after(clock.local_date(at), given.objection_working_days)
    entries = queries.standing_entries_of(attendance.pk) if attendance is not None else []
    row = Objection(
        person_id=person_id,
        attendance=attendance,
        entry_id=entries[-1].id if entries else None,
        shift=attendance.shift if attendance is not None else shift,
        words=words.strip()[:500],
        filed_at=at,
        due_on=due_on,
        to_change=queries.asked_about(attendance) is not None,
    )
    _save_new(row)
    _audit("ObjectionFiled", row, actor, at, {"words": row.words})
    title = telling.title_of(attendance) if attendance is not None else str(occasion.title)
    text = translate("“%(title)s”的异议已收到，最晚 %(day)s 答复。") % {"title": title, "day": kept.day(due_on)}
    person = people.person_by_id(person_id)
    if person is not None:
        telling.tell(person.public_id, "objection_filed", text, at, f"hours:objection:{row.pk}")
    return row


def _save_new(row: Objection) -> None:
    """Refuses: AlreadyFiled, where another case of the record is open."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if errors.constraint_of(error) not in _ONE_OPEN:
            raise
        raise refusals.AlreadyFiled from None


@transaction.atomic
def appeal(*, objection: Objection, words: str, actor: Actor, at: datetime) -> Objection:
    """Ask for another person to look once more at what was answered. One appeal each.

    Refuses: ReasonMissing, AlreadyFiled, AlreadySettled (appealed from before, too late, not answered yet).
    """
    first = locked.objection(objection.pk)
    if not words.strip():
        raise refusals.ReasonMissing
    occasion = _occasion(objection.attendance, objection.shift)
    # Of the row as it is locked: two appeals at one moment are one.
    if occasion is None or not queries.may_appeal(first, at):
        raise refusals.AlreadySettled
    due_on, _known = places.working_day_after(
        clock.local_date(at), queries.rules_of(occasion).rules.objection_working_days
    )
    row = Objection(
        person_id=first.person_id,
        attendance_id=first.attendance_id,
        entry_id=first.entry_id,
        shift_id=first.shift_id,
        words=words.strip()[:500],
        filed_at=at,
        due_on=due_on,
        to_change=queries.asked_about(objection.attendance) is not None,
        appeal_of=first,
    )
    _save_new(row)
    _audit("ObjectionAppealed", row, actor, at, {"words": row.words})
    text = translate("“%(title)s”会由另一个人再看一次，最晚 %(day)s 答复。")
    title = str(occasion.title)
    telling.tell(
        objection.person.public_id, "objection_filed", text % {"title": title, "day": kept.day(due_on)}, at,
        f"hours:objection:{row.pk}",
    )  # fmt: skip
    return row


@transaction.atomic
def withdraw_objection(*, objection: Objection, actor: Actor, at: datetime) -> Objection:
    """Take an objection back that nobody has answered. Repeating changes nothing. Refuses: AlreadyAnswered."""
    row = locked.objection(objection.pk)
    if row.answered_at is not None:
        raise refusals.AlreadyAnswered
    if row.withdrawn_at is None:
        row.withdrawn_at = at
        row.save(update_fields=["withdrawn_at"])
        _audit("ObjectionWithdrawn", row, actor, at, {})
    return row


def _occasion(attendance: Attendance | None, shift: activities.Shift | None) -> queries.Occasion | None:
    if attendance is not None:
        return queries.occasion_of(attendance)
    return queries.occasion_of_shift(shift) if shift is not None else None


@transaction.atomic
def answer_objection(
    *, objection: Objection, upheld: bool, answer: str, times: Times | None = None, actor: Actor, at: datetime
) -> Objection:
    """Answer with reasons. Upheld: the right times become a proposal for another person. Minutes that are missing
    are added to what is posted; where there were too many, the lines are replaced at the moment of approval. The same
    answer again by the same hand changes nothing. Against a change that waits or was taken back, with the times on
    record: the change is closed, and the record is as it was.

    Refuses: AlreadyAnswered (or taken back), ReasonMissing, SecondPersonNeeded (one's own case, or as the leader),
    OtherPersonNeeded (an appeal from one's own answer), WrongTimes, InFuture, Overlap.
    """
    row = locked.objection(objection.pk)
    if row.answered_at is not None:
        said = (row.answered_by_id, row.upheld, row.answer)
        if said != (actor.account_id, upheld, answer.strip()[:500]):
            raise refusals.AlreadyAnswered
        return row
    if row.withdrawn_at is not None:
        raise refusals.AlreadyAnswered
    if objection.appeal_of is not None and accounts.is_self(actor, objection.appeal_of.answered_by_id):
        raise refusals.OtherPersonNeeded
    if not answer.strip():
        raise refusals.ReasonMissing(field="answer")
    shift = objection.shift
    if access.is_concerned(actor, row.person_id) or _leads(shift, row, actor):
        raise refusals.SecondPersonNeeded
    row.answered_at, row.answered_by_id = at, actor.account_id
    row.upheld, row.answer = upheld, answer.strip()[:500]
    row.save()
    _audit("ObjectionAnswered", row, actor, at, {"upheld": upheld, "answer": row.answer})
    changes = _correct(row, shift, times, actor, at) if upheld and times is not None else True
    _tell_answer(objection, row, at, changes=changes)
    return row


def _leads(shift: activities.Shift | None, row: Objection, actor: Actor) -> bool:
    """Whether the actor leads there, or led when the record was made or minutes of it were proposed."""
    if shift is None or actor.account_id is None:
        return False
    decider = access.decider(actor)
    if decider.leads(shift.activity):
        return True
    if row.attendance is None:
        return False
    if decider.led(row.attendance):
        return True
    return Proposal.objects.filter(attendance=row.attendance, leader_id__in=decider.account_ids).exists()


def _correct(row: Objection, shift: activities.Shift | None, times: Times, actor: Actor, at: datetime) -> bool:
    """Put the right times forward; False where they are those on record, and only what was to change it is closed."""
    if row.attendance_id is not None:
        held = locked.attendance(row.attendance_id)
        counted = correcting.measured(held, times, at)
        waiting = list(locked.undecided(held))
        stood = correcting.standing(held, waiting)
        as_it_was = counted.minutes == stood["was"]
        changes = any(one.part in queries.ABOUT_A_RECORD for one in waiting)
        if as_it_was and row.to_change and not changes:
            # Taken back meanwhile by whoever asked for it.
            return False
        settling.withdraw_waiting(held, actor=actor, at=at)
        if as_it_was and changes:
            correcting.leave_as_it_was(held, stood, at)
            return False
        why = correcting.Why("corrected", row.answer)
        correcting.put_forward(held, counted, why, stood=stood, actor=actor, at=at)
    elif shift is not None:
        lines = [paper.PaperRow("times", row.person_id, times.starts_at, times.ends_at)]
        try:
            made = paper.record_paper(
                shift=shift, rows=lines, words=row.answer, source=Source.TYPED, actor=actor, at=at
            )
        except paper.RowsRefused as refused:
            raise refused.by_key["times"] from None
        row.attendance = made[0]
        row.save(update_fields=["attendance"])
    return True


def _tell_answer(objection: Objection, row: Objection, at: datetime, *, changes: bool) -> None:
    title = objection.shift.activity.title if objection.shift is not None else translate("上门服务")
    if row.upheld and not changes:
        text = translate("“%(title)s”的异议成立，原来的记录不变：%(answer)s。")
    elif row.upheld:
        text = translate("“%(title)s”的异议成立：%(answer)s。更正由另一个人确认后入账。")
    else:
        text = translate("“%(title)s”的异议没有成立：%(answer)s。")
    values = {"title": title, "answer": row.answer.rstrip("。")}
    telling.tell(objection.person.public_id, "objection_answered", text % values, at, f"hours:answer:{row.pk}")


def _audit(action: str, row: Objection, actor: Actor, at: datetime, detail: dict[str, object]) -> None:
    audit.record(
        action, actor=actor, at=at, subject=("objection", row.pk), detail={"person_id": row.person_id, **detail}
    )
