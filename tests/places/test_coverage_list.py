"""R024: how areas are covered, on the one list: found, narrowed, sorted, taken away as seen; numbers open to rows."""

import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from baiying.demo import builders
from baiying.demo.builders import SmallCity
from baiying.places.models import Site

pytestmark = pytest.mark.django_db
Visit = Callable[..., Client]
LIST = "/desk/places/coverage/"


@pytest.fixture
def covered(city: SmallCity) -> SmallCity:
    """Of the first county two stations are not built, of the second one is exempt; one built one has all it should."""
    first, second = city.villages[:2]
    Site.objects.filter(division__in=[first, second], level="station").update(state="not_built")
    Site.objects.filter(division=city.villages[-1], level="station").update(state="exempt", exempt_reason="整村搬迁")
    builders.rule_set("site_standard", valid_from=date(2024, 1, 1), centre=[], institute=[], station=["场所", "队伍"])
    Site.objects.filter(division=city.villages[2], level="station").update(haves=["场所", "队伍"])
    Site.objects.filter(division=city.villages[3], level="station").update(haves=["场所"])
    return city


def names(office: Client, query: str = "", area: Any = None) -> list[str]:
    here = f"{LIST}{area.public_id}/" if area else LIST
    return [row.name for row in office.get(f"{here}?{query}").context["list"].page.object_list]


def text(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_areas_are_found_narrowed_and_sorted_by_what_is_lacking(covered: SmallCity, visit: Visit) -> None:
    office = visit("city_office", covered.city)
    first, second = (one.name for one in covered.counties)
    assert names(office) == [first, second]
    assert names(office, "sort=lacking") == [second, first]
    assert names(office, "sort=-lacking") == [first, second]
    assert names(office, f"q={second}") == [second]
    assert names(office, "due=any") == names(office, "due=station") == [first]
    assert names(office, "due=centre") == []
    assert names(office, "lacks=队伍") == [first, second]
    assert names(office, "lacks=场所") == [second], "the one built station there that nobody has looked at"
    assert names(office, "lacks=没有的") == [first, second], "what is no item is as if not asked"
    assert "没有找到" in office.get(f"{LIST}?q=没有的地方").content.decode()


def test_a_line_says_built_of_due_exempt_met_and_what_is_lacking(covered: SmallCity, visit: Visit) -> None:
    office = visit("city_office", covered.city)
    page = office.get(LIST).content.decode()
    told = text(page)
    assert "2 / 4 达标 1" in told
    assert "1 / 1 免建 1 达标 0" in told
    way = re.search(r'href="(/desk/places/site-list/\?within=[^"]+standard=lacks-[^"]+)">队伍 1<', page)
    assert way is not None
    sites = office.get(way.group(1).replace("&amp;", "&")).context["list"].page.object_list
    assert [one.division for one in sites] == [covered.villages[3]], "the number opens to its row"


def test_the_file_is_what_is_seen_with_each_number_in_its_own_column(covered: SmallCity, visit: Visit) -> None:
    office = visit("city_office", covered.city)
    wish = "sort=lacking&col=code&" + "&".join(
        f"col=station_{name}" for name in ("due", "built", "lacking", "exempt", "met")
    )
    answer = office.post(f"{LIST}?{wish}", {"file": "1"})
    head, *lines = load_workbook(io.BytesIO(answer.getvalue())).worksheets[0].iter_rows(values_only=True)
    assert head[2:] == ("实践站：应建", "实践站：已建成", "实践站：还没建成", "实践站：免建", "实践站：达到标准")
    assert [line[2:] for line in lines] == [(1, 1, 0, 1, 0), (4, 2, 2, 0, 1)]
    assert all(line[2] == line[3] + line[4] for line in lines), "due is built and missing; exempt stands apart"


def test_a_file_of_the_usual_columns_has_numbers_that_add_up(covered: SmallCity, visit: Visit) -> None:
    answer = visit("city_office", covered.city).post(LIST, {"file": "1"})
    head, *lines = load_workbook(io.BytesIO(answer.getvalue())).worksheets[0].iter_rows(values_only=True)
    assert len(head) == len(set(head)), "each once"
    due, built = head.index("实践站：应建"), head.index("实践站：已建成")
    assert sum(line[due] for line in lines) == 5
    assert sum(line[built] for line in lines) == 3
    assert not any("/" in str(cell) for line in lines for cell in line), "no cell of two numbers"


def test_each_office_sees_its_own_and_a_township_has_no_areas_to_list(covered: SmallCity, visit: Visit) -> None:
    county, other = covered.counties
    office = visit("county_office", county)
    assert names(office) == [one.name for one in covered.townships[:2]]
    assert office.get(f"{LIST}{other.public_id}/").status_code in (403, 404)
    assert office.post(f"{LIST}{other.public_id}/", {"file": "1"}).status_code in (403, 404)
    page = visit("place_staff", covered.townships[0]).get(LIST).content.decode()
    assert "下级地区" not in page
    assert "阵地名录" in page


def test_the_tab_of_the_rows_is_kept_and_a_refused_press_keeps_its_ticks(covered: SmallCity, visit: Visit) -> None:
    office = visit("city_office", covered.city)
    page = office.get(f"{LIST}?state=not_built&due=any").content.decode()
    assert 'name="state" value="not_built"' in page
    site = Site.objects.get(division=covered.villages[0], level="station")
    states = f"{LIST}{covered.city.public_id}/states/?state=not_built"
    answer = office.post(states, {"site": site.public_id, "state": "exempt"})
    assert answer.status_code == 422
    assert f'value="{site.public_id}" checked' in answer.content.decode()
