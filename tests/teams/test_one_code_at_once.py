"""Two units of one code entered at one moment."""

import threading
from typing import Any

import pytest
from django.db import connection

from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.teams import actions
from baiying.teams.models import Application, Body
from tests.activities.makers import OTHER_CREDIT_CODE, Town, account, actor, office

pytestmark = pytest.mark.race


def at_once(*works: Any) -> list[str]:
    barrier, said = threading.Barrier(len(works)), [""] * len(works)

    def one(number: int) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=30)
            works[number]()
            said[number] = "ok"
        except Refused as refusal:
            said[number] = refusal.code
        except Exception as error:
            said[number] = f"ERROR {type(error).__name__} {str(error)[:80]}"
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(n,)) for n in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


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
    assert not [one for one in said if one.startswith("ERROR")], said
