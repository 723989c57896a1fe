"""A series in the feed of whoever signed up, read back by another library (N37)."""

from datetime import timedelta
from typing import Any

import icalendar
import pytest

from baiying.activities import actions, queries
from baiying.activities.models import Shift
from baiying.activities.rules import calendars as rules
from tests.activities.makers import Town, actor, volunteer
from tests.activities.repeating import BEFORE, call_off, move, published, sign_up, weekly

DAY = timedelta(days=1)


def feed_of(person: Any) -> str:
    who = actor(person.account, person)
    feed = actions.open_calendar(person_id=person.pk, renew=False, actor=who, at=BEFORE)
    return f"/calendar/{queries.calendar_token(feed)}.ics"


def entries(client: Any, address: str) -> dict[str, Any]:
    """The events by uid; no two have one in common."""
    events = icalendar.Calendar.from_ical(client.get(address).content).walk("VEVENT")
    found = {str(event["UID"]): event for event in events}
    assert len(found) == len(events)
    return found


@pytest.mark.django_db
def test_n37_each_occurrence_is_an_entry_of_its_own_and_keeps_its_uid(
    town: Town, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("baiying.kit.clock.now", lambda: BEFORE)
    activity = published(town, weekly(7))
    shifts = list(Shift.objects.filter(activity=activity).order_by("starts_at"))
    assert len(shifts) == 8
    mine, other = volunteer("甲", town.village), volunteer("乙", town.village)
    signups = {n: sign_up(shifts[n - 1], mine) for n in (1, 2, 3, 4, 6)}
    address, uids = feed_of(mine), {n: rules.uid(shifts[n - 1].public_id, mine.public_id) for n in range(1, 9)}
    first = entries(client, address)
    assert set(first) == {uids[n] for n in signups}
    move(shifts[2], 5 * DAY, "one", town)
    call_off(shifts[3], "one", town)
    who = actor(mine.account, mine)  # type: ignore[arg-type]
    actions.cancel_signup(signup_id=signups[6].pk, reason="换人", actor=who, at=BEFORE)
    sign_up(shifts[5], other)
    again, once_more = entries(client, address), entries(client, address)
    assert set(first) == set(again) == set(once_more), "the same uids at every fetch"

    def told(n: int) -> tuple[str, int, Any]:
        event = again[uids[n]]
        return str(event["STATUS"]), event["SEQUENCE"] - first[uids[n]]["SEQUENCE"], event["DTSTART"].dt

    for n in (1, 2):
        assert told(n) == ("CONFIRMED", 0, shifts[n - 1].starts_at)
    assert told(3) == ("CONFIRMED", 1, shifts[2].starts_at + 5 * DAY)
    assert told(4)[0] == "CANCELLED"
    assert told(4)[1] > 0
    assert told(6)[0] == "CANCELLED"
    assert told(6)[1] > 0
    [(theirs, event)] = entries(client, feed_of(other)).items()
    assert theirs == rules.uid(shifts[5].public_id, other.public_id)
    assert theirs not in again
    assert str(event["STATUS"]) == "CONFIRMED"
    assert other.public_id not in theirs


@pytest.mark.rules
def test_an_entry_is_known_by_the_shift_and_by_whose_it_is() -> None:
    assert rules.uid("a") == "shift-a@baiying"
    assert rules.uid("a", "p") == rules.uid("a", "p") != rules.uid("a", "q")
    assert rules.uid("a", "p") != rules.uid("b", "p")
