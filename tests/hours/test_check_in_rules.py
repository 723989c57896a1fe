"""The rule of checking in, the page, the action, the guarded statement and the leader's list give the same answer."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from baiying.accounts import access as accounts
from baiying.activities.models import Activity, Post, Signup
from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.hours import actions, queries, rules
from baiying.hours.models import Attendance
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor
from baiying.people.models import Counting, Guardianship, Person, Registration
from tests.cast import log_in
from tests.hours.conftest import Morning, morning_at

pytestmark = pytest.mark.django_db
Given = Callable[[Morning, Person, datetime], object]


@dataclass(frozen=True)
class Case:
    """Who comes (`who`), by whose account (`by`), so many minutes after the start; the leader's answer, if another."""

    who: str = "volunteer"
    by: str = ""
    minutes: int = 30
    rules: dict[str, Any] = field(default_factory=dict)
    given: Given = lambda _morning, _person, _at: None
    leader: str = ""


def _activity(**values: Any) -> Given:
    return lambda morning, _person, _at: Activity.objects.filter(pk=morning.shift.activity_id).update(**values)


def _registration(**values: Any) -> Given:
    """Not counted any more, or not yet: the counting goes first."""

    def make(_morning: Morning, person: Person, at: datetime) -> None:
        Counting.objects.filter(person=person, to_at=None).update(to_at=at, end_why="test")
        Registration.objects.filter(person=person).update(**values)

    return make


def _signup(**values: Any) -> Given:
    return lambda _morning, person, _at: Signup.objects.filter(person=person).update(**values)


def _guardianship(**values: Any) -> Given:
    return lambda _morning, person, _at: Guardianship.objects.filter(ward=person).update(**values)


def _open_here(morning: Morning, person: Person, _at: datetime) -> None:
    builders.attendance(morning.shift, person)


def _open_elsewhere(morning: Morning, person: Person, at: datetime) -> None:
    activity = builders.activity(morning.cast["leader"].team, morning.cast["leader"].account, "另一个活动", at=at)
    builders.attendance(builders.shift(activity, at, at + timedelta(hours=2)), person, came_at=at)


def _came(count: int, *, undone: int = 0, left_at_once: int = 0, open_first: bool = False) -> Given:
    """So many attendances that began today; the last ones were taken back, or left at the moment they came."""

    def make(morning: Morning, person: Person, at: datetime) -> None:
        start = clock.midnight(clock.local_date(at))
        for n in range(count):
            came = start + timedelta(seconds=2 * n)
            stays = n < count - undone - left_at_once
            row = builders.attendance(
                morning.shift, person, came_at=came, left_at=came + timedelta(seconds=int(stays)), settled=True
            )
            if not stays and n >= count - undone:
                Attendance.objects.filter(pk=row.pk).update(undone_at=at)

    return make


def _came_then_typed(count: int, days_ago: int) -> Given:
    """Check-ins today, then three rows of a paper sheet of another day, typed later."""

    def make(morning: Morning, person: Person, at: datetime) -> None:
        _came(count)(morning, person, at)
        for n in range(3):
            came = at - timedelta(days=days_ago, minutes=10 * n)
            builders.attendance(
                morning.shift, person, came_at=came, left_at=came + timedelta(minutes=5), source="paper"
            )

    return make


def _on_record_until_later(morning: Morning, person: Person, at: datetime) -> None:
    start = clock.midnight(clock.local_date(at)) - timedelta(days=1)
    builders.attendance(morning.shift, person, came_at=start, left_at=at + timedelta(hours=1), settled=True)


def _grown_up(_morning: Morning, person: Person, at: datetime) -> None:
    today = clock.local_date(at)
    Person.objects.filter(pk=person.pk).update(birth_date=date(today.year - 19, 1, 1))


def _said_no(morning: Morning, person: Person) -> None:
    no = morning.cast["guardian"].account.pk
    Signup.objects.filter(person=person).update(state="cancelled", refused_by_guardian_id=no)
    Post.objects.filter(pk=morning.shift.post_id).update(minors_welcome=True)
    morning.shift.post.refresh_from_db()


