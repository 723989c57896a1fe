"""U20: two guardians, two wills: any no counts at once, who lifts it, and a guardianship that a paper ends."""

from datetime import date, timedelta

import pytest
from django.test import Client

from baiying.activities import queries as activities
from baiying.activities.models import CalendarFeed
from baiying.kit import clock
from baiying.kit.models import AuditEvent
from baiying.notices.models import Message
from baiying.people import actions, queries
from baiying.people.models import Consent, ConsentSpan, EndWhy, Guardianship, Registration
from baiying.people.rules import GuardianAsked
from baiying.people.rules import ending as ends
from tests.people import world
from tests.people.test_guardian_cases import MOTHER
from tests.people.test_guardians import CHILD, FATHER
from tests.people.world import ACTOR, Area

pytestmark = pytest.mark.django_db
PAPER = {"ended_on": "", "why": "changed", "document": "东河区法院民事判决书（2026）第12号"}


def ask_father(mother: Client, hers: Guardianship) -> Guardianship:
    """The mother, whose consent is in force, names the father."""
    given = {"guardian_name": "李大山", "relation": "father", "guardian_phone": FATHER}
    answer = mother.post(f"/mine/wards/{hers.public_id}/others/", given)
    assert answer.status_code == 303, answer.content.decode()
    return Guardianship.objects.get(guardian_name="李大山")


def on_own_phone(row: Guardianship, phone: str) -> Client:
    browser, page = Client(), f"/guardians/{row.public_id}/"
    browser.post(f"{page}codes/")
    assert browser.post(page, {"code": world.code_for(phone)}).status_code == 303
    return browser


class Two:
    """A child of twelve that the mother registered for, and the father, asked as the second."""

    def __init__(self, area: Area, *, years: int = 13, father_agrees: bool = True) -> None:
        self.child = Client()
        number = world.id_number(world.born_years_ago(years))
        world.register(self.child, area, phone=CHILD, number=number, guardian_phone=MOTHER)
        Guardianship.objects.update(guardian_name="王小梅", relation="mother")
        self.hers = Guardianship.objects.get()
        self.mother = on_own_phone(self.hers, MOTHER)
        self.mother.post(f"/guardians/{self.hers.public_id}/agreement/", world.agreement(self.hers))
        self.his = ask_father(self.mother, self.hers)
        self.father = on_own_phone(self.his, FATHER)
        if father_agrees:
            answer = self.father.post(f"/guardians/{self.his.public_id}/agreement/", world.agreement(self.his))
            assert answer.status_code == 303
        self.ward = self.hers.ward
        self.area = area

    def is_ok(self) -> bool:
        return Registration.objects.get(person=self.ward).guardian_ok_at is not None

    def fresh(self) -> tuple[Guardianship, Guardianship]:
        self.hers.refresh_from_db()
        self.his.refresh_from_db()
        return self.hers, self.his

    def ends(self, office: Client, on: date | None = None, **more: str) -> str:
        day = on or clock.local_date(clock.now())
        address = f"/desk/people/guardians/{self.hers.public_id}/end/"
        answer = office.post(address, {**PAPER, "ended_on": day.isoformat(), **more})
        return str(answer.get("Location") or answer.content.decode())


@pytest.fixture
def two(area: Area) -> Two:
    return Two(area)


@pytest.fixture
def county(area: Area) -> Client:
    return world.staff("county_office", area.county, "13300000171", "孙干事")


def texts(phone: str, kind: str = "guardian_") -> list[str]:
    mask = f"{phone[:3]}****{phone[-4:]}"
    rows = Message.objects.filter(kind__startswith=kind, channel="sms", address_mask=mask)
    return [one.text for one in rows.order_by("id")]


@pytest.mark.law("CC-1058")
def test_u20_both_consents_stand_side_by_side_and_neither_sees_the_others_phone(two: Two) -> None:
    assert two.is_ok()
    assert {one.waits_since for one in two.fresh()} == {None}
    hers, his = two.fresh()
    for parent, other_phone in ((two.mother, FATHER), (two.father, MOTHER)):
        pages = ["/mine/wards/", "/mine/profile/", "/mine/"]
        own = hers if parent is two.mother else his
        pages.append(f"/mine/wards/{own.public_id}/")
        for page in pages:
            html = parent.get(page, follow=True).content.decode()
            assert other_phone not in html
            assert f"{other_phone[:3]}****{other_phone[-4:]}" not in html
        # Nor by the address of the other's request.
        other = his if parent is two.mother else hers
        assert parent.get(f"/mine/wards/{other.public_id}/").status_code == 404
    for phone, other in ((MOTHER, FATHER), (FATHER, MOTHER)):
        assert not [one for one in texts(phone) if other in one or other[-4:] in one]


