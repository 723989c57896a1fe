"""One hand registers only so many at the desk on a day, by whatever accounts, also at one moment (O4)."""

from datetime import datetime, timedelta

import pytest

from baiying.kit import clock
from baiying.kit.values.actor import Actor
from baiying.people import actions, queries, rules
from baiying.people.models import Person
from baiying.places.rules import values as place_rules
from tests.people import world
from tests.people.test_at_once import at_once
from tests.people.world import Area

PHONE = "19900000302"


def _register(area: Area, account_id: int, n: int, at: datetime | None = None) -> None:
    born = world.born_years_ago(30)
    new = rules.NewPerson(
        name="赵大海", sex="female", birth_date=born, id_type="citizen", id_number=world.id_number(born, n),
        residence_id=area.village.pk, service_area_id=area.village.pk,
    )  # fmt: skip
    clerk = Actor(account_id=account_id)
    actions.register_on_site(new=new, document="citizen", guardian=None, actor=clerk, at=at or clock.now())


@pytest.mark.django_db
def test_the_page_says_that_it_is_enough_keeps_what_was_typed_and_names_the_ways_on(area: Area) -> None:
    world.rule_set("registration", on_site_most_a_day=1)
    clerk = world.staff("place_staff", area.township, PHONE)
    url = f"/desk/people/on-site/?area={area.village.public_id}"
    sent = {"id_type": "citizen", "document": "citizen", "phone": "", "consent": "on", "read": world.TEXT}
    numbers = [world.id_number(world.born_years_ago(40), n) for n in (1, 2)]
    assert clerk.post(url, {**sent, "name": "赵一", "id_number": numbers[0]}).status_code == 303
    answer = clerk.post(url, {**sent, "name": "钱二", "id_number": numbers[1]})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "已到上限（1 人）" in page
    assert "本人用自己的手机注册" in page
    assert "上级办公室" in page
    assert 'value="钱二"' in page
    assert [p.name for p in Person.objects.all()] == ["赵一"]


@pytest.mark.django_db
def test_two_accounts_of_one_phone_share_the_number_and_another_human_has_the_own(area: Area) -> None:
    world.rule_set("registration", on_site_most_a_day=2)
    one, twin, other = (world.make_account(phone).pk for phone in (PHONE, PHONE, "19900000303"))
    _register(area, one, 1)
    _register(area, twin, 2)
    for account_id in (one, twin):
        with pytest.raises(actions.EnoughToday):
            _register(area, account_id, 3)
    _register(area, other, 3)
    assert Person.objects.count() == 3


@pytest.mark.django_db
def test_the_next_day_of_this_place_begins_anew(area: Area) -> None:
    world.rule_set("registration", on_site_most_a_day=1)
    account_id = world.make_account(PHONE).pk
    midnight = clock.next_midnight(clock.now())
    _register(area, account_id, 1, midnight - timedelta(seconds=1))
    with pytest.raises(actions.EnoughToday):
        _register(area, account_id, 2, midnight - timedelta(seconds=1))
    _register(area, account_id, 2, midnight)
    assert queries.made_at_desk_on([account_id], clock.local_date(midnight)) == 1


@pytest.mark.parametrize("most", [0, -1, 1001])
def test_no_city_sets_a_limit_that_lets_nobody_or_everybody(most: int) -> None:
    with pytest.raises(place_rules.BadValue):
        place_rules.checked(rules.RegistrationRules, {"on_site_most_a_day": most})


@pytest.mark.race
def test_pages_sent_at_one_moment_register_no_more_than_the_rule_allows(own_database: str) -> None:
    area = world.make_area()
    world.rule_set("registration", on_site_most_a_day=2)
    account_id = world.make_account(PHONE).pk

    def work(n: int) -> str:
        _register(area, account_id, n + 1)
        return "in"

    assert sorted(at_once(6, work)) == ["enough_today"] * 4 + ["in"] * 2
    assert Person.objects.count() == 2
