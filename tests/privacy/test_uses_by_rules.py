"""PIPL 55: what rules may begin with personal data stays off until its impact was assessed and filed."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from baiying.complaints.rules import ComplaintRules
from baiying.demo import builders
from baiying.demo.builders import SmallCity
from baiying.figures.rules import PrivacyRules
from baiying.kit import rooms
from baiying.kit.models import AuditEvent
from baiying.kit.values.actor import Actor
from baiying.people.rules import RegistrationRules
from baiying.places import actions as places
from baiying.places import queries as rule_rows
from baiying.places.models import Division, RuleSet
from baiying.privacy import gauges, queries
from baiying.privacy.actions import AssessmentGiven, file_assessment
from baiying.privacy.models import Assessment
from baiying.rosters.rules import RosterRules

NOW = builders.NOW
TODAY = builders.NOW.date()
As = Callable[[str], Client]
ONE, OTHER = Actor(account_id=1), Actor(account_id=2)
YOUNGER = "registration.younger"


def proposed(area: Division | None, kind: str = "registration", **values: Any) -> RuleSet:
    return places.propose_rule_set(
        kind=kind, area_id=area.pk if area else None, valid_from=TODAY, valid_to=None, values=values,
        source="市文明办 2026 第 9 号", actor=ONE, at=NOW,
    )  # fmt: skip


def confirm(row: RuleSet) -> RuleSet:
    return places.confirm_rule_set(rule_set_id=row.pk, actor=OTHER, at=NOW)


def filed(area: Division, begins: str = YOUNGER, source: str = "a1") -> Assessment:
    given = AssessmentGiven("sensitive", "小学", "让小学生登记", "学校组织", "孩子的号码外泄", "监护人单独同意", begins)
    return file_assessment(given=given, area_id=area.pk, source=source, actor=OTHER, at=NOW)


EDGES = [
    (YOUNGER, RegistrationRules(), {"min_self_age": 12}, True),
    (YOUNGER, RegistrationRules(), {"min_self_age": 14}, False),
    (YOUNGER, RegistrationRules(), {"draft_days": 3}, False),
    (YOUNGER, RegistrationRules(separate_consent_below=16), {"separate_consent_below": 15}, True),
    (YOUNGER, RegistrationRules(adult_age=20), {"adult_age": 19}, True),
    ("privacy.fewer", PrivacyRules(least_people=20), {"least_people": 19}, True),
    ("privacy.fewer", PrivacyRules(least_people=20), {"least_people": 21}, False),
    ("complaints.finer", ComplaintRules(), {"public_step": 9}, True),
    ("complaints.finer", ComplaintRules(), {"public_after_days": 59}, True),
    ("complaints.finer", ComplaintRules(), {"public_after_days": 61, "public_step": 11}, False),
    ("rosters.smaller", RosterRules(), {"small_group": 4}, True),
    ("rosters.smaller", RosterRules(), {"small_group": 6}, False),
]


@pytest.mark.parametrize(("code", "before", "change", "begins"), EDGES)
def test_what_begins_a_use_and_what_makes_less_of_it(code: str, before: Any, change: Any, begins: bool) -> None:
    asked = rooms.called(queries.uses_by_rules()[code].begins)
    assert asked(before, replace(before, **change)) is begins
    assert asked(before, before) is False


def test_every_use_of_every_room_is_tried_here() -> None:
    assert set(queries.uses_by_rules()) == {code for code, *_ in EDGES}


@pytest.mark.django_db
@pytest.mark.law("PIPL-55")
def test_no_version_begins_a_use_before_its_assessment_is_filed(city: SmallCity) -> None:
    row = proposed(city.counties[0], min_self_age=12)
    with pytest.raises(places.UseNotAssessed) as refusal:
        confirm(row)
    assert refusal.value.detail["uses"] == [YOUNGER]
    filed(city.counties[0], begins="", source="a0")
    filed(city.counties[0], begins="rosters.smaller", source="a2")
    with pytest.raises(places.UseNotAssessed):
        confirm(row)
    by = filed(city.counties[0])
    confirm(row)
    row.refresh_from_db()
    assert row.assessed == [by.public_id]
    assert AuditEvent.objects.get(action="RuleSetConfirmed").detail["assessed"] == [by.public_id]
    assert rule_rows.rule_set(RegistrationRules, area_path=city.village.path, on=TODAY).rules.min_self_age == 12


@pytest.mark.django_db
def test_what_was_filed_above_counts_and_what_was_filed_beside_or_below_does_not(city: SmallCity) -> None:
    row = proposed(city.counties[0], min_self_age=12)
    filed(city.townships[0])
    filed(city.counties[1], source="a2")
    with pytest.raises(places.UseNotAssessed):
        confirm(row)
    filed(city.city, source="a3")
    confirm(row)


@pytest.mark.django_db
def test_one_assessment_is_for_one_step_of_an_area(city: SmallCity) -> None:
    filed(city.city)
    confirm(proposed(city.counties[0], min_self_age=12))
    later = NOW.replace(year=NOW.year + 1)
    further = places.propose_rule_set(
        kind="registration", area_id=city.counties[0].pk, valid_from=later.date(), valid_to=None,
        values={"min_self_age": 10}, source="市文明办 2027 第 1 号", actor=ONE, at=later,
    )  # fmt: skip
    with pytest.raises(places.UseNotAssessed):
        places.confirm_rule_set(rule_set_id=further.pk, actor=OTHER, at=later)
    confirm(proposed(city.counties[1], min_self_age=12))
    again = filed(city.counties[0], source="a4")
    assert places.confirm_rule_set(rule_set_id=further.pk, actor=OTHER, at=later).assessed == [again.public_id]


@pytest.mark.django_db
def test_for_everywhere_each_city_files_its_own(city: SmallCity) -> None:
    row = proposed(None, min_self_age=12)
    with pytest.raises(places.UseNotAssessed):
        confirm(row)
    filed(city.city)
    other = builders.division("邻市", "city", "419800000000", city.city.parent)
    with pytest.raises(places.UseNotAssessed):
        confirm(row)
    filed(other, source="a2")
    assert confirm(row).assessed


@pytest.mark.django_db
def test_a_version_that_was_taken_back_leaves_the_assessment_unused(city: SmallCity) -> None:
    by = filed(city.counties[0])
    later = NOW.replace(year=NOW.year + 1).date()
    first = places.propose_rule_set(
        kind="registration", area_id=city.counties[0].pk, valid_from=later, valid_to=None,
        values={"min_self_age": 12}, source="第 9 号", actor=ONE, at=NOW,
    )  # fmt: skip
    confirm(first)
    places.withdraw_rule_set(rule_set_id=first.pk, why="缓一缓", actor=ONE, at=NOW)
    assert confirm(proposed(city.counties[0], min_self_age=12)).assessed == [by.public_id]


@pytest.mark.django_db
def test_by_which_assessment_it_began_is_never_changed(city: SmallCity) -> None:
    filed(city.counties[0])
    row = confirm(proposed(city.counties[0], min_self_age=12))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE places_ruleset SET assessed = '[]' WHERE id = %s", [row.pk])


@pytest.mark.django_db
def test_the_page_says_what_begins_leads_to_the_assessment_and_then_lets_it_begin(client_as: As) -> None:
    area = Division.objects.filter(level="county").earliest("id")
    row = proposed(area, min_self_age=12)
    county, page = client_as("city"), f"/desk/places/rules/{row.public_id}/"
    before = county.get(page).content.decode()
    assert "先做影响评估并登记，才能确认" in before
    assert f'href="/desk/data/assessments/new/?for={YOUNGER}"' in before
    answer = county.post(f"{page}confirmation/", follow=True).content.decode()
    assert "年龄更小的孩子自己注册、自己同意" in answer
    row.refresh_from_db()
    assert row.confirmed_at is None
    form = county.get(f"/desk/data/assessments/new/?for={YOUNGER}").content.decode()
    assert "登记后可以开始" in form
    assert 'name="use"' not in form
    said = {
        "source": "fromrules1", "begins": YOUNGER, "about": "小学", "purpose": "让小学生登记", "necessity": "学校组织",
        "risks": "孩子的号码外泄", "measures": "监护人单独同意",
    }  # fmt: skip
    kept = county.post("/desk/data/assessments/new/", said | {"measures": ""})
    assert kept.status_code == 422
    assert YOUNGER in kept.content.decode()
    assert county.post("/desk/data/assessments/new/", said, follow=True).status_code == 200
    found = Assessment.objects.get(source="fromrules1")
    assert (found.use, found.begins) == ("sensitive", YOUNGER)
    assert "影响评估已经登记" in county.get(page).content.decode()
    county.post(f"{page}confirmation/")
    row.refresh_from_db()
    assert row.assessed == [found.public_id]


@pytest.mark.django_db
def test_a_word_nobody_knows_begins_nothing(client_as: As) -> None:
    said = {
        "source": "fromrules2", "begins": "nothing.known", "use": "other", "about": "小学", "purpose": "让小学生登记",
        "necessity": "学校组织", "risks": "孩子的号码外泄", "measures": "监护人单独同意",
    }  # fmt: skip
    assert client_as("county").post("/desk/data/assessments/new/", said).status_code == 303
    assert Assessment.objects.get(source="fromrules2").begins == ""


@pytest.mark.django_db
def test_a_gateway_that_nobody_assessed_is_named_until_it_is(client_as: As, settings: Any) -> None:
    page, county = "/desk/data/assessments/", client_as("county")
    assert "开着、还没有登记影响评估" not in county.get(page).content.decode()
    settings.BAIYING_SMS = "tencent"
    assert "开着、还没有登记影响评估：用外面的通道发短信" in county.get(page).content.decode()
    (gauge,) = gauges.assessed(NOW)
    assert (gauge.good, gauge.value) == (False, 1)
    for at in rule_rows.cities():
        filed(at, begins="notices.gateways", source=f"gateway{at.pk}")
    assert gauges.assessed(NOW)[0].good
    assert "开着、还没有登记影响评估" not in county.get(page).content.decode()


@pytest.mark.django_db
def test_a_log_in_elsewhere_is_offered_to_nobody_before_it_is_assessed(city: SmallCity, settings: Any) -> None:
    settings.OIDC_PROVIDERS = [
        {"key": "sheng", "issuer": "https://id.example.gov.cn", "client": "baiying", "secret": "s", "name": "省认证"}
    ]
    visitor = Client()
    assert "省认证" not in visitor.get(reverse("accounts:log_in")).content.decode()
    assert visitor.post(reverse("unified:visits", args=["sheng"])).status_code == 404
    filed(city.city, begins="unified.log_in")
    assert "省认证" in visitor.get(reverse("accounts:log_in")).content.decode()
