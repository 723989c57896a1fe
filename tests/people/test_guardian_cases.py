"""What guardians met: the cases F06 and F31 of the field, and P3 of the phone's review."""

import pytest
from django.test import Client

from baiying.kit import clock
from baiying.kit.values.actor import Actor
from baiying.people import actions, queries
from baiying.people.models import Consent, Guardianship, Person, Registration
from baiying.people.rules import GuardianAsked
from tests.people import world
from tests.people.test_guardians import FATHER, minor, prove
from tests.people.world import ACTOR, Area

pytestmark = pytest.mark.django_db

MOTHER, OLDER = "19900000231", "19900000232"


def agreed(client: Client, area: Area, years: int = 13) -> tuple[Registration, Guardianship, Client]:
    registration = minor(client, area, years)
    row, guardian = Guardianship.objects.get(), Client()
    prove(guardian, row)
    guardian.post(f"/guardians/{row.public_id}/agreement/", world.agreement(row))
    return registration, row, guardian


def withdrawn(client: Client, area: Area, years: int = 13) -> tuple[Registration, Guardianship, Client]:
    registration, row, guardian = agreed(client, area, years)
    assert guardian.post(f"/mine/wards/{row.public_id}/withdrawal/").status_code == 303
    return registration, row, guardian


@pytest.mark.law("CC-27")
def test_f06_a_minor_cannot_agree_for_another_child(area: Area) -> None:
    older = Client()
    number = world.id_number(world.born_years_ago(15))
    world.register(older, area, phone=OLDER, number=number, guardian_phone=FATHER)
    younger = world.id_number(world.born_years_ago(14), 2)
    world.register(Client(), area, phone="19900000233", name="程小弟", number=younger, guardian_phone=OLDER)
    row = Guardianship.objects.get(ward__name="程小弟")
    answer = older.post(f"/guardians/{row.public_id}/agreement/", world.agreement(row))
    assert answer.status_code == 403
    assert "这一页是监护人的" in answer.content.decode()
    row.refresh_from_db()
    assert (row.agreed_at, row.guardian_account_id) == (None, None)
    with pytest.raises(actions.GuardianUnderAge):
        actions.agree_as_guardian(guardianship=row, actor=ACTOR, at=clock.now())


def test_f06_a_child_that_comes_in_by_the_parents_phone_keeps_nobody_from_agreeing(client: Client, area: Area) -> None:
    registration, row, guardian = agreed(client, area)
    assert row.guardian_account is None
    registration.refresh_from_db()
    assert registration.guardian_ok_at is not None
    assert guardian.get("/mine/wards/").status_code == 200


def for_a_child_of_the_family(mother: Client, area: Area, years: int) -> object:
    mother.post("/register/family/")
    mother.post("/register/area/", {"residence": area.village.public_id, "service": area.village.public_id})
    number = world.id_number(world.born_years_ago(years), 5)
    mother.post("/register/name/", {"name": "刘小宝", "id_number": number})
    given = {"guardian_name": "刘母", "relation": "mother", "guardian_phone": MOTHER}
    return mother.post("/register/guardian/", given)


