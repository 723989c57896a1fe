"""The last six signs of a document: what cannot be them is said at the field, before anything is compared."""

import pytest

from baiying.demo import builders
from baiying.kit import sealed
from baiying.kit.values import documents
from baiying.people import queries, rules
from baiying.people.forms.desk import ClaimAnswerForm
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


@pytest.mark.parametrize(("number", "wrong"), [("K1234", "K1235"), ("12345", "12346"), ("ABCDE", "ABCDF")])
def test_of_a_number_shorter_than_six_all_of_it_is_asked_for_and_compared(area: Area, number: str, wrong: str) -> None:
    """A passport of five signs never passed: six were asked for that do not exist."""
    volunteer = builders.person("Ana", residence=area.village, verified=False)
    box = sealed.seal(number, at=sealed.Place.of(volunteer, "id_no_sealed"), key=queries.key_of(volunteer))
    volunteer.id_no_sealed, volunteer.id_type = box, documents.PASSPORT
    volunteer.save(update_fields=["id_no_sealed", "id_type"])
    clerk = world.staff("place_staff", area.township, "19900000303")
    page = clerk.get(f"/desk/people/{volunteer.public_id}/").content.decode()
    assert "全部 5 位" in page
    assert "最后六位" not in page
    url = f"/desk/people/{volunteer.public_id}/check/"
    short = clerk.post(url, {"document": "passport", "last_six": number[1:]})
    assert short.status_code == 422
    assert "您填了 4 位" in short.content.decode()
    assert "不一致" in clerk.post(url, {"document": "passport", "last_six": wrong}).content.decode()
    assert clerk.post(url, {"document": "passport", "last_six": number.lower()}).status_code == 303


def test_a_claim_of_such_a_record_asks_for_all_of_it_too(area: Area) -> None:
    form = ClaimAnswerForm({"granted": "yes", "answer": "看过"}, end=documents.end_of("K1234"))
    assert "请抄写证件号码。" in str(form.errors["last_six"])
    form = ClaimAnswerForm({"granted": "yes", "answer": "看过", "last_six": "k1234"}, end=documents.end_of("K1234"))
    assert form.is_valid()
    assert form.cleaned_data["last_six"] == "K1234"


@pytest.mark.parametrize(
    ("number", "typed", "match"),
    [("K1234", "K1234", True), ("K1234", "1234", False), ("K1234", "XK1234", False), ("", "", False),
     ("E12ABCDEF", "ABCDEF", True), ("E12ABCDEF", "ABCDE", False)],
)  # fmt: skip
def test_what_is_compared_is_what_there_is(number: str, typed: str, match: bool) -> None:
    assert rules.last_six_match(number, typed, kind=documents.PASSPORT) is match
    assert documents.end_of("E12ABCDEF").fits("ABCDEF")
    assert not documents.LAST_SIX.fits("ABCDEF")
