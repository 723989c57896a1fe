"""The rule, the page, the action and the guarded statement in the database give the same answer in every case."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.http import Http404

from baiying.accounts.models import Account
from baiying.activities import actions, queries
from baiying.activities.actions import refusals
from baiying.activities.models import Shift, Signup
from baiying.activities.rules import signing_up
from baiying.kit import clock
from baiying.people.models import Guardianship, Person, Registration
from tests.activities.makers import Town, account, actor, log_in, volunteer

EARLIER = datetime(2026, 1, 1, tzinfo=UTC)
CASES: dict[str, dict[str, Any]] = {
    "accepted": {},
    "waitlisted": {"places": 1, "others": 1},
    "applied": {"activity": {"approval": "leader"}},
    "applied even when full": {"activity": {"approval": "leader"}, "places": 1, "others": 1},
    "already": {"own": "accepted"},
    "already applied": {"own": "applied"},
    "accepted after a cancellation": {"own": "cancelled"},
    "not_open: a draft": {"activity": {"state": "draft"}},
    "not_open: handed in": {"activity": {"state": "submitted"}},
    "not_open: cancelled": {"activity": {"state": "cancelled", "end_reason": "大雨"}},
    "not_registered": {"person": {"registered": False}},
    "check_failed": {"registration": {"verified_at": None, "failed_at": EARLIER}},
    "held": {"registration": {"held_at": EARLIER}},
    "accepted while the check is under way": {"registration": {"verified_at": None}},
    "guardian_missing": {"registration": {"needs_guardian": True}},
    "accepted with the guardian's consent": {
        "registration": {"needs_guardian": True, "guardian_ok_at": EARLIER}
    },
    "guardian_said_no": {"person": {"born": date(2012, 5, 1)}, "own": "cancelled", "no_by": -7},
    "guardian_said_no: to the other guardian": {"ward": {}, "own": "cancelled", "no_by": -7},
    "accepted: by the guardian who said no": {"ward": {}, "own": "cancelled", "no_by": "guardian"},
    "accepted: of age since": {"own": "cancelled", "no_by": -7},
    "started": {"days": -0.01},
    "closed: by the leader": {"shift": {"closed_at": EARLIER}},
    "closed: time to sign up is over": {"activity": {"recruit_until": EARLIER}},
    "too_young": {"post": {"min_age": 60}},
    "too_old": {"post": {"max_age": 20}},
    "accepted within the ages": {"post": {"min_age": 18, "max_age": 70}},
    "skill_missing": {"post": {"skills": ["cooking"]}},
    "accepted with the skill": {"post": {"skills": ["cooking"]}, "person": {"skills": ["driving", "cooking"]}},
    # A licence is proven by no tick: its leader sees it before there is a place.
    "applied: a ticked licence": {"post": {"skills": ["first_aid"]}, "person": {"skills": ["first_aid"]}},
    "applied: a licence, not ticked": {"post": {"skills": ["first_aid"]}},
    "skill_missing: a licence and more": {"post": {"skills": ["first_aid", "cooking"]}},
    "applied: a licence, the skill": {"post": {"skills": ["first_aid", "cooking"]}, "person": {"skills": ["cooking"]}},
    "clash": {"busy": 0.0},
    "clash by a minute": {"busy": 1.99 / 24},
    "accepted right after another shift": {"busy": 2 / 24},
    "clash before the queue": {"busy": 0.0, "places": 1, "others": 1},
    "accepted: by the guardian": {"ward": {}},
    "not_yours: a grown-up's former guardian": {"ward": {"born": 1990}},
    "not_yours: the guardian withdrew": {"ward": {"withdrawn_at": EARLIER}},
    "not_yours: the guardian never agreed": {"ward": {"agreed_at": None}},
}  # fmt: skip


def guardian_of(person: Person, case: dict[str, Any]) -> Account:
    """Somebody who answers, or answered, for the person: a child unless the case says when it was born."""
    Person.objects.filter(pk=person.pk).update(birth_date=date(case.get("born", 2012), 5, 1))
    parent = account("家长")
    given = {"agreed_at": EARLIER} | {k: v for k, v in case.items() if k != "born"}
    Guardianship.objects.create(
        ward=person, guardian_account=parent, guardian_name="家长", relation="mother", phone_sealed=b"", phone_hash=b"",
        phone_mask="", version="1", asked_at=EARLIER, **given,
    )  # fmt: skip
    return parent


def answer_of_page(shift: Shift, who: Account, person: Person) -> str:
    """What the activity's page says about the shift to whoever acts for the person."""
    page = log_in(who, person).get(f"/activities/{shift.activity.public_id}/")
    if page.status_code == 404:
        return "not_open"
    [line] = page.context["lines"]
    return "already" if line.own is not None else str(line.answer)


