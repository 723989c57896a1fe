"""The page of an invitation, its copies, its strangers; and how it leads through the ordinary registration."""

from datetime import date

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.kit import clock
from baiying.people.models import Guardianship, Person, Registration
from baiying.rosters import actions, keeping
from baiying.rosters.models import Invitation
from baiying.rosters.rules import inviting
from tests.cast import log_in
from tests.hours.conftest import actor_of
from tests.people.world import AGREED, code_for
from tests.rosters.makers import School, number_of

pytestmark = pytest.mark.django_db

PHONE, BORN_ADULT = "13900000001", date(1990, 5, 4)


def invited(school: School, *, born: date = BORN_ADULT) -> Invitation:
    school.sent([["刘小宝", number_of(5, born), "三年级1班", PHONE]])
    return Invitation.objects.get()


def here(row: Invitation, more: str = "") -> str:
    return f"/invitations/{row.public_id}/{more}"


def prove(client: Client, row: Invitation, phone: str = PHONE) -> None:
    assert client.post(here(row, "codes/")).status_code == 303
    answer = client.post(here(row), {"code": code_for(phone)})
    assert answer.status_code == 303, answer.content.decode()


def walk(client: Client, school: School, *, name: str, number: str, guardian: str = "") -> str:
    """From the registration's first step to its end; where it stops."""
    village = school.city.villages[0].public_id
    assert client.get("/register/")["Location"] == "/register/area/"
    client.post("/register/area/", {"residence": village, "service": village})
    answer = client.post("/register/name/", {"name": name, "id_number": number})
    if answer.status_code != 303:
        return answer.content.decode()
    if answer["Location"] == "/register/guardian/":
        given = {"guardian_name": "刘大山", "relation": "father", "guardian_phone": guardian}
        answer = client.post("/register/guardian/", given)
        if answer.status_code != 303:
            return answer.content.decode()
    client.post("/register/interests/", {"categories": ["community"]})
    answer = client.post("/register/consent/", AGREED)
    return answer["Location"] if answer.status_code == 303 else answer.content.decode()


def test_u08_opening_tells_strangers_nothing_and_changes_nothing(school: School) -> None:
    row = invited(school)
    before = Invitation.objects.values().get(pk=row.pk)
    for _ in range(20):
        page = Client().get(here(row)).content.decode()
        assert "刘*宝" in page
        assert school.body.name in page
        for secret in ("刘小宝", "三年级", PHONE, "0001", number_of(5, BORN_ADULT), "去注册"):
            assert secret not in page
    assert Invitation.objects.values().get(pk=row.pk) == before


def test_u08_a_stranger_gets_nowhere_and_the_invitation_stays_open(school: School) -> None:
    row = invited(school)
    stranger = Client()
    assert stranger.post(here(row, "registration/"))["Location"] == here(row)
    stranger.post(here(row, "codes/"))
    answer = stranger.post(here(row), {"code": "000000"})
    assert answer.status_code == 422
    answer = stranger.post(here(row, "slip/"), {"word": "abcdefghj", "end": "123456"})
    assert answer.status_code == 422
    assert "不是给您的邀请" in answer.content.decode()
    stranger.post(here(row, "refusal/"))
    row.refresh_from_db()
    assert (row.accepted_at, row.declined_at, row.withdrawn_at) == (None, None, None)
    # Somebody logged in by another phone reads whose it is not.
    assert "您登录的账号不是名册上的号码" in log_in(school.cast["volunteer"]).get(here(row)).content.decode()


def test_u08_who_registers_as_somebody_else_leaves_the_invitation_open(school: School) -> None:
    row = invited(school)
    client = Client()
    prove(client, row)
    client.post(here(row, "registration/"))
    assert walk(client, school, name="赵外人", number=number_of(9, BORN_ADULT)) == "/register/done/"
    row.refresh_from_db()
    assert row.accepted_at is None
    assert Registration.objects.filter(person__name="赵外人").exists()


def test_a_grown_up_accepts_by_the_code_and_the_ordinary_registration(school: School) -> None:
    row = invited(school)
    client = Client()
    prove(client, row)
    page = client.get(here(row)).content.decode()
    assert "去注册" in page
    assert client.post(here(row, "registration/"))["Location"] == "/register/"
    village = school.city.villages[0].public_id
    client.get("/register/")
    client.post("/register/area/", {"residence": village, "service": village})
    named = client.get("/register/name/").content.decode()
    assert 'value="刘小宝"' in named
    # The number is typed by whoever registers: a wrong telephone on a roster must not show it.
    assert number_of(5, BORN_ADULT) not in named
    assert walk_on(client, school) == "/register/done/"
    row.refresh_from_db()
    assert row.person is not None
    assert row.person.name == "刘小宝"
    assert row.accepted_at is not None


