"""Checking out, by code, scan or tick; and saying when one left after having forgotten it."""

from datetime import datetime, timedelta

from django.db import IntegrityError
from django.db.models import Q

from baiying.hours import locked, queries, rules
from baiying.hours.actions import refusals, settling, telling
from baiying.hours.models import Attendance, Source
from baiying.kit import clock, each
from baiying.kit.db import errors, transaction
from baiying.kit.kept import translate
from baiying.kit.values.actor import Actor, system
from baiying.people import access as people
from baiying.ui import kept

# The constraint that keeps a person's attendances apart.
NO_TIME_TWICE = "hours_no_time_twice"
# Something else is on record for that time, or open, at this very moment.
TAKEN = ("hours_one_open_attendance", NO_TIME_TWICE)


@transaction.atomic
def check_out(*, attendance: Attendance, source: str = Source.CODE, actor: Actor, at: datetime) -> Attendance:
    """Note that somebody leaves now, count the minutes, post or propose them. Repeating changes nothing.

    Refuses: ComingUndone; OwnMatter, unless one leaves by the live code.
    """
    row = locked.attendance(attendance.pk)
    if row.undone_at is not None:
        raise refusals.ComingUndone
    if row.checked_out_at is not None:
        return row
    if source not in rules.BY_ONESELF:
        people.refuse_own(actor, row.person_id, refusals.OWN_ATTENDANCE)
        keep_end_before(row, actor, at)
    settling.hold(row)
    row.checked_out_at, row.out_source, row.out_by_id = max(at, row.checked_in_at), source, actor.account_id
    row.save(update_fields=["checked_out_at", "out_source", "out_by_id", "end_before", "say_after"])
    settling.audit_attendance("CheckedOut", row, actor=actor, at=at, source=source)
    settling.settle(row, actor=actor, at=at)
    return row


def keep_end_before(row: Attendance, actor: Actor, at: datetime) -> None:
    """Remember what a leader is about to replace, so that it can be taken back (undoing.undo_leaving).

    Until then the volunteer is told nothing that taking it back would make false (held.say_held).
    """

    def text(instant: datetime | None) -> str | None:
        return instant.isoformat() if instant is not None else None

    row.say_after = at + rules.UNDO_WITHIN
    row.end_before = {
        "at": at.isoformat(),
        "by": actor.account_id,
        "out": text(row.checked_out_at),
        "source": row.out_source,
        "out_by": row.out_by_id,
        "forced": text(row.forced_out_at),
        "settled": text(row.settled_at),
        "reason": row.reason,
    }


def refuse_wrong_times(row: Attendance, starts_at: datetime, ends_at: datetime, at: datetime) -> None:
    """Refuses: WrongTimes, InFuture, Overlap. The database holds the last as well (hours_no_time_twice)."""
    if ends_at <= starts_at:
        raise refusals.WrongTimes
    if ends_at > at:
        raise refusals.InFuture
    if queries.overlapping(row.person_id, starts_at, ends_at, other_than=row.pk):
        raise refusals.Overlap


_END = ("checked_out_at", "out_source", "out_by_id", "forced_out_at", "reason", "settled_at", "end_before", "say_after")


def _save_end(row: Attendance) -> None:
    """Store a new end. Refuses: Overlap, where something else was recorded for that time at this very moment."""
    try:
        with transaction.atomic():
            row.save(update_fields=_END)
    except IntegrityError as error:
        if errors.constraint_of(error) != NO_TIME_TWICE:
            raise
        raise refusals.Overlap from None


@transaction.atomic
def say_end(*, attendance: Attendance, ends_at: datetime, words: str = "", actor: Actor, at: datetime) -> Attendance:
    """The volunteer says when he or she left; the leader confirms it. Counts nothing yet (R050).

    The same again changes nothing. Refuses: ComingUndone, NotWaiting, WrongTimes, InFuture, Overlap.
    """
    row = locked.attendance(attendance.pk)
    if row.undone_at is not None:
        raise refusals.ComingUndone
    if _is_said(row, ends_at, words, actor):
        return row
    if not queries.waits_for_end(row, at):
        raise refusals.NotWaiting
    refuse_wrong_times(row, row.checked_in_at, ends_at, at)
    _set_end(row, ends_at, words, actor, at)
    _save_end(row)
    settling.audit_attendance("EndSaid", row, actor=actor, at=at, ends_at=ends_at.isoformat(), words=words[:200])
    text = translate("%(name)s 说明了“%(title)s”的离开时间（%(time)s），请确认。") % {
        "name": row.person.name, "title": telling.title_of(row), "time": kept.moment(ends_at)
    }  # fmt: skip
    occasion = queries.occasion_of(row)
    telling.tell_account(occasion.leader_id, "end_said", text, at, f"hours:end:{row.pk}:{ends_at}", occasion.link)
    return row


