"""Two guardians who do not say the same: each knows of the other, and no withdrawal is overruled in silence."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.test import Client

from baiying.kit import clock
from baiying.kit.models import AuditEvent
from baiying.notices.models import Message
from baiying.people import actions, queries, rules
from baiying.people.actions import declining
from baiying.people.models import ClosedWhy, Consent, Guardianship, Registration
from baiying.ui import formats
from tests.people import world
from tests.people.test_guardian_cases import MOTHER, agreed, withdrawn
from tests.people.test_guardians import FATHER, minor, prove
from tests.people.world import ACTOR, Area

pytestmark = pytest.mark.django_db


def ask_mother(child: Client) -> Guardianship:
    given = {"guardian_name": "王小梅", "relation": "mother", "guardian_phone": MOTHER}
    answer = child.post("/mine/profile/guardian/", given)
    assert answer.status_code == 303, answer.content.decode()
    return Guardianship.objects.get(guardian_name="王小梅")


def mother_of(row: Guardianship) -> Client:
    """The mother's own phone, which has proven itself for the request."""
    mother, page = Client(), f"/guardians/{row.public_id}/"
    mother.post(f"{page}codes/")
    assert mother.post(page, {"code": world.code_for(MOTHER)}).status_code == 303
    return mother


def texts(phone: str) -> list[str]:
    rows = Message.objects.filter(kind="guardian_other", channel="sms", address_mask=f"{phone[:3]}****{phone[-4:]}")
    return [one.text for one in rows.order_by("id")]


@dataclass
class Family:
    """The father withdrew; the child asked the mother, who has not answered."""

    child: Client
    registration: Registration
    father: Client
    his: Guardianship
    mother: Client
    hers: Guardianship

    def she_agrees(self) -> None:
        page = f"/guardians/{self.hers.public_id}/agreement/"
        assert self.mother.post(page, world.agreement(self.hers)).status_code == 303
        self.hers.refresh_from_db()

    def he_agrees(self) -> None:
        page = f"/mine/wards/{self.his.public_id}/agreement/"
        assert self.father.post(page, world.agreement(self.his)).status_code == 303

    def is_ok(self) -> bool:
        self.registration.refresh_from_db()
        return self.registration.guardian_ok_at is not None


@pytest.fixture
def family(client: Client, area: Area) -> Family:
    registration, his, father = withdrawn(client, area)
    hers = ask_mother(client)
    return Family(client, registration, father, his, mother_of(hers), hers)


@pytest.mark.law("CC-1058")
def test_the_second_reads_before_deciding_that_another_withdrew(family: Family) -> None:
    page = family.mother.get(f"/guardians/{family.hers.public_id}/").content.decode()
    assert "李**" in page
    assert "撤回了同意" in page
    assert "还不生效" in page
    assert "告诉孩子和别的监护人您没有同意" in page
    assert "告诉孩子您没有同意" not in page
    # By surname; the child's full name neither.
    assert "李大山" not in page
    assert "李小红" not in page


@pytest.mark.law("CC-1058")
def test_her_consent_waits_until_he_agrees_again(family: Family) -> None:
    family.she_agrees()
    assert family.hers.waits_since is not None
    assert not family.is_ok()
    # Pressing again changes nothing.
    family.she_agrees()
    assert not family.is_ok()
    assert "还没有生效" in family.child.get("/mine/").content.decode()
    assert "还没有生效" in family.child.get("/mine/profile/").content.decode()
    assert "还没有生效" in family.mother.get("/mine/wards/").content.decode()
    family.he_agrees()
    assert family.is_ok()
    family.hers.refresh_from_db()
    assert family.hers.in_force_at is not None
    assert "您的同意现在生效" in texts(MOTHER)[-1]
    # Both are guardians on record.
    for guardian in (family.father, family.mother):
        assert "李小红" in guardian.get("/mine/wards/").content.decode()


def test_the_first_hears_who_was_asked_and_what_came_of_it_and_keeps_seeing_the_child(family: Family) -> None:
    assert "另外请了一位监护人（王**）" in texts(FATHER)[0]
    family.she_agrees()
    assert "还没有生效" in texts(FATHER)[1]
    wards = family.father.get("/mine/wards/").content.decode()
    assert "李小红" in wards
    assert "王**" in wards
    assert "重新同意" in wards
    assert family.father.get(f"/mine/wards/{family.his.public_id}/").status_code == 200


def test_the_first_hears_that_the_second_said_no_too(family: Family) -> None:
    family.mother.post(f"/guardians/{family.hers.public_id}/refusal/")
    assert "也没有同意" in texts(FATHER)[-1]


