"""Whether two records may be of one human: the rule at its edges, and what phones alone no longer prove (R006)."""

from datetime import date, timedelta
from typing import Any

import pytest

from baiying.demo import builders
from baiying.kit import clock
from baiying.people import actions, queries
from baiying.people.models import Merge, Person
from baiying.people.rules import merging as rules
from baiying.people.rules.merging import Facts, MergeRules
from tests.people import world
from tests.people.doubting import Office
from tests.people.merging import NOW, by_passport
from tests.people.test_merge_pages import PAGE, made, number, own, propose, the, two_codes
from tests.people.world import Area

BORN = date(1985, 3, 7)
ONE = Facts("王福顺", "female", BORN, "citizen", b"1", verified=True)


def facts(**more: Any) -> Facts:
    return Facts(**{"name": "王福顺", "sex": "female", "birth_date": BORN, "kind": "passport", "document": b"2"} | more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("王福顺", "王福顺", True),
        ("王福顺", "王福顼", True),
        ("王福顺", "王福", True),
        ("王福顺", "李福", False),
        ("王福顺", "王建国", False),
        ("周敏", "吴志强", False),
        ("周敏", "周", True),
        ("周敏", "李军", False),
        ("刘军", "林晓雨", False),
        ("买买提•艾力", "买买提·艾力", True),
        ("张\ue863", "张䶮", True),
        ("ANNA MARIA SMITH", "Smith Anna Maria", True),
        ("Anna", "Ann", True),
        ("Anna", "Otto", False),
        ("", "", True),
        ("王", "李", False),
    ],
)
def test_names_that_may_be_one_typed_twice(one: str, other: str, *, alike: bool) -> None:
    assert rules.resembles(one, other) is alike
    assert rules.resembles(other, one) is alike


@pytest.mark.parametrize(
    ("other", "differs", "apart", "two"),
    [
        (facts(verified=True), (), False, False),
        (facts(kind="citizen", document=b"1", verified=True), (), False, False),
        (facts(kind="citizen", document=b"", verified=False), (), False, False),
        (facts(kind="citizen", verified=True), ("document",), False, True),
        (facts(kind="citizen", verified=False), ("document",), False, False),
        (facts(name="王福顼", verified=True), ("name",), False, False),
        (facts(name="吴志强", verified=True), ("name",), True, False),
        (facts(sex="male", verified=True), ("sex",), True, False),
        (facts(birth_date=BORN + timedelta(days=1), verified=True), ("birth_date",), True, False),
    ],
)
def test_what_differs_and_what_it_means(other: Facts, differs: tuple[str, ...], *, apart: bool, two: bool) -> None:
    for found in (rules.likeness(ONE, other), rules.likeness(other, ONE)):
        assert (found.differs, found.apart, found.two_humans) == (differs, apart, two)


def test_two_passports_are_a_passport_and_the_next_one() -> None:
    other = facts(document=b"3", verified=True)
    assert rules.likeness(facts(verified=True), other) == rules.Likeness()


@pytest.mark.parametrize(
    ("proof", "like", "days"),
    [
        ("phones", rules.Likeness(), 0),
        ("cards", rules.Likeness(), 1),
        ("phones", rules.Likeness(("name",)), 1),
        ("cards", rules.Likeness(("document",)), 1),
        ("documents", rules.Likeness(), 7),
        ("documents", rules.Likeness(("sex",), apart=True), 7),
        ("documents", rules.Likeness(("document",), two_humans=True), 7),
    ],
)
def test_how_long_it_waits(proof: str, like: rules.Likeness, days: int) -> None:
    assert rules.cools_until(NOW, proof=proof, like=like, rules=MergeRules()) == NOW + timedelta(days=days)


def test_one_code_for_both_records_waits_as_a_card_does() -> None:
    given = {"proof": "phones", "like": rules.Likeness(), "rules": MergeRules()}
    assert rules.cools_until(NOW, one_phone=True, **given) == NOW + timedelta(days=1)
    assert rules.cools_until(NOW, one_phone=False, **given) == NOW


def test_what_speaks_of_two_humans_waits_whatever_an_area_has_set() -> None:
    given = MergeRules(cooling_days=0, own_cooling_days=0)
    apart = rules.Likeness(("sex",), apart=True)
    assert rules.cools_until(NOW, proof="documents", like=apart, rules=given) == NOW + timedelta(days=1)
    assert rules.cools_until(NOW, proof="documents", like=rules.Likeness(), rules=given) == NOW


def stranger(area: Area, n: int = 2, **more: Any) -> Person:
    return by_passport(made(area.village, n, name="吴志强", born=date(1980, 2, 3), sex="male", **more))


