"""What a volunteer lets strangers see, and who may ask the volunteer to join (R012): the own choice."""

from datetime import date

import pytest
from django.test import Client

from baiying.kit import clock
from baiying.kit.models import AuditEvent
from baiying.kit.values.actor import Actor
from baiying.people import actions, queries
from baiying.people.models import Person
from tests.people import world
from tests.people.world import Area

pytestmark = pytest.mark.django_db

PHONE = "19900000101"


def _edit(client: Client, **more: str) -> int:
    form = client.get("/mine/profile/edit/").context["form"]
    sent = {"categories": ["community"], "invited_by": "own", **more}
    hidden = {name: form.initial[name] for name in form.fields if name.startswith("shown")}
    return client.post("/mine/profile/edit/", {**hidden, **sent}).status_code


def test_the_name_is_closed_until_the_volunteer_opens_it(client: Client, area: Area) -> None:
    world.register(client, area, phone=PHONE)
    person = Person.objects.get()
    assert (person.name_public, person.invited_by) == (False, "area")
    today = clock.local_date(clock.now())
    assert queries.named_to_strangers([person.account_id or 0], today) == set()
    page = client.get("/mine/profile/edit/").content.decode()
    for words in ("只显示姓氏", "只有我加入过的单位", "谁都不要邀请我", "公众和别的志愿者都看不到"):
        assert words in page
    assert _edit(client, name_public="on", invited_by="nobody") == 303
    person.refresh_from_db()
    assert (person.name_public, person.invited_by) == (True, "nobody")
    assert queries.named_to_strangers([person.account_id or 0], today) == {person.account_id}
    assert queries.invite_choices([person.pk]) == {person.pk: "nobody"}
    changed = AuditEvent.objects.filter(action="ProfileChanged").order_by("id").last()
    assert changed is not None
    assert {"invited_by", "name_public"} <= set(changed.detail["fields"])
    assert "谁都不要邀请我" in client.get("/mine/profile/").content.decode()
    # Something that is no choice is said at the field, and nothing is written.
    assert _edit(client, invited_by="everybody") == 422
    person.refresh_from_db()
    assert person.invited_by == "nobody"


def test_a_child_is_named_to_no_stranger_whatever_was_ticked(client: Client, area: Area) -> None:
    world.register(
        client, area, phone=PHONE, number=world.id_number(world.born_years_ago(16)), guardian_phone="19900000199"
    )
    person = Person.objects.get()
    Person.objects.update(name_public=True)
    eighteen = date(person.birth_date.year + 18, person.birth_date.month, person.birth_date.day)
    assert queries.named_to_strangers([person.account_id or 0], clock.local_date(clock.now())) == set()
    assert queries.named_to_strangers([person.account_id or 0], eighteen) == {person.account_id}


def test_who_has_withdrawn_is_named_to_no_stranger_whatever_was_ticked(client: Client, area: Area) -> None:
    world.register(client, area, phone=PHONE)
    Person.objects.update(name_public=True)
    person, at = Person.objects.get(), clock.now()
    today, own = clock.local_date(at), Actor(account_id=person.account_id, person_id=person.pk)
    assert queries.named_to_strangers([person.account_id or 0], today) == {person.account_id}
    actions.withdraw_consent(person=person, purpose="volunteer_service", actor=own, at=at)
    assert queries.named_to_strangers([person.account_id or 0], today) == set()