def test_his_second_withdrawal_makes_hers_wait_again(family: Family) -> None:
    family.she_agrees()
    family.he_agrees()
    last = Guardianship.objects.latest("id")
    family.father.post(f"/mine/wards/{last.public_id}/withdrawal/")
    family.hers.refresh_from_db()
    assert (family.hers.withdrawn_at, family.hers.in_force_at) == (None, None)
    assert not family.is_ok()
    assert "撤回了" in texts(MOTHER)[-1]


def test_where_both_withdrew_each_waits_for_the_other(family: Family) -> None:
    family.she_agrees()
    family.mother.post(f"/mine/wards/{family.hers.public_id}/withdrawal/")
    family.he_agrees()
    assert not family.is_ok()
    assert queries.guardians_answer(family.registration.person_id) == "waits"
    assert family.mother.post(f"/mine/wards/{family.hers.public_id}/agreement/", world.agreement(family.hers))
    assert family.is_ok()


def test_nothing_served_while_it_waits_counts_by_a_consent_that_waits(family: Family) -> None:
    family.she_agrees()
    now = clock.now()
    Registration.objects.update(verified_at=now, verified_by_id=1)
    Guardianship.objects.exclude(pk=family.hers.pk).delete()
    standing = queries.standing_on(family.registration.person_id, clock.local_date(now), now)
    assert standing is not None
    assert not standing.guardian_ok
    Guardianship.objects.update(in_force_at=now)
    standing = queries.standing_on(family.registration.person_id, clock.local_date(now), now)
    assert standing is not None
    assert standing.guardian_ok


def test_a_city_may_set_by_a_dated_rule_that_one_suffices(family: Family) -> None:
    world.rule_set("registration", withdrawal_holds=False)
    page = family.mother.get(f"/guardians/{family.hers.public_id}/").content.decode()
    assert "撤回了同意" in page
    assert "还不生效" not in page
    family.she_agrees()
    assert family.is_ok()
    # He hears of it, and keeps seeing the child.
    assert "注册可以继续" in texts(FATHER)[-1]
    assert "李小红" in family.father.get("/mine/wards/").content.decode()


@pytest.mark.rules
@pytest.mark.parametrize(
    ("refused", "holds", "waits"), [(True, True, True), (True, False, False), (False, True, False)]
)
def test_the_rule(refused: bool, holds: bool, waits: bool) -> None:
    given = rules.RegistrationRules(withdrawal_holds=holds)
    assert rules.waits_for_another(refused=refused, rules=given) is waits


@pytest.mark.law("CC-1058")
def test_the_county_decides_once_it_has_seen_a_document(family: Family, area: Area) -> None:
    family.she_agrees()
    address = f"/desk/people/guardians/{family.hers.public_id}/settlement/"
    county = world.staff("county_office", area.county, "13300000071")
    record = county.get(f"/desk/people/{family.registration.person.public_id}/").content.decode()
    assert address in record
    page = county.get(address).content.decode()
    assert "撤回了同意" in page
    assert county.post(address, {"document": " ", "outcome": "proven", "why": "判决"}).status_code == 422
    assert not family.is_ok()
    given = {"document": "东河区法院民事调解书（2026）第12号", "outcome": "proven", "why": "判决"}
    assert county.post(address, given).status_code == 303
    assert family.is_ok()
    assert "以您的同意为准" in texts(MOTHER)[-1]
    assert "以另一位监护人（王**）的同意为准" in texts(FATHER)[-1]
    event = AuditEvent.objects.get(action="GuardiansSettled")
    assert event.detail["reason"] == f"{given['document']}；判决"
    # Again: nothing more.
    assert county.post(address, given).status_code == 303
    assert AuditEvent.objects.filter(action="GuardiansSettled").count() == 1
    # His withdrawal is settled: it stops nobody any more.
    assert queries.standing_refusal(family.hers) is None


PILE = "监护人意见不一致的孩子"
SEEN = {"document": "聊天记录截屏，没有法律文书", "outcome": "unproven"}


def settling(family: Family) -> str:
    return f"/desk/people/guardians/{family.hers.public_id}/settlement/"