def test_a_borrowed_phone_and_its_code_merge_nobody(area: Area) -> None:
    """A woman types a man's number and both codes: it is refused, nothing is kept, and the page says what to do."""
    one, other = made(area.village, 1), stranger(area)
    client = own(one)
    client.post("/mine/merging/", {"number": number(other), "phone": queries.phone_of(other)})
    page = client.post("/mine/merging/codes/", two_codes(one, other))
    assert page.status_code == 422
    assert "带上两份证件" in page.content.decode()
    assert not Merge.objects.exists()


def test_cards_of_two_humans_merge_nobody(first: Office, area: Area) -> None:
    """Whoever prints both cards at the desk has read both codes: that is no proof."""
    one, other = made(area.village, 1), stranger(area)
    codes = {f"{which}_card": builders.card(person).code for which, person in (("one", one), ("other", other))}
    page = propose(first, one, other, proof="cards", **codes)
    assert page.status_code == 422
    assert not Merge.objects.exists()


def test_what_differs_needs_a_reason_and_is_shown_loudly_and_waits(first: Office, second: Office, area: Area) -> None:
    one, other = made(area.village, 1), stranger(area)
    page = propose(first, one, other)
    assert page.status_code in (409, 422)
    assert "姓名、性别、出生日期" in page.content.decode()
    assert not Merge.objects.exists()
    assert propose(first, one, other, words="改过名，派出所证明看过").status_code == 303
    shown = second.client.get(f"{PAGE}{the().public_id}/").content.decode()
    assert "两条记录不一样的：姓名、性别、出生日期" in shown
    assert "改过名，派出所证明看过" in shown
    assert second.client.post(f"{PAGE}{the().public_id}/confirmation/").status_code == 303
    assert the().state == "cooling"


def test_a_phone_and_a_slip_in_the_name_wait_a_day(first: Office, area: Area) -> None:
    one, other = made(area.village, 1), by_passport(made(area.village, 2, name="王福顼"))
    client = own(one)
    client.post("/mine/merging/", {"number": number(other), "phone": queries.phone_of(other)})
    assert client.post("/mine/merging/codes/", two_codes(one, other)).status_code == 303
    first.client.post(f"{PAGE}{the().public_id}/confirmation/")
    assert the().state == "cooling"
    assert actions.carry_out_due(at=clock.now() + timedelta(hours=23)) == 0
    assert actions.carry_out_due(at=clock.now() + timedelta(hours=25)) == 1


def test_two_identity_cards_are_decided_by_the_city_alone(first: Office, second: Office, area: Area) -> None:
    one, other = made(area.village, 1), made(area.village, 2)
    assert propose(first, one, other).status_code in (409, 422)
    assert propose(first, one, other, words="公安更正过号码").status_code == 303
    row = the()
    assert (row.state, row.area_id) == ("asked", area.city.pk)
    assert second.client.get(f"{PAGE}{row.public_id}/").status_code == 404
    city = world.staff("city_office", area.city, "19900000603", "市主管")
    other_city = world.staff("city_office", area.city, "19900000604", "另一位")
    empty = city.post(f"{PAGE}{row.public_id}/taking-up/", {"words": ""})
    assert empty.status_code == 422
    assert "写明为什么" in empty.content.decode()
    taken = city.post(f"{PAGE}{row.public_id}/taking-up/", {"words": "看过公安的更正证明"})
    assert taken.status_code == 303
    assert "看过公安的更正证明" in other_city.get(f"{PAGE}{row.public_id}/").content.decode()
    assert other_city.post(f"{PAGE}{row.public_id}/confirmation/").status_code == 303
    assert the().state == "cooling"


def test_a_record_corrected_meanwhile_is_weighed_anew(first: Office, second: Office, area: Area) -> None:
    one, other = made(area.village, 1), by_passport(made(area.village, 2))
    propose(first, one, other)
    Person.objects.filter(pk=other.pk).update(sex="male")
    assert second.client.post(f"{PAGE}{the().public_id}/confirmation/").status_code in (409, 422)
    assert the().state == "proposed"


def test_a_wrong_end_names_no_choice_that_the_page_has_not(first: Office, area: Area) -> None:
    one, other = made(area.village, 1), by_passport(made(area.village, 2))
    text = propose(first, one, other, one_six="000000").content.decode()
    assert "不一致" in text
    assert "不通过" not in text


def test_the_code_on_a_card_is_printed_in_fours_and_taken_as_it_is_read(first: Office, area: Area) -> None:
    one, other = made(area.village, 1), by_passport(made(area.village, 2))
    groups = {}
    for which, person in (("one", one), ("other", other)):
        code = builders.card(person).code
        groups[which] = f"{code[:4]} {code[4:8]} {code[8:]}"
        assert groups[which] in first.client.get(f"/desk/people/{person.public_id}/card/").content.decode()
    typed = {"one_card": groups["one"], "other_card": groups["other"].upper()}
    assert propose(first, one, other, proof="cards", **typed).status_code == 303