def test_f31_a_mother_agrees_on_her_own_phone_with_a_fresh_code(area: Area) -> None:
    mother = Client()
    world.register(mother, area, phone=MOTHER, name="刘母", number=world.id_number(world.born_years_ago(40), 3))
    answer = for_a_child_of_the_family(mother, area, 14)
    assert answer.status_code == 303, answer.content.decode()  # type: ignore[attr-defined]
    mother.post("/register/interests/", {"categories": ["community"]})
    done = mother.post("/register/consent/", world.AGREED)
    assert done["Location"] == "/register/done/"
    row = Guardianship.objects.get(ward__name="刘小宝")
    page = f"/guardians/{row.public_id}/"
    # Being logged in is no answer: the child comes in by the same phone.
    mother.post(f"{page}agreement/", world.agreement(row))
    row.refresh_from_db()
    assert row.agreed_at is None
    mother.post(f"{page}codes/")
    assert mother.post(page, {"code": world.code_for(MOTHER)}).status_code == 303
    answer = mother.post(f"{page}agreement/", world.agreement(row))
    assert answer.status_code == 303, answer.content.decode()
    row.refresh_from_db()
    assert row.agreed_at is not None
    assert row.guardian_account is not None
    assert queries.person_of_account(row.guardian_account_id or 0).name == "刘母"  # type: ignore[union-attr]
    # Withdrawn, and again: a fresh code as well, in a session that has proven nothing.
    mother.post(f"/mine/wards/{row.public_id}/withdrawal/")
    session = mother.session
    session.pop("guardian_proven", None)
    session.save()
    mother.cookies["sessionid"] = session.session_key or ""
    answer = mother.post(f"/mine/wards/{row.public_id}/agreement/", world.agreement(row))
    assert answer["Location"] == page
    assert not Guardianship.objects.filter(ward__name="刘小宝", withdrawn_at__isnull=True).exists()


def test_f31_below_fourteen_another_phone_is_asked_for(area: Area) -> None:
    mother = Client()
    world.register(mother, area, phone=MOTHER, name="刘母", number=world.id_number(world.born_years_ago(40), 3))
    answer = for_a_child_of_the_family(mother, area, 13)
    assert answer.status_code == 422  # type: ignore[attr-defined]


def test_p3_the_child_is_told_what_happened(client: Client, area: Area) -> None:
    withdrawn(client, area)
    page = client.get("/mine/").content.decode()
    assert "监护人撤回了同意" in page
    assert "短信已发到" not in page
    # What is to be done stands first; nothing else asks for what is refused.
    assert page.count("btn-primary") == 1
    assert 'btn-primary" href="/mine/profile/guardian/"' in page
    assert "挑一个合适的时间" not in page
    assert "现在还不能报名" in page


@pytest.mark.law("PIPL-44")
def test_p3_a_guardian_who_withdrew_still_sees_the_child_and_whom_to_ask(client: Client, area: Area) -> None:
    registration, row, guardian = withdrawn(client, area)
    wards = guardian.get("/mine/wards/").content.decode()
    assert "没有您监护的孩子" not in wards
    assert "李小红" in wards
    page = guardian.get(f"/mine/wards/{row.public_id}/").content.decode()
    assert registration.volunteer_no in page
    assert "更正或删除" in page
    assert "孩子的个人信息" not in page, "who withdrew acts for nobody"
    assert "王干事" in page or "东河区" in page
    # Nobody else, and no acting for the child.
    assert client.get(f"/mine/wards/{row.public_id}/").status_code == 403
    assert Client().get(f"/mine/wards/{row.public_id}/").status_code == 302
    assert guardian.post("/acting/person/", {"person": registration.person.public_id}).status_code == 404


def test_a_guardian_finds_the_childs_copy_on_the_childs_page(client: Client, area: Area) -> None:
    registration, row, guardian = agreed(client, area)
    page = guardian.get(f"/mine/wards/{row.public_id}/").content.decode()
    assert "孩子的个人信息" in page
    given = {"person": registration.person.public_id, "next": "/mine/data/"}
    there = guardian.post("/acting/person/", given, follow=True)
    assert there.redirect_chain[-1][0] == "/mine/data/"
    assert f"{registration.person.name}的个人信息" in there.content.decode()


@pytest.mark.law("PIPL-31")
def test_p3_a_guardian_agrees_again_by_a_consent_of_its_own(client: Client, area: Area) -> None:
    registration, row, guardian = withdrawn(client, area)
    address = f"/mine/wards/{row.public_id}/agreement/"
    assert guardian.post(address).status_code == 422
    assert guardian.get(address).status_code == 200
    assert guardian.post(address, world.agreement(row))["Location"] == "/mine/wards/"
    registration.refresh_from_db()
    assert registration.guardian_ok_at is not None
    first, second = Guardianship.objects.order_by("id")
    assert (first.withdrawn_at is None, second.withdrawn_at, second.agreed_at is None) == (False, None, False)
    consents = Consent.objects.filter(purpose="guardian_under_14")
    assert [c.withdrawn_at is None for c in consents.order_by("id")] == [False, True]
    # Twice changes nothing more; the child may be acted for again.
    assert guardian.post(address, world.agreement(row)).status_code in {303, 404, 422}
    assert Guardianship.objects.count() == 2
    assert guardian.post("/acting/person/", {"person": registration.person.public_id}).status_code == 303