@pytest.mark.law("CC-1058")
def test_it_stands_on_the_countys_desk_with_a_day_and_not_before_that_on_the_citys(family: Family, area: Area) -> None:
    county = world.staff("county_office", area.county, "13300000075")
    city = world.staff("city_office", area.city, "13300000076")
    other = world.staff("county_office", area.other_county, "13300000077")
    clerk = world.staff("place_staff", area.county, "13300000078")
    assert PILE not in county.get("/desk/").content.decode(), "nobody agreed yet: there is nothing to decide"
    family.she_agrees()
    page = county.get("/desk/").content.decode()
    assert PILE in page
    assert settling(family) in page
    assert "李小红" not in page, "a child stands by surname"
    assert all(PILE not in one.get("/desk/").content.decode() for one in (city, other, clerk))
    last = queries.differ_until(family.hers)
    assert formats.date_text(last) in county.get(settling(family)).content.decode()
    world.rule_set("registration", differ_days=1)
    assert queries.differ_until(family.hers) < last
    long_ago = clock.now() - timedelta(days=40)
    Guardianship.objects.filter(pk=family.hers.pk).update(waits_since=long_ago, agreed_at=long_ago)
    assert PILE in city.get("/desk/").content.decode(), "the city sees what is overdue"
    family.he_agrees()
    assert PILE not in county.get("/desk/").content.decode()


@pytest.mark.law("CC-1058")
def test_what_proves_nothing_is_written_down_told_to_all_and_can_be_decided_later(family: Family, area: Area) -> None:
    family.she_agrees()
    county = world.staff("county_office", area.county, "13300000079")
    refused = county.post(settling(family), {"document": SEEN["document"]})
    assert refused.status_code == 422
    assert SEEN["document"] in refused.content.decode(), "what was typed stays"
    sent = len(texts(FATHER)), len(texts(MOTHER))
    for _press in range(2):
        assert county.post(settling(family), SEEN).status_code == 303
    assert not family.is_ok()
    assert (len(texts(FATHER)), len(texts(MOTHER))) == (sent[0] + 1, sent[1] + 1)
    for phone in (FATHER, MOTHER):
        assert "还不能证明由哪一位监护人决定" in texts(phone)[-1]
    events = AuditEvent.objects.filter(action="GuardiansUnproven")
    assert [one.detail["reason"] for one in events] == [SEEN["document"]]
    assert PILE not in county.get("/desk/").content.decode()
    record = county.get(f"/desk/people/{family.registration.person.public_id}/").content.decode()
    assert "还不能证明由谁决定" in record
    assert SEEN["document"] in record
    profile = family.child.get("/mine/profile/").content.decode()
    assert "还不能证明由谁决定" in profile
    assert SEEN["document"] not in profile
    assert (
        county.post(settling(family), {"document": "法院民事调解书", "outcome": "proven", "why": "判决"}).status_code
        == 303
    )
    assert family.is_ok()


def test_what_one_wrote_down_another_does_not_write_down_again(family: Family, area: Area) -> None:
    family.she_agrees()
    first = world.staff("county_office", area.county, "13300000084", "孙干事")
    second = world.staff("county_office", area.county, "13300000085", "钱干事")
    assert first.post(settling(family), SEEN).status_code == 303
    sent = len(texts(FATHER)), len(texts(MOTHER))
    assert SEEN["document"] in second.get(settling(family)).content.decode(), "the second sees what was looked at"
    for one in (second, first):
        answer = one.post(settling(family), {"document": "只有聊天记录", "outcome": "unproven"})
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "孙干事已于" in page
        assert "只有聊天记录" in page, "what was typed stays"
    assert (len(texts(FATHER)), len(texts(MOTHER))) == sent
    assert AuditEvent.objects.filter(action="GuardiansUnproven").count() == 1
    # A document decides it all the same, once, and the second hears who did.
    proven = {"document": "法院民事调解书", "outcome": "proven", "why": "判决"}
    assert second.post(settling(family), proven).status_code == 303
    assert "钱干事已于" in first.post(settling(family), proven).content.decode()
    assert AuditEvent.objects.filter(action="GuardiansSettled").count() == 1


def test_a_withdrawal_after_that_stands_on_the_desk_again(family: Family, area: Area) -> None:
    family.she_agrees()
    county = world.staff("county_office", area.county, "13300000080")
    county.post(settling(family), SEEN)
    family.he_agrees()
    last = Guardianship.objects.filter(guardian_name=family.his.guardian_name).latest("id")
    family.father.post(f"/mine/wards/{last.public_id}/withdrawal/")
    assert PILE in county.get("/desk/").content.decode()


def test_who_may_not_decide_between_guardians(family: Family, area: Area) -> None:
    family.she_agrees()
    address = f"/desk/people/guardians/{family.hers.public_id}/settlement/"
    given = {"document": "法院民事调解书", "outcome": "proven", "why": "判决"}
    assert world.staff("place_staff", area.county, "13300000072").post(address, given).status_code == 403
    assert world.staff("county_office", area.other_county, "13300000073").post(address, given).status_code == 404
    for one in (family.child, family.mother, family.father):
        assert one.post(address, given).status_code in {403, 404}
        assert one.post(address, SEEN).status_code in {403, 404}
    assert not family.is_ok()
    assert not AuditEvent.objects.filter(action="GuardiansUnproven").exists()


