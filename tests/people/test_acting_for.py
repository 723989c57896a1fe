"""Who may act for a person: one table of cases, and page, action and database give the same answer."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import Http404

from baiying.accounts.models import Account
from baiying.activities import actions as activities
from baiying.activities.models import CalendarFeed, Signup
from baiying.demo import builders
from baiying.hours import actions as hours
from baiying.hours.actions.refusals import NotYours
from baiying.kit import clock
from baiying.people import access, queries
from baiying.people.models import Guardianship, Person
from tests.activities.makers import LONG_AGO, Town, account, actor, log_in, volunteer

pytestmark = pytest.mark.django_db


@dataclass
class Family:
    parent: Account
    ward: Person
    bond: Guardianship


def family(town: Town, born: date) -> Family:
    parent, ward = account("家长"), volunteer("孩子", town.village, born=born)
    bond = Guardianship.objects.create(
        ward=ward, guardian_account=parent, guardian_name="家长", relation="mother", phone_sealed=b"", phone_hash=b"",
        phone_mask="", version="1", asked_at=LONG_AGO, agreed_at=LONG_AGO,
    )  # fmt: skip
    return Family(parent, ward, bond)


def years_ago(years: int, days: int = 0) -> date:
    day = clock.local_date(clock.now()) + timedelta(days=days)
    return day.replace(year=day.year - years) if (day.month, day.day) != (2, 29) else date(day.year - years, 3, 1)


def change(**columns: Any) -> Callable[[Family], object]:
    return lambda family: Guardianship.objects.filter(pk=family.bond.pk).update(**columns)


def close(family: Family) -> object:
    return Person.objects.filter(pk=family.ward.pk).update(closed_at=LONG_AGO)


def adult_age(years: int) -> Callable[[Family], object]:
    return lambda family: builders.rule_set(
        "registration", area=family.ward.residence, valid_from=date(2025, 1, 1), adult_age=years
    )


def nothing(family: Family) -> None:
    pass


# The guardian's case: the ward's birth date, what happened, and whether the guardian may act today.
CASES: dict[str, tuple[date, Callable[[Family], object], bool]] = {
    "agreed": (years_ago(14), nothing, True),
    "asked and not yet agreed": (years_ago(14), change(agreed_at=None), False),
    "asked, an account known, declined": (years_ago(14), change(agreed_at=None, declined_at=LONG_AGO), False),
    "withdrawn": (years_ago(14), change(withdrawn_at=LONG_AGO), False),
    "the day before the ward comes of age": (years_ago(18, 1), nothing, True),
    "the ward comes of age today": (years_ago(18), nothing, False),
    "the ward is long grown up": (years_ago(30), nothing, False),
    "the area lets nobody act alone below 19": (years_ago(18), adult_age(19), True),
    "the ward's record is closed": (years_ago(14), close, False),
}


def by_database(account_id: int, person_id: int) -> bool:
    with connection.cursor() as cursor:
        today = clock.local_date(clock.now())
        cursor.execute("SELECT people_may_act_for(%s, %s, %s)", [account_id, person_id, today])
        return bool(cursor.fetchone()[0])


def admitted(call: Callable[[], object]) -> bool:
    try:
        call()
    except (Http404, NotYours):
        return False
    return True


def _leads_to(answer: Any, where: str) -> bool:
    """Whether it was done: whoever is nobody here is led to registering instead."""
    return answer.status_code == 303 and answer["Location"].startswith(where)


def answers(town: Town, who: Account, person: Person) -> dict[str, bool]:
    """The same question put to every door."""
    at, acting = clock.now(), actor(who, person)
    shift, now = town.shift(), town.shift(days=0)
    town.signup(now, person)
    browser = log_in(who, person)
    return {
        "database": by_database(who.pk, person.pk),
        "access": admitted(lambda: access.own_person(acting)),
        "sign-up action": admitted(
            lambda: activities.sign_up(shift_pid=shift.public_id, person_id=person.pk, actor=acting, at=at)
        ),
        "check-in action": admitted(
            lambda: hours.check_in(shift_pid=now.public_id, person_id=person.pk, actor=acting, at=at)
        ),
        "sign-up page": _leads_to(browser.post(f"/shifts/{town.shift(days=9).public_id}/signups/"), "/activities/"),
        "profile page": browser.get("/mine/profile/").status_code == 200,
    }


@pytest.mark.parametrize("name", CASES)
@pytest.mark.law("CC-26")
def test_every_door_gives_the_guardian_the_same_answer(town: Town, name: str) -> None:
    born, happened, expected = CASES[name]
    bond = family(town, born)
    happened(bond)
    assert answers(town, bond.parent, bond.ward) == dict.fromkeys(
        ("database", "access", "sign-up action", "check-in action", "sign-up page", "profile page"), expected
    )
    listed = [row.ward_id for row in queries.wards_of(bond.parent.pk, clock.now())]
    assert listed == ([bond.ward.pk] if expected else [])
    assert queries.is_guardian(bond.parent.pk, clock.now()) is expected
    assert queries.is_guardian_of(bond.parent.pk, bond.ward.pk, clock.now()) is expected
    status = log_in(bond.parent).post("/acting/person/", {"person": bond.ward.public_id}).status_code
    assert status == (303 if expected else 404)


@pytest.mark.parametrize("name", CASES)
def test_a_session_that_acts_for_a_ward_is_asked_anew_on_every_page(town: Town, name: str) -> None:
    """Also where no action asks: the list of sign-ups, giving a place back, the address of the calendar."""
    born, happened, expected = CASES[name]
    bond = family(town, born)
    volunteer("家长", town.village, account=bond.parent)
    own = queries.person_id_of_account(bond.parent.pk)
    shift = town.shift(town.activity("清河道"))
    signup = town.signup(shift, bond.ward)
    browser = log_in(bond.parent)
    if name == "agreed":
        # Chosen by the guardian as on the page; the other sessions are as this choice left them.
        browser.post("/acting/person/", {"person": bond.ward.public_id})
        assert (browser.session["person"], browser.session["ward"]) == (bond.ward.pk, True)
    else:
        browser = log_in(bond.parent, bond.ward)
    happened(bond)
    browser.post(f"/shifts/{town.shift(days=9).public_id}/signups/")
    assert Signup.objects.exclude(pk=signup.pk).exists() is expected, "nobody else is signed up in the ward's place"
    assert ("清河道" in browser.get("/mine/signups/").content.decode()) is expected
    assert (browser.get(f"/signups/{signup.public_id}/cancellation/").status_code == 200) is expected
    browser.post("/mine/calendar/", {"intent": "open"})
    assert CalendarFeed.objects.filter(person=bond.ward).exists() is expected
    if not expected:
        assert browser.session["person"] == own, "from then on the account acts for itself"


def test_one_acts_for_oneself_at_every_door_and_a_stranger_at_none(town: Town) -> None:
    own = volunteer("本人", town.village)
    assert set(answers(town, own.account, own).values()) == {True}  # type: ignore[arg-type]
    other = volunteer("别人", town.village)
    assert set(answers(town, account("路人"), other).values()) == {False}


def test_a_closed_record_acts_at_no_door(town: Town) -> None:
    own = volunteer("本人", town.village)
    Person.objects.filter(pk=own.pk).update(closed_at=LONG_AGO)
    assert set(answers(town, own.account, own).values()) == {False}  # type: ignore[arg-type]


def test_a_parent_never_decides_about_the_child_grown_up_or_withdrawn_or_not(town: Town) -> None:
    for born, happened, _ in CASES.values():
        bond = family(town, born)
        happened(bond)
        agreed = Guardianship.objects.get(pk=bond.bond.pk).agreed_at is not None
        assert access.is_own(actor(bond.parent), bond.ward.pk) is agreed


@pytest.mark.law("CC-27")
@pytest.mark.parametrize(("days", "expected"), [(0, True), (1, False)])
def test_an_account_whose_own_person_is_under_age_acts_for_no_other_child(
    town: Town, days: int, expected: bool
) -> None:
    """Whoever comes in by the guardian's account has registered since; on the day they come of age they answer."""
    bond = family(town, years_ago(14))
    own = volunteer("持机人", town.village, account=bond.parent, born=years_ago(18, days))
    found = answers(town, bond.parent, bond.ward)
    # The pages act for the own person then, and for nobody else.
    doors = ("database", "access", "sign-up action", "check-in action")
    assert {door: found[door] for door in doors} == dict.fromkeys(doors, expected)
    assert queries.is_guardian(bond.parent.pk, clock.now()) is expected
    status = log_in(bond.parent).post("/acting/person/", {"person": bond.ward.public_id}).status_code
    assert status == (303 if expected else 404)
    assert by_database(bond.parent.pk, own.pk)


