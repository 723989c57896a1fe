"""Credit codes as bodies really have them (cases F19, F20)."""

import pytest

from baiying.kit import clock
from baiying.kit.models import AuditEvent
from baiying.teams import actions, rules
from baiying.teams.actions import refusals
from baiying.teams.models import Body
from tests.activities.makers import Town, actor, log_in, office
from tests.teams.test_pages import body_data

REAL = "91350203M0001QKT19"


def test_f19_a_code_that_does_not_check_is_taken_with_what_was_compared(town: Town) -> None:
    browser = log_in(office("county_office", town.county))
    assert 'name="credit_code_note"' not in browser.get("/desk/teams/bodies/").content.decode()
    first = browser.post("/desk/teams/bodies/", body_data(credit_code=REAL))
    assert first.status_code == 422
    assert 'name="credit_code_note"' in first.content.decode()
    assert not Body.objects.filter(credit_code=REAL).exists()
    said = "已看营业执照正本"
    assert browser.post("/desk/teams/bodies/", body_data(credit_code=REAL, credit_code_note=said)).status_code == 303
    body = Body.objects.get(credit_code=REAL)
    assert body.credit_code_note == said
    url = f"/desk/teams/bodies/{body.public_id}/edit/"
    assert said in browser.get(url).content.decode()
    data = body_data(name="东区图书总馆", credit_code=REAL, credit_code_note=said, area=town.county.public_id)
    assert browser.post(url, data).status_code == 303
    assert AuditEvent.objects.filter(action="BodyAmended", subject_id=body.pk).exists()


def test_f19_the_note_goes_when_the_code_checks(town: Town) -> None:
    browser = log_in(office("county_office", town.county))
    browser.post("/desk/teams/bodies/", body_data(credit_code_note="多余的话"))
    assert Body.objects.get(name="东区图书馆").credit_code_note == ""


def test_f19_no_action_records_an_unexplained_code(town: Town) -> None:
    facts = rules.BodyFacts("legal_entity", "东区图书馆", REAL, "东区文旅局")
    who = actor(office("county_office", town.county))
    with pytest.raises(refusals.BodyIncomplete):
        actions.create_body(body=facts, area_id=town.county.pk, actor=who, at=clock.now())


def test_f20_the_number_of_a_person_is_no_credit_code_whatever_is_written_beside(town: Town) -> None:
    browser = log_in(office("county_office", town.county))
    answer = browser.post(
        "/desk/teams/bodies/", body_data(credit_code="429988198709080189", credit_code_note="就是这样")
    )
    assert answer.status_code == 422
    assert "身份证号" in answer.content.decode()
    assert Body.objects.count() == 1
