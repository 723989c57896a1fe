"""A body's form asks what its kind must give and nothing else; an empty tab advises what its reader may do (O21)."""

import re

import pytest

from baiying.teams import rules
from baiying.teams.models import Body, BodyKind
from tests.activities.makers import Town, log_in, office
from tests.teams.test_pages import body_data

URL = "/desk/teams/bodies/"


@pytest.mark.parametrize("kind", BodyKind.values)
def test_o21_the_form_of_a_kind_has_its_fields_alone_and_marks_what_is_needed(town: Town, kind: str) -> None:
    browser = log_in(office("county_office", town.county))
    first = browser.get(URL).content.decode()
    assert f"?kind={kind}" in first
    assert 'name="credit_code"' not in first
    page = browser.get(URL, {"kind": kind}).content.decode()
    fields = set(re.findall(r'name="(\w+)"', page))
    for name in rules.NEEDED[kind]:
        assert name in fields
        # What must be given is not called optional.
        assert "（选填）" not in page.partition(f'for="id_{name}"')[2].partition("</label>")[0]
    assert not fields & set(rules.superfluous(kind))
    assert "第三类填写" not in page
    assert "洛龙区民政局" not in page


def test_o21_what_is_missing_is_asked_of_this_kind_only_and_nothing_typed_is_lost(town: Town) -> None:
    browser = log_in(office("county_office", town.county))
    sent = {"kind": "internal_group", "name": "夕阳红团", "consenting_name": "柳树村村委会"}
    answer = browser.post(URL, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count("这类单位要填这一项") >= 2
    assert 'value="柳树村村委会"' in page
    assert 'name="competent_unit"' not in page


def test_o21_a_body_changes_its_kind_by_its_own_page(town: Town) -> None:
    browser = log_in(office("county_office", town.county))
    url = f"{URL}{town.body.public_id}/edit/"
    assert 'name="competent_unit"' in browser.get(url).content.decode()
    assert 'name="consenting_name"' in browser.get(url, {"kind": "internal_group"}).content.decode()
    assert browser.post(url, body_data(kind="legal_entity", name="新名字")).status_code == 303
    assert Body.objects.get(pk=town.body.pk).kind == "legal_entity"


@pytest.mark.parametrize(("role", "advised"), [("county_office", True), ("place_staff", False)])
def test_o21_an_empty_tab_advises_only_what_its_reader_may_do(town: Town, role: str, advised: bool) -> None:
    area = town.other_county if role == "county_office" else town.other_village
    page = log_in(office(role, area)).get("/desk/teams/", {"show": "bodies"}).content.decode()
    assert ("先登记单位" in page) == advised
    assert ("由县级主管登记" in page) != advised
