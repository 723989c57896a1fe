"""A shift that comes again, and what a test does with it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from baiying.activities import actions
from baiying.activities.models import Activity, Shift, Signup
from baiying.activities.rules import plans
from tests.activities.makers import Town, actor

# A Tuesday, nine o'clock in China.
START = datetime(2026, 12, 8, 1, 0, tzinfo=UTC)
BEFORE = START - timedelta(days=5)
WEEK = timedelta(days=7)


def weekly(repeats: int = 12, **more: Any) -> plans.PlannedShift:
    return plans.PlannedShift(0, START, START + timedelta(hours=2), places=3, repeats=repeats, **more)


def plan_of(town: Town, *shifts: plans.PlannedShift) -> plans.Plan:
    return plans.Plan(
        title="每周清扫", description="清扫", risk_statement="小心", plan="", recipients=("11",), safeguards=(),
        categories=("community",), contact_name="王队长", contact_phone="13900001111", contact_public=False,
        area_id=town.village.pk, address="广场", approval="open", posts=(plans.PlannedPost("清扫"),), shifts=shifts,
    )  # fmt: skip


def published(town: Town, *shifts: plans.PlannedShift, at: datetime = BEFORE) -> Activity:
    """An activity as leader and administrator bring it about."""
    leader, admin = actor(town.leader, town.leader_person), actor(town.admin, town.admin_person)
    row = actions.write_plan(team_id=town.team.pk, plan=plan_of(town, *(shifts or (weekly(),))), actor=leader, at=at)
    answers = {code: {"answer": "no"} for code in plans.CODES}
    actions.answer_gate(activity_id=row.pk, answers=answers, actor=leader, at=at)
    actions.submit(activity_id=row.pk, actor=leader, at=at)
    return actions.publish(activity_id=row.pk, actor=admin, at=at)


def places_of(row: Activity) -> list[int | None]:
    return list(
        Shift.objects.filter(activity=row).order_by("place_in_series").values_list("place_in_series", flat=True)
    )


def sign_up(shift: Shift, person: Any, at: datetime = BEFORE) -> Signup:
    made = actions.sign_up(shift_pid=shift.public_id, person_id=person.pk, actor=actor(person.account, person), at=at)
    return Signup.objects.get(public_id=made.signup_pid)


def move(
    shift: Shift, by: timedelta, which: Any, town: Town, at: datetime = BEFORE, *, with_moved: bool = False
) -> list[Signup]:
    to = actions.NewTime(shift.starts_at + by, shift.ends_at + by, with_moved)
    return actions.move_series(shift_id=shift.pk, to=to, which=which, reason="让路", actor=actor(town.leader), at=at)


def call_off(shift: Shift, which: Any, town: Town, at: datetime = BEFORE) -> int:
    return actions.call_off(shift_id=shift.pk, which=which, reason="暴雨", actor=actor(town.leader), at=at)