@pytest.mark.law("CC-1058")
def test_u20_a_no_of_the_second_who_is_asked_suspends_at_once_and_all_are_told(area: Area) -> None:
    two = Two(area, father_agrees=False)
    assert two.is_ok()
    page = two.father.get(f"/guardians/{two.his.public_id}/").content.decode()
    assert "王**" in page
    two.father.post(f"/guardians/{two.his.public_id}/refusal/")
    assert not two.is_ok()
    hers, his = two.fresh()
    assert queries.said_no(his)
    assert hers.waits_since is not None
    assert AuditEvent.objects.filter(action="WardPaused").exists()
    assert "不同意" in texts(MOTHER)[-1]
    assert "暂停" in texts(MOTHER)[-1]
    own = Message.objects.filter(inbox=two.ward.public_id, kind="guardian_declined").latest("id")
    assert "暂停" in own.text
    # The mother agrees as often as she likes: only he lifts it, or an office.
    with pytest.raises(actions.GuardianRequestClosed):
        actions.ask_other_guardian(
            guardianship=hers, guardian=GuardianAsked("王五", "other", "19900000299"), actor=ACTOR, at=clock.now()
        )
    assert not two.is_ok()
    two.father.post(f"/guardians/{his.public_id}/change/", world.agreement(his))
    assert two.is_ok()


@pytest.mark.law("CC-1058")
def test_u20_only_who_said_no_lifts_it_or_an_office_with_a_reason_and_a_paper(two: Two, county: Client) -> None:
    two.father.post(f"/mine/wards/{two.his.public_id}/withdrawal/")
    assert not two.is_ok()
    two.mother.post(f"/mine/wards/{two.hers.public_id}/agreement/", world.agreement(two.hers))
    assert not two.is_ok()
    address = f"/desk/people/guardians/{two.hers.public_id}/settlement/"
    for missing in ("document", "why"):
        given = {"document": "法院民事调解书", "why": "判由母亲抚养", "outcome": "proven"} | {missing: " "}
        assert county.post(address, given).status_code == 422
        assert not two.is_ok()
    given = {"document": "法院民事调解书", "why": "判由母亲抚养", "outcome": "proven"}
    assert county.post(address, given).status_code == 303
    assert two.is_ok()
    assert Guardianship.objects.get(pk=two.hers.pk).settled_why == "判由母亲抚养"
    event = AuditEvent.objects.get(action="GuardiansSettled")
    assert given["document"] in event.detail["reason"]
    assert given["why"] in event.detail["reason"]


@pytest.mark.law("PIPL-31")
def test_u20_after_her_end_her_consents_end_that_day_and_only_his_goes_on(two: Two, county: Client) -> None:
    # What she alone had agreed to besides, he never did.
    now = clock.now()
    Consent.objects.create(
        person=two.ward, purpose="photo", version="1", given_at=now - timedelta(days=40), given_by="guardian",
        giver_name="王小梅", channel="web",
    )  # fmt: skip
    Guardianship.objects.filter(pk=two.hers.pk).update(agreed_at=now - timedelta(days=40))
    ConsentSpan.objects.filter(guardianship=two.hers).update(from_at=now - timedelta(days=40))
    day = clock.local_date(now) - timedelta(days=3)
    assert two.ends(county, day).startswith("/desk/people/")
    hers, his = two.fresh()
    assert hers.withdrawn_at == clock.end_of(day), "the day of the paper decides, not of the typing"
    assert ConsentSpan.objects.get(guardianship=hers).to_at == clock.end_of(day)
    assert (his.withdrawn_at, two.is_ok()) == (None, True)
    live = Consent.objects.filter(person=two.ward, given_by="guardian", withdrawn_at__isnull=True)
    assert set(live.values_list("giver_name", flat=True)) == {"李大山"}
    assert "photo" not in set(live.values_list("purpose", flat=True))
    assert Consent.objects.get(purpose="photo").withdrawn_at == clock.end_of(day)
    # What she did stays in the book.
    assert AuditEvent.objects.filter(action="GuardianAgreed", subject_id=two.ward.pk).count() == 2
    assert Guardianship.objects.filter(pk=hers.pk, agreed_at__isnull=False).exists()
    event = AuditEvent.objects.get(action="GuardianEnded")
    assert PAPER["document"] in event.detail["reason"]
    record = county.get(f"/desk/people/{two.ward.public_id}/").content.decode()
    assert "不再是监护人" in record
    assert "不再是 李** 的监护人" in texts(FATHER)[-1]
    assert "不再是监护人" in two.father.get("/mine/wards/").content.decode()


