"""Settling decides once: what is posted, proposed and told; standing is that of the day served."""

from dataclasses import replace
from datetime import timedelta

import pytest

from baiying.demo import builders
from baiying.hours import actions, queries, rules
from baiying.hours.models import Attendance
from baiying.kit.db.fields import new_public_id
from baiying.notices import queries as notices
from baiying.people.models import Counting, Registration
from tests.hours.conftest import Morning

GIVEN = rules.HourRules()
LIVE = rules.Served("code")


def counted(minutes: int) -> rules.Counted:
    return rules.Counted(minutes, builders.NOW, builders.NOW + timedelta(minutes=minutes), ())


@pytest.mark.rules
@pytest.mark.parametrize(
    ("minutes", "served", "post", "propose", "part", "tell", "settled"),
    [
        (120, LIVE, 120, 0, "", "", True),
        (0, LIVE, 0, 0, "", "nothing", True),
        (120, replace(LIVE, source="roll"), 0, 120, "whole", "", False),
        (120, replace(LIVE, source="typed"), 0, 120, "whole", "", False),
        (120, replace(LIVE, confirmed=False), 0, 120, "whole", "", False),
        (120, replace(LIVE, own_leader=True), 0, 120, "whole", "", False),
        (120, replace(LIVE, counted=False, standing="awaiting_check"), 0, 0, "", "provisional", False),
        (120, replace(LIVE, source="roll", counted=False), 0, 120, "whole", "", False),
        (120, replace(LIVE, counted=False, never=True, standing="ended"), 0, 0, "", "never", True),
        (120, replace(LIVE, source="roll", counted=False, never=True), 0, 0, "", "never", True),
        (120, replace(LIVE, counted=False, unclaimed=True), 0, 0, "", "never", True),
        (120, replace(LIVE, source="roll", counted=False, unclaimed=True), 0, 0, "", "never", True),
        # Whoever was verified in time is not held to the clock of those who were not.
        (120, replace(LIVE, unclaimed=True), 120, 0, "", "", True),
        (120, replace(LIVE, posted_today=400), 80, 40, "over_cap", "", False),
        (120, replace(LIVE, posted_today=480), 0, 120, "over_cap", "", False),
        (120, replace(LIVE, posted_today=700), 0, 20, "over_cap", "", False),
        (120, replace(LIVE, posted_today=720), 0, 0, "", "nothing", True),
    ],
)
def test_one_decision_says_what_is_posted_proposed_and_told(
    minutes: int, served: rules.Served, post: int, propose: int, part: str, tell: str, settled: bool
) -> None:
    found = rules.settle(counted(minutes), served, GIVEN)
    assert (found.post.minutes if found.post else 0) == post
    assert (found.propose.minutes if found.propose else 0) == propose
    assert (found.propose.part if found.propose else "") == part
    assert (found.tell, found.settled, found.full) == (tell, settled, False)


@pytest.mark.rules
@pytest.mark.parametrize(
    ("served", "post", "tell", "settled", "full"),
    [
        (rules.Served("roll"), 120, "", True, False),
        (rules.Served("roll", posted_today=650), 70, "", True, False),
        (rules.Served("roll", posted_today=720), 0, "", True, True),
        (rules.Served("roll", counted=False), 0, "", False, False),
        (rules.Served("roll", counted=False, never=True, standing="ended"), 0, "never", True, False),
        # Approved though nobody was verified in time; and old hours of somebody who was.
        (rules.Served("roll", counted=False, unclaimed=True), 0, "never", True, False),
        (rules.Served("roll", unclaimed=True), 120, "", True, False),
    ],
)
def test_what_a_second_person_approved_is_posted_up_to_the_days_cap(
    served: rules.Served, post: int, tell: str, settled: bool, full: bool
) -> None:
    found = rules.settle_approved(120, served, GIVEN, tier="honour")
    assert (found.post.minutes if found.post else 0, found.tell, found.settled) == (post, tell, settled)
    assert found.full == full
    assert found.post is None or found.post.tier == "honour"


def rolled(morning: Morning, key: str = "volunteer") -> Attendance:
    """Ticked in and out by the leader: two hours that wait for a second person."""
    person, leader = morning.cast[key].person, morning.actor("leader")
    assert person is not None
    row = actions.tick_in(shift=morning.shift, person_id=person.pk, actor=leader, at=morning.at(0))
    return actions.check_out(attendance=row, source="roll", actor=leader, at=morning.at(120))


def end_registration(row: Attendance, morning: Morning, days: int) -> None:
    later = morning.at(0) + timedelta(days=days)
    Counting.objects.filter(person=row.person, to_at=None).update(to_at=later, end_why="test")
    Registration.objects.filter(person=row.person).update(ended_at=later)