def test_p3_agreeing_twice_gives_one_consent(client: Client, area: Area) -> None:
    _registration, row, _guardian = withdrawn(client, area)
    row.refresh_from_db()
    actions.agree_again(guardianship=row, actor=ACTOR, at=clock.now())
    with pytest.raises(actions.GuardianRequestClosed):
        actions.agree_again(guardianship=row, actor=ACTOR, at=clock.now())
    assert Guardianship.objects.filter(agreed_at__isnull=False, withdrawn_at__isnull=True).count() == 1


@pytest.mark.law("CC-17")
def test_on_the_day_one_comes_of_age_nobody_agrees_for_one_any_more(client: Client, area: Area) -> None:
    """The night has not yet taken the guardian away: the day itself decides."""
    registration, row, _guardian = withdrawn(client, area)
    row.refresh_from_db()
    today = clock.local_date(clock.now())
    born = today.replace(year=today.year - 18, day=min(today.day, 28))
    Person.objects.filter(pk=registration.person_id).update(birth_date=born)
    asked = GuardianAsked("李大山", "father", "19900000299", "")
    person = Person.objects.get(pk=registration.person_id)
    with pytest.raises(actions.WardOfAge):
        actions.ask_guardian(person=person, guardian=asked, actor=ACTOR, at=clock.now())
    row = Guardianship.objects.select_related("ward").get(pk=row.pk)
    with pytest.raises(actions.WardOfAge):
        actions.agree_again(guardianship=row, actor=ACTOR, at=clock.now())
    Guardianship.objects.filter(pk=row.pk).update(agreed_at=None, withdrawn_at=None, guardian_account=None)
    row = Guardianship.objects.select_related("ward").get(pk=row.pk)
    with pytest.raises(actions.WardOfAge):
        actions.agree_as_guardian(guardianship=row, actor=ACTOR, at=clock.now())


def test_p3_agreeing_again_is_to_the_text_of_today(client: Client, area: Area) -> None:
    _registration, row, _guardian = withdrawn(client, area)
    row.refresh_from_db()
    world.rule_set("registration", consent_version="2")
    made = actions.agree_again(guardianship=row, actor=ACTOR, at=clock.now())
    assert made.version == "2"
    assert Consent.objects.get(purpose="guardian_under_14", withdrawn_at__isnull=True).version == "2"


def test_on_a_shared_phone_the_grown_up_answers_and_not_the_older_child(client: Client, area: Area) -> None:
    older = Client()
    number = world.id_number(world.born_years_ago(15), 4)
    world.register(older, area, phone=FATHER, name="李大妹", number=number, guardian_phone="19900000240")
    world.make_account(FATHER, "李大山")
    number = world.id_number(world.born_years_ago(13), 6)
    world.register(client, area, phone="19900000241", name="李小妹", number=number, guardian_phone=FATHER)
    row = Guardianship.objects.get(ward__name="李小妹")
    made = actions.agree_as_guardian(guardianship=row, actor=ACTOR, at=clock.now())
    assert made.display_name == "李大山"


def test_of_two_grown_ups_on_one_phone_it_is_who_was_asked_or_who_is_logged_in(client: Client, area: Area) -> None:
    grandfather, mother = world.make_account(FATHER, "李老汉"), world.make_account(FATHER, "王小梅")
    number = world.id_number(world.born_years_ago(13), 6)
    world.register(client, area, phone="19900000241", name="李小妹", number=number, guardian_phone=FATHER)
    row = Guardianship.objects.get()
    Guardianship.objects.filter(pk=row.pk).update(guardian_name="王小梅")
    row.refresh_from_db()
    assert actions.agree_as_guardian(guardianship=row, actor=ACTOR, at=clock.now()) == mother
    Guardianship.objects.filter(pk=row.pk).update(agreed_at=None, guardian_account=None)
    row.refresh_from_db()
    logged_in = Actor(account_id=grandfather.pk)
    assert actions.agree_as_guardian(guardianship=row, actor=logged_in, at=clock.now()) == grandfather


