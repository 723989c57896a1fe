"""My copy: all about me, nobody else in it, fetched with a fresh code, gone after days (U18, U21)."""

import io
import json
import re
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from baiying.accounts.models import Identity
from baiying.demo import builders
from baiying.kit import clock, rooms
from baiying.kit.models import AuditEvent, Taken
from baiying.notices import actions as notices
from baiying.notices.models import Message
from baiying.people import queries as people
from baiying.people.models import Guardianship, Person
from baiying.privacy import actions, jobs, queries
from baiying.privacy.models import Copy, Way
from tests.cast import log_in
from tests.hours.conftest import actor_of, morning_at
from tests.people import world
from tests.people.test_guardian_cases import agreed
from tests.people.test_guardians import FATHER

pytestmark = pytest.mark.django_db
OWN = "/mine/data/"


def ask(client: Client) -> Copy:
    answer = client.post("/mine/data/copies/")
    assert answer.status_code == 303
    row = Copy.objects.latest("id")
    assert answer["Location"] == f"{OWN}copies/{row.public_id}/"
    return row


def made(client: Client) -> Copy:
    row = ask(client)
    jobs.make_copy(row.pk)
    row.refresh_from_db()
    return row


def fetch(client: Client, row: Copy, phone: str, *, as_file: bool = True) -> Any:
    client.post(f"{OWN}copies/{row.public_id}/codes/")
    typed = {"code": world.code_for(phone), "as": "file" if as_file else "page"}
    return client.post(f"{OWN}copies/{row.public_id}/", typed)


def content(answer: Any) -> dict[str, Any]:
    assert answer.status_code == 200, answer.content.decode()
    found: dict[str, Any] = json.loads(zipfile.ZipFile(io.BytesIO(answer.content)).read("copy.json"))
    return found


def section(found: dict[str, Any], key: str) -> list[dict[str, Any]]:
    return next(one["rows"] for one in found["sections"] if one["key"] == key)


@pytest.mark.law("PIPL-44")
def test_u18_all_about_me_stands_in_my_copy_and_nobody_else_does(cast: Any, client_as: Any) -> None:
    me, client = cast["volunteer"], client_as("volunteer")
    for n in range(40):
        builders.membership(cast["leader"].team, builders.person(f"队友{n}", residence=me.person.residence))
    morning_at(cast, builders.NOW)
    builders.entry(me.person, minutes=90)
    builders.complaint(me.person.residence)
    for n in range(70):
        notices.write(kind="registered", text=f"第{n}条消息", at=builders.NOW, inbox=me.person.public_id)
    office = log_in(cast["county"])
    office.get(f"/desk/people/{me.person.public_id}/")
    asked = {"what": "phone", "reason": "通知改了集合地点"}
    office.post(f"/desk/people/{me.person.public_id}/reveals/", asked)
    found = content(fetch(client, made(client), me.phone))
    facts = section(found, "people.facts")[0]
    assert facts["id_number"] == people.id_number_of(me.person)
    assert facts["phone"] == me.phone
    # In words that people read, not in codes of ours.
    assert facts["id_type"] == "居民身份证"
    coded = re.compile(r"[a-z]+(?:_[a-z0-9]+)+|self|desk|web|ready|citizen")
    people_sections = [one for one in found["sections"] if one["key"].startswith(("people.", "privacy."))]
    values = [value for one in people_sections for row in one["rows"] for value in row.values()]
    assert not [value for value in values if isinstance(value, str) and coded.fullmatch(value)]
    assert len([one for one in section(found, "notices.messages") if "条消息" in one["text"]]) == 70
    assert section(found, "hours.entries")[0]["minutes"] == 90
    assert section(found, "activities.signups")[0]["activity"] == "周末陪伴失能老人"
    assert section(found, "teams.memberships")[0]["team"] == cast["leader"].team.name
    looks = section(found, "privacy.looks")
    assert {("县级主管", "通知改了集合地点"), ("县级主管", "")} <= {(one["role"], one["reason"]) for one in looks}
    text = json.dumps(found, ensure_ascii=False)
    assert not [name for name in ("队友", "周敏", "马红霞", cast["minor"].part.name) if name in text]
    assert all(one["what"] and one["why"] for one in found["left_out"])
    assert len(found["left_out"]) > 8


