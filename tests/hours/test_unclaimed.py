"""Hours of somebody not verified yet wait for that a set time, and no longer (R003)."""

from datetime import timedelta

import pytest

from baiying.demo import builders
from baiying.hours import actions, queries, rules
from baiying.hours.actions.refusals import NothingToCorrect
from baiying.hours.models import Attendance, Proposal
from baiying.kit.values.actor import system
from baiying.notices import queries as notices
from baiying.people.models import Counting, Person, Registration
from tests.hours.conftest import Morning

NIGHT = system("hours.sweep_waiting")


def came(morning: Morning) -> Attendance:
    """Somebody whose document nobody has seen: two hours, scanned in and out."""
    account = builders.account(name="没核验")
    person = builders.person("没核验", residence=morning.shift.activity.area, account=account, verified=False)
    row = actions.tick_in(
        shift=morning.shift, person_id=person.pk, source="scan", actor=morning.actor("leader"), at=morning.at(0)
    )
    actions.check_out(attendance=row, source="scan", actor=morning.actor("leader"), at=morning.at(120))
    row.refresh_from_db()
    return row


def verify(morning: Morning, row: Attendance) -> None:
    registration = Registration.objects.get(person=row.person)
    Registration.objects.filter(pk=registration.pk).update(verified_at=morning.at(1500), verified_by_id=1)
    Counting.objects.create(person=row.person, registration=registration, from_at=morning.at(1500), why="ready")


def sweep(morning: Morning, days: int) -> None:
    actions.sweep_waiting(actor=NIGHT, at=morning.at(0) + timedelta(days=days))


def told(person: Person, kind: str) -> list[str]:
    return [one.text for one in notices.inbox_of(person.public_id).filter(kind=f"hours.{kind}")]


def test_the_last_day_is_so_many_days_after_the_day_served() -> None:
    day = builders.NOW.date()
    assert rules.last_day_to_claim(day, rules.HourRules(provisional_days=3)) == day + timedelta(days=3)
    assert rules.HourRules().provisional_days == 90


@pytest.mark.django_db
def test_what_nobody_claimed_in_time_gets_its_end_once_and_the_volunteer_is_told(morning: Morning) -> None:
    row = came(morning)
    assert row.settled_at is None
    actions.say_held(at=morning.at(24 * 60))
    [promised] = told(row.person, "provisional")
    assert "请在" in promised
    sweep(morning, 90)
    row.refresh_from_db()
    assert row.settled_at is None, "the last day is whole"
    for _ in range(2):
        sweep(morning, 91)
    row.refresh_from_db()
    assert row.settled_at == morning.at(0) + timedelta(days=91)
    assert not queries.entries_of(row.person_id)
    [text] = told(row.person, "never")
    assert "在期限内没有完成实名核验" in text
    case = queries.case_of_attendance(row, morning.at(0) + timedelta(days=92))
    assert case.state == "nothing"


@pytest.mark.django_db
def test_whoever_was_verified_in_time_is_posted_however_late_the_sweep_comes(morning: Morning) -> None:
    row = came(morning)
    verify(morning, row)
    sweep(morning, 200)
    assert [entry.minutes for entry in queries.entries_of(row.person_id)] == [120]
    assert told(row.person, "never") == []


@pytest.mark.django_db
def test_a_city_says_how_many_days(morning: Morning) -> None:
    builders.rule_set("hours", area=morning.shift.activity.area, provisional_days=10)
    row = came(morning)
    sweep(morning, 10)
    row.refresh_from_db()
    assert row.settled_at is None
    sweep(morning, 11)
    row.refresh_from_db()
    assert row.settled_at is not None


@pytest.mark.django_db
@pytest.mark.parametrize("minutes", [60, None])
def test_a_correction_to_less_stands_when_the_person_is_verified_afterwards(
    morning: Morning, minutes: int | None
) -> None:
    """Nothing is posted yet: what a second person agreed to is what is posted later, and never what was measured."""
    row = came(morning)
    leader, reviewer = morning.actor("leader"), morning.actor("reviewer")
    times = actions.Times(morning.at(0), morning.at(minutes)) if minutes is not None else None
    proposal = actions.correct_record(attendance=row, times=times, words="早走了", actor=leader, at=morning.at(400))
    assert proposal is not None
    actions.approve(proposal=proposal, actor=reviewer, at=morning.at(401))
    assert not queries.entries_of(row.person_id)
    sweep(morning, 1)
    assert not queries.entries_of(row.person_id)
    verify(morning, row)
    for day in (2, 3, 95):
        sweep(morning, day)
    assert [one.minutes for one in queries.entries_of(row.person_id)] == ([minutes] if minutes else [])
    row.refresh_from_db()
    assert row.settled_at is not None


@pytest.mark.django_db
@pytest.mark.parametrize("second", ["approved", "refused", "decided later"])
def test_of_two_corrections_approved_before_anything_was_posted_the_later_one_counts(
    morning: Morning, second: str
) -> None:
    """And never both: the second says the whole as the first did."""
    row = came(morning)
    leader, reviewer = morning.actor("leader"), morning.actor("reviewer")

    def correct(minutes: int, at: int) -> Proposal:
        times = actions.Times(morning.at(0), morning.at(minutes))
        made = actions.correct_record(attendance=row, times=times, words="早走了", actor=leader, at=morning.at(at))
        assert made is not None
        return made

    def decide(one: Proposal, at: int) -> None:
        if second == "refused":
            actions.refuse(proposal=one, words="先前的对", actor=reviewer, at=morning.at(at))
        else:
            actions.approve(proposal=one, actor=reviewer, at=morning.at(at))

    actions.approve(proposal=correct(60, 400), actor=reviewer, at=morning.at(401))
    later = correct(90, 402)
    if second != "decided later":
        decide(later, 403)
    verify(morning, row)
    sweep(morning, 2)
    if second == "decided later":
        assert not queries.entries_of(row.person_id)
        decide(later, 3000)
    sweep(morning, 3)
    assert [one.minutes for one in queries.entries_of(row.person_id)] == [60 if second == "refused" else 90]
    row.refresh_from_db()
    assert row.settled_at is not None


@pytest.mark.django_db
@pytest.mark.parametrize("minutes", [60, None])
def test_a_refused_correction_takes_nothing_from_whoever_is_verified_afterwards(
    morning: Morning, minutes: int | None
) -> None:
    row = came(morning)
    times = actions.Times(morning.at(0), morning.at(minutes)) if minutes is not None else None
    leader, reviewer = morning.actor("leader"), morning.actor("reviewer")
    same = actions.Times(morning.at(0), morning.at(120))
    with pytest.raises(NothingToCorrect):
        actions.correct_record(attendance=row, times=same, words="一样", actor=leader, at=morning.at(400))
    proposal = actions.correct_record(attendance=row, times=times, words="早走了", actor=leader, at=morning.at(400))
    assert proposal is not None
    actions.refuse(proposal=proposal, words="她一直在", actor=reviewer, at=morning.at(401))
    verify(morning, row)
    sweep(morning, 2)
    [entry] = queries.entries_of(row.person_id)
    assert (entry.minutes, entry.source) == (120, "scan")
