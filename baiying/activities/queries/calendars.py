"""What calendars read: a shift for anybody, the sign-ups of a person by the secret address."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.db.models import QuerySet

from baiying.accounts import queries as accounts
from baiying.activities.models import CalendarFeed, Shift, Signup
from baiying.activities.queries import activities
from baiying.activities.rules import calendars
from baiying.kit import clock
from baiying.people import queries as people

# What is longer ago than this leaves the calendar; and never more than so many entries.
_KEPT = timedelta(days=90)
_MOST = 300
_signer = signing.Signer(sep=".", salt="baiying.activities.calendar")


@dataclass(frozen=True, slots=True)
class Planned:
    """A shift as a calendar keeps it: see rules.calendars for `state`, `sequence` and `uid`."""

    shift: Shift
    state: str
    sequence: int
    uid: str


def calendar_token(feed: CalendarFeed) -> str:
    """The secret part of a calendar's address."""
    return _signer.sign(feed.public_id)


def calendar_by_token(token: str, at: datetime) -> CalendarFeed | None:
    """The live calendar of an address; None for one that was closed, renewed, never given, or opened by somebody who
    may no longer act for the person, or whose number has changed since."""
    try:
        public_id = _signer.unsign(token)
    except signing.BadSignature:
        return None
    return _answering(CalendarFeed.objects.filter(public_id=public_id), at)


def calendar_of_person(person_id: int, account_id: int | None, at: datetime) -> CalendarFeed | None:
    """The calendar of a person by the address that an account has."""
    return _answering(CalendarFeed.objects.filter(person_id=person_id, created_by_id=account_id), at)


def _answering(feeds: QuerySet[CalendarFeed], at: datetime) -> CalendarFeed | None:
    feed = feeds.filter(ended_at__isnull=True).first()
    if feed is None or feed.created_by_id is None:
        return feed
    # Like sessions and the password: whoever held a number that was somebody else's may have opened it.
    if accounts.lost_a_way_in(feed.created_by_id, feed.created_at):
        return None
    # A guardian's address ends with the consent or the ward's coming of age, a former account's with a claim.
    return feed if people.may_act_for(feed.created_by_id, feed.person_id, clock.local_date(at)) else None


def planned(shift: Shift, own: Sequence[str] = (), whose: str = "") -> Planned:
    """A shift with the states of somebody's sign-ups at it, in their order; without any it is nobody's plan yet.

    `whose`: the public id of that person.
    """
    stands = activities.state_of(shift) == "published"
    return Planned(
        shift,
        calendars.state(own, stands=stands),
        calendars.sequence(own, revision=shift.revision, stands=stands),
        calendars.uid(shift.public_id, whose if own else ""),
    )


def own_states(person_id: int, shift_id: int) -> list[str]:
    """The states of a person's sign-ups at a shift, the first first."""
    rows = Signup.objects.filter(person_id=person_id, shift_id=shift_id)
    return list(rows.order_by("id").values_list("state", flat=True))


def calendar_entries(person_id: int, at: datetime) -> list[Planned]:
    """Everything the person signed up for and has not long been over, also what was cancelled."""
    rows = Signup.objects.filter(person_id=person_id, shift__ends_at__gt=at - _KEPT)
    rows = rows.select_related("shift", "shift__post", "shift__activity", "shift__activity__team")
    states: dict[int, list[str]] = defaultdict(list)
    shifts: dict[int, Shift] = {}
    for row in reversed(rows.order_by("-id")[:_MOST]):
        states[row.shift_id].append(row.state)
        shifts[row.shift_id] = row.shift
    whose = people.public_id_of(person_id)
    return sorted(
        (planned(shift, states[pk], whose) for pk, shift in shifts.items()),
        key=lambda one: (one.shift.starts_at, one.shift.pk),
    )
