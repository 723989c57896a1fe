"""Item 2: ages are dated settings of an area. What holds is what is in force on the day of the act, not before it, not
next door, and never backwards (R007)."""

from datetime import date, timedelta

import pytest
from django.test import Client

from baiying.kit import clock
from baiying.people import actions, queries
from baiying.people.models import Guardianship, Registration
from tests.people import world
from tests.people.test_guardians import FATHER
from tests.people.world import Area

pytestmark = pytest.mark.django_db
PHONE = "19900000241"


def today(days: int = 0) -> date:
    return clock.local_date(clock.now()) + timedelta(days=days)


def register(area: Area, years: int) -> str:
    return world.register(
        Client(), area, phone=PHONE, number=world.id_number(world.born_years_ago(years)), guardian_phone=FATHER
    )


@pytest.mark.parametrize(("since", "may"), [(1, True), (0, False)])
def test_a_higher_age_to_register_by_oneself_holds_from_its_day(area: Area, since: int, may: bool) -> None:
    world.rule_set("registration", area.county, since=today(since), min_self_age=15)
    said = register(area, 14)
    assert Registration.objects.exists() is may
    assert ("15 岁" in said) is not may


def test_the_age_of_another_county_is_not_ours(area: Area) -> None:
    elsewhere = world._division("419922000000", "邻县", "county", area.county.parent)
    world.rule_set("registration", elsewhere, since=today(-30), min_self_age=16)
    register(area, 13)
    assert Registration.objects.exists()


@pytest.mark.parametrize(("since", "asked"), [(1, False), (0, True)])
def test_a_higher_age_of_majority_asks_a_guardian_from_its_day(area: Area, since: int, asked: bool) -> None:
    world.rule_set("registration", area.county, since=today(since), adult_age=20)
    register(area, 19)
    assert Registration.objects.get().needs_guardian is asked
    assert Guardianship.objects.exists() is asked


def test_who_registered_by_the_old_age_goes_on_and_is_asked_for_nobody(area: Area) -> None:
    register(area, 19)
    row = Registration.objects.select_related("person__residence").get()
    before = queries.standing_on(row.person_id, today(), clock.now())
    world.rule_set("registration", area.county, since=today(), adult_age=20)
    after = queries.standing_on(row.person_id, today(), clock.now())
    assert before is not None
    assert after is not None
    assert (after.state, after.final) == (before.state, before.final)
    actions.pause_unagreed(at=clock.now())
    row.refresh_from_db()
    assert (row.needs_guardian, row.ended_at) == (False, None)


def test_a_later_version_takes_the_place_of_an_earlier_one(area: Area) -> None:
    world.rule_set("registration", area.county, since=today(-30), min_self_age=16)
    world.rule_set("registration", area.county, since=today(), min_self_age=13)
    register(area, 14)
    assert Registration.objects.exists()
