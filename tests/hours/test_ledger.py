"""From check-in to the ledger: what posts by itself, what waits, and that nothing is ever changed."""

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from baiying.activities.models import Activity
from baiying.demo import builders
from baiying.hours import actions, queries
from baiying.kit.models import AuditEvent
from baiying.notices import queries as notices
from baiying.people import queries as people
from baiying.people.models import Counting
from tests.hours.conftest import Morning, taken_back

pytestmark = pytest.mark.django_db


def serve(morning: Morning, key: str = "volunteer", *, came: int = 0, left: int = 150) -> queries.Attendance:
    """Come and leave by one's own code."""
    actor = morning.actor(key)
    pid = actions.check_in(
        shift_pid=morning.shift.public_id, person_id=actor.person_id, actor=actor, at=morning.at(came)
    )
    row = queries.attendance(pid)
    assert row is not None
    return actions.check_out(attendance=row, actor=actor, at=morning.at(left))


@pytest.mark.law("O67-26")
def test_own_code_at_both_ends_posts_credit_at_once_with_a_reason_and_tells_the_volunteer(morning: Morning) -> None:
    row = serve(morning, came=10)
    person = row.person
    [entry] = queries.entries_of(person.pk)
    assert (entry.minutes, entry.tier, entry.source, entry.unique_source) == (
        140, "credit", "code", f"attendance:{row.pk}",
    )  # fmt: skip
    activity = morning.shift.activity
    frozen = (entry.residence_id, entry.area_id, entry.team_id, entry.body_id, entry.category, entry.age_band)
    assert frozen == (
        person.residence_id, activity.area_id, activity.team_id, activity.team.body_id, "civility", "18-34",
    )  # fmt: skip
    assert queries.totals_of(person.pk, 2026) == queries.Totals(140, 140)
    text = notices.inbox_of(person.public_id)[0].text
    assert "2 小时 20 分钟" in text
    with translation.override("en"):
        said = notices.inbox_of(person.public_id)[0].text_to_read
    assert "2 h 20 min" in said
    assert "Late by 10 min" in said or "10 min" in said
    assert "周末陪伴失能老人" in said
    assert not re.search("[\u4e00-\u9fff]", said.replace("周末陪伴失能老人", ""))
    assert "迟到 10 分钟未计" in text
    assert AuditEvent.objects.filter(action__in=["CheckedIn", "CheckedOut", "HoursPosted"]).count() == 3


def test_repeating_in_and_out_changes_nothing(morning: Morning) -> None:
    row = serve(morning)
    actions.check_out(attendance=row, actor=morning.actor("volunteer"), at=morning.at(300))
    assert [e.minutes for e in queries.entries_of(row.person_id)] == [150]


@pytest.mark.parametrize(
    ("key", "minutes", "code"),
    [
        ("volunteer", -61, "too_early"),
        ("volunteer", 150, "too_late"),
        ("stranger", 0, "not_signed_up"),
        ("guardian", 0, "not_yours"),
    ],
)
def test_check_in_is_refused_by_name(morning: Morning, key: str, minutes: int, code: str) -> None:
    actor = morning.actor(key)
    with pytest.raises(Exception) as refused:  # noqa: PT011
        actions.check_in(
            shift_pid=morning.shift.public_id, person_id=actor.person_id, actor=actor, at=morning.at(minutes)
        )
    assert refused.value.code == code  # type: ignore[attr-defined]


def test_nobody_checks_in_for_somebody_else_but_a_guardian_may_for_the_ward(morning: Morning) -> None:
    minor = morning.cast["minor"].person
    assert minor is not None
    for key in ("volunteer", "clerk"):
        with pytest.raises(Exception, match="账号"):
            actions.check_in(
                shift_pid=morning.shift.public_id, person_id=minor.pk, actor=morning.actor(key), at=morning.at(0)
            )
    assert actions.check_in(
        shift_pid=morning.shift.public_id, person_id=minor.pk, actor=morning.actor("guardian"), at=morning.at(0)
    )


