"""A person is found by the parts of the name in any order and by its sound; a wrong name is said to be wrong."""

import pytest

from baiying.demo import builders
from baiying.people import queries
from tests.people import world
from tests.people.test_claims_of_lost_phones import filed
from tests.people.world import Area

pytestmark = pytest.mark.django_db
SAID = "没有叫“%s”的人。下面是只差一个字的"


@pytest.mark.parametrize("words", ["wangfushun", "Wang Fushun", "fushun", "福顺 王", "王 福顺", "王福顺"])
def test_the_box_and_the_list_find_by_sound_and_by_turned_parts(area: Area, words: str) -> None:
    person = builders.person("王福顺", residence=area.village, service_area=area.village)
    builders.person("李小雨", residence=area.village, service_area=area.village)
    clerk = world.staff("place_staff", area.township, "19900000302")
    hits = clerk.post("/desk/search/", {"q": words}, headers={"X-Hits": "1"}).content.decode()
    listed = clerk.get("/desk/people/", {"q": words}).content.decode().partition("<tbody>")[2]
    for page in (hits, listed):
        assert f"/desk/people/{person.public_id}/" in page
        assert "李小雨" not in page
        assert "只差一个字" not in page


def test_a_wrong_name_is_said_to_be_wrong_in_the_box_as_in_the_list(area: Area) -> None:
    builders.person("王福顺", residence=area.village, service_area=area.village)
    clerk = world.staff("place_staff", area.township, "19900000302")
    hits = clerk.post("/desk/search/", {"q": "王富顺"}, headers={"X-Hits": "1"}).content.decode()
    assert "王福顺" in hits
    assert SAID % "王富顺" in hits
    assert SAID % "王富顺" in clerk.get("/desk/people/", {"q": "王富顺"}).content.decode()
    assert "只差一个字" not in clerk.post("/desk/search/", {"q": "王"}, headers={"X-Hits": "1"}).content.decode()


def test_what_is_no_pinyin_finds_nobody(area: Area) -> None:
    builders.person("王福顺", residence=area.village, service_area=area.village)
    clerk = world.staff("place_staff", area.township, "19900000302")
    for words in ("wangfuxx", "wang", "xxxx"):
        assert "王福顺" not in clerk.post("/desk/search/", {"q": words}, headers={"X-Hits": "1"}).content.decode()


def test_a_claim_whose_six_digits_differ_names_the_choice_that_is_there(area: Area) -> None:
    claim = filed(area)
    clerk = world.staff("place_staff", area.township, "19900000302")
    six = queries.id_number_of(claim.person)[-6:]
    wrong = "000001" if six != "000001" else "000002"
    sent = {"granted": "yes", "last_six": wrong, "answer": "已核对"}
    page = clerk.post(f"/desk/people/claims/{claim.public_id}/", sent).content.decode()
    assert "请选择“不是本人，或无法证明”" in page
    assert "请选择“不通过”" not in page
    assert page.count("不是本人，或无法证明") > 1, "the choice is called so"