def test_there_is_nothing_to_decide_where_nothing_waits(client: Client, area: Area) -> None:
    _registration, row, _guardian = agreed(client, area)
    row.refresh_from_db()
    with pytest.raises(actions.NothingToSettle):
        actions.decide_between_guardians(
            guardianship=row, document="法院民事调解书", why="判决", actor=ACTOR, at=clock.now()
        )
    with pytest.raises(actions.ProofMissing):
        actions.decide_between_guardians(guardianship=row, document="  ", why="判决", actor=ACTOR, at=clock.now())
    with pytest.raises(actions.NothingToSettle):
        actions.decide_unproven(guardianship=row, document="聊天记录", actor=ACTOR, at=clock.now())
    with pytest.raises(actions.ProofMissing):
        actions.decide_unproven(guardianship=row, document="  ", actor=ACTOR, at=clock.now())


def test_a_request_that_was_laid_aside_reads_as_that_and_not_as_a_no(client: Client, area: Area) -> None:
    minor(client, area)
    first, father = Guardianship.objects.get(), Client()
    ask_mother(client)
    first.refresh_from_db()
    assert first.closed_why == ClosedWhy.LAID_ASIDE
    profile = client.get("/mine/profile/").content.decode()
    assert "没有答复" in profile
    assert "没有同意" not in profile
    prove(father, first)
    page = father.get(f"/guardians/{first.public_id}/").content.decode()
    assert "您没有同意" not in page
    assert "不用再答复" in page
    # Who gave no answer said nothing: neither is the mother told so.
    hers = Guardianship.objects.get(guardian_name="王小梅")
    assert queries.said_by_others(hers) == []
    person = first.ward.public_id
    record = world.staff("county_office", area.county, "13300000074").get(f"/desk/people/{person}/").content.decode()
    assert "没有答复" in record
    assert "没有同意" not in record


def test_a_number_of_somebody_else_is_no_guardians_no(client: Client, area: Area) -> None:
    minor(client, area)
    declining.close_requests_to(FATHER, actor=ACTOR, at=clock.now())
    row = Guardianship.objects.get()
    assert row.closed_why == ClosedWhy.NOT_THEIRS
    assert "号码已换主人" in client.get("/mine/profile/").content.decode()
    page = client.get("/mine/").content.decode()
    assert "没有请到监护人" in page
    assert "监护人没有同意" not in page
    # Whoever holds the number now hears nothing of whom the child asks next.
    ask_mother(client)
    assert texts(FATHER) == []


def test_one_number_is_not_written_to_again_and_again(client: Client, area: Area) -> None:
    minor(client, area)
    given = {"guardian_name": "李大山", "relation": "father", "guardian_phone": FATHER}
    assert [client.post("/mine/profile/guardian/", given).status_code for _press in range(2)] == [303, 303]
    refused = client.post("/mine/profile/guardian/", given)
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "今天已经请过这位监护人" in page
    assert FATHER in page, "what was typed stays"
    waits = Guardianship.objects.filter(declined_at=None, closed_why="")
    assert waits.count() == 1, "the last request stays open"
    # Another guardian may be asked, and the same one tomorrow.
    ask_mother(client)
    person, tomorrow = Guardianship.objects.latest("pk").ward, clock.now() + timedelta(days=1)
    asked = rules.GuardianAsked("李大山", "father", FATHER)
    assert actions.ask_guardian(person=person, guardian=asked, actor=ACTOR, at=tomorrow).asked_at == tomorrow


@pytest.mark.law("PIPL-31")
def test_the_child_serves_by_a_decision_under_the_consent_of_who_decides(family: Family) -> None:
    """His yes ended hers in the record, his second withdrawal ended his: the decision for her takes hers up again."""
    family.she_agrees()
    actions.agree_again(guardianship=family.his, actor=ACTOR, at=clock.now())
    again = Guardianship.objects.latest("id")
    assert again.guardian_name == family.his.guardian_name
    actions.withdraw_as_guardian(guardianship=again, actor=ACTOR, at=clock.now())
    live = Consent.objects.filter(given_by="guardian", withdrawn_at__isnull=True)
    assert not live.exists()
    family.hers.refresh_from_db()
    actions.decide_between_guardians(
        guardianship=family.hers, document="离婚协议", why="判决", actor=ACTOR, at=clock.now()
    )
    assert {(one.giver_name, one.given_at, one.evidence) for one in live} == {
        ("王小梅", family.hers.agreed_at, "离婚协议")
    }