def test_the_rule_set_of_the_area_decides_the_window_and_the_way(morning: Morning) -> None:
    actor = morning.actor("volunteer")
    area = morning.shift.activity.area
    given = {"shift_pid": morning.shift.public_id, "person_id": actor.person_id, "actor": actor}
    builders.rule_set("hours", area=area, self_check_in=False)
    with pytest.raises(Exception, match="由领队签到"):
        actions.check_in(**given, at=morning.at(0))  # type: ignore[arg-type]


@pytest.mark.law("O67-3")
def test_roll_call_waits_for_a_second_person_who_is_none_of_those_concerned(morning: Morning) -> None:
    volunteer = morning.cast["volunteer"].person
    assert volunteer is not None
    leader = morning.actor("leader")
    row = actions.tick_in(shift=morning.shift, person_id=volunteer.pk, actor=leader, at=morning.at(0))
    actions.check_out(attendance=row, source="roll", actor=leader, at=morning.at(120))
    assert not queries.entries_of(volunteer.pk)
    proposal = queries.proposals().get()
    assert (proposal.minutes, proposal.tier, proposal.due_on.isoformat()) == (120, "honour", "2026-12-08")
    for key in ("leader", "volunteer"):
        with pytest.raises(actions.SecondPersonNeeded):
            actions.approve(proposal=proposal, actor=morning.actor(key), at=morning.at(200))
    actions.approve(proposal=proposal, actor=morning.actor("reviewer"), at=morning.at(200))
    [entry] = queries.entries_of(volunteer.pk)
    assert (entry.minutes, entry.tier) == (120, "honour")
    assert (entry.recorded_by_id, entry.approved_by_id) == (
        morning.cast["leader"].account.pk, morning.cast["reviewer"].account.pk,
    )  # fmt: skip
    assert queries.totals_of(volunteer.pk, 2026) == queries.Totals(0, 120)


@pytest.mark.parametrize("column", ["proposed_by_id", "leader_id", "beneficiary_id"])
@pytest.mark.law("O67-3")
def test_the_database_itself_refuses_an_approver_who_is_concerned(morning: Morning, column: str) -> None:
    serve(morning, "volunteer")
    row = queries.attendances_of(morning.shift.pk)[0]
    proposal = builders.proposal(row, proposed_by=morning.cast["clerk"].account)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE hours_proposal SET approved_at = now(), decided_by_id = {column} WHERE id = %s", [proposal.pk]
        )


def test_the_leaders_own_hours_need_a_second_person_even_by_code(morning: Morning) -> None:
    person = morning.cast["leader"].person
    assert person is not None
    builders.signup(morning.shift, person)
    serve(morning, "leader")
    assert not queries.entries_of(person.pk)
    assert queries.proposals().get().tier == "credit"


def test_minutes_beyond_eight_hours_wait_and_beyond_twelve_are_gone(morning: Morning) -> None:
    activity = morning.shift.activity
    long = builders.shift(activity, morning.at(600), morning.at(600 + 700))
    person = morning.cast["volunteer"].person
    assert person is not None
    serve(morning)
    builders.signup(long, person)
    later = Morning(long, morning.cast)
    serve(later, left=700)
    assert sum(e.minutes for e in queries.entries_of(person.pk)) == 480
    proposal = queries.proposals().get()
    assert (proposal.part, proposal.minutes, proposal.tier) == ("over_cap", 240, "credit")
    assert "超出每日 12 小时上限的 2 小时 10 分钟未计" in queries.reason_words(proposal.reason)
    actions.approve(proposal=proposal, actor=morning.actor("reviewer"), at=later.at(800))
    assert sum(e.minutes for e in queries.entries_of(person.pk)) == 720


def test_forgotten_check_out_counts_nothing_until_confirmed_by_the_leader_and_a_reviewer(morning: Morning) -> None:
    actor = morning.actor("volunteer")
    pid = actions.check_in(shift_pid=morning.shift.public_id, person_id=actor.person_id, actor=actor, at=morning.at(0))
    # 09:00 in China is minute 0, so midnight is minute 900.
    assert actions.close_forgotten(at=morning.at(899)) == 0
    assert actions.close_forgotten(at=morning.at(900)) == 1
    assert actions.close_forgotten(at=morning.at(910)) == 0
    row = queries.attendance(pid)
    assert row is not None
    assert row.checked_out_at == morning.at(900)
    assert not queries.proposals().exists()
    actions.say_end(attendance=row, ends_at=morning.at(120), words="忘了", actor=actor, at=morning.at(1000))
    assert not queries.proposals().exists()
    actions.confirm_end(attendance=row, ends_at=morning.at(110), actor=morning.actor("leader"), at=morning.at(1001))
    proposal = queries.proposals().get()
    assert (proposal.minutes, proposal.source) == (110, "typed")
    actions.approve(proposal=proposal, actor=morning.actor("unit_admin"), at=morning.at(1002))
    assert [e.minutes for e in queries.entries_of(row.person_id)] == [110]


