"""Closing an account: said before, time to stop, then nothing of who it was is left (U16, U19)."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from baiying.accounts.models import Account, Identity, LogInCode
from baiying.activities import jobs as activities
from baiying.activities.models import Signup
from baiying.demo import builders
from baiying.hours.models import HourEntry
from baiying.kit import clock
from baiying.kit.models import AuditEvent
from baiying.notices.models import Message
from baiying.people import actions as people_actions
from baiying.people import queries as people
from baiying.people.facts import RegistrationEnded
from baiying.people.models import Counting, Person, Registration
from baiying.privacy import actions, queries
from baiying.privacy.models import Closing, Way
from baiying.teams.models import Membership
from baiying.ui import formats
from tests.hours.conftest import actor_of
from tests.people import world

pytestmark = pytest.mark.django_db
PAGE, STOP = "/mine/data/closing/", "/mine/data/closing/stop/"
PHONE = "19900000201"


def ask(client: Client, phone: str) -> Closing:
    client.post(f"{PAGE}codes/")
    answer = client.post(PAGE, {"code": world.code_for(phone)})
    assert answer.status_code == 303, answer.content.decode()
    return Closing.objects.latest("id")


def close(row: Closing) -> None:
    early = row.due_at - timedelta(seconds=1)
    assert (actions.close_due(at=early), actions.close_account(closing_id=row.pk, at=early)) == (0, False)
    assert actions.close_due(at=row.due_at) == 1


def freed(person: Person) -> None:
    """The listener that a registration's end has in the room of activities, run as its job."""
    registration = Registration.objects.filter(person=person).latest("id")
    activities.release_former_volunteer(
        **{"fact": RegistrationEnded(person_id=person.pk, registration_id=registration.pk)}
    )


@pytest.mark.law("PIPL-47", "NDR-15")
def test_u19_the_page_says_before_what_goes_what_is_emptied_and_what_stays(client_as: Any) -> None:
    page = client_as("volunteer").get(PAGE).content.decode()
    outcome = queries.outcome()
    for kind in outcome:
        assert kind
        assert all(str(one.title) in page and str(one.why) in page for one in kind)
    assert "以前的时长回不来" in page
    assert "7 天" in page


def test_u19_the_last_administrator_a_leader_and_a_guardian_hand_over_first(cast: Any, client_as: Any) -> None:
    admin = client_as("unit_admin")
    assert "唯一的管理员" in admin.get(PAGE).content.decode()
    assert "唯一的队长" in client_as("leader").get(PAGE).content.decode()
    admin.post(f"{PAGE}codes/")
    answer = admin.post(PAGE, {"code": world.code_for(cast["unit_admin"].phone)})
    assert answer.status_code == 422
    assert "先交接" in answer.content.decode()
    assert not Closing.objects.exists()
    builders.office(cast["volunteer"].account, cast["unit_admin"].body)
    assert "唯一的管理员" not in admin.get(PAGE).content.decode()


def test_u19_a_guardian_hands_the_ward_over_first(client: Client, cast: Any) -> None:
    guardian, minor = cast["guardian"], cast["minor"]
    own = builders.person("陈建国", residence=minor.person.residence, account=guardian.account)
    words = [str(one.words) for one in queries.to_hand_over(own.pk, guardian.account.pk, clock.now())]
    assert ["监护人" in one for one in words] == [True]
    assert "陈一诺" not in words[0]


def test_u19_without_the_fresh_code_nothing_happens(client_as: Any) -> None:
    client = client_as("volunteer")
    client.post(f"{PAGE}codes/")
    assert client.post(PAGE, {"code": "000000"}).status_code == 422
    assert client.post(PAGE, {"code": ""}).status_code == 422
    assert not Closing.objects.exists()


