"""Two units of one code entered at one moment."""

import pytest

from baiying.kit import clock
from baiying.teams import actions
from baiying.teams.models import Application, Body
from tests.activities.makers import OTHER_CREDIT_CODE, Town, account, actor, office
from tests.own_database import at_once

pytestmark = pytest.mark.race


def test_two_applications_with_one_code_accepted_at_once(own_database: str) -> None:
    town = Town()
    county = actor(office("county_office", town.county))
    said: set[str] = set()
    for turn in range(6):
        Body.objects.filter(credit_code=OTHER_CREDIT_CODE).update(closed_at=clock.now())
        rows = []
        for number in range(2):
            facts = {
                "kind": "legal_entity",
                "name": f"学校{turn}{number}",
                "credit_code": OTHER_CREDIT_CODE,
                "competent_unit": "局",
            }
            full = dict.fromkeys(
                ("consenting_name", "consenting_credit_code", "consenting_contact", "credit_code_note"), ""
            )
            rows.append(
                Application.objects.create(
                    form_id=f"f{turn}{number}",
                    account=account(f"申{turn}{number}"),
                    area=town.village,
                    said=full | facts,
                    asked_at=clock.now(),
                    sent_at=clock.now(),
                    due_on=clock.local_date(clock.now()),
                )
            )
        said |= set(
            at_once(
                *(
                    lambda pk=row.pk: actions.accept_application(
                        application_id=pk, shown_round=1, actor=county, at=clock.now()
                    )
                    for row in rows
                )
            )
        )
    assert said == {"done", "credit_code_taken"}