def test_reversal_is_a_negative_line_with_reason_and_notice_and_happens_once(morning: Morning) -> None:
    row = serve(morning)
    [entry] = queries.entries_of(row.person_id)
    taken_back(entry, morning, "不在场", morning.at(500))
    assert queries.totals_of(row.person_id, 2026) == queries.Totals(0, 0)
    with pytest.raises(Exception, match="已经冲销过"):
        actions.propose_reversal(entry=entry, words="再来", actor=morning.actor("county"), at=morning.at(501))
    negative = queries.entries_of(row.person_id).get(minutes__lt=0)
    with pytest.raises(Exception, match="已经冲销过"):
        actions.propose_reversal(entry=negative, words="反冲", actor=morning.actor("county"), at=morning.at(502))
    assert "不在场" in notices.inbox_of(row.person.public_id)[0].text


@pytest.mark.parametrize("statement", ["UPDATE hours_hourentry SET minutes = 1", "DELETE FROM hours_hourentry",
                                       "TRUNCATE hours_hourentry"])  # fmt: skip
@pytest.mark.law("GB40143-5.2.2")
def test_not_even_the_owner_changes_the_ledger(morning: Morning, statement: str) -> None:
    row = serve(morning)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert [e.minutes for e in queries.entries_of(row.person_id)] == [150]


def test_hours_of_an_unverified_person_wait_and_post_on_verification(morning: Morning) -> None:
    account = builders.account(name="新人")
    home = morning.shift.activity.area
    person = builders.person("新人", residence=home, account=account, verified=False)
    builders.signup(morning.shift, person)
    actor = type(morning.actor("leader"))(account.pk, person.pk, None, "新人")
    pid = actions.check_in(shift_pid=morning.shift.public_id, person_id=person.pk, actor=actor, at=morning.at(0))
    row = queries.attendance(pid)
    assert row is not None
    actions.check_out(attendance=row, actor=actor, at=morning.at(100))
    assert not queries.entries_of(person.pk)
    registration = people.registration_of(person.pk)
    assert registration is not None
    registration.verified_at = morning.at(200)
    registration.verified_by_id = 1
    registration.save()
    for _ in range(2):
        actions.post_waiting(person_id=person.pk, actor=actor, at=morning.at(201))
    assert [e.minutes for e in queries.entries_of(person.pk)] == [100]


@pytest.mark.parametrize(
    ("left", "found", "lines", "credit"), [(60, 150, [60, 90], 60), (150, 60, [-150, 60, 150], 60)]
)
@pytest.mark.law("O67-13")
def test_an_upheld_objection_is_corrected_only_when_another_person_agrees(
    morning: Morning, left: int, found: int, lines: list[int], credit: int
) -> None:
    row = serve(morning, left=left)
    actor = morning.actor("volunteer")
    case = actions.file_objection(
        person_id=row.person_id, attendance=row, words="走的时间不对", actor=actor, at=morning.at(300)
    )
    assert case.due_on.isoformat() == "2026-12-08"
    case = queries.objection(case.public_id)  # type: ignore[assignment]
    times = actions.Times(morning.at(0), morning.at(found))
    answer = {"objection": case, "upheld": True, "answer": "领队证实", "times": times, "at": morning.at(400)}
    with pytest.raises(actions.SecondPersonNeeded):
        actions.answer_objection(actor=morning.actor("leader"), **answer)  # type: ignore[arg-type]
    county = morning.actor("county")
    actions.answer_objection(actor=county, **answer)  # type: ignore[arg-type]
    assert queries.totals_of(row.person_id, 2026).all_minutes == left
    proposal = queries.proposals().get()
    with pytest.raises(actions.SecondPersonNeeded):
        actions.approve(proposal=proposal, actor=county, at=morning.at(401))
    actions.approve(proposal=proposal, actor=morning.actor("reviewer"), at=morning.at(402))
    assert sorted(e.minutes for e in queries.entries_of(row.person_id)) == lines
    assert queries.totals_of(row.person_id, 2026) == queries.Totals(credit, found)


