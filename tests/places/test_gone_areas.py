"""An area that became part of another is still found by its old name, and leads there (R152)."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.demo.builders.places import SmallCity
from baiying.places import queries
from baiying.places.models import Division, Population
from tests.places.test_population_tables import look as look_at_people
from tests.places.test_site_tables import HEAD
from tests.places.test_site_tables import look as look_at_sites
from tests.places.test_what_follows_a_merge import here, upload
from tests.places.test_what_follows_a_merge import table as whole

pytestmark = pytest.mark.django_db
Visit = Callable[..., Client]


@pytest.fixture
def city(db: None) -> SmallCity:
    """钟楼社区 became part of 槐树社区."""
    city = builders.small_city()
    become(city.villages[1], city.villages[0])
    return city


def become(old: Division, into: Division) -> None:
    Division.objects.filter(pk=old.pk).update(closed_on=date(2026, 3, 1), successor=into)


def choosing(words: str, start: str = "next=/x/") -> str:
    return Client().get(f"/areas/choose/?{start}&q={words}").content.decode()


def test_the_chooser_says_what_it_became_part_of_and_leads_there(city: SmallCity) -> None:
    page = choosing("钟楼")
    assert "钟楼社区" in page
    assert "已并入许州市 / 清河区 / 东关街道 / 槐树社区" in page
    assert f'href="/x/?area={city.villages[0].public_id}"' in page
    assert city.villages[1].public_id not in page
    assert "已并入" in choosing(city.villages[1].code)
    # Where the area that stands is found itself, it stands there once.
    assert choosing("社区").count(f"area={city.villages[0].public_id}") == 1


def test_it_leads_to_what_stands_where_that_became_part_of_a_third(city: SmallCity) -> None:
    become(city.villages[0], city.villages[2])
    page = choosing("钟楼")
    assert f"area={city.villages[2].public_id}" in page
    assert city.villages[0].public_id not in page
    Division.objects.filter(pk=city.villages[2].pk).update(closed_on=date(2026, 4, 1))
    assert "没有找到这个地区" in choosing("钟楼"), "what is closed for good leads nowhere"


def test_the_office_finds_it_within_its_own_area_only(city: SmallCity, visit: Visit) -> None:
    into = city.villages[0]
    own, other = city.counties
    page = visit("county_office", own).get("/desk/search/?q=钟楼").content.decode()
    assert f"已并入{into.name}" in page
    assert f"/{into.public_id}/" in page
    assert "已并入" not in visit("county_office", other).get("/desk/search/?q=钟楼").content.decode()


def test_tables_that_still_name_it_are_told_where_it_went(city: SmallCity, visit: Visit) -> None:
    old, into = city.villages[1], city.villages[0]
    office = visit("city_office", city.city)
    told = f"这个区划已并入“{into.name}”（{into.code}）"
    assert told in look_at_people(office, f"代码,人数\n{old.code},300\n")
    assert told in look_at_people(office, f"名称,人数\n{old.name},300\n")
    assert told in look_at_sites(office, HEAD + f"{old.code},,新街 1 号,,,,\n")
    assert told in look_at_sites(office, HEAD + f",{old.name},新街 1 号,,,,\n")
    assert not Population.objects.exists()
    # An area that never was is as unknown as before.
    assert "没有代码为" in look_at_people(office, "代码,人数\n419999999999,300\n")


def test_another_office_is_not_told_of_areas_beyond_its_own(city: SmallCity, visit: Visit) -> None:
    assert "已并入" not in look_at_people(
        visit("county_office", city.counties[1]), f"代码,人数\n{city.villages[1].code},300\n"
    )


def test_a_table_of_areas_that_lists_it_again_says_that_this_is_a_new_one(city: SmallCity, visit: Visit) -> None:
    old, into = city.villages[1], city.villages[0]
    client = visit("sysadmin")
    row = upload(client, whole([], f"{old.code},{old.name},village,{into.parent.code}"))
    page = client.get(here(row)).content.decode()
    assert "又列出来的" in page
    assert f"它已并入“{into.name}”（{into.code}）" in page
    assert client.post(f"{here(row)}confirmation/", {}).status_code == 303
    new = queries.division_by_code(old.code)
    assert new is not None
    assert new.pk != old.pk
    # From then on name and code are the new area's.
    page = choosing("钟楼")
    assert f"area={new.public_id}" in page
    assert "已并入" not in page
    assert "已并入" not in look_at_people(visit("city_office", city.city), f"代码,人数\n{old.code},300\n")
