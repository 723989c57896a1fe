"""Minors at activities (P2): welcome or not, school hours, company; the same in rule, page, action and database."""

import dataclasses
import json
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baiying.activities import actions
from baiying.activities.actions import refusals
from baiying.activities.models import Post, Shift
from baiying.activities.rules import minors, plans
from baiying.activities.rules.minors import MinorRules
from baiying.activities.rules.plans import ActivityRules, PlannedPost
from baiying.demo import builders
from baiying.hours import actions as hours
from baiying.hours.actions.refusals import MinorsNotWelcome, TooYoung
from baiying.kit import clock
from baiying.people.models import Person
from baiying.places.models import CalendarDay
from tests.activities.makers import Town, actor, log_in, volunteer
from tests.activities.test_adults_only import a_plan
from tests.activities.test_plan_pages import plan_data, url_of_new_plan
from tests.activities.test_sign_up_rules import answer_of_page, answer_of_rule, guardian_of

pytestmark = pytest.mark.django_db
MONDAY, TUESDAY, SATURDAY = 0, 1, 5
NO_BREAKS: dict[str, Any] = {"school_breaks": []}


def coming(weekday: int, at: str) -> datetime:
    """The next such weekday but one, at a time of day in China."""
    day = clock.local_date(clock.now()) + timedelta(days=7)
    day += timedelta(days=(weekday - day.weekday()) % 7)
    return clock.midnight(day) + (datetime.combine(day, time.fromisoformat(at)) - datetime.combine(day, time()))


# age on the day, when (weekday and time), and what else differs.
CASES: dict[str, dict[str, Any]] = {
    "minors_not_welcome": {"age": 17, "post": {"minors_welcome": False}},
    "accepted: grown up where minors are not welcome": {"age": 18, "post": {"minors_welcome": False}},
    "accepted: welcome": {"age": 17},
    "too_young: welcome from an age on": {"age": 15, "post": {"min_age": 16}},
    "minors_not_welcome: before the age": {"age": 15, "post": {"minors_welcome": False, "min_age": 20}},
    "school_hours": {"age": 14, "on": (TUESDAY, "09:00")},
    "school_hours: by a minute": {"age": 14, "on": (TUESDAY, "16:59")},
    "accepted: after school": {"age": 14, "on": (TUESDAY, "17:00")},
    "accepted: until school": {"age": 14, "on": (TUESDAY, "06:00")},
    "school_hours: into the lessons": {"age": 14, "on": (TUESDAY, "06:01")},
    "school_hours: over midnight into the lessons": {"age": 14, "on": (MONDAY, "22:00"), "hours": 11},
    "accepted: over midnight, before the lessons": {
        "age": 14, "on": (MONDAY, "22:00"), "hours": 10, "rules": {"late_below": 8}
    },
    "late_hours": {"age": 15, "on": (SATURDAY, "21:00")},
    "late_hours: by a minute": {"age": 15, "on": (SATURDAY, "19:01")},
    "accepted: until the late hour": {"age": 15, "on": (SATURDAY, "19:00")},
    "late_hours: the night before is not over": {"age": 15, "on": (SATURDAY, "05:59")},
    "accepted: once the night is over": {"age": 15, "on": (SATURDAY, "06:00")},
    "late_hours: over midnight": {"age": 15, "on": (SATURDAY, "23:00"), "hours": 9},
    "accepted: late, signed up by the guardian": {"age": 15, "on": (SATURDAY, "21:00"), "ward": True},
    "accepted: late at sixteen": {"age": 16, "on": (SATURDAY, "21:00")},
    "accepted: late begins later here": {"age": 15, "on": (SATURDAY, "20:00"), "rules": {"late_from": "22:00"}},
    "late_hours: before company": {"age": 15, "on": (SATURDAY, "21:00"), "post": {"minors_with": "guardian"}},
    "accepted: sixteen": {"age": 16, "on": (TUESDAY, "09:00")},
    "accepted: Saturday": {"age": 14, "on": (SATURDAY, "09:00")},
    "school_hours: a Saturday made up for": {"age": 14, "on": (SATURDAY, "09:00"), "works": True},
    "accepted: a public holiday": {"age": 14, "on": (TUESDAY, "09:00"), "works": False},
    "accepted: in the break of every year": {"age": 14, "on": (TUESDAY, "09:00"), "break": "%m-%d"},
    "accepted: in the break of that year": {"age": 14, "on": (TUESDAY, "09:00"), "break": "%Y-%m-%d"},
    "accepted: lessons are later here": {"age": 14, "on": (TUESDAY, "09:00"), "rules": {"school_from": "11:00"}},
    "school_hours: also by the guardian": {"age": 14, "on": (TUESDAY, "09:00"), "ward": True},
    "accepted: the guardian says there are no lessons": {
        "age": 14, "on": (TUESDAY, "09:00"), "ward": True, "rules": {"guardian_may_excuse": True}
    },
    "school_hours: the child cannot say so": {
        "age": 14, "on": (TUESDAY, "09:00"), "rules": {"guardian_may_excuse": True}
    },
    "company_missing": {"age": 15, "post": {"minors_with": "guardian"}},
    "accepted: the guardian signs up and comes along": {"age": 15, "post": {"minors_with": "guardian"}, "ward": True},
    "accepted: the leader is there": {"age": 15, "post": {"minors_with": "leader"}},
    "accepted: sixteen need nobody": {"age": 16, "post": {"minors_with": "guardian"}},
    "accepted: fourteen need nobody here": {
        "age": 14, "post": {"minors_with": "guardian"}, "rules": {"company_below": 14}
    },
    "school_hours: before company": {"age": 14, "on": (TUESDAY, "09:00"), "post": {"minors_with": "guardian"}},
}  # fmt: skip