@pytest.mark.law("CC-26")
@pytest.mark.law("CC-36")
def test_u20_she_sees_nothing_any_more(two: Two, county: Client) -> None:
    two.mother.post("/acting/person/", {"person": two.ward.public_id})
    assert two.mother.get("/mine/profile/").status_code == 200
    account_id = Guardianship.objects.get(pk=two.hers.pk).guardian_account_id
    feed = CalendarFeed.objects.create(person=two.ward, created_by_id=account_id, created_at=clock.now())
    calendar = f"/calendar/{activities.calendar_token(feed)}.ics"
    assert Client().get(calendar).status_code == 200
    actions.withdraw_as_guardian(guardianship=two.his, actor=ACTOR, at=clock.now())
    inbox = queries.inbox_of_account(account_id or 0)
    told = Message.objects.filter(inbox=inbox, channel="inapp")
    assert told.filter(text__contains="李**").exists()
    two.ends(county)
    assert Client().get(calendar).status_code == 404
    for page in (
        "/mine/profile/",
        f"/mine/wards/{two.hers.public_id}/",
        f"/mine/wards/{two.hers.public_id}/agreement/",
    ):
        html = two.mother.get(page, follow=True).content.decode()
        assert "李小红" not in html
    again = Client()
    world.log_in(again, MOTHER)
    assert "李" not in again.get("/mine/wards/").content.decode()
    assert again.get(f"/mine/wards/{two.hers.public_id}/").status_code == 404
    assert again.get(f"/guardians/{two.hers.public_id}/").status_code == 404
    assert "李**" not in again.get("/mine/messages/", follow=True).content.decode()
    assert again.post("/acting/person/", {"person": two.ward.public_id}).status_code == 404
    waiting = Message.objects.filter(inbox=inbox, about=two.ward.public_id, delivered_at=None, failed_at=None)
    assert not waiting.exclude(channel="inapp").exists(), "nothing more of the child leaves for her"
    assert "不再是" in texts(MOTHER, "guardian_ended")[-1]
    # Of what comes later she hears nothing.
    sent = len(texts(MOTHER))
    his = Guardianship.objects.get(pk=two.his.pk)
    two.father.post(f"/mine/wards/{his.public_id}/agreement/", world.agreement(his))
    assert len(texts(MOTHER)) == sent


@pytest.mark.law("CC-1058")
def test_u20_her_no_holds_nothing_up_once_she_is_no_guardian(two: Two, county: Client) -> None:
    two.mother.post(f"/mine/wards/{two.hers.public_id}/withdrawal/")
    assert not two.is_ok()
    two.ends(county)
    assert two.is_ok(), "his consent waited for hers alone"
    assert "现在生效" in texts(FATHER)[-2] + texts(FATHER)[-1]


@pytest.mark.law("PIPL-31")
def test_u20_with_nobody_else_the_child_is_paused_and_may_ask_another_but_not_her(area: Area, county: Client) -> None:
    two = Two(area, father_agrees=False)
    two.ends(county)
    assert not two.is_ok()
    assert queries.guardians_answer(two.ward.pk) == "ended"
    assert "监护人变了" in two.child.get("/mine/").content.decode()
    again = {"guardian_name": "王小梅", "relation": "mother", "guardian_phone": MOTHER}
    refused = two.child.post("/mine/profile/guardian/", again)
    assert refused.status_code == 422
    assert "不再是孩子的监护人" in refused.content.decode()
    # A later paper: she may be asked again, and what was before does not stand again by itself.
    lifting = f"/desk/people/guardians/{two.hers.public_id}/end/lifting/"
    assert county.post(lifting, {"document": " "}).status_code == 422
    assert county.post(lifting, {"document": "东河区法院民事裁定书（2027）第3号"}).status_code == 303
    assert not two.is_ok()
    assert two.child.post("/mine/profile/guardian/", again).status_code == 303
    new = Guardianship.objects.latest("id")
    mother = on_own_phone(new, MOTHER)
    mother.post(f"/guardians/{new.public_id}/agreement/", world.agreement(new))
    assert two.is_ok()


def test_u20_what_the_office_may_not(two: Two, county: Client, area: Area) -> None:
    tomorrow = clock.local_date(clock.now()) + timedelta(days=1)
    assert "还没有到" in two.ends(county, tomorrow)
    assert "form" in two.ends(county, document=" ")
    address = f"/desk/people/guardians/{two.hers.public_id}/end/"
    assert world.staff("place_staff", area.county, "13300000172").get(address).status_code == 403
    assert world.staff("county_office", area.other_county, "13300000173").get(address).status_code == 404
    assert two.mother.get(address).status_code == 403
    assert two.is_ok()
    two.ends(county)
    assert two.ends(county).startswith("/desk/people/"), "pressed again it is answered as the first time"
    other = world.staff("county_office", area.county, "13300000174", "钱干事")
    assert "孙干事已于" in two.ends(other)
    assert AuditEvent.objects.filter(action="GuardianEnded").count() == 1


@pytest.mark.rules
def test_u20_the_day_of_the_paper_decides() -> None:
    day, over = date(2026, 6, 1), clock.end_of(date(2026, 6, 1))
    noon = clock.midnight(day) + timedelta(hours=12)
    assert ends.ends_at(day, over, today=day, at=noon) == noon
    later = noon + timedelta(days=9)
    assert ends.ends_at(day, over, today=clock.local_date(later), at=later) == over
    assert ends.ends_at(day + timedelta(days=1), over, today=day, at=noon) is None
    assert {one.value for one in EndWhy} == {"revoked", "changed", "appointed", "other"}