@pytest.mark.law("PIPL-31")
def test_no_consent_of_an_earlier_registration_outlives_a_withdrawal(client: Client, area: Area) -> None:
    """R008: after leaving and coming back two consents stood, and withdrawing one let the guardian go on acting."""
    registration, row, guardian = agreed(client, area, 16)
    person = registration.person
    actions.withdraw_consent(person=person, purpose="volunteer_service", actor=ACTOR, at=clock.now())
    actions.rejoin(person=person, actor=ACTOR, at=clock.now())
    # The guardian agrees to the new registration alone, without being asked by message.
    assert "重新同意" in guardian.get("/mine/wards/").content.decode()
    assert guardian.post(f"/mine/wards/{row.public_id}/agreement/", world.agreement(row)).status_code == 303
    second = Guardianship.objects.order_by("-id")[0]
    assert Guardianship.objects.filter(withdrawn_at__isnull=True).count() == 1
    actions.withdraw_as_guardian(guardianship=second, actor=ACTOR, at=clock.now())
    assert second.guardian_account_id is not None
    assert not queries.may_act_for(second.guardian_account_id, person.pk, clock.local_date(clock.now()))


@pytest.mark.law("PIPL-44")
def test_a_guardian_sees_the_child_also_after_the_registration_ended(client: Client, area: Area) -> None:
    registration, row, guardian = withdrawn(client, area)
    actions.withdraw_consent(person=registration.person, purpose="volunteer_service", actor=ACTOR, at=clock.now())
    assert guardian.get(f"/mine/wards/{row.public_id}/").status_code == 200
    assert "重新同意" not in guardian.get("/mine/wards/").content.decode()


def test_p3_agreeing_again_closes_what_the_child_asked_of_another(client: Client, area: Area) -> None:
    _registration, row, guardian = withdrawn(client, area)
    client.post(
        "/mine/profile/guardian/",
        {"guardian_name": "李奶奶", "relation": "grandparent", "guardian_phone": "19900000239"},
    )
    guardian.post(f"/mine/wards/{row.public_id}/agreement/", world.agreement(row))
    assert Guardianship.objects.get(guardian_name="李奶奶").declined_at is not None


def test_p3_a_grown_up_child_is_no_ward_any_more(client: Client, area: Area) -> None:
    registration, row, guardian = withdrawn(client, area, 17)
    registration.person.birth_date = world.born_years_ago(18)
    registration.person.save()
    actions.come_of_age(at=clock.now())
    page = guardian.get(f"/mine/wards/{row.public_id}/").content.decode()
    assert "已经成年" in page
    assert "李小红" not in page


def test_a_guardian_who_withdraws_is_out_of_every_other_session(client: Client, area: Area) -> None:
    _registration, row, guardian = agreed(client, area, 15)
    elsewhere = Client()
    world.log_in(elsewhere, FATHER)
    assert elsewhere.get("/mine/wards/").status_code == 200
    guardian.post(f"/mine/wards/{row.public_id}/withdrawal/")
    assert elsewhere.get("/mine/wards/")["Location"].startswith("/log-in/")
    assert guardian.get("/mine/wards/").status_code == 200


def test_back_after_a_withdrawal_says_that_it_was_withdrawn(client: Client, area: Area) -> None:
    _child, row, guardian = agreed(client, area)
    guardian.post(f"/mine/wards/{row.public_id}/withdrawal/")
    guardian.get("/mine/wards/")
    for again in (guardian.get, guardian.post):
        answer = again(f"/mine/wards/{row.public_id}/withdrawal/", follow=True)
        assert "您已撤回过这份同意" in answer.content.decode()