def test_u19_while_it_waits_the_record_is_only_stored_and_one_tap_stops_it(cast: Any, client_as: Any) -> None:
    me, client, office = cast["volunteer"], client_as("volunteer"), client_as("county")
    activity = builders.activity(cast["leader"].team, cast["leader"].account, at=clock.now())
    start = clock.now() + timedelta(days=3)
    signup = builders.signup(builders.shift(activity, start, start + timedelta(hours=2)), me.person)
    number = people.last_volunteer_no(me.person.pk)
    assert me.part.name in office.get("/desk/people/").content.decode()
    row = ask(client, me.phone)
    assert (row.due_at - row.asked_at).days == 7
    freed(me.person)
    assert Signup.objects.get(pk=signup.pk).state == "cancelled"
    assert me.part.name not in office.get("/desk/people/").content.decode()
    answer = office.post(f"/desk/people/{me.person.public_id}/reveals/", {"what": "phone", "reason": "想打个电话"})
    assert answer.status_code == 409
    assert "正在注销" in office.get(f"/desk/people/{me.person.public_id}/").content.decode()
    told = Message.objects.filter(kind="privacy.closing_asked", inbox=me.person.public_id)
    assert {one.channel for one in told} == {"inapp", "sms"}
    # Whoever logs in finds it on every page.
    for page in ("/mine/", "/activities/", "/mine/profile/"):
        body = client.get(page).content.decode()
        assert STOP in body
        assert "停止注销" in body
    assert STOP not in client_as("stranger").get("/mine/").content.decode()
    with pytest.raises(people_actions.BeingClosed):
        people_actions.rejoin(person=me.person, actor=actor_of(me), at=clock.now())
    assert client.post(STOP).status_code == 303
    assert client.post(STOP).status_code == 303
    person = Person.objects.get(pk=me.person.pk)
    assert (person.rests_since, people.last_volunteer_no(person.pk)) == (None, number)
    assert Counting.objects.filter(person=person, to_at__isnull=True).count() == 1
    assert STOP not in client.get("/mine/").content.decode()
    assert actions.close_due(at=row.due_at + timedelta(days=1)) == 0
    assert AuditEvent.objects.filter(action="ClosingStopped").count() == 1


def test_u19_a_thief_with_the_phone_is_stopped_at_the_desk(cast: Any, client_as: Any) -> None:
    me, clerk = cast["volunteer"], client_as("clerk")
    row = ask(client_as("volunteer"), me.phone)
    page, end = f"/desk/people/{me.person.public_id}/data/", people.id_number_of(me.person)[-6:]
    assert page in clerk.get(f"/desk/people/{me.person.public_id}/").content.decode()
    assert clerk.post(f"{page}closing/", {"last_six": "000000", "do": "stop"}).status_code == 422
    assert clerk.post(f"{page}closing/", {"last_six": end, "do": "stop"}).status_code == 303
    row.refresh_from_db()
    assert row.stopped_by_id == cast["clerk"].account.pk
    assert clerk.post(f"{page}closing/", {"last_six": end, "do": "ask"}).status_code == 303
    assert Closing.objects.filter(way="desk").count() == 1


def test_u19_after_the_days_nothing_says_who_it_was_and_the_ledger_stands(cast: Any, client_as: Any) -> None:
    me, client = cast["volunteer"], client_as("volunteer")
    entry = builders.entry(me.person, minutes=90)
    before = people.last_volunteer_no(me.person.pk)
    close(ask(client, me.phone))
    person = Person.objects.get(pk=me.person.pk)
    gone = (person.account_id, person.id_no_hash, person.id_no_sealed, person.phone_hash, person.phone_sealed)
    assert (*gone, person.data_key_sealed) == (None,) * 6
    assert me.part.name not in person.name
    assert (person.birth_date.year, person.skills, person.id_no_mask, person.phone_mask) == (1900, [], "", "")
    assert not Registration.objects.filter(volunteer_no=before).exists(), "nor is it kept"
    assert people.person_by_volunteer_no(before) is None
    assert HourEntry.objects.get(id=entry.id).person_id == person.pk
    account = Account.objects.get(pk=me.account.pk)
    assert (account.display_name, account.closed_at is not None) == ("", True)
    assert not Identity.objects.filter(account=account).exists()
    assert not LogInCode.objects.exists()
    assert not Message.objects.filter(inbox=me.person.public_id).exists()
    assert Membership.objects.get(person=person).left_at is not None
    assert client.get("/mine/").status_code == 302
    assert actions.close_due(at=clock.now() + timedelta(days=90)) == 0
    assert AuditEvent.objects.filter(action="AccountClosed").count() == 1
    # What the account did is still read in the audit, without a name.
    own = AuditEvent.objects.filter(account_id=account.pk).first()
    assert own is not None
    assert own.who == ""
    assert "已注销的账号" in client_as("auditor").get("/desk/audit/").content.decode()


def test_u16_two_erased_people_share_no_placeholder(cast: Any, client_as: Any) -> None:
    for key in ("volunteer", "stranger"):
        close(ask(client_as(key), cast[key].phone))
    one, other = Person.objects.filter(closed_at__isnull=False)
    assert one.name != other.name
    numbers = Registration.objects.filter(person__in=[one, other]).values_list("volunteer_no", flat=True)
    assert len(set(numbers)) == 2