def test_u18_every_table_that_names_a_person_is_in_the_copy_or_left_out_with_a_reason(cast: Any) -> None:
    keys = {
        one["key"]
        for one in queries.gather(queries.whose(cast["volunteer"].person.pk), guardian=False, at=clock.now())[
            "sections"
        ]
    }
    for name, room in rooms.brought().items():
        copied = {one.column: one for one in (rooms.called(room.copied) if room.copied else ())}
        assert set(copied) == {one.column for one in room.names_person}, f"{name}: copying.py (COPIED)"
        wrong = [
            c for c, one in copied.items() if (one.section not in keys if one.section else not (one.what and one.why))
        ]
        assert not wrong, f"{name}: {wrong}"


def test_u18_a_guardian_gets_the_wards_copy_without_the_other_ward_or_the_other_parent(
    client: Client, area: Any
) -> None:
    _registration, row, guardian = agreed(client, area)
    mother = Guardianship.objects.get(pk=row.pk)
    mother.pk, mother.public_id, mother.guardian_name, mother.phone_mask = (
        None,
        "motherofward",
        "赵秀兰花",
        "199****0231",
    )
    mother.guardian_account = None
    mother.save(force_insert=True)
    builders.person("程小弟弟", residence=area.village, guardian=row.guardian_account)
    guardian.post("/acting/person/", {"person": row.ward.public_id})
    answer = guardian.get(OWN)
    assert answer.status_code == 200, answer
    found = content(fetch(guardian, made(guardian), FATHER))
    assert section(found, "people.facts")[0]["name"] == row.ward.name
    text = json.dumps(found, ensure_ascii=False)
    assert not [one for one in ("程小弟弟", "赵秀兰花", "199****0231", "complaints.own", "privacy.acts") if one in text]
    assert any("另一位监护人" in one["what"] for one in found["left_out"])
    told = Message.objects.filter(inbox=row.ward.public_id, kind="privacy.copy_asked")
    assert told.exists()


def test_u21_who_is_eighteen_by_then_is_handed_to_no_guardian(client: Client, area: Any) -> None:
    _registration, row, guardian = agreed(client, area)
    guardian.post("/acting/person/", {"person": row.ward.public_id})
    copy = made(guardian)
    guardian.post(f"{OWN}copies/{copy.public_id}/codes/")
    code = world.code_for(FATHER)
    Person.objects.filter(pk=row.ward_id).update(birth_date=world.born_years_ago(18))
    answer = guardian.post(f"{OWN}copies/{copy.public_id}/", {"code": code, "as": "file"})
    assert answer.status_code in {404, 409}
    assert "已成年" in answer.content.decode() or answer.status_code == 404
    assert not AuditEvent.objects.filter(action="CopyHandedOver").exists()


def test_a_code_serves_for_one_handing_over_and_each_is_written_down(cast: Any, client_as: Any) -> None:
    me, client = cast["volunteer"], client_as("volunteer")
    row = made(client)
    assert fetch(client, row, me.phone).status_code == 200
    again = client.post(f"{OWN}copies/{row.public_id}/", {"code": world.code_for(me.phone), "as": "file"})
    assert again.status_code != 200 or b"copy.json" not in again.content
    page = fetch(client, row, me.phone, as_file=False)
    assert people.id_number_of(me.person) in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    row.refresh_from_db()
    assert row.fetched == 2
    assert AuditEvent.objects.filter(action="CopyHandedOver").count() == 2
    assert Taken.objects.filter(key="privacy.copy").count() == 1
    assert client.post(f"{OWN}copies/{row.public_id}/", {"code": "000000", "as": "file"}).status_code == 422