@pytest.mark.law("O67-11")
@pytest.mark.law("R685-38")
def test_the_record_clock_lists_shifts_with_gaps_until_the_leader_completes_them(morning: Morning) -> None:
    serve(morning)
    later = morning.at(0) + timedelta(days=3)
    [gap] = queries.incomplete_shifts(None, later)
    assert (gap.missing, gap.present, gap.due_on.isoformat()) == (1, 1, "2026-12-08")
    assert queries.incomplete_shifts(morning.cast["stranger"].person.residence_id, later) == []  # type: ignore[union-attr]
    actions.complete_record(shift=morning.shift, actor=morning.actor("leader"), at=later)
    assert queries.incomplete_shifts(None, later) == []


def test_each_countys_gaps_have_its_own_clock(morning: Morning) -> None:
    office = morning.cast["city"].appointment
    assert office is not None
    elsewhere = builders.division("西河县", "county", "419977000000", office.area)
    builders.rule_set("hours", area=elsewhere, record_working_days=5)
    there = builders.activity(morning.shift.activity.team, morning.cast["leader"].account, "清河道", at=morning.at(0))
    Activity.objects.filter(pk=there.pk).update(area=elsewhere)
    shift = builders.shift(there, morning.at(-60), morning.at(0))
    person = morning.cast["volunteer"].person
    assert person is not None
    builders.signup(shift, person)
    gaps = {gap.shift_id: gap.due_on.isoformat() for gap in queries.incomplete_shifts(None, morning.at(300))}
    assert gaps == {shift.pk: "2026-12-01", morning.shift.pk: "2026-12-08"}
    # Whoever sees one county sees its own alone, also where somebody came and nobody said when they left.
    builders.attendance(shift, person, left_at=morning.at(30), forced=True)
    own = morning.cast["county"].appointment
    assert own is not None
    for area_id, shift_id in ((elsewhere.pk, shift.pk), (own.area_id, morning.shift.pk)):
        assert [gap.shift_id for gap in queries.incomplete_shifts(area_id, morning.at(300))] == [shift_id]


@pytest.mark.law("O67-11")
def test_the_leader_is_warned_on_the_fifth_and_eighth_working_day_once_each(morning: Morning) -> None:
    leader = morning.cast["leader"].person
    assert leader is not None
    counts = []
    for days in (6, 7, 8, 10, 11, 14, 15):
        actions.warn_late(at=morning.at(0) + timedelta(days=days))
        counts.append(notices.inbox_of(leader.public_id).filter(kind="hours.late").count())
    assert counts == [0, 1, 1, 2, 2, 2, 2]


def test_a_line_names_band_and_counting_of_the_day_served_though_it_is_posted_later(morning: Morning) -> None:
    day = morning.at(0).date()
    account = builders.account(name="将满十八")
    person = builders.person(
        "将满十八", residence=morning.shift.activity.area, account=account,
        born=(day + timedelta(days=1)).replace(year=day.year - 18), guardian=builders.account(name="家长"),
    )  # fmt: skip
    first = Counting.objects.get(person=person)
    row = builders.attendance(morning.shift, person, left_at=morning.at(120), source="roll", by=account)
    proposal = builders.proposal(row)
    # The day after: of age, and counting anew after having left.
    later = morning.at(24 * 60)
    Counting.objects.filter(pk=first.pk).update(to_at=later, end_why="registration_ended")
    second = Counting.objects.create(
        person=person, registration=first.registration, from_at=later + timedelta(hours=1), why="ready"
    )
    at = later + timedelta(days=1)
    actions.approve(proposal=proposal, actor=morning.actor("reviewer"), at=at)
    [entry] = queries.entries_of(person.pk)
    assert (entry.age_band, entry.counting_id) == ("16-17", first.pk)
    assert second.pk != first.pk
