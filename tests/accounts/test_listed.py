"""The list of appointments: in the tree's order, narrowed by role, place and state; ending only where one may."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from baiying.accounts.models import Appointment
from baiying.demo import builders
from baiying.kit import clock
from tests.people import world
from tests.people.world import Area

pytestmark = pytest.mark.django_db

LIST = "/desk/appointments/"


@pytest.fixture
def area() -> Area:
    return world.make_area()


@pytest.fixture
def county(area: Area) -> Client:
    world.staff("place_staff", area.village, "19900000901", "村甲")
    world.staff("place_staff", area.township, "19900000902", "镇乙")
    world.staff("place_staff", area.other_village, "19900000903", "邻丙")
    return world.staff("county_office", area.county, "19900000900", "县丁")


def _names(client: Client, query: str = "") -> list[str]:
    body = client.get(f"{LIST}?{query}").content.decode().partition("<tbody>")[2].partition("</tbody>")[0]
    return [name for name in ("县丁", "镇乙", "村甲", "邻丙") if name in body]


def test_a_county_sees_its_own_in_the_order_of_the_tree(county: Client) -> None:
    assert _names(county) == ["县丁", "镇乙", "村甲"]
    body = county.get(LIST).content.decode().partition("<tbody>")[2]
    assert body.index("县丁") < body.index("镇乙") < body.index("村甲")


def test_role_place_and_words_narrow(county: Client, area: Area) -> None:
    assert _names(county, "role=county_office") == ["县丁"]
    assert _names(county, f"area={area.township.public_id}") == ["镇乙", "村甲"]
    assert _names(county, "q=柳林社区") == ["村甲"]
    assert _names(county, "q=村甲&role=county_office") == []


def test_each_state_lists_its_own(county: Client) -> None:
    at = clock.now()
    village = Appointment.objects.get(account__display_name="村甲")
    Appointment.objects.filter(pk=village.pk).update(accepted_at=None, accepted_because="")
    Appointment.objects.filter(account__display_name="镇乙").update(
        accepted_at=None, accepted_because="", declined_at=at, ends_at=at
    )
    assert _names(county, "state=force") == ["县丁"]
    assert _names(county, "state=offered") == ["村甲"]
    assert _names(county, "state=declined") == ["镇乙"]


def test_what_was_declined_has_nothing_to_end(county: Client) -> None:
    at = clock.now()
    one = Appointment.objects.get(account__display_name="村甲")
    assert f"/desk/appointments/{one.public_id}/end/" in county.get(LIST).content.decode()
    Appointment.objects.filter(pk=one.pk).update(accepted_at=None, accepted_because="", declined_at=at, ends_at=at)
    page = county.get(LIST).content.decode()
    assert "没有接受" in page
    assert f"/desk/appointments/{one.public_id}/end/" not in page


def test_more_than_one_page_is_paged_by_place(county: Client, area: Area) -> None:
    for n in range(60):
        account = world.make_account(f"1990001{n:04d}", f"员{n}")
        builders.appointment(account, "place_staff", area.village, starts_at=clock.now() - timedelta(days=1))
    first = county.get(LIST).content.decode()
    following = first.partition('rel="next"')[0].rpartition('<a href="?')[2].partition('"')[0].replace("&amp;", "&")
    second = county.get(f"{LIST}?{following}").content.decode()
    shown = [re.findall(r"员\d+(?=</th>)", page) for page in (first, second)]
    assert len(shown[0] + shown[1]) == len(set(shown[0] + shown[1])) == 60
    assert 'rel="prev"' in second


def test_what_one_presses_is_marked_for_paper_and_stands_in_no_file(county: Client) -> None:
    page = county.get(LIST).content.decode()
    assert '<th scope="col" class="by-act">操作</th>' in page
    assert '<td data-label="操作" class="by-act">' in page
    answer = county.post(LIST, {"file": "1", "reason": "核对任职名单"})
    book = load_workbook(BytesIO(b"".join(answer)), read_only=True)
    text = " ".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell)
    book.close()
    assert "村甲" in text
    assert "操作" not in text
