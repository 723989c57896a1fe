"""A record is handed back by two people after some hours, and who holds its number is asked first (U23)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.models import AuditEvent
from baiying.kit.values.actor import Actor
from baiying.notices import queries as notices
from baiying.notices.models import Message
from baiying.people import actions, queries
from baiying.people.actions.checks import SawNumber
from baiying.people.models import Claim, Person
from baiying.people.rules import claiming as rules
from tests.people import claiming, world
from tests.people.world import Area

pytestmark = pytest.mark.django_db
OLD, NEW = "19900000301", "19900000391"


def registered(area: Area) -> Person:
    world.register(Client(), area, phone=OLD, name="王芳")
    return Person.objects.get()


def come_in(browser: Client, phone: str = OLD) -> str:
    browser.post("/log-in/", {"phone": phone})
    return str(browser.post("/log-in/code/", {"code": world.code_for(phone)})["Location"])


def page_of(person: Person) -> str:
    assert person.account is not None
    return f"/log-in/claimed/{person.account.public_id}/"


def confirmed(claim: Claim) -> Claim:
    claiming.saw(claim)
    return actions.confirm_claim(claim=claim, actor=claiming.clerk("第二人"), at=clock.now())


@pytest.mark.parametrize(
    ("second", "old", "needs"),
    [(True, OLD, True), (False, OLD, False), (True, None, False), (True, "", False), (True, NEW, False)],
)
def test_a_second_person_is_needed_where_anothers_number_stands(second: bool, old: str | None, needs: bool) -> None:
    assert rules.needs_second(old, NEW, rules.ClaimRules(second_person=second)) is needs


def test_u23_one_sees_another_confirms_and_hours_later_it_is_handed_back(area: Area) -> None:
    person = registered(area)
    claim = claiming.file(person, NEW)
    first = claiming.clerk()
    seen = claiming.saw(claim, by=first)
    assert (seen.state, seen.decided_at, seen.seen_by_id) == ("seen", None, first.account_id)
    # The same hand again is nothing, and does not confirm; another cannot see it anew.
    assert claiming.saw(claim, by=first).seen_at == seen.seen_at
    with pytest.raises(actions.ClaimSecondPerson):
        actions.confirm_claim(claim=claim, actor=first, at=clock.now())
    with pytest.raises(actions.ClaimChanged):
        claiming.saw(claim)
    Message.objects.all().delete()
    second, at = claiming.clerk("第二人"), clock.now()
    row = actions.confirm_claim(claim=claim, actor=second, at=at)
    assert (row.state, row.cools_until) == ("cooling", at + timedelta(hours=12))
    texts = {one.text for one in Message.objects.filter(channel="sms")}
    assert len(texts) == 2
    assert all(claim.public_id in text for text in texts)
    # Again by the same hand, and by a third.
    assert actions.confirm_claim(claim=claim, actor=second, at=clock.now()).confirmed_at == at
    with pytest.raises(actions.ClaimChanged):
        actions.confirm_claim(claim=claim, actor=claiming.clerk("第三人"), at=clock.now())
    assert actions.carry_out_claims(at=at + timedelta(hours=12, microseconds=-1)) == 0
    assert queries.phone_of(Person.objects.get()) == OLD
    assert actions.carry_out_claims(at=at + timedelta(hours=12)) == 1
    assert actions.carry_out_claims(at=at + timedelta(hours=13)) == 0
    row.refresh_from_db()
    assert (row.granted, row.decided_by_id) == (True, second.account_id)
    assert queries.phone_of(Person.objects.get()) == NEW
    acts = AuditEvent.objects.filter(action__startswith="Claim").order_by("id").values_list("action", flat=True)
    assert list(acts) == ["ClaimFiled", "ClaimSeen", "ClaimConfirmed", "ClaimGranted"]


def test_two_log_ins_of_one_human_are_one_hand_and_the_table_knows_two(area: Area) -> None:
    claim = claiming.file(registered(area), NEW)
    one, other = (world.make_account("19900000355", name) for name in ("王干事", "王干事二"))
    claiming.saw(claim, by=Actor(account_id=one.pk))
    with pytest.raises(actions.ClaimSecondPerson):
        actions.confirm_claim(claim=claim, actor=Actor(account_id=other.pk), at=clock.now())
    at = clock.now()
    with pytest.raises(IntegrityError, match="people_claim_by_two_people"), transaction.atomic():
        Claim.objects.update(confirmed_at=at, confirmed_by_id=one.pk, cools_until=at)


def test_nobody_confirms_the_own_claim_or_record(area: Area) -> None:
    person = registered(area)
    claim = claiming.file(person, NEW)
    claiming.saw(claim)
    for phone in (NEW, OLD):
        by = Actor(account_id=world.make_account(phone, "同号").pk)
        with pytest.raises(actions.OwnCheck):
            actions.confirm_claim(claim=claim, actor=by, at=clock.now())


def test_whoever_has_seen_the_whole_number_is_no_second_person_either(area: Area) -> None:
    """What was read on the screen proves no document that lay on the desk, for neither of the two."""
    person = registered(area)
    claim = claiming.file(person, NEW)
    claiming.saw(claim)
    looked = claiming.clerk("看过号码的")
    actions.reveal(person=person, what="id_number", reason="核对", actor=looked, at=clock.now())
    with pytest.raises(SawNumber):
        actions.confirm_claim(claim=claim, actor=looked, at=clock.now())
    claim.refresh_from_db()
    assert claim.confirmed_at is None
    assert actions.confirm_claim(claim=claim, actor=claiming.clerk("第二人"), at=clock.now()).confirmed_at


def test_a_record_without_a_number_is_handed_back_at_once(area: Area) -> None:
    claim = claiming.file(builders.person("李桂兰", residence=area.village), NEW)
    assert claiming.saw(claim).granted


def test_the_number_that_was_given_up_meanwhile_is_not_waited_for(area: Area) -> None:
    claim = claiming.file(registered(area), NEW)
    claiming.saw(claim)
    actions.disown_phone(phone=OLD, actor=world.ACTOR, at=clock.now())
    assert actions.confirm_claim(claim=claim, actor=claiming.clerk("第二人"), at=clock.now()).granted


def test_a_record_that_was_closed_while_the_hours_ran_is_handed_to_nobody_and_the_claimant_hears_it(area: Area) -> None:
    claim = confirmed(claiming.file(registered(area), NEW))
    assert claim.cools_until is not None
    Person.objects.update(closed_at=clock.now())
    Message.objects.all().delete()
    assert actions.carry_out_claims(at=claim.cools_until) == 0
    claim.refresh_from_db()
    assert (claim.state, claim.granted) == ("refused", False)
    assert queries.phone_of(Person.objects.get()) == OLD
    assert any("没有通过" in text.wording for text in notices.on_screen(NEW, limit=5))


def test_u23_who_holds_the_old_number_is_asked_before_anything_is_shown(area: Area) -> None:
    person = registered(area)
    assert come_in(Client()) == "/mine/"
    claiming.file(person, NEW)
    holder = Client()
    assert come_in(holder) == "/log-in/choice/"
    page = holder.get("/log-in/choice/").content.decode()
    assert "王*" in page
    assert "王芳" not in page
    assert person.account is not None
    answer = holder.post("/log-in/choice/", {"account": person.account.public_id})
    assert answer["Location"] == page_of(person)
    asked = holder.get(page_of(person)).content.decode()
    assert "王" not in asked.split("<main", 1)[1]
    assert person.id_no_mask not in asked
    assert holder.get("/mine/").status_code == 302
    # The end of another document opens nothing.
    wrong = holder.post(page_of(person), {"last_six": "000000"})
    assert wrong.status_code == 422
    assert "000000" in wrong.content.decode()
    assert holder.get("/mine/").status_code == 302
    # Who says "not me" frees the number and has never seen whose it was.
    assert holder.post("/register/not-me/")["Location"] == "/log-in/unknown/"
    assert queries.phone_of(Person.objects.get()) is None


def test_u23_the_owner_says_that_is_me_comes_in_and_two_decide_anew(area: Area) -> None:
    person = registered(area)
    claim = confirmed(claiming.file(person, NEW))
    until = claim.cools_until
    assert until is not None
    owner = Client()
    come_in(owner)
    six = queries.id_number_of(person)[-6:]
    assert owner.post(page_of(person), {"last_six": six})["Location"] == "/mine/"
    assert "王芳" in owner.get("/mine/").content.decode()
    claim.refresh_from_db()
    assert (claim.state, claim.confirmed_by_id, claim.seen_by_id, claim.answer) == ("waiting", None, None, "")
    assert claim.objected_at is not None
    assert actions.carry_out_claims(at=until) == 0
    assert queries.phone_of(Person.objects.get()) == OLD
    # Asked once: the next time there is no question, and two can still hand it back with the document in hand.
    assert come_in(Client()) == "/mine/"
    desk = world.staff("county_office", area.county, "19900000396")
    assert "说是本人" in desk.get(f"/desk/people/claims/{claim.public_id}/").content.decode()
    assert claiming.hand_back(claim).granted


def test_the_end_of_the_document_is_tried_five_times_a_day(area: Area) -> None:
    person = registered(area)
    claiming.file(person, NEW)
    holder = Client()
    come_in(holder)
    answers = [holder.post(page_of(person), {"last_six": f"00000{n}"}) for n in range(5)]
    assert {one.status_code for one in answers} == {422}
    six = queries.id_number_of(person)[-6:]
    answer = holder.post(page_of(person), {"last_six": six})
    assert "今天填错的次数太多了" in answer.content.decode()
    assert holder.get("/mine/").status_code == 302


def test_the_page_is_for_who_proved_the_number_and_only_while_a_claim_waits(area: Area) -> None:
    person = registered(area)
    assert Client().get(page_of(person))["Location"] == "/log-in/"
    holder = Client()
    come_in(holder)
    assert holder.get(page_of(person))["Location"] == "/log-in/"
    claim = claiming.file(person, NEW)
    # Who proved another number, by which nobody comes in, keeps that proof and opens nothing with it.
    stranger = Client()
    assert come_in(stranger, NEW) == "/log-in/unknown/"
    assert stranger.get(page_of(person))["Location"] == "/log-in/"
    Claim.objects.filter(pk=claim.pk).update(decided_at=clock.now(), decided_by_id=1, granted=False)
    assert come_in(Client()) == "/mine/"


def test_two_at_the_desk_by_pages(area: Area) -> None:
    claim = claiming.file(registered(area), NEW)
    url = f"/desk/people/claims/{claim.public_id}/"
    first = world.staff("county_office", area.county, "19900000397", "甲")
    second = world.staff("place_staff", area.township, "19900000398", "乙")
    six = queries.id_number_of(claim.person)[-6:]
    assert "还要另一位有权的人确认" in first.get(url).content.decode()
    answer = first.post(url, {"granted": "yes", "last_six": six, "answer": "看过证件"}, follow=True)
    assert "等第二个人确认" in answer.content.decode()
    assert "确认交还" not in answer.content.decode()
    assert "等处理的认领" not in first.get("/desk/").content.decode()
    page = second.get(url).content.decode()
    assert "确认交还" in page
    assert "是本人，把记录交还给他" not in page, "what is left to say beside is no"
    assert second.post(f"{url}confirmation/", follow=True).status_code == 200
    claim.refresh_from_db()
    assert claim.state == "cooling"
    # One of them thinks better of it while there is time.
    assert second.post(url, {"granted": "no", "answer": "证件是别人的"}).status_code == 303
    claim.refresh_from_db()
    assert (claim.state, claim.granted) == ("refused", False)
    assert actions.carry_out_claims(at=clock.now() + timedelta(days=1)) == 0


def test_u23_a_claim_that_nobody_answers_goes_up_and_does_not_sleep(area: Area) -> None:
    claim = claiming.file(registered(area), NEW)
    assert claim.due_on is not None
    world.staff("city_office", area.city, "19900000399", "市文明办")
    last = clock.end_of(claim.due_on)
    assert actions.raise_late_claims(at=last - timedelta(seconds=1)) == 0
    Message.objects.all().delete()
    assert actions.raise_late_claims(at=last) == 1
    assert actions.raise_late_claims(at=last + timedelta(days=1)) == 0
    assert Message.objects.filter(kind="claim_late", text__contains=claim.public_id).count() == 1
    assert Message.objects.filter(kind="claim_decided", channel="sms", text__contains="上一级").count() == 1