@pytest.mark.law("MPL-28")
@pytest.mark.law("CEL-2")
@pytest.mark.law("R685-15")
@pytest.mark.parametrize("name", CASES)
def test_rule_page_and_database_agree_on_minors(town: Town, name: str) -> None:
    case, at = CASES[name], clock.now()
    shift = town.shift(hours=case.get("hours", 2), **case.get("post", {}))
    starts = coming(*case.get("on", (SATURDAY, "09:00")))
    shift.ends_at = starts + (shift.ends_at - shift.starts_at)
    shift.starts_at = starts
    shift.save()
    day = clock.local_date(starts)
    rules = NO_BREAKS | case.get("rules", {})
    if "break" in case:
        rules["school_breaks"] = [f"{day:{case['break']}}/{day:{case['break']}}"]
    builders.rule_set("minors", area=town.village, **rules)
    if "works" in case:
        CalendarDay.objects.create(day=day, is_working=case["works"], name="调休")
    person = volunteer("少年", town.village)
    account_of = guardian_of(person, {"agreed_at": at}) if case.get("ward") else person.account
    assert account_of is not None
    born = date(day.year - case["age"], day.month, 1) - timedelta(days=3)
    Person.objects.filter(pk=person.pk).update(birth_date=born)
    expected = name.split(":")[0]
    assert answer_of_rule(shift, account_of, person, at) == expected
    assert answer_of_page(shift, account_of, person) == expected
    who = actor(account_of, person)
    if expected in refusals.OF_CODE:
        with pytest.raises(refusals.OF_CODE[expected]):
            actions.sign_up(shift_pid=shift.public_id, person_id=person.pk, actor=who, at=at)
        return
    made = actions.sign_up(shift_pid=shift.public_id, person_id=person.pk, actor=who, at=at)
    assert made.code == expected


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.integers(0, 730 * 24 * 60),
    st.integers(1, 16 * 60),
    st.sampled_from([("01-20/02-20", "07-01/08-31"), (), ("2026-12-28/2027-01-03",), ("02-29/02-29", "12-31/12-31")]),
    st.sampled_from([("08:00", "17:00"), ("00:00", "23:59"), ("09:30", "09:31")]),
)
def test_python_and_sql_know_the_same_school_hours(
    special_days: None, since: int, minutes: int, breaks: tuple[str, ...], hours: tuple[str, str]
) -> None:
    first = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=since)
    last = first + timedelta(minutes=minutes)
    rules = MinorRules(school_breaks=breaks, school_from=hours[0], school_to=hours[1])
    special = {date(2026, 10, 10): True, date(2026, 10, 1): False, date(2027, 1, 1): False}
    said = minors.in_school_hours(clock.local(first), clock.local(last), special, rules)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT activities_in_school_hours(jsonb_build_object('school_from', %s::text, 'school_to', %s::text,"
            " 'school_breaks', to_jsonb(%s::text[])), %s, %s)",
            [*hours, list(breaks), first, last],
        )
        assert cursor.fetchone()[0] is said


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.integers(0, 14 * 24 * 60),
    st.integers(1, 40 * 60),
    st.sampled_from([("21:00", "06:00"), ("23:59", "00:00"), ("00:01", "00:00"), ("18:30", "08:15")]),
)
def test_python_and_sql_know_the_same_late_hours(db: None, since: int, minutes: int, hours: tuple[str, str]) -> None:
    first = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=since)
    last = first + timedelta(minutes=minutes)
    rules = MinorRules(late_from=hours[0], late_to=hours[1])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT activities_in_late_hours(jsonb_build_object('late_from', %s::text, 'late_to', %s::text), %s, %s)",
            [*hours, first, last],
        )
        assert cursor.fetchone()[0] is minors.in_late_hours(clock.local(first), clock.local(last), rules)