def test_u19_day_400_the_same_id_and_phone_register_anew_and_nothing_links_them(client: Client, area: Any) -> None:
    number = world.id_number(world.born_years_ago(30))
    world.register(client, area, phone=PHONE, number=number)
    first = Person.objects.get()
    close(ask(client, PHONE))
    newcomer = Client()
    assert world.register(newcomer, area, phone=PHONE, number=number) == "/register/done/"
    second = Person.objects.get(closed_at__isnull=True)
    assert second.pk != first.pk
    assert Registration.objects.filter(person=second).get().volunteer_no not in {
        one.volunteer_no for one in Registration.objects.filter(person=first)
    }
    page = newcomer.get("/messages/").content.decode()
    assert "注销" not in page
    assert not people.looks_at(second.pk)
    assert newcomer.get("/mine/data/").status_code == 200


def test_what_came_into_these_hands_meanwhile_keeps_it_waiting(cast: Any, client_as: Any) -> None:
    row = ask(client_as("volunteer"), cast["volunteer"].phone)
    activity = builders.activity(cast["leader"].team, cast["volunteer"].account, at=row.due_at)
    assert actions.close_due(at=row.due_at) == 0
    told = Message.objects.filter(kind="privacy.closing_waits")
    assert actions.close_due(at=row.due_at + timedelta(seconds=1)) == 0
    assert told.count() == 1
    type(activity).objects.filter(pk=activity.pk).update(leader_id=cast["leader"].account.pk)
    assert actions.close_due(at=row.due_at + timedelta(days=1)) == 1


def test_after_the_end_it_cannot_be_stopped(cast: Any, client_as: Any) -> None:
    row = ask(client_as("volunteer"), cast["volunteer"].phone)
    close(row)
    with pytest.raises(actions.ClosedAlready):
        actions.stop_closing(closing_id=row.pk, actor=actor_of(cast["county"]), at=clock.now())


def test_a_guardian_closes_nothing_for_a_ward(cast: Any, client_as: Any) -> None:
    guardian = client_as("guardian")
    guardian.post("/acting/person/", {"person": cast["minor"].person.public_id})
    assert guardian.get("/mine/data/").status_code == 200
    assert guardian.get(PAGE).status_code == 404
    assert guardian.post(STOP).status_code == 404


def test_who_is_being_closed_is_told_so_everywhere_and_not_to_register(cast: Any, client_as: Any) -> None:
    client, me = client_as("volunteer"), cast["volunteer"].person
    actions.ask_closing(person=me, way=Way.SELF, actor=actor_of(cast["volunteer"]), at=clock.now())
    home = client.get("/mine/").content.decode()
    assert "您的账号正在注销" in home
    assert "您还不是注册志愿者" not in home
    profile = client.get("/mine/profile/").content.decode()
    assert "停止注销" in profile
    assert "/mine/profile/rejoining/" not in profile
    assert "可以随时重新注册" not in profile


def test_a_day_that_is_over_is_not_promised_any_more(
    cast: Any, client_as: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = ask(client_as("volunteer"), cast["volunteer"].phone)
    person = cast["volunteer"].person
    day = formats.full_date(row.due_at)
    desk = f"/desk/people/{person.public_id}/data/"
    assert f"您的账号 {day} 注销" in client_as("volunteer").get("/mine/").content.decode()
    before = client_as("clerk").get(desk).content.decode()
    assert "正在注销：" in before
    monkeypatch.setattr(clock, "now", lambda: row.due_at + timedelta(hours=3))
    late = client_as("volunteer").get("/mine/").content.decode()
    assert "您的账号正在注销，还没有办完" in late
    assert day not in late
    assert "停止注销" in late
    after = client_as("clerk").get(desk).content.decode()
    assert "正在注销，还没有办完" in after
    assert "正在注销：" not in after


def test_a_guardian_finds_from_the_own_data_what_is_held_of_the_child(cast: Any, client_as: Any) -> None:
    guardian = client_as("guardian")
    page = guardian.get("/mine/data/").content.decode()
    assert "孩子的监护登记" in page
    (link,) = set(re.findall(r"/mine/wards/[a-z0-9]+/", page))
    assert "谁看过" in guardian.get(link).content.decode()
    assert "您监护的孩子" not in client_as("county").get("/mine/data/").content.decode()


def test_who_has_no_record_reads_what_is_held_and_where_to_ask(cast: Any, client_as: Any) -> None:
    for who in ("county", "guardian"):
        client = client_as(who)
        for url in ("/mine/data/", "/mine/data/closing/"):
            page = client.get(url)
            assert page.status_code == 200, (who, url)
            assert "您没有登记为志愿者" in page.content.decode()