EARLIER = builders.NOW - timedelta(days=30)
CASES: dict[str, Case] = {
    "checked_in": Case(),
    "checked_in: by the guardian": Case("minor", "guardian"),
    "checked_in: an hour early": Case(minutes=-59),
    "checked_in: in the last minute": Case(minutes=149),
    "checked_in: while the check is under way": Case(given=_registration(verified_at=None)),
    "not_yours: somebody else's account": Case(by="stranger", leader="checked_in"),
    "not_yours: an office's account": Case(by="clerk", leader="checked_in"),
    "not_yours: a grown-up's former guardian": Case("minor", "guardian", given=_grown_up, leader="checked_in"),
    "not_yours: the guardian withdrew": Case(
        "minor", "guardian", given=_guardianship(withdrawn_at=EARLIER), leader="checked_in"
    ),
    "not_yours: the guardian never agreed": Case(
        "minor", "guardian", given=_guardianship(agreed_at=None), leader="checked_in"
    ),
    "already": Case(given=_open_here),
    "already: also when it is over": Case(minutes=200, given=_open_here),
    "open_elsewhere": Case(given=_open_elsewhere),
    "not_open: cancelled": Case(given=_activity(state="cancelled", end_reason="大雨", ended_at=EARLIER)),
    "not_open: called off after it began": Case(
        given=lambda m, p, at: _activity(state="cancelled", end_reason="大雨", ended_at=at)(m, p, at)
    ),
    "not_open: handed in": Case(given=_activity(state="submitted")),
    "not_registered": Case(given=_registration(ended_at=EARLIER)),
    "not_registered: the check failed": Case(given=_registration(verified_at=None, failed_at=EARLIER)),
    "guardian_missing": Case("minor", given=_registration(guardian_ok_at=None)),
    "guardian_said_no": Case("minor", given=lambda m, p, at: _said_no(m, p)),
    "not_signed_up: a grown-up's former guardian said no": Case(
        given=lambda m, p, at: _said_no(m, p), leader="checked_in"
    ),
    "leader_only": Case(rules={"self_check_in": False}, leader="checked_in"),
    "not_signed_up": Case("stranger", leader="checked_in"),
    "not_signed_up: cancelled": Case(given=_signup(state="cancelled"), leader="checked_in"),
    "not_signed_up: still waiting": Case(given=_signup(state="waitlisted"), leader="checked_in"),
    "too_early": Case(minutes=-61),
    "too_early: by the rules of the place": Case(minutes=-31, rules={"check_in_before_minutes": 30}),
    "too_late": Case(minutes=150),
    "checked_in: the third of the day": Case(given=_came(2)),
    "too_many": Case(given=_came(3)),
    "too_many: left at once counts": Case(given=_came(3, left_at_once=1)),
    "checked_in: ticks taken back do not count": Case(given=_came(3, undone=1)),
    "too_many: whatever was typed later": Case(given=_came_then_typed(3, days_ago=5)),
    "checked_in: rows typed for other days do not count": Case(given=_came_then_typed(2, days_ago=5)),
    "too_many: by the rules of the place": Case(rules={"check_ins_per_day": 1}, given=_came(1)),
    "checked_in: no limit": Case(rules={"check_ins_per_day": 0}, given=_came(5)),
    "overlap": Case(given=_on_record_until_later),
}


class Undo(Exception):
    """Takes back what one of the ways did, so that the next begins from the same."""


def _tried(act: Callable[[], str]) -> str:
    answer = ""
    try:
        with transaction.atomic():
            try:
                answer = act()
            except Refused as refusal:
                answer = refusal.code
            raise Undo
    except Undo:
        return answer


