"""Sign-ups and calendars when two records of one human become one, and apart again (kit.merging)."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from baiying.activities import locked, queries
from baiying.activities.actions import promoting, signups
from baiying.activities.models import CalendarFeed, Signup, SignupState
from baiying.kit.kept import translate
from baiying.kit.merging import Joining, Parting
from baiying.ui import formats


def join_signups(joining: Joining) -> None:
    """One sign-up where both have one for a shift, or places at one time: a place before a wait, then the earlier.

    The other ends as if its person could not come, so that who waits gets the place. Of shifts that have begun each
    keeps its own: that is history, found through the link between the records.
    """
    for person_id in sorted((joining.survivor.id, joining.loser.id)):
        locked.own_signups(person_id)
    own, others = _live(joining.survivor.id), _live(joining.loser.id)
    ends = {_later(one, other).pk: _later(one, other) for one in own for other in others if _clash(one, other)}
    for row in sorted(ends.values(), key=lambda row: (row.shift_id, row.pk)):
        if row.shift.starts_at > joining.at:
            _end(joining, row)
    past = {one.shift_id for one in own if one.shift.starts_at <= joining.at}
    rows = Signup.objects.filter(person_id=joining.loser.id)
    joining.move(rows.exclude(state__in=queries.LIVE, shift_id__in=past), "person")


def _live(person_id: int) -> list[Signup]:
    return list(Signup.objects.filter(person_id=person_id, state__in=queries.LIVE).select_related("shift"))


def _clash(one: Signup, other: Signup) -> bool:
    if one.shift_id == other.shift_id:
        return True
    both = one.state == other.state == SignupState.ACCEPTED
    return both and one.shift.starts_at < other.shift.ends_at and other.shift.starts_at < one.shift.ends_at


def _later(one: Signup, other: Signup) -> Signup:
    """Which of the two ends."""
    return max(one, other, key=lambda row: (row.state != SignupState.ACCEPTED, row.signed_up_at, row.pk))


def _end(joining: Joining, row: Signup) -> None:
    shift, fresh = locked.signup(row.pk)
    if fresh.state not in queries.LIVE:
        return
    joining.settle("activities.signup", signup=fresh.pk, was=fresh.state, shift=shift.pk)
    words = translate("两条记录合并为一条，另一个报名保留")
    signups.end_signup(shift, fresh, words, actor=joining.actor, at=joining.at)
    promoting.promote(shift, actor=joining.actor, at=joining.at)


def part_signups(parting: Parting) -> None:
    """What the merge ended lives again as it was, where its place is still free; else it waits for one."""
    for one in sorted(parting.of("activities.signup"), key=lambda one: (one["shift"], one["signup"])):
        shift, row = locked.signup(one["signup"])
        stands = row.state == SignupState.CANCELLED and row.ended_at == parting.merged_at
        if not stands or shift.starts_at <= parting.at or shift.called_off_at is not None:
            continue
        row.state = one["was"]
        if row.state == SignupState.ACCEPTED:
            if shift.taken < shift.places and shift.closed_at is None and not _busy(row):
                shift.taken += 1
                shift.save(update_fields=["taken"])
            else:
                row.state = SignupState.WAITLISTED
        row.ended_at, row.ended_by_id, row.reason = None, None, ""
        row.save(update_fields=["state", "ended_at", "ended_by_id", "reason"])


def _busy(row: Signup) -> bool:
    rows = Signup.objects.filter(person_id=row.person_id, state=SignupState.ACCEPTED, period__overlap=row.period)
    return rows.exclude(pk=row.pk).exists()


def newer_signups(table: str, ids: Collection[int], at: datetime) -> dict[int, str]:
    """Sign-ups made since, as the page of the undo names them."""
    rows = Signup.objects.filter(pk__in=ids).select_related("shift__activity")
    words = translate("报名：%(title)s，%(when)s")
    return {
        row.pk: words % {"title": row.shift.activity.title, "when": formats.datetime_text(row.shift.starts_at)}
        for row in rows
    }


def join_calendars(joining: Joining) -> None:
    """Calendars go on under the survivor; of two that one account opened, the survivor's own stays."""
    open_ones = CalendarFeed.objects.filter(person_id=joining.survivor.id, ended_at__isnull=True)
    hands = list(open_ones.values_list("created_by_id", flat=True))
    twice = Q(created_by_id__in=hands, ended_at__isnull=True)
    joining.move(CalendarFeed.objects.filter(person_id=joining.loser.id).exclude(twice), "person")