def _is_said(row: Attendance, ends_at: datetime, words: str, actor: Actor) -> bool:
    """Whether this account has said just this already."""
    said = (row.checked_out_at, row.out_source, row.out_by_id) == (ends_at, Source.TYPED, actor.account_id)
    return said and row.forced_out_at is not None and row.reason[1:] == _in_words(words)


def _in_words(words: str) -> list[rules.Reason]:
    return [{"code": "said", "words": words[:200]}] if words else []


def _set_end(row: Attendance, ends_at: datetime, words: str, actor: Actor, at: datetime) -> None:
    row.checked_out_at, row.out_source, row.out_by_id = ends_at, Source.TYPED, actor.account_id
    row.forced_out_at = row.forced_out_at or at
    row.reason = [{"code": "forgotten"}, *_in_words(words)]


@transaction.atomic
def confirm_end(
    *, attendance: Attendance, ends_at: datetime, words: str = "", actor: Actor, at: datetime
) -> Attendance:
    """The leader confirms or corrects when somebody left: now it is a proposal for a second person.

    Also proposes anew what a reviewer refused. The same again, while it waits, changes nothing.
    Refuses: OwnMatter, ComingUndone, NotWaiting, WrongTimes, InFuture, Overlap, TooOld.
    """
    row = locked.attendance(attendance.pk)
    people.refuse_own(actor, row.person_id, refusals.OWN_ATTENDANCE)
    if row.undone_at is not None:
        raise refusals.ComingUndone
    waiting = queries.live_proposal(row)
    if waiting is not None and waiting.proposed_by_id == actor.account_id and row.checked_out_at == ends_at:
        return row
    refused = row.settled_at is not None and row.proposals.filter(refused_at__isnull=False).exists()
    if not (queries.waits_for_end(row, at) or refused) or queries.standing_entries_of(row.pk):
        raise refusals.NotWaiting
    if waiting is not None:
        raise refusals.NotWaiting
    occasion, chosen = settling.hold(row)
    refuse_wrong_times(row, row.checked_in_at, ends_at, at)
    if at - occasion.window.ends_at > timedelta(days=chosen.rules.back_entry_days):
        raise refusals.TooOld
    keep_end_before(row, actor, at)
    _set_end(row, ends_at, words, actor, at)
    row.settled_at = None
    _save_end(row)
    settling.audit_attendance("EndConfirmed", row, actor=actor, at=at, ends_at=ends_at.isoformat())
    settling.settle(row, actor=actor, at=at)
    return row


def _due(row: Attendance) -> datetime:
    midnight = clock.next_midnight(row.checked_in_at)
    if row.shift is None:
        return midnight
    given = queries.rules_of(queries.occasion_of(row)).rules
    return rules.closes_at(midnight, row.shift.ends_at, given)


def close_forgotten(*, at: datetime) -> int:
    """Close what nobody checked out: at the later of midnight and the shift's end plus grace. Gives how many.

    Each in its own transaction, so that one fault does not keep the others open.
    """
    candidates = Attendance.objects.filter(
        Q(shift__isnull=True) | Q(shift__ends_at__lt=at),
        checked_out_at__isnull=True,
        checked_in_at__lt=clock.midnight(clock.local_date(at)),
    )
    ids = each.keys(candidates)
    return each.each("hours.close_forgotten", ids, lambda pk: close_one(attendance_id=pk, at=at), at=at).done


@transaction.atomic
def close_one(*, attendance_id: int, at: datetime) -> bool:
    """Close one forgotten attendance if its time has come; it counts nothing until the end is confirmed."""
    row = locked.attendance(attendance_id)
    due = _due(row)
    if row.checked_out_at is not None or due > at:
        return False
    actor = system("hours.close_forgotten")
    row.checked_out_at, row.forced_out_at, row.reason = due, at, [{"code": "forgotten"}]
    row.save(update_fields=["checked_out_at", "forced_out_at", "reason"])
    settling.audit_attendance("ForcedOut", row, actor=actor, at=at)
    text = translate("%(day)s“%(title)s”没有签退。请在“我的时长”里说明几点离开，由领队确认后计时。")
    telling.about(row, "forgotten", text, at, f"hours:forgotten:{row.pk}")
    occasion = queries.occasion_of(row)
    words = translate("“%(title)s”有人没有签退，请在班次页面确认他们几点离开。") % {"title": telling.title_of(row)}
    source = f"hours:forgotten_led:{row.shift_id}"
    telling.tell_account(occasion.leader_id, "forgotten_led", words, at, source, occasion.link)
    return True