def answer_of_rule(shift: Shift, who: Account, person: Person, at: datetime) -> str:
    facts = queries.candidate(who.pk, person.pk, [shift], at).facts(shift)
    return signing_up.may_sign_up(queries.facts_of_shift(shift), facts, at)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.law("PIPL-24")
@pytest.mark.law("R685-15")
def test_rule_page_and_database_agree(town: Town, name: str) -> None:
    case = CASES[name]
    at = clock.now()
    activity = town.activity(**case.get("activity", {}))
    shift = town.shift(activity, places=case.get("places", 2), days=case.get("days", 3), **case.get("post", {}))
    for field, value in case.get("shift", {}).items():
        setattr(shift, field, value)
    shift.save()
    counting = "registration" not in case
    person = volunteer("测试人", town.village, counting=counting, **case.get("person", {}))
    Registration.objects.filter(person=person).update(**case.get("registration", {"channel": "self"}))
    for number in range(case.get("others", 0)):
        town.signup(shift, volunteer(f"别人{number}", town.village))
    if "own" in case:
        town.signup(shift, person, case["own"])
    if "busy" in case:
        other = town.shift(town.activity("另一个活动"))
        other.starts_at = shift.starts_at - timedelta(days=case["busy"])
        other.ends_at = other.starts_at + timedelta(hours=2)
        town.signup(other, person)
    shift.refresh_from_db()
    expected = name.split(":")[0].split(" ")[0]
    account_of = guardian_of(person, case["ward"]) if "ward" in case else person.account
    assert account_of is not None
    if "no_by" in case:
        no_by = account_of.pk if case["no_by"] == "guardian" else case["no_by"]
        Signup.objects.filter(person=person).update(refused_by_guardian_id=no_by)
    assert answer_of_rule(shift, account_of, person, at) == expected
    # A session that may no longer act for a ward acts for its own person again, and here has none.
    assert answer_of_page(shift, account_of, person) == ("not_registered" if expected == "not_yours" else expected)
    who = actor(account_of, person)
    if expected == "not_yours":
        with pytest.raises(Http404):
            actions.sign_up(shift_pid=shift.public_id, person_id=person.pk, actor=who, at=at)
        return
    if expected in refusals.OF_CODE:
        with pytest.raises(refusals.OF_CODE[expected]):
            actions.sign_up(shift_pid=shift.public_id, person_id=person.pk, actor=who, at=at)
        return
    made = actions.sign_up(shift_pid=shift.public_id, person_id=person.pk, actor=who, at=at)
    assert made.code == expected
    assert queries.signup(made.signup_pid).person_id == person.pk  # type: ignore[union-attr]


def test_birthday_decides_to_the_day(town: Town) -> None:
    shift = town.shift(min_age=18)
    day = clock.local_date(shift.starts_at)
    just = volunteer("刚满", town.village, born=date(day.year - 18, day.month, day.day))
    tomorrow = day + timedelta(days=1)
    nearly = volunteer("差一天", town.village, born=date(tomorrow.year - 18, tomorrow.month, tomorrow.day))
    at = clock.now()
    assert actions.sign_up(shift_pid=shift.public_id, person_id=just.pk, actor=actor(just.account), at=at)  # type: ignore[arg-type]
    with pytest.raises(refusals.MinorsNotWelcome):
        actions.sign_up(shift_pid=shift.public_id, person_id=nearly.pk, actor=actor(nearly.account), at=at)  # type: ignore[arg-type]


@pytest.mark.law("R685-25")
def test_nobody_signs_up_somebody_else_but_a_guardian_the_ward(town: Town) -> None:
    shift = town.shift()
    ward = volunteer("孩子", town.village, born=date(2012, 5, 1))
    parent, stranger = account("家长"), account("路人")
    at = clock.now()
    with pytest.raises(Http404):
        actions.sign_up(shift_pid=shift.public_id, person_id=ward.pk, actor=actor(stranger), at=at)
    row = Guardianship.objects.create(
        ward=ward, guardian_account=parent, guardian_name="家长", relation="mother", phone_sealed=b"", phone_hash=b"",
        phone_mask="", version="1", asked_at=at,
    )  # fmt: skip
    with pytest.raises(Http404):
        actions.sign_up(shift_pid=shift.public_id, person_id=ward.pk, actor=actor(parent), at=at)
    Guardianship.objects.filter(pk=row.pk).update(agreed_at=at)
    made = actions.sign_up(shift_pid=shift.public_id, person_id=ward.pk, actor=actor(parent), at=at)
    assert made.code == "accepted"