def walk_on(client: Client, school: School) -> str:
    client.post("/register/name/", {"name": "刘小宝", "id_number": number_of(5, BORN_ADULT)})
    client.post("/register/interests/", {"categories": ["community"]})
    answer = client.post("/register/consent/", AGREED)
    return answer["Location"] if answer.status_code == 303 else answer.content.decode()


def test_u09_every_copy_is_one_invitation_until_the_first_acceptance(school: School) -> None:
    row = invited(school)
    slips = f"/desk/rosters/{row.roster.public_id}/slips/"
    monday = school.clerk.get(slips).content.decode()
    actions.text(roster_id=row.roster_id, at=clock.now())
    thursday = school.clerk.get(slips).content.decode()
    word, _line = keeping.who_of(Invitation.objects.get(pk=row.pk))
    assert inviting.spaced(word) in monday
    assert inviting.spaced(word) in thursday
    friday = Client()
    answer = friday.post(here(row, "slip/"), {"word": word.upper(), "end": number_of(5, BORN_ADULT)[-6:]})
    assert answer.status_code == 303
    friday.post(here(row, "registration/"))
    friday.post("/register/", {"phone": "13900000055"})
    friday.post("/log-in/code/", {"code": code_for("13900000055")})
    assert walk(friday, school, name="刘小宝", number=number_of(5, BORN_ADULT)) == "/register/done/"
    # Whoever holds a copy alone reads nothing of it; the phone of the roster does, and cannot register again.
    stranger = Client()
    assert "这份邀请已于" not in stranger.get(here(row)).content.decode()
    prove(stranger, row)
    saturday = stranger.get(here(row)).content.decode()
    assert "这份邀请已于" in saturday
    assert "/log-in/" in saturday
    assert "去注册" not in saturday
    assert Person.objects.filter(name="刘小宝").count() == 1


def test_u09_after_withdrawal_all_copies_say_the_same(school: School) -> None:
    row = invited(school)
    school.clerk.post(f"/desk/rosters/{row.roster.public_id}/undoing/")
    page = Client().get(here(row)).content.decode()
    assert "已经收回或者过期" in page
    assert "刘*宝" not in page
    word, _line = keeping.who_of(Invitation.objects.get(pk=row.pk))
    answer = Client().post(here(row, "slip/"), {"word": word, "end": number_of(5, BORN_ADULT)[-6:]})
    assert "已经收回或者过期" in answer.content.decode()
    copies = school.clerk.get(f"/desk/rosters/{row.roster.public_id}/slips/")
    assert (copies.status_code, copies["Location"]) == (303, f"/desk/rosters/{row.roster.public_id}/")


def test_the_word_of_a_slip_is_tried_a_few_times_an_hour(school: School) -> None:
    row = invited(school)
    word, _line = keeping.who_of(row)
    for _ in range(5):
        Client().post(here(row, "slip/"), {"word": word, "end": "000000"})
    answer = Client().post(here(row, "slip/"), {"word": word, "end": number_of(5, BORN_ADULT)[-6:]})
    assert answer.status_code == 422
    assert "试的次数太多" in answer.content.decode()


def test_declining_is_short_neutral_and_may_be_changed(school: School) -> None:
    row = invited(school)
    client = Client()
    prove(client, row)
    client.post(here(row, "refusal/"))
    client.post(here(row, "refusal/"))
    row.refresh_from_db()
    assert row.declined_at is not None
    page = client.get(here(row)).content.decode()
    assert "改变主意的话，现在也可以接着注册" in page
    # Whoever holds another copy reads nothing of it.
    assert "您选了不参加" not in Client().get(here(row)).content.decode()
    client.post(here(row, "registration/"))
    assert walk(client, school, name="刘小宝", number=number_of(5, BORN_ADULT)) == "/register/done/"
    row.refresh_from_db()
    assert (row.declined_at, row.person is not None) == (None, True)


