"""A case names nobody of another area, serves one use, and no year breaks it."""

from datetime import timedelta
from typing import Any

import pytest

from baiying.demo import builders
from baiying.kit import clock
from baiying.people import queries as people
from baiying.privacy import actions, jobs
from tests.hours.conftest import actor_of
from tests.privacy.test_leaks import LEAKS, _other_county, begun, said, step

pytestmark = pytest.mark.django_db


def test_the_letters_of_a_countys_case_name_nobody_of_another_county(client_as: Any, cast: Any) -> None:
    """The city adds whoever lives elsewhere to the county's case; the county prints the letters."""
    city, county = client_as("city"), client_as("county")
    elsewhere = builders.person("外县人", residence=_other_county(cast))
    assert county.get(f"/desk/people/{elsewhere.public_id}/").status_code == 404
    _row, page = begun(county)
    number = people.last_volunteer_no(elsewhere.pk)
    assert city.post(f"{page}numbers/", {"numbers": number}).status_code == 303
    assert city.post(f"{page}steps/", step("contain", "已下架", "s1")).status_code == 303
    # Nobody of the county is concerned: there is nobody to tell.
    assert city.post(f"{page}telling/").status_code == 409

    jobs.tell_breaches()
    papers = county.get(f"{page}papers/").content.decode()
    assert "外县人" not in papers
    assert number not in papers


def test_one_assessment_serves_one_use(client_as: Any, cast: Any) -> None:
    """Filed about an insurer; a second receiver, of another purpose, is entered by the same."""

    now, area_id = clock.now(), cast["county"].appointment.area_id
    by = {"actor": actor_of(cast["county"]), "at": now, "area_id": area_id}
    given = actions.AssessmentGiven("entrust", "甲保险公司投保", "投保", "合同要求", "泄露", "最少字段")
    filed = actions.file_assessment(given=given, source="a1", **by)
    today = clock.local_date(now)

    def enter(name: str, purpose: str, source: str) -> object:
        return actions.enter_receiver(
            given=actions.ReceiverGiven(
                name,
                "entrusted",
                "姓名、手机号",
                purpose,
                "合同",
                "客服",
                today,
                today + timedelta(days=30),
                filed.public_id,
            ),
            source=source,
            **by,
        )

    enter("甲保险公司", "投保", "r1")
    with pytest.raises(actions.AssessedForAnother):
        enter("乙广告公司", "推送", "r2")


def test_a_leak_found_in_the_year_one_breaks_no_workbench(client_as: Any, cast: Any) -> None:
    """08:05 before our era after the time zone: the row is written and cannot be read again."""

    city, county = client_as("city"), client_as("county")
    city.raise_request_exception = county.raise_request_exception = False
    assert city.get("/desk/").status_code == 200
    assert county.post(f"{LEAKS}new/", said(found_at="0001-01-01T00:00")).status_code in {303, 422}
    assert (city.get("/desk/").status_code, county.get("/desk/").status_code, county.get(LEAKS).status_code) == (
        200,
    ) * 3


def test_a_step_of_the_year_one_breaks_no_case(client_as: Any, cast: Any) -> None:
    county = client_as("county")
    county.raise_request_exception = False
    _row, page = begun(county)
    sent = {**step("contain", "已下架", "s1"), "done_at": "0001-01-01T00:00"}
    assert county.post(f"{page}steps/", sent).status_code in {303, 422}
    assert county.get(page).status_code == 200
