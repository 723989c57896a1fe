"""After the consent is withdrawn the record rests: stored, not found, not opened; and the person knows who looked."""

from datetime import datetime

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.values.actor import Actor
from baiying.notices.models import Message
from baiying.people import actions, queries
from baiying.people.models import Consent, Person, Registration
from baiying.teams import queries as teams
from tests.people import world
from tests.people.world import Area

pytestmark = pytest.mark.django_db
PHONE = "19900000201"


@pytest.fixture
def volunteer(client: Client, area: Area) -> Person:
    world.register(client, area, phone=PHONE)
    return Person.objects.get()


def _rests_since(person: Person) -> datetime | None:
    since: datetime | None = Person.objects.values_list("rests_since", flat=True).get(pk=person.pk)
    return since


def _withdraw(client: Client) -> None:
    assert client.post("/mine/consents/volunteer_service/withdrawal/").status_code == 303


@pytest.mark.law("PIPL-15", "PIPL-47")
def test_who_withdrew_is_in_no_list_and_found_by_no_name_only_by_the_whole_number(
    client: Client, area: Area, volunteer: Person
) -> None:
    office = world.staff("county_office", area.county, "19900000304")
    assert "李小红</a>" in office.get("/desk/people/").content.decode()
    _withdraw(client)
    assert "李小红" not in office.get("/desk/people/").content.decode()
    assert "没有找到" in office.post("/desk/people/", {"q": "小红"}, follow=True).content.decode()
    assert (
        volunteer.public_id
        in office.post("/desk/people/", {"q": queries.id_number_of(volunteer)}, follow=True).content.decode()
    )


@pytest.mark.law("PIPL-15", "PIPL-47")
def test_its_record_says_that_it_rests_and_shows_nothing_else(client: Client, area: Area, volunteer: Person) -> None:
    _withdraw(client)
    clerk = world.staff("place_staff", area.township, "19900000302")
    page = clerk.get(f"/desk/people/{volunteer.public_id}/").content.decode()
    assert "已撤回同意" in page
    for hidden in ("李小红", volunteer.id_no_mask, volunteer.phone_mask, "记录并查看"):
        assert hidden not in page
    asked = {"what": "id_number", "reason": "核对一下资料"}
    answer = clerk.post(f"/desk/people/{volunteer.public_id}/reveals/", asked)
    assert answer.status_code == 409
    assert queries.id_number_of(volunteer) not in answer.content.decode()
    with pytest.raises(actions.AtRest):
        actions.reveal(person=volunteer, what="phone", reason="另一条路", actor=Actor(), at=clock.now())


def test_its_card_opens_nothing_and_its_team_no_longer_lists_it(client: Client, volunteer: Person) -> None:
    client.post("/mine/cards/")
    card = queries.card_of(volunteer.pk)
    assert card is not None
    body = builders.body(area=volunteer.residence)
    team, waits = builders.team(body), builders.team(body)
    builders.membership(team, volunteer)
    builders.membership(waits, volunteer, joined=False)
    assert [m.person_id for m in (*teams.members_of(team.pk), *teams.waiting_for([waits.pk]))] == [volunteer.pk] * 2
    _withdraw(client)
    assert queries.person_by_card(card.code) is None
    assert not [*teams.members_of(team.pk), *teams.waiting_for([waits.pk])]
    client.post("/mine/profile/rejoining/", world.AGREED)
    assert _rests_since(volunteer) is None
    assert [m.person_id for m in teams.members_of(team.pk)] == [volunteer.pk]


@pytest.mark.law("PIPL-15")
def test_who_has_no_phone_withdraws_and_comes_back_at_the_desk(client: Client, area: Area, volunteer: Person) -> None:
    clerk = world.staff("place_staff", area.township, "19900000302")
    record = f"/desk/people/{volunteer.public_id}/"
    unasked = clerk.post(f"{record}withdrawal/", {})
    assert unasked.status_code == 422
    assert "没有本人当面要求" in unasked.content.decode()
    for _ in range(2):
        assert clerk.post(f"{record}withdrawal/", {"asked": "on"}).status_code == 303
    assert _rests_since(volunteer) is not None
    assert Message.objects.filter(text__contains="按您当面的要求").exists()
    assert "没有本人当面同意" in clerk.post(f"{record}rejoining/", {}).content.decode()
    for _ in range(2):
        assert clerk.post(f"{record}rejoining/", {"consent": "on", "read": world.TEXT}).status_code == 303
    again = Registration.objects.get(ended_at__isnull=True)
    given = Consent.objects.filter(withdrawn_at__isnull=True)
    assert {(one.given_by, one.channel) for one in given} == {("on_site", "desk")}
    assert all(one.witness_id for one in given)
    assert again.volunteer_no in clerk.get(record).content.decode()


def test_a_desk_elsewhere_can_do_neither(client: Client, area: Area, volunteer: Person) -> None:
    stranger = world.staff("place_staff", area.other_county, "19900000305")
    for step, sent in (("withdrawal", {"asked": "on"}), ("rejoining", {"consent": "on", "read": world.TEXT})):
        assert stranger.post(f"/desk/people/{volunteer.public_id}/{step}/", sent).status_code == 404
    assert _rests_since(volunteer) is None


@pytest.mark.law("PIPL-44")
def test_the_person_reads_who_looked_at_the_numbers_and_why(client: Client, area: Area, volunteer: Person) -> None:
    assert "还没有工作人员查看过" in client.get("/mine/profile/").content.decode()
    clerk = world.staff("place_staff", area.township, "19900000302")
    asked = {"what": "id_number", "reason": "投保需要核对号码"}
    clerk.post(f"/desk/people/{volunteer.public_id}/reveals/", asked)
    page = client.get("/mine/profile/").content.decode()
    assert "查看了完整证件号码" in page
    assert "投保需要核对号码" in page