def test_a_minor_goes_through_the_guardians_own_consent(school: School) -> None:
    """The guardian's phone was on the roster: the child's is proven too, and the guardian is asked on the own phone."""
    born = date(clock.local_date(clock.now()).year - 15, 1, 1)
    row = invited(school, born=born)
    word, _line = keeping.who_of(row)
    child = Client()
    child.post(here(row, "slip/"), {"word": word, "end": number_of(5, born)[-6:]})
    child.post(here(row, "registration/"))
    child.post("/register/", {"phone": "13900000066"})
    child.post("/log-in/code/", {"code": code_for("13900000066")})
    village = school.city.villages[0].public_id
    child.get("/register/")
    child.post("/register/area/", {"residence": village, "service": village})
    child.post("/register/name/", {"name": "刘小宝", "id_number": number_of(5, born)})
    assert f'value="{PHONE}"' in child.get("/register/guardian/").content.decode()
    assert walk_guardian(child) == "/register/done/"
    row.refresh_from_db()
    registration = Registration.objects.get(person=row.person)
    assert registration.needs_guardian
    assert registration.guardian_ok_at is None
    assert Guardianship.objects.get(ward=row.person).agreed_at is None


def walk_guardian(client: Client) -> str:
    client.post("/register/guardian/", {"guardian_name": "刘大山", "relation": "father", "guardian_phone": PHONE})
    client.post("/register/interests/", {"categories": ["community"]})
    answer = client.post("/register/consent/", AGREED)
    return answer["Location"] if answer.status_code == 303 else answer.content.decode()


def test_two_of_a_family_one_after_the_other_make_one_child(school: School) -> None:
    row = invited(school)
    first, second = Client(), Client()
    for client in (first, second):
        prove(client, row)
        client.post(here(row, "registration/"))
    assert walk(first, school, name="刘小宝", number=number_of(5, BORN_ADULT)) == "/register/done/"
    stopped = second.get("/register/", follow=True)
    assert stopped.status_code == 200
    assert Person.objects.filter(name="刘小宝").count() == 1


def test_a_line_without_number_is_accepted_once_whatever_numbers_are_typed(school: School) -> None:
    school.sent([["刘小宝", "", "1班", PHONE]])
    row = Invitation.objects.get()
    assert Client().get(here(row)).status_code == 200
    person = builders.person("刘小宝", residence=school.city.villages[0])
    other = builders.person("刘小宝", residence=school.city.villages[0])
    actions.take_brought(row.public_id, person.pk, actor_of(school.cast["volunteer"]), clock.now())
    with pytest.raises(actions.InvitationTaken):
        actions.take_brought(row.public_id, other.pk, actor_of(school.cast["volunteer"]), clock.now())
    row.refresh_from_db()
    assert row.person_id == person.pk


def test_who_came_by_an_invitation_reads_the_oath_once_too(school: School) -> None:
    row, client = invited(school), Client()
    prove(client, row)
    client.post(here(row, "registration/"))
    assert walk(client, school, name="刘小宝", number=number_of(5, BORN_ADULT)) == "/register/done/"
    page = client.get("/register/done/").content.decode()
    assert "我宣誓" in page
    assert "以后再说" in page


def test_brothers_and_sisters_are_on_the_page_after_one_code(school: School) -> None:
    school.sent(
        [["刘小宝", number_of(5, BORN_ADULT), "1班", PHONE], ["刘小贝", number_of(6, BORN_ADULT), "2班", PHONE]]
    )
    row, other = Invitation.objects.order_by("line")
    client = Client()
    assert "刘*贝" not in client.get(here(row)).content.decode()
    prove(client, row)
    page = client.get(here(row)).content.decode()
    assert "刘*贝" in page
    assert "去注册" in client.get(here(other)).content.decode()
    client.post(here(other, "refusal/"))
    row.refresh_from_db()
    other.refresh_from_db()
    assert (row.declined_at, other.declined_at is not None) == (None, True)


def test_a_volunteer_who_is_asked_to_the_team_accepts_by_one_press(school: School) -> None:
    member = school.cast["volunteer"]
    team = school.cast["leader"].team
    row = school.brought([["林晓雨", "", "1班", PHONE]])
    type(row).objects.filter(pk=row.pk).update(team=team)
    school.send(row)
    invitation = Invitation.objects.get()
    client = log_in(member)
    assert "您已经是志愿者" in client.get(here(invitation)).content.decode()
    assert client.post(here(invitation, "acceptance/"))["Location"] == f"/teams/{team.public_id}/"
    client.post(here(invitation, "acceptance/"))
    invitation.refresh_from_db()
    assert invitation.person_id == member.person.pk
    # Nobody else takes it by the address.
    other = log_in(school.cast["stranger"])
    other.post(here(invitation, "acceptance/"))
    invitation.refresh_from_db()
    assert invitation.person_id == member.person.pk
