"""The last six signs of a document: what cannot be them is said at the field, before anything is compared."""

import pytest

from baiying.demo import builders
from baiying.people import queries
from tests.people import world
from tests.people.world import Area

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "said"),
    [("12345", "您填了 5 位"), ("a" * 100, "您填了 100 位"), ("😀" * 6, "六个数字"), ("abcdef", "六个数字")],
)
def test_what_cannot_be_the_end_of_a_number_is_said_at_the_field_and_is_no_number_that_differs(
    area: Area, typed: str, said: str
) -> None:
    volunteer = builders.person("张瑞", residence=area.village, verified=False)
    clerk = world.staff("place_staff", area.township, "19900000302")
    url = f"/desk/people/{volunteer.public_id}/check/"
    answer = clerk.post(url, {"document": "citizen", "last_six": typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert "不一致" not in page
    # As it is written on the card: full-width signs, blanks between.
    six = queries.id_number_of(volunteer)[-6:]
    assert clerk.post(url, {"document": "citizen", "last_six": f" {six[:3]} {six[3:]} "}).status_code == 303
