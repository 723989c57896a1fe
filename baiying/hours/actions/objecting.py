""" "This is wrong": filing a case, and answering it with reasons (Order 67 art. 13, R066)."""

from dataclasses import dataclass
from datetime import datetime

from baiying.activities import queries as activities
from baiying.hours import access, queries, rules
from baiying.hours.actions import checking_out, paper, posting, refusals, settling, telling
from baiying.hours.models import Attendance, Objection, Source
from baiying.kit import audit, clock
from baiying.kit.db import transaction
from baiying.kit.kept import translate
from baiying.kit.values.actor import Actor
from baiying.people import queries as people
from baiying.places import queries as places
from baiying.ui import kept


@dataclass(frozen=True, slots=True)
class Times:
    """When somebody really came and left, as the one who answers found it."""

    starts_at: datetime
    ends_at: datetime


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
    """File a case about an attendance, or about a shift without one; the clock starts. Refuses: AlreadyFiled."""
    about = attendance.shift if attendance is not None else shift
    if about is None or not words.strip():
        raise refusals.ReasonMissing
    posting.lock_person_day(person_id, clock.local_date(at))
    if Objection.objects.filter(person_id=person_id, shift=about, answered_at__isnull=True).exists():
        raise refusals.AlreadyFiled
    given = posting.rules_for(about).rules
    due_on, _known = places.working_day_after(clock.local_date(at), given.objection_working_days)
    entries = queries.standing_entries_of(attendance.pk) if attendance is not None else []
    row = Objection.objects.create(
        person_id=person_id,
        attendance=attendance,
        entry_id=entries[-1].id if entries else None,
        shift=about,
        words=words.strip()[:500],
        filed_at=at,
        due_on=due_on,
    )
    _audit("ObjectionFiled", row, actor, at, {"words": row.words})
    text = translate("“%(title)s”的异议已收到，最晚 %(day)s 答复。") % {
        "title": about.activity.title, "day": kept.day(due_on)
    }  # fmt: skip
    person = people.person_by_id(person_id)
    if person is not None:
        telling.tell(person.public_id, "objection_filed", text, at, f"hours:objection:{row.pk}")
    return row


@transaction.atomic
def answer_objection(
    *, objection: Objection, upheld: bool, answer: str, times: Times | None = None, actor: Actor, at: datetime
) -> Objection:
    """Answer with reasons. Upheld: the right times become a proposal for another person. Minutes that are missing
    are added to what is posted; where there were too many, the lines are replaced at the moment of approval.

    Refuses: AlreadyAnswered, ReasonMissing, SecondPersonNeeded (one's own case, or as the leader), WrongTimes,
    InFuture, Overlap.
    """
    row = Objection.objects.select_for_update().get(pk=objection.pk)
    if row.answered_at is not None:
        raise refusals.AlreadyAnswered
    if not answer.strip():
        raise refusals.ReasonMissing(field="answer")
    shift = objection.shift
    led = shift is not None and (
        shift.activity.leader_id == actor.account_id or access.leads_team(actor, shift.activity.team_id)
    )
    if access.is_concerned(actor, row.person_id) or led:
        raise refusals.SecondPersonNeeded
    row.answered_at, row.answered_by_id = at, actor.account_id
    row.upheld, row.answer = upheld, answer.strip()[:500]
    row.save()
    _audit("ObjectionAnswered", row, actor, at, {"upheld": upheld, "answer": row.answer})
    if upheld and times is not None and shift is not None:
        _correct(row, shift, times, actor, at)
    _tell_answer(objection, row, at)
    return row


def _correct(row: Objection, shift: activities.Shift, times: Times, actor: Actor, at: datetime) -> None:
    if row.attendance_id is None:
        lines = [paper.PaperRow("times", row.person_id, times.starts_at, times.ends_at)]
        try:
            made = paper.record_paper(
                shift=shift, rows=lines, words=row.answer, source=Source.TYPED, actor=actor, at=at
            )
        except paper.RowsRefused as refused:
            raise refused.by_key["times"] from None
        row.attendance = made[0]
        row.save(update_fields=["attendance"])
        return
    attendance = checking_out.locked(row.attendance_id)
    if times.ends_at <= times.starts_at:
        raise refusals.WrongTimes
    if times.ends_at > at:
        raise refusals.InFuture
    if queries.overlapping(row.person_id, times.starts_at, times.ends_at, other_than=attendance.pk):
        raise refusals.Overlap
    given = posting.rules_for(shift).rules
    counted = rules.creditable_minutes(times.starts_at, times.ends_at, queries.window_of(shift), given)
    if counted.minutes == 0:
        raise refusals.OutsideShift
    if attendance.checked_out_at is None:
        raise refusals.StillOpen
    settling.withdraw_waiting(attendance, actor=actor, at=at)
    standing = queries.standing_entries_of(attendance.pk)
    posted = sum(entry.minutes for entry in standing)
    if counted.minutes == posted:
        raise refusals.NothingToCorrect
    attendance.reason = [{"code": "corrected", "words": row.answer[:100]}, *counted.reasons]
    attendance.settled_at = None
    attendance.save(update_fields=["reason", "settled_at"])
    # More than before: what was posted stays with its tier, the difference is typed. Less: the lines are replaced.
    less = counted.minutes < posted
    settling.propose(
        attendance,
        counted,
        given,
        source=standing[0].source if less else Source.TYPED,
        minutes=counted.minutes if less else counted.minutes - posted,
        part="correction",
        proposer=actor.account_id,
        words=row.answer,
        replaces=[entry.id for entry in standing] if less else [],
        at=at,
    )


def _tell_answer(objection: Objection, row: Objection, at: datetime) -> None:
    title = objection.shift.activity.title if objection.shift is not None else ""
    if row.upheld:
        text = translate("“%(title)s”的异议成立：%(answer)s。更正由另一个人确认后入账。")
    else:
        text = translate("“%(title)s”的异议没有成立：%(answer)s。")
    values = {"title": title, "answer": row.answer.rstrip("。")}
    telling.tell(objection.person.public_id, "objection_answered", text % values, at, f"hours:answer:{row.pk}")


def _audit(action: str, row: Objection, actor: Actor, at: datetime, detail: dict[str, object]) -> None:
    audit.record(
        action, actor=actor, at=at, subject=("objection", row.pk), detail={"person_id": row.person_id, **detail}
    )