@pytest.mark.parametrize("name", CASES)
def test_rule_page_action_statement_and_leader_agree(cast: dict[str, the_cast.Member], name: str) -> None:
    case, expected = CASES[name], name.split(":")[0]
    at = clock.now()
    morning = morning_at(cast, at - timedelta(minutes=case.minutes))
    person = cast[case.who].person
    assert person is not None
    if case.rules:
        builders.rule_set("hours", area=morning.shift.activity.area, **case.rules)
    case.given(morning, person, at)
    morning.shift.activity.refresh_from_db()
    account = cast[case.by or case.who].account
    shift, actor = morning.shift, Actor(account.pk, person.pk)

    given = queries.rules_of(queries.occasion_of_shift(shift)).rules
    comer, times = queries.comer(account.pk, person.pk, shift, at), queries.shift_times(shift)
    assert rules.may_check_in(comer, times, given, at) == expected

    assert _tried(lambda: _statement(morning, person, account.pk, at)) == expected
    assert _tried(lambda: _action(morning, actor, at)) == ("checked_in" if expected == "already" else expected)
    for_leader = case.leader or expected
    assert rules.may_check_in(comer, times, given, at, by_leader=True) == for_leader
    assert _tried(lambda: _tick(morning, person, at)) == ("checked_in" if for_leader == "already" else for_leader)
    _page(morning, person, case, expected)


def _statement(morning: Morning, person: Person, account_id: int, at: datetime) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT code FROM hours_check_in(%s, %s, %s, %s, 'abcdefghijkl', %s::jsonb)",
            [morning.shift.public_id, person.pk, account_id, at, actions.checking_in._DEFAULTS],
        )
        return str(cursor.fetchone()[0])


def _action(morning: Morning, actor: Actor, at: datetime) -> str:
    pid = actions.check_in(shift_pid=morning.shift.public_id, person_id=actor.person_id, actor=actor, at=at)
    row = queries.attendance(pid)
    assert row is not None
    assert (row.shift_id, row.person_id, row.checked_out_at) == (morning.shift.pk, actor.person_id, None)
    return "checked_in"


def _tick(morning: Morning, person: Person, at: datetime) -> str:
    row = actions.tick_in(shift=morning.shift, person_id=person.pk, actor=morning.actor("leader"), at=at)
    assert (row.shift_id, row.person_id) == (morning.shift.pk, person.pk)
    return "checked_in"


def _page(morning: Morning, person: Person, case: Case, expected: str) -> None:
    """First the page says what the button would do, then the button does it."""
    client = log_in(morning.cast[case.by or case.who])
    session = client.session
    session[accounts.SESSION_PERSON] = person.pk
    session.save()
    client.cookies["sessionid"] = session.session_key or ""
    path = f"/c/{morning.shift.public_id}/{morning.token(clock.now())}/"
    before = client.get(path).context
    if expected in rules.COME:
        assert before["why_not"] is None
        assert client.post(path, {"intent": "in"}).status_code == 303
        return
    if expected == "open_elsewhere":
        assert before["elsewhere"] is not None
    elif expected == "not_signed_up":
        # Who did not sign up is offered to join on the spot, or told why not (tests/hours/test_joining.py).
        assert before["joins"] or before["why_not"] is not None
    else:
        assert before["why_not"].code == expected
    answer = client.post(path, {"intent": "in"})
    assert answer.status_code == actions.CHECK_IN[expected].status
    assert answer.context["refusal"].code == expected


def test_the_same_act_sent_again_with_its_number_gives_the_same_attendance(morning: Morning) -> None:
    actor = morning.actor("volunteer")
    given: dict[str, Any] = {"shift_pid": morning.shift.public_id, "person_id": actor.person_id, "actor": actor}
    nonce = UUID(int=10)
    pid = actions.check_in(**given, nonce=nonce, at=morning.at(0))
    row = queries.attendance(pid)
    assert row is not None
    actions.check_out(attendance=row, actor=actor, at=morning.at(20))
    assert actions.check_in(**given, nonce=nonce, at=morning.at(25)) == pid
    assert actions.check_in(**given, nonce=nonce, at=morning.at(400)) == pid, "the answer was lost for hours"
    assert actions.check_in(**given, at=morning.at(30)) != pid


def test_a_ticks_number_makes_it_harmless_to_send_again(morning: Morning) -> None:
    person, leader = morning.cast["volunteer"].person, morning.actor("leader")
    assert person is not None
    nonce = UUID(int=11)
    given: dict[str, Any] = {"shift": morning.shift, "person_id": person.pk, "actor": leader, "nonce": nonce}
    row = actions.tick_in(**given, at=morning.at(0))
    actions.check_out(attendance=row, source="roll", actor=leader, at=morning.at(20))
    assert actions.tick_in(**given, at=morning.at(25)).pk == row.pk
