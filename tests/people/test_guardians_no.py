"""A guardian's no on being asked: it holds against another's yes as a withdrawal does, and who said it changes it."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.test import Client

from baiying.accounts.models import Account, Identity
from baiying.kit import clock
from baiying.kit.models import AuditEvent
from baiying.people import access, actions, queries
from baiying.people.actions import guardians
from baiying.people.models import ClosedWhy, Consent, Guardianship, Registration
from baiying.people.rules import GuardianAsked
from tests.people import world
from tests.people.test_guardian_cases import MOTHER
from tests.people.test_guardians import CHILD, FATHER, minor, prove
from tests.people.test_two_guardians import ask_mother, mother_of, texts
from tests.people.world import ACTOR, Area

pytestmark = pytest.mark.django_db


@dataclass
class Family:
    """The father, who has no account, said no."""

    child: Client
    registration: Registration
    father: Client
    his: Guardianship

    def page(self) -> str:
        return self.father.get(f"/guardians/{self.his.public_id}/").content.decode()

    def she_agrees(self) -> Guardianship:
        hers = ask_mother(self.child)
        mother = mother_of(hers)
        answer = mother.post(f"/guardians/{hers.public_id}/agreement/", world.agreement(hers))
        assert answer.status_code == 303
        hers.refresh_from_db()
        return hers

    def he_changes(self) -> None:
        address = f"/guardians/{self.his.public_id}/change/"
        assert self.father.get(address).status_code == 200
        answer = self.father.post(address, world.agreement(self.his))
        assert (answer.status_code, answer["Location"]) == (303, "/mine/wards/")

    def is_ok(self) -> bool:
        self.registration.refresh_from_db()
        return self.registration.guardian_ok_at is not None


@pytest.fixture
def family(client: Client, area: Area) -> Family:
    registration = minor(client, area)
    his, father = Guardianship.objects.get(), Client()
    prove(father, his)
    assert father.post(f"/guardians/{his.public_id}/refusal/").status_code == 303
    his.refresh_from_db()
    assert (his.closed_why, his.guardian_account) == (ClosedWhy.NO, None)
    return Family(client, registration, father, his)


@pytest.mark.law("CC-1058")
def test_her_yes_waits_until_he_agrees_too(family: Family) -> None:
    hers = ask_mother(family.child)
    page = mother_of(hers).get(f"/guardians/{hers.public_id}/").content.decode()
    assert "没有同意" in page
    assert "还不生效" in page, "she knows before she decides"
    hers.delete()
    hers = family.she_agrees()
    assert hers.waits_since is not None
    assert not family.is_ok()
    assert "还没有生效" in family.child.get("/mine/").content.decode()
    family.he_changes()
    assert family.is_ok()
    hers.refresh_from_db()
    assert hers.in_force_at is not None
    assert "您的同意现在生效" in texts(MOTHER)[-1]
    # What he said at first stays written as it was.
    family.his.refresh_from_db()
    assert (family.his.closed_why, family.his.agreed_at) == (ClosedWhy.NO, None)
    assert Account.objects.filter(pk=family.his.guardian_account_id).exists()
    assert Consent.objects.filter(purpose="guardian_under_14", withdrawn_at=None).count() == 1
    assert "李小红" in family.father.get("/mine/wards/").content.decode()


def test_the_texts_lead_who_said_no_to_the_page_where_it_is_changed(family: Family) -> None:
    family.she_agrees()
    asked, agreed = texts(FATHER)
    assert "另外请了一位监护人（王**）" in asked
    assert "还没有生效" in agreed
    for one in (asked, agreed):
        assert "也可以改为同意" in one
    page = family.page()
    assert "您没有同意" in page
    assert "王**" in page
    assert f"/guardians/{family.his.public_id}/change/" in page
    assert "李小红" not in page


def test_changing_the_no_needs_the_phone_and_the_text(family: Family) -> None:
    address = f"/guardians/{family.his.public_id}/change/"
    stranger = Client()
    assert stranger.get(address)["Location"] == f"/guardians/{family.his.public_id}/"
    assert stranger.post(address, world.agreement(family.his)).status_code == 303
    assert family.child.post(address, world.agreement(family.his)).status_code == 403
    assert family.father.post(address).status_code == 422
    assert not Guardianship.objects.filter(agreed_at__isnull=False).exists()
    family.he_changes()
    assert family.is_ok()
    # Pressed again nothing more is written, and the page says what became of the no.
    assert family.father.post(address, world.agreement(family.his)).status_code == 303
    assert Guardianship.objects.filter(agreed_at__isnull=False).count() == 1
    assert "后来同意了" in family.page()


def test_the_action_pressed_twice_gives_one_consent_also_while_it_waits(family: Family) -> None:
    family.she_agrees()
    hers = Guardianship.objects.latest("id")
    # A third guardian said no too: what the father gives now waits in turn.
    family.registration.refresh_from_db()
    third = actions.ask_guardian(
        person=family.registration.person,
        guardian=GuardianAsked("李祖母", "grandparent", "19900000239", ""),
        actor=ACTOR,
        at=clock.now(),
    )
    actions.decline_as_guardian(guardianship=third, actor=ACTOR, at=clock.now())
    made = [actions.agree_again(guardianship=family.his, actor=ACTOR, at=clock.now()).pk for _press in range(2)]
    assert made[0] == made[1]
    assert not family.is_ok()
    hers.refresh_from_db()
    assert hers.in_force_at is None


def test_the_no_is_taken_back_at_once_and_the_child_hears_it(family: Family) -> None:
    address = f"/guardians/{family.his.public_id}/reconsidering/"
    assert "收回“不同意”" in family.page()
    for _press in range(2):
        assert family.father.post(address).status_code == 303
    family.his.refresh_from_db()
    assert (family.his.declined_at, family.his.closed_why) == (None, "")
    assert AuditEvent.objects.filter(action="GuardianReconsiders").count() == 1
    assert queries.guardians_answer(family.registration.person_id) == "asked"
    page = family.page()
    assert "不同意" in page, "and answers anew"
    assert family.father.post(f"/guardians/{family.his.public_id}/agreement/", world.agreement(family.his))
    assert family.is_ok()


def test_a_no_that_is_not_the_last_word_is_not_taken_back_but_changed(family: Family) -> None:
    ask_mother(family.child)
    page = family.page()
    assert "收回“不同意”" not in page
    assert "改为同意" in page
    with pytest.raises(actions.GuardianRequestClosed):
        actions.reconsider_as_guardian(guardianship=family.his, actor=ACTOR, at=clock.now())
    family.he_changes()
    assert family.is_ok()


def test_who_is_nobodys_guardian_says_so_and_holds_nobody_up(client: Client, area: Area) -> None:
    registration = minor(client, area)
    row, stranger = Guardianship.objects.get(), Client()
    address = f"/guardians/{row.public_id}/disclaimer/"
    assert stranger.post(address).status_code == 303
    row.refresh_from_db()
    assert row.declined_at is None, "the phone is proven first"
    prove(stranger, row)
    assert "我不是监护人" in stranger.get(f"/guardians/{row.public_id}/").content.decode()
    for _press in range(2):
        assert stranger.post(address).status_code == 303
    row.refresh_from_db()
    assert row.closed_why == ClosedWhy.NOT_THEIRS
    assert "没有请到监护人" in client.get("/mine/").content.decode()
    hers = ask_mother(client)
    assert texts(FATHER) == []
    mother_of(hers).post(f"/guardians/{hers.public_id}/agreement/", world.agreement(hers))
    registration.refresh_from_db()
    assert registration.guardian_ok_at is not None


def test_who_has_an_account_finds_the_no_among_the_children(client: Client, area: Area) -> None:
    minor(client, area)
    row, father = Guardianship.objects.get(), Client()
    world.make_account(FATHER, "李大山")
    world.log_in(father, FATHER)
    father.post(f"/guardians/{row.public_id}/refusal/")
    row.refresh_from_db()
    assert row.guardian_account is not None
    wards = father.get("/mine/wards/").content.decode()
    assert "您没有同意" in wards
    assert f"/guardians/{row.public_id}/" in wards
    assert "李小红" not in wards
    assert queries.has_wards(row.guardian_account_id or 0, clock.now())
    # Neither may such a one decide about the child at a desk.
    assert row.ward_id in queries.own_person_ids(row.guardian_account_id or 0)
    assert not queries.may_act_for(row.guardian_account_id or 0, row.ward_id, clock.local_date(clock.now()))
    # Nothing was given that could be withdrawn, and the page of it would name the child.
    assert father.get(f"/mine/wards/{row.public_id}/withdrawal/").status_code == 404
    assert queries.may_reconsider(row, clock.now())
    # By another number it is still his, but the open request would be that of whoever has the old one.
    Identity.objects.filter(account_id=row.guardian_account_id).update(subject_hash=b"another")
    assert "改为同意" in father.get(f"/guardians/{row.public_id}/").content.decode()
    assert not queries.may_reconsider(row, clock.now())
    father.post(f"/guardians/{row.public_id}/reconsidering/")
    row.refresh_from_db()
    assert row.declined_at is not None
    assert Client().get(f"/guardians/{row.public_id}/").status_code == 404


def test_who_logs_in_by_the_phone_that_said_no_is_shown_the_page(family: Family) -> None:
    asked = access.what_asked(FATHER, clock.now())
    assert [address for _words, address in asked] == [f"/guardians/{family.his.public_id}/"]
    family.he_changes()
    assert access.what_asked(FATHER, clock.now()) == []


def test_whoever_has_the_number_now_changes_nothing(family: Family) -> None:
    guardians.lose_phone(FATHER, [], at=clock.now())
    assert family.father.get(f"/guardians/{family.his.public_id}/").status_code == 404
    assert (
        family.father.post(f"/guardians/{family.his.public_id}/change/", world.agreement(family.his)).status_code == 404
    )
    hers = family.she_agrees()
    assert hers.waits_since is not None, "the no stands, and the county decides by a document"


def test_the_county_decides_over_a_no_as_over_a_withdrawal(family: Family, area: Area) -> None:
    hers = family.she_agrees()
    county = world.staff("county_office", area.county, "13300000081")
    address = f"/desk/people/guardians/{hers.public_id}/settlement/"
    assert "没有同意" in county.get(address).content.decode()
    assert (
        county.post(address, {"document": "离婚协议，由母亲抚养", "outcome": "proven", "why": "判决"}).status_code
        == 303
    )
    assert family.is_ok()
    assert "为准" in texts(FATHER)[-1]
    assert "资料页" not in texts(FATHER)[-1], "who only said no has no page of the child"
    # A no that was said before the decision holds nothing up any more; one said after it would.
    assert queries.standing_refusal(hers) is None
    Guardianship.objects.filter(pk=family.his.pk).update(declined_at=clock.now() + timedelta(hours=1))
    assert queries.standing_refusal(hers) is not None


def test_a_city_may_set_by_a_dated_rule_that_her_yes_suffices(family: Family) -> None:
    world.rule_set("registration", withdrawal_holds=False)
    assert "也要等您同意" not in family.page()
    assert family.she_agrees().waits_since is None
    assert family.is_ok()
    assert "同意了" in texts(FATHER)[-1]


def test_the_child_by_the_same_phone_answers_nothing(family: Family) -> None:
    address = f"/guardians/{family.his.public_id}/"
    assert family.child.post(f"{address}reconsidering/").status_code == 403
    assert family.child.post(f"{address}disclaimer/").status_code == 403
    family.his.refresh_from_db()
    assert family.his.closed_why == ClosedWhy.NO
    assert CHILD != FATHER


def test_after_the_county_decided_his_page_and_his_messages_offer_nothing_that_is_refused(family: Family) -> None:
    hers = family.she_agrees()
    decided(hers)
    page = family.page()
    assert "现在另一位监护人的同意有效" in page
    assert "孩子现在不能报名" not in page
    assert "改为同意" not in page
    assert "改为同意" not in texts(FATHER)[-1]
    assert "可以看您的答复" in texts(FATHER)[-1]


def test_a_consent_that_only_waited_takes_no_other_along_when_it_is_withdrawn(family: Family) -> None:
    hers = family.she_agrees()
    decided(hers)
    hers.refresh_from_db()
    waits = Guardianship.objects.get(pk=hers.pk)
    waits.pk, waits.public_id, waits.guardian_name = None, "grandmother1", "王奶奶"
    waits.guardian_account = world.make_account("19900000377", "王奶奶")
    waits.in_force_at, waits.settled_by_id, waits.settled_document = None, None, ""
    waits.save()
    actions.withdraw_as_guardian(guardianship=waits, actor=ACTOR, at=clock.now())
    waits.refresh_from_db()
    assert waits.withdrawn_at is not None
    assert family.is_ok(), "what carried nothing takes nothing away"
    assert Guardianship.objects.get(pk=hers.pk).in_force_at == hers.in_force_at
    assert Consent.objects.filter(given_by="guardian", withdrawn_at__isnull=True, giver_name="王小梅").exists()


def test_another_account_of_the_same_phone_changes_no_no(client: Client, area: Area) -> None:
    minor(client, area)
    row, father = Guardianship.objects.get(), Client()
    world.make_account(FATHER, "李大山")
    world.log_in(father, FATHER)
    father.post(f"/guardians/{row.public_id}/refusal/")
    # Said by another of the family, who comes in by the same number.
    other = world.make_account(FATHER, "李二山")
    Guardianship.objects.filter(pk=row.pk).update(guardian_account=other)
    address = f"/guardians/{row.public_id}/"
    page = father.get(address).content.decode()
    assert "您没有同意" in page
    assert "改为同意" not in page, "no button that refuses"
    father.post(f"{address}change/", world.agreement(row))
    father.post(f"{address}reconsidering/")
    row.refresh_from_db()
    assert row.closed_why == ClosedWhy.NO
    assert not Guardianship.objects.filter(agreed_at__isnull=False).exists()


def decided(hers: Guardianship) -> None:
    actions.decide_between_guardians(
        guardianship=hers, document="法院民事调解书", why="判决", actor=ACTOR, at=clock.now()
    )
