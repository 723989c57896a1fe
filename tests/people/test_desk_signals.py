"""Signals about registrations at the desk: share, bursts, sequences, one phone for many; down to the rows (O4)."""

from datetime import date, datetime, timedelta

import pytest

from baiying.kit import clock
from baiying.kit.values.actor import Actor
from baiying.people import actions, rules
from baiying.people.models import Person, Registration
from baiying.people.queries.at_desk import Clerk, Made, Sign, doubles, signs
from tests.people import world
from tests.people.world import Area

pytestmark = pytest.mark.django_db
PAGE = "/desk/people/on-site/signals/"
NINE = datetime(2026, 11, 24, 1, 0, tzinfo=clock.CHINA)
BORN = date(1960, 5, 1)


def made(*rows: tuple[int, int, str]) -> list[Made]:
    """Minutes after nine, days after a birthday, phone."""
    return [Made(NINE + timedelta(minutes=at), BORN + timedelta(days=day), phone.encode()) for at, day, phone in rows]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([], ()),
        ([(8 * n, 40 * n, "") for n in range(12)], ()),
        ([(2 * n, 40 * n, "") for n in range(5)], (Sign("burst", 5),)),
        ([(2.5 * n, 40 * n, "") for n in range(6)], (Sign("burst", 5),)),
        ([(3 * n, 40 * n, "") for n in range(5)], ()),
        ([(20 * n, 0, "") for n in (3, 1, 2)], (Sign("same_birthday", 3),)),
        ([(20 * n, 0, "") for n in range(2)], ()),
        ([(20 * n, n, "") for n in range(3)], (Sign("in_order", 3),)),
        ([(20 * n, -n, "") for n in range(4)], (Sign("in_order", 4),)),
        ([(0, 0, ""), (20, 1, ""), (40, 0, ""), (60, 9, "")], ()),
        ([(20 * n, 40 * n, "1") for n in range(3)], (Sign("one_phone", 3),)),
        ([(20 * n, 40 * n, "") for n in range(9)], ()),
    ],
)
def test_what_is_seen_of_one_clerk(rows: list[tuple[int, int, str]], found: tuple[Sign, ...]) -> None:
    assert signs(made(*rows), rules.DeskRules()) == found


def test_the_thresholds_are_the_rules_that_hold() -> None:
    rows = made((0, 0, "1"), (9, 0, "1"), (18, 0, "1"))
    assert signs(rows, rules.DeskRules(alike=4)) == ()
    assert signs(rows, rules.DeskRules(burst_count=3, burst_minutes=18, alike=4)) == (Sign("burst", 3),)
    assert signs(rows, rules.DeskRules(burst_count=3, burst_minutes=17, alike=4)) == ()


def test_one_human_by_two_accounts_is_seen_by_the_phone_or_else_by_the_name() -> None:
    one, other, third = frozenset({b"1"}), frozenset({b"2"}), frozenset({b"3"})
    found = doubles(
        [Clerk(1, "王干事", one), Clerk(2, "王干事", one), Clerk(3, "王 干事", other), Clerk(4, "李", third)]
    )
    assert found[1] == (Sign("shared_phone", 1), Sign("same_name", 1))
    assert found[3] == (Sign("same_name", 2),)
    assert found[4] == ()
    assert doubles([Clerk(1, "", one), Clerk(2, "", other)]) == {1: (), 2: ()}, "who has no name is like nobody"


def register(area: Area, account_id: int, n: int, at: datetime, phone: str = "") -> Registration:
    born = world.born_years_ago(30)
    new = rules.NewPerson(
        name=f"赵{'一二三四五六七八九'[n]}", sex="female", birth_date=born, id_type="citizen",
        id_number=world.id_number(born, n), residence_id=area.village.pk, service_area_id=area.village.pk,
        phone=phone or None,
    )  # fmt: skip
    return actions.register_on_site(
        new=new, document="citizen", guardian=None, actor=Actor(account_id=account_id), at=at,
        phone_of="一家人共用" if phone else "",
    )  # fmt: skip


