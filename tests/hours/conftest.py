"""A shift this morning with people on it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from baiying.activities import queries as activities
from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.hours import actions
from baiying.hours import queries as hours
from baiying.hours.models import Attendance, HourEntry
from baiying.kit import clock
from baiying.kit.values.actor import Acting, Actor

NOW = builders.NOW


def actor_of(member: the_cast.Member) -> Actor:
    found = member.appointment
    acting = None
    if found is not None:
        path = tuple(found.area.path) if found.area else ()
        acting = Acting(found.pk, found.public_id, found.role, found.area_id, path)
    return Actor(member.account.pk, member.person.pk if member.person else None, acting, member.part.name)


@dataclass
class Morning:
    """Nine to eleven thirty on the day of the builders' clock (09:00 in China is their NOW)."""

    shift: activities.Shift
    cast: dict[str, the_cast.Member]

    def at(self, minutes: int) -> datetime:
        return self.shift.starts_at + timedelta(minutes=minutes)

    def actor(self, key: str) -> Actor:
        return actor_of(self.cast[key])

    def digits(self, at: datetime) -> str:
        return hours.code_of(self.shift.public_id, at).digits

    def token(self, at: datetime) -> str:
        return hours.code_of(self.shift.public_id, at).token


def morning_at(cast: dict[str, the_cast.Member], starts_at: datetime) -> Morning:
    leader = cast["leader"]
    assert leader.team is not None
    activity = builders.activity(leader.team, leader.account, "周末陪伴失能老人", at=starts_at)
    shift = builders.shift(activity, starts_at, starts_at + timedelta(minutes=150))
    for key in ("volunteer", "minor"):
        person = cast[key].person
        assert person is not None
        builders.signup(shift, person)
    found = activities.shift(shift.public_id)
    assert found is not None
    return Morning(found, cast)


def serve(morning: Morning, minutes: int = 150) -> Attendance:
    """By the live code at both ends: posted by itself."""
    actor = morning.actor("volunteer")
    pid = actions.check_in(shift_pid=morning.shift.public_id, person_id=actor.person_id, actor=actor, at=morning.at(0))
    row = hours.attendance(pid)
    assert row is not None
    return actions.check_out(attendance=row, actor=actor, at=morning.at(minutes))


def taken_back(entry: HourEntry, morning: Morning, words: str, at: datetime) -> HourEntry:
    """A line that the county asked to take back and the reviewer took back: the negative line."""
    asked = actions.propose_reversal(entry=entry, words=words, actor=morning.actor("county"), at=at)
    actions.approve(proposal=asked, actor=morning.actor("reviewer"), at=at)
    found = hours.reversal_of(entry)
    assert found is not None
    return found


@pytest.fixture
def morning(cast: dict[str, the_cast.Member]) -> Morning:
    return morning_at(cast, NOW)


@pytest.fixture
def now(cast: dict[str, the_cast.Member]) -> Morning:
    """A shift that began half an hour ago by the real clock."""
    return morning_at(cast, clock.now() - timedelta(minutes=30))


@pytest.fixture
def over(cast: dict[str, the_cast.Member]) -> Morning:
    """A shift that ended ten minutes ago."""
    return morning_at(cast, clock.now().replace(second=0, microsecond=0) - timedelta(minutes=160))
