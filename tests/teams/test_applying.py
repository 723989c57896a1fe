"""A body applies to be entered: sent by who will administer it, sent back with remarks, decided (R020)."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from baiying.kit import clock
from baiying.kit.db.fields import new_public_id
from baiying.kit.models import AuditEvent
from baiying.notices.models import Message
from baiying.teams import actions, queries
from baiying.teams.models import Application, Body, Office
from tests.activities.makers import CREDIT_CODE, OTHER_CREDIT_CODE, Town, account, actor, log_in, office, volunteer
from tests.own_database import at_once

NEW = "/bodies/applications/new/"


def given(town: Town, **more: str) -> dict[str, str]:
    return {
        "kind": "internal_group", "name": "柳树村老年互助队", "consenting_name": "柳树村村民委员会",
        "consenting_credit_code": OTHER_CREDIT_CODE, "consenting_contact": "周敏 13900002222",
        "words": "每周给独居老人送饭", "area": town.village.public_id, "form_id": new_public_id(), **more,
    }  # fmt: skip


def applied(town: Town, client: Any, **more: str) -> Application:
    answer = client.post(NEW, given(town, **more))
    assert answer.status_code == 303
    return Application.objects.latest("id")


def applicant(town: Town) -> Any:
    person = volunteer("申请人", town.village)
    assert person.account is not None
    return log_in(person.account, person), person


def press(client: Any, row: Application, what: str, **more: str) -> Any:
    row.refresh_from_db()
    sent = {"round": str(row.round), **more}
    return client.post(f"/desk/applications/{row.public_id}/{what}/", sent)


@pytest.mark.django_db
def test_it_is_applied_for_reviewed_and_its_applicant_administers_it(town: Town) -> None:
    client, person = applicant(town)
    assert "/bodies/applications/" in client.get("/teams/").content.decode()
    assert "经社区或单位同意成立" in client.get(NEW).content.decode()
    asked = client.get(f"{NEW}?kind=internal_group").content.decode()
    assert 'name="consenting_name"' in asked
    assert 'name="competent_unit"' not in asked
    row = applied(town, client)
    assert "等主管部门答复" in client.get("/bodies/applications/").content.decode()
    county = log_in(office("county_office", town.county))
    assert "等答复的登记申请" in county.get("/desk/").content.decode()
    page = county.get(f"/desk/applications/{row.public_id}/").content.decode()
    for words in ("柳树村老年互助队", "柳树村村民委员会", OTHER_CREDIT_CODE, "每周给独居老人送饭", "申请人"):
        assert words in page
    for stranger in (log_in(account("外人")), log_in(office("county_office", town.other_county)), client):
        assert stranger.get(f"/desk/applications/{row.public_id}/").status_code == 404
        assert press(stranger, row, "approval").status_code == 404
    assert log_in(account("外人")).get(f"/bodies/applications/{row.public_id}/").status_code == 404
    assert not Body.objects.filter(name=row.name).exists()
    for _twice in range(2):
        assert press(county, row, "approval").status_code == 303
    body = Body.objects.get(name="柳树村老年互助队")
    held = Office.objects.get(body=body)
    assert (held.account_id, held.kind, held.accepted_because) == (person.account_id, "unit_admin", "own")
    assert queries.admins_of_body(body.pk, clock.now()) == [person.account_id]
    assert client.get(f"/desk/teams/bodies/{body.public_id}/teams/").status_code == 200
    assert Message.objects.filter(kind="body_application_decided", inbox=person.public_id).count() == 1
    assert AuditEvent.objects.filter(action="ApplicationAccepted").count() == 1


@pytest.mark.django_db
def test_it_comes_back_with_remarks_at_the_field_and_nothing_typed_is_lost(town: Town) -> None:
    client, person = applicant(town)
    row = applied(town, client)
    county = log_in(office("county_office", town.county))
    url = f"/desk/applications/{row.public_id}/remarks/"
    assert "柳树村村民委员会" in county.get(url).content.decode()
    empty = press(county, row, "remarks", name=" ")
    assert empty.status_code == 422
    assert "请至少在一项旁边写明" in empty.content.decode()
    for _twice in range(2):
        assert press(county, row, "remarks", name="名称里要写明是哪个村的", area="请选到村").status_code == 303
    assert Message.objects.filter(kind="body_application_returned", inbox=person.public_id).count() == 1
    assert "等答复的登记申请" not in county.get("/desk/").content.decode()
    late = county.post(f"/desk/applications/{row.public_id}/approval/", {"round": "1"}, follow=True)
    assert "已经退回" in late.content.decode()
    edit = f"/bodies/applications/{row.public_id}/edit/"
    page = client.get(edit).content.decode()
    for words in ("名称里要写明是哪个村的", "请选到村", "柳树村村民委员会", "每周给独居老人送饭", OTHER_CREDIT_CODE):
        assert words in page
    short = client.post(edit, given(town, name="", words="新写的话", round="1"))
    assert short.status_code == 422
    assert "新写的话" in short.content.decode()
    mended = given(town, name="东区柳树村老年互助队", round="1")
    for _twice in range(2):
        assert client.post(edit, mended).status_code == 303
    row.refresh_from_db()
    assert (row.round, row.returned_at) == (2, None)
    said = county.get(f"/desk/applications/{row.public_id}/").content.decode()
    assert "退回以前写的是：柳树村老年互助队" in said
    # Who still looks at the first round decides nothing.
    old = county.post(f"/desk/applications/{row.public_id}/approval/", {"round": "1"}, follow=True)
    assert "申请刚刚又提交了一次" in old.content.decode()
    assert press(county, row, "approval").status_code == 303
    assert Body.objects.filter(name="东区柳树村老年互助队").count() == 1


@pytest.mark.django_db
def test_it_is_refused_with_a_reason_or_taken_back(town: Town) -> None:
    client, person = applicant(town)
    county = log_in(office("county_office", town.county))
    first, second = applied(town, client), applied(town, client, name="第二个")
    assert press(county, first, "refusal", reason="").status_code == 422
    for _twice in range(2):
        assert press(county, first, "refusal", reason="村委会没有同意").status_code == 303
    assert "村委会没有同意" in client.get(f"/bodies/applications/{first.public_id}/").content.decode()
    assert Message.objects.filter(kind="body_application_decided", inbox=person.public_id).count() == 1
    taken = f"/bodies/applications/{second.public_id}/withdrawal/"
    assert client.get(taken).status_code == 200
    for _twice in range(2):
        assert client.post(taken).status_code == 303
    gone = county.post(f"/desk/applications/{second.public_id}/approval/", {"round": "1"}, follow=True)
    assert "已经处理过了" in gone.content.decode()
    assert not Body.objects.filter(name__in=[first.name, second.name]).exists()


@pytest.mark.django_db
def test_a_code_that_is_entered_already_is_said_at_its_field(town: Town) -> None:
    client, _person = applicant(town)
    answer = client.post(NEW, given(town, kind="registered", credit_code=CREDIT_CODE, competent_unit="东区民政局"))
    assert answer.status_code == 422
    assert "已经登记过一家单位" in answer.content.decode()
    assert "柳树村老年互助队" in answer.content.decode()


@pytest.mark.django_db
def test_one_form_is_one_application_and_a_day_has_its_limit(town: Town) -> None:
    client, _person = applicant(town)
    sent = given(town)
    assert [client.post(NEW, sent).status_code for _press in range(2)] == [303, 303]
    assert Application.objects.count() == 1
    said = [client.post(NEW, given(town)) for _more in range(5)]
    assert [one.status_code for one in said[:4]] == [303] * 4
    assert "今天提交的登记申请太多了" in said[4].content.decode()
    assert "每周给独居老人送饭" in said[4].content.decode()


@pytest.mark.django_db
def test_nobody_reviews_the_own_application(town: Town) -> None:
    who = office("county_office", town.county)
    client = log_in(who)
    row = applied(town, client)
    assert client.get(f"/desk/applications/{row.public_id}/").status_code == 404
    by: dict[str, Any] = {"application_id": row.pk, "shown_round": 1, "actor": actor(who), "at": clock.now()}
    for press_it in (
        lambda: actions.accept_application(**by),
        lambda: actions.refuse_application(reason="不", **by),
        lambda: actions.return_application(remarks={"name": "改"}, **by),
    ):
        with pytest.raises(actions.OwnApplication):
            press_it()


@pytest.mark.django_db
def test_the_database_keeps_it_whole(town: Town) -> None:
    client, _person = applicant(town)
    row = applied(town, client)
    for bad in ({"outcome": "accepted"}, {"outcome": "refused"}, {"returned_at": clock.now()}, {"body": town.body}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Application.objects.filter(pk=row.pk).update(**({"decided_at": clock.now()} | bad))


@pytest.mark.race
def test_two_offices_in_one_second_make_one_body(own_database: str) -> None:
    town = Town()
    client, person = applicant(town)
    row = applied(town, client)
    one, other = (actor(office("county_office", town.county)) for _ in range(2))
    by: dict[str, Any] = {"application_id": row.pk, "shown_round": 1, "at": clock.now()}
    said = at_once(
        lambda: actions.accept_application(actor=one, **by),
        lambda: actions.refuse_application(reason="不同意", actor=other, **by),
    )
    assert sorted(said) == ["application_decided", "done"]
    row.refresh_from_db()
    assert Office.objects.filter(account=person.account).count() == (row.outcome == "accepted")