def test_the_office_above_and_the_auditor_read_it_and_open_the_rows(area: Area) -> None:
    clerk, other = world.make_account("19900000302"), world.make_account("19900000303")
    at = clock.now()
    for n in range(5):
        register(area, clerk.pk, n, at, phone="19900000555")
    register(area, other.pk, 5, at)
    Person.objects.filter(pk=register(area, other.pk, 6, at).person_id).update(created_by_id=None)
    for role in ("county_office", "auditor"):
        office = world.staff(role, area.county, f"1990000060{len(role) % 10}")
        answer = office.get(PAGE)
        page = answer.content.decode()
        assert [one["count"] for one in answer.context["clerks"]] == [5, 1]
        assert [round(one["share"], 3) for one in answer.context["clerks"]] == [0.714, 0.143]
        assert (answer.context["at_desk"], answer.context["unnamed"]) == (7, 1), (
            "who was loaded in bulk is counted apart"
        )
        assert "10 分钟内注册了 5 人" in page
        assert "5 人同一天出生" in page
        assert "5 人留的是同一个手机号" in page
        rows = office.get(answer.context["clerks"][0]["rows"])
        shown = rows.content.decode()
        assert len(rows.context["list"].rows) == 5, "the number on the page is the number of its rows"
        assert "赵一" in shown
        assert "赵六" not in shown
        assert "19900000555" not in shown
        assert ("/desk/people/" + str(rows.context["list"].page[0].public_id) in shown) == (role == "county_office")


def test_another_county_and_the_clerks_themselves_see_nothing(area: Area) -> None:
    clerk = world.make_account("19900000302")
    register(area, clerk.pk, 0, clock.now())
    assert world.staff("place_staff", area.township, "19900000611").get(PAGE).status_code == 403
    away = world.staff("county_office", area.other_county, "19900000612")
    assert away.get(PAGE).context["clerks"] == []
    assert away.get(f"{PAGE}{clerk.public_id}/").status_code == 404


def test_a_month_that_is_no_month_is_this_one(area: Area) -> None:
    office = world.staff("county_office", area.county, "19900000613")
    this = clock.local_date(clock.now()).replace(day=1)
    for asked in ("", "x", "2026-13", "9999-01", "0001-01"):
        assert office.get(PAGE, {"month": asked}).context["first"] == this
    assert office.get(PAGE, {"month": "2026-01"}).context["first"] == date(2026, 1, 1)


def test_what_is_seen_changes_nobodys_registration(area: Area) -> None:
    clerk, at = world.make_account("19900000302"), clock.now()
    for n in range(5):
        register(area, clerk.pk, n, at, phone="19900000555")
    before = list(Registration.objects.order_by("id").values()), list(Person.objects.order_by("id").values())
    page = world.staff("county_office", area.county, "19900000620").get(PAGE).content.decode()
    assert "10 分钟内注册了 5 人" in page
    assert (list(Registration.objects.order_by("id").values()), list(Person.objects.order_by("id").values())) == before


def test_a_county_sets_its_own_thresholds_and_two_accounts_of_one_phone_are_named(area: Area) -> None:
    world.rule_set("desk_signals", area=area.county, burst_count=7)
    clerk, twin = world.make_account("19900000302", "赵丙"), world.make_account("19900000302", "赵丁")
    for n in range(6):
        register(area, clerk.pk, n, clock.now())
    register(area, twin.pk, 6, clock.now())
    page = world.staff("county_office", area.county, "19900000615").get(PAGE).content.decode()
    assert "分钟内注册了 6 人" not in page
    assert "另有 1 个账号用同一个手机号登录" in page
    page = world.staff("city_office", area.city, "19900000616").get(PAGE).content.decode()
    assert "10 分钟内注册了 6 人" in page, "the city looks by its own rules"