@pytest.mark.django_db
def test_hours_that_were_served_are_posted_although_the_registration_ended_since(morning: Morning) -> None:
    row = rolled(morning)
    end_registration(row, morning, 2)
    proposal = queries.proposals().get()
    later = morning.at(0) + timedelta(days=5)
    actions.approve(proposal=proposal, actor=morning.actor("reviewer"), at=later)
    [entry] = queries.entries_of(row.person_id)
    assert (entry.minutes, entry.served_on) == (120, proposal.served_on)
    row.refresh_from_db()
    assert row.settled_at == later


@pytest.mark.django_db
def test_a_forgotten_end_is_confirmed_and_posted_after_the_registration_ended(morning: Morning) -> None:
    actor = morning.actor("volunteer")
    actions.check_in(shift_pid=morning.shift.public_id, person_id=actor.person_id, actor=actor, at=morning.at(0))
    actions.close_forgotten(at=morning.at(1000))
    row = Attendance.objects.get()
    end_registration(row, morning, 2)
    later = morning.at(0) + timedelta(days=3)
    actions.confirm_end(attendance=row, ends_at=morning.at(60), actor=morning.actor("leader"), at=later)
    actions.approve(proposal=queries.proposals().get(), actor=morning.actor("reviewer"), at=later)
    assert [e.minutes for e in queries.entries_of(row.person_id)] == [60]


@pytest.mark.django_db
def test_hours_that_can_never_count_get_an_end_and_a_reason(morning: Morning) -> None:
    home = morning.shift.activity.area
    person = builders.person("没核验", residence=home, account=builders.account(name="没核验"), verified=False)
    leader = morning.actor("leader")
    row = actions.tick_in(shift=morning.shift, person_id=person.pk, actor=leader, at=morning.at(0))
    actions.check_out(attendance=row, source="roll", actor=leader, at=morning.at(120))
    proposal = queries.proposals().get()
    actions.approve(proposal=proposal, actor=morning.actor("reviewer"), at=morning.at(200))
    row.refresh_from_db()
    assert row.settled_at is None, "the document may still be seen"
    end_registration(row, morning, 1)
    later = morning.at(0) + timedelta(days=2)
    for _ in range(2):
        actions.post_waiting(person_id=person.pk, actor=leader, at=later)
    row.refresh_from_db()
    assert row.settled_at == later
    assert not queries.entries_of(person.pk)
    case = queries.case_of_attendance(queries.attendance_by_id(row.pk), later)  # type: ignore[arg-type]
    assert case.state == "nothing"
    assert "身份核验之前注册就结束了" in case.reasons
    told = notices.inbox_of(person.public_id).filter(kind="hours.never")
    assert [("不能入账" in one.text, "身份核验之前" in one.text) for one in told] == [(True, True)]


@pytest.mark.django_db
def test_paper_is_typed_for_who_was_registered_on_that_day_and_for_nobody_else(morning: Morning) -> None:
    person = morning.cast["volunteer"].person
    assert person is not None
    Counting.objects.filter(person=person, to_at=None).update(to_at=morning.at(1500), end_why="test")
    Registration.objects.filter(person=person).update(ended_at=morning.at(1500))
    late = builders.person("后来的", residence=person.residence, registered_at=morning.at(0) + timedelta(days=1))
    later = morning.at(0) + timedelta(days=3)

    def typed(person_id: int) -> list[Attendance]:
        line = actions.PaperRow("1", person_id, morning.at(0), morning.at(60))
        return actions.record_paper(
            shift=morning.shift, rows=[line], words="第 1 张", actor=morning.actor("leader"), at=later
        )

    assert len(typed(person.pk)) == 1
    with pytest.raises(actions.RowsRefused) as refused:
        typed(late.pk)
    assert [r.code for r in refused.value.by_key.values()] == ["not_registered"]


@pytest.mark.django_db
def test_what_is_posted_is_not_weighed_again_while_something_else_waits(morning: Morning) -> None:
    row = rolled(morning)
    actions.approve(proposal=queries.proposals().get(), actor=morning.actor("reviewer"), at=morning.at(200))
    builders.entry(row.person, 600, tier="honour", served_on=queries.served_on(morning.shift.starts_at))
    more = queries.proposals().get()
    more.pk, more.part, more.public_id = None, "correction", new_public_id()
    more.approved_at = more.decided_by_id = None
    more.save(force_insert=True)
    Attendance.objects.filter(pk=row.pk).update(settled_at=None)
    actions.post_waiting(person_id=row.person_id, actor=morning.actor("leader"), at=morning.at(300))
    assert [e.minutes for e in queries.entries_by_attendance([row.pk])[row.pk]] == [120]
    assert not notices.inbox_of(row.person.public_id).filter(kind="hours.nothing").exists()