def whose_drafts(who: Account, person: Person | None, **session: Any) -> str:
    """Whose typed words a page keeps in the browser (drafts.js)."""
    browser = log_in(who, person)
    if session:
        held = browser.session
        held.update(session)
        held.save()
        browser.cookies["sessionid"] = held.session_key or ""
    [found] = re.findall(r'drafts[^"]*\.js" data-who="([^"]*)"', browser.get("/help/").content.decode())
    return str(found)


def test_words_typed_for_one_child_are_not_kept_for_the_other_nor_for_oneself(town: Town) -> None:
    bond, brother = family(town, years_ago(14)), volunteer("弟弟", town.village, born=years_ago(15))
    Guardianship.objects.create(
        ward=brother, guardian_account=bond.parent, guardian_name="家长", relation="mother", phone_sealed=b"",
        phone_hash=b"", phone_mask="", version="1", asked_at=LONG_AGO, agreed_at=LONG_AGO,
    )  # fmt: skip
    found = [whose_drafts(bond.parent, person) for person in (None, bond.ward, brother)]
    assert len(set(found)) == 3
    assert all(found)
    assert whose_drafts(bond.parent, brother) == found[2], "the same child's stand there again"


def test_words_typed_in_one_office_are_not_kept_for_the_other(town: Town) -> None:
    who = account("两处任职")
    rows = [builders.appointment(who, "township_office", area) for area in (town.township, town.village)]
    found = [whose_drafts(who, None, acting=row.public_id) for row in rows]
    assert len(set(found)) == 2