@pytest.fixture
def special_days(db: None) -> None:
    for day, is_working in ((date(2026, 10, 10), True), (date(2026, 10, 1), False), (date(2027, 1, 1), False)):
        CalendarDay.objects.update_or_create(day=day, defaults={"is_working": is_working, "name": "调休"})


def test_the_defaults_of_python_and_sql_are_one(town: Town) -> None:
    with connection.cursor() as cursor:
        # Before the town entered rules of its own.
        cursor.execute("SELECT activities_minor_rules(%s, '2020-01-01')::text", [town.village.pk])
        values = json.loads(cursor.fetchone()[0])
    assert MinorRules(**{k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}) == MinorRules()


@pytest.mark.parametrize(
    "values",
    [
        {"school_from": "8:00"},
        {"school_to": "25:00"},
        {"late_from": "9 点"},
        {"school_breaks": ("07-01",)},
        {"school_breaks": ("08-31/07-01",)},
        {"school_breaks": ("2027-01-20/02-20",)},
    ],
)
def test_rules_that_mean_nothing_are_refused_with_a_sentence(values: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"请写成|晚于"):
        MinorRules(**values)


@pytest.mark.parametrize(
    ("post", "risk", "may"),
    [
        (PlannedPost("清扫"), "有车辆经过", False),
        (PlannedPost("清扫"), "无", True),
        (PlannedPost("清扫"), " 没有风险。", True),
        (PlannedPost("清扫", minors=True), "有车辆经过", True),
        (PlannedPost("清扫", minors=False), "无", False),
        (PlannedPost("清扫", min_age=14), "有车辆经过", True),
        (PlannedPost("清扫", max_age=17), "有车辆经过", True),
        (PlannedPost("清扫", min_age=18), "无", False),
        (PlannedPost("清扫", min_age=18, minors=True), "无", False),
    ],
)
def test_minors_come_by_default_only_where_no_risk_is_written(post: PlannedPost, risk: str, may: bool) -> None:
    assert plans.minors_may_come(post, risk) is may


@pytest.mark.parametrize(
    ("post", "field", "code"),
    [
        (PlannedPost("清扫", min_age=18, minors=True), "minors", "minors_age"),
        (PlannedPost("清扫", min_age=14, minors=False), "min_age", "minors_not_welcome"),
        (PlannedPost("清扫", max_age=14, minors=False), "max_age", "minors_not_welcome"),
    ],
)
def test_a_plan_that_says_two_things_of_minors_is_told_so(post: PlannedPost, field: str, code: str) -> None:
    plan = dataclasses.replace(a_plan(area_id=1, categories=("community",), min_age=None), posts=(post,))
    found = [(one.field, one.code) for one in plans.findings(plan, clock.now(), ActivityRules())]
    assert (field, code) in found


def test_a_leader_says_in_the_plan_whether_minors_may_come(town: Town) -> None:
    leader = log_in(town.leader, town.leader_person)
    answers = {
        "清扫": {},
        "读报": {"post-0-minors": "yes", "post-0-minors_with": "leader", "post-0-min_age": "14"},
        "登记": {"post-0-minors": "no"},
    }
    for name, more in answers.items():
        leader.post(url_of_new_plan(town), plan_data(title=f"活动{name}", **{"post-0-name": name}, **more))
    told = {post.name: (post.minors_welcome, post.minors_with, post.min_age) for post in Post.objects.all()}
    assert told == {
        "清扫": (False, "guardian", None), "读报": (True, "leader", 14), "登记": (False, "guardian", None)
    }  # fmt: skip
    # A draft once more: what was said stands in the form.
    row = Post.objects.get(name="读报").activity
    page = leader.get(f"/activities/{row.public_id}/plan/").content.decode()
    assert 'name="post-0-minors" value="yes"' in page.replace("  ", " ") or 'value="yes"' in page
    answer = leader.post(url_of_new_plan(town), plan_data(**{"post-0-minors": "no", "post-0-min_age": "12"}))
    assert answer.status_code == 422
    assert "选了只收成年人" in answer.content.decode()


def test_the_database_keeps_no_post_that_takes_minors_from_eighteen_on(town: Town) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.create(activity=town.activity(), name="岗位", min_age=18, minors_welcome=True)


def test_a_minor_neither_walks_in_where_no_minors_are_taken_nor_where_too_young(town: Town) -> None:
    now = clock.now()
    young = volunteer("少年", town.village, born=date(clock.local_date(now).year - 15, 1, 1))
    leader = actor(town.leader, town.leader_person)
    for post, why in (({"minors_welcome": False}, MinorsNotWelcome), ({"min_age": 17}, TooYoung)):
        with pytest.raises(why):
            hours.tick_in(shift=town.shift(days=-0.02, **post), person_id=young.pk, actor=leader, at=now)
    running: Shift = town.shift(days=-0.02, min_age=12)
    hours.tick_in(shift=running, person_id=young.pk, actor=leader, at=now)