def test_asking_again_gives_the_same_and_nobody_else_fetches_it(cast: Any, client_as: Any) -> None:
    client = client_as("volunteer")
    row = ask(client)
    assert "正在做" in client.get(f"{OWN}copies/{row.public_id}/").content.decode()
    assert ask(client) == row
    jobs.make_copy(row.pk)
    jobs.make_copy(row.pk)
    assert ask(client) == row
    assert Copy.objects.count() == 1
    assert client_as("stranger").get(f"{OWN}copies/{row.public_id}/").status_code == 404
    assert client_as("county").get(f"{OWN}copies/{row.public_id}/").status_code == 404
    assert client.post(f"{OWN}copies/{row.public_id}/removal/").status_code == 303
    assert client.post(f"{OWN}copies/{row.public_id}/removal/").status_code == 303
    row.refresh_from_db()
    assert row.content_sealed is None
    assert AuditEvent.objects.filter(action="CopyDropped").count() == 1
    assert ask(client) != row


def test_u18_on_the_eighth_day_the_link_is_dead_and_the_file_gone(cast: Any, client_as: Any) -> None:
    client, at = client_as("volunteer"), clock.now()
    row = made(client)
    actor = actor_of(cast["volunteer"])
    until = row.made_at + timedelta(days=7)
    assert (row.until, queries.state_of(row, until - timedelta(seconds=1)), queries.state_of(row, until)) == (
        until, "ready", "over",
    )  # fmt: skip
    with pytest.raises(actions.CopyIsOver):
        actions.hand_over(copy_id=row.pk, form="file", actor=actor, at=at + timedelta(days=8))
    assert actions.empty_old(at=at + timedelta(days=8)) == 1
    assert "已删除" in client.get(f"{OWN}copies/{row.public_id}/").content.decode()


def test_the_copy_lies_sealed(cast: Any, client_as: Any) -> None:
    row = made(client_as("volunteer"))
    box = bytes(row.content_sealed)
    assert cast["volunteer"].part.name.encode() not in box
    assert people.id_number_of(cast["volunteer"].person).encode() not in box


def test_u18_at_the_desk_it_takes_a_reason_and_the_document_each_time(cast: Any, client_as: Any) -> None:
    me, clerk = cast["volunteer"], client_as("clerk")
    page, end = f"/desk/people/{me.person.public_id}/data/", people.id_number_of(me.person)[-6:]
    assert "副本和注销" in clerk.get(f"/desk/people/{me.person.public_id}/").content.decode()
    assert clerk.post(page, {"last_six": end, "reason": ""}).status_code == 422
    assert clerk.post(page, {"last_six": "000000", "reason": "没有手机"}).status_code == 422
    assert clerk.post(page, {"last_six": end, "reason": "没有手机"}).status_code == 303
    row = Copy.objects.get()
    assert (row.way, row.reason) == (Way.DESK, "没有手机")
    jobs.make_copy(row.pk)
    assert clerk.post(f"{page}prints/", {"last_six": "000000"}).status_code == 422
    assert clerk.get(f"{OWN}copies/{row.public_id}/").status_code == 404
    printed = clerk.post(f"{page}prints/", {"last_six": end})
    assert me.part.name in printed.content.decode()
    said = AuditEvent.objects.get(action="CopyHandedOver")
    assert (said.detail["reason"], said.detail["way"], said.role) == ("没有手机", "desk", "place_staff")
    assert clerk.post(f"{page}removal/").status_code == 303
    assert Message.objects.filter(inbox=me.person.public_id, kind="privacy.copy_asked").exists()
    assert client_as("stranger").get(page).status_code in {403, 404}


def test_who_has_no_phone_is_sent_to_the_desk(cast: Any, client_as: Any) -> None:
    client = client_as("volunteer")
    row = made(client)
    Identity.objects.filter(account=cast["volunteer"].account).update(ended_at=clock.now())
    assert "带证件到实践站" in client.get(f"{OWN}copies/{row.public_id}/").content.decode()


def test_what_was_asked_and_lost_is_made_an_hour_later(cast: Any, client_as: Any) -> None:
    row = ask(client_as("volunteer"))
    assert actions.make_missed(at=row.asked_at + timedelta(minutes=59)) == 0
    assert actions.make_missed(at=row.asked_at + timedelta(minutes=61)) == 1
