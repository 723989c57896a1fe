"""Coming in: codes, passwords, limits, locks, leaving."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from baiying.accounts import actions, queries
from baiying.accounts.models import Account, Lock, LogInCode
from baiying.kit import clock
from baiying.kit.models import AuditEvent
from baiying.kit.values.actor import Actor
from baiying.people.models import Person
from tests.people import world
from tests.people.world import ACTOR, Area

pytestmark = pytest.mark.django_db

PHONE = "19900000401"


def test_a_known_and_an_unknown_phone_get_the_same_answer(client: Client, area: Area) -> None:
    world.make_account(PHONE)
    known = client.post("/log-in/", {"phone": PHONE})
    unknown = Client().post("/log-in/", {"phone": "19900000499"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_a_phone_typed_with_blanks_full_width_and_prefix_is_read(client: Client, area: Area) -> None:
    world.make_account(PHONE)
    client.post("/log-in/", {"phone": "＋８６ 199-0000-0401"})
    assert client.post("/log-in/code/", {"code": world.code_for(PHONE)})["Location"] == "/mine/"


def test_the_code_never_shows_outside_a_demo(client: Client, area: Area) -> None:
    client.post("/log-in/", {"phone": PHONE})
    assert world.code_for(PHONE) not in client.get("/log-in/code/").content.decode()


def test_a_wrong_code_says_how_many_tries_are_left_and_the_fifth_voids_it(client: Client, area: Area) -> None:
    world.make_account(PHONE)
    client.post("/log-in/", {"phone": PHONE})
    right = world.code_for(PHONE)
    wrong = "000000" if right != "000000" else "111111"
    assert "还可以试 4 次" in client.post("/log-in/code/", {"code": wrong}).content.decode()
    for _ in range(4):
        client.post("/log-in/code/", {"code": wrong})
    answer = client.post("/log-in/code/", {"code": right})
    assert answer.status_code == 422
    assert "重新发送" in answer.content.decode()


def test_a_code_ends_after_five_minutes_and_works_once(area: Area) -> None:
    at = clock.now()
    actions.start_code(phone=PHONE, purpose="log_in", actor=ACTOR, at=at)
    code = world.code_for(PHONE)
    late = at + timedelta(minutes=5, seconds=1)
    with pytest.raises(actions.CodeExpired):
        actions.check_code(phone=PHONE, purpose="log_in", code=code, actor=ACTOR, at=late)
    actions.check_code(phone=PHONE, purpose="log_in", code=code, actor=ACTOR, at=at)
    with pytest.raises(actions.CodeExpired):
        actions.check_code(phone=PHONE, purpose="log_in", code=code, actor=ACTOR, at=at)


def test_a_code_for_one_purpose_or_phone_opens_no_other(area: Area) -> None:
    at = clock.now()
    actions.start_code(phone=PHONE, purpose="guardian", actor=ACTOR, at=at)
    code = world.code_for(PHONE)
    with pytest.raises(actions.CodeExpired):
        actions.check_code(phone=PHONE, purpose="log_in", code=code, actor=ACTOR, at=at)
    with pytest.raises(actions.CodeExpired):
        actions.check_code(phone="19900000402", purpose="guardian", code=code, actor=ACTOR, at=at)


def test_sending_is_limited_by_time_by_day_and_by_address(area: Area) -> None:
    at, here = clock.now(), Actor(ip="203.0.113.7")
    actions.start_code(phone=PHONE, purpose="log_in", actor=here, at=at)
    with pytest.raises(actions.CodeSentJustNow, match="60 秒"):
        actions.start_code(phone=PHONE, purpose="log_in", actor=here, at=at)
    for n in range(1, 12):
        actions.start_code(phone=PHONE, purpose="log_in", actor=here, at=at + timedelta(minutes=2 * n))
    with pytest.raises(actions.CodeLimit):
        actions.start_code(phone=PHONE, purpose="log_in", actor=here, at=at + timedelta(hours=1))
    # Who asks for my codes from elsewhere uses up his own, not mine.
    actions.start_code(phone=PHONE, purpose="log_in", actor=Actor(ip="203.0.113.8"), at=at + timedelta(hours=1))
    world.rule_set("log_in", codes_per_ip_hour=15)
    later = at + timedelta(hours=1)
    for n in range(15):
        actions.start_code(phone=f"199000011{n:02d}", purpose="log_in", actor=Actor(ip="203.0.113.5"), at=later)
    with pytest.raises(actions.TooManyFromHere):
        actions.start_code(phone="19900001199", purpose="log_in", actor=Actor(ip="203.0.113.5"), at=later)


def test_a_phone_gets_no_more_codes_a_day_than_a_person_can_bear(area: Area) -> None:
    at = clock.now()
    world.rule_set("log_in", codes_per_phone_day=3)
    for n in range(3):
        actions.start_code(
            phone=PHONE, purpose="log_in", actor=Actor(ip=f"203.0.113.{n}"), at=at + timedelta(minutes=n)
        )
    with pytest.raises(actions.CodeLimit):
        actions.start_code(phone=PHONE, purpose="log_in", actor=Actor(ip="203.0.113.9"), at=at + timedelta(minutes=4))


def test_a_code_stays_good_when_another_is_asked_for_and_one_use_ends_all(area: Area) -> None:
    at = clock.now()
    actions.start_code(phone=PHONE, purpose="log_in", actor=ACTOR, at=at)
    first = world.code_for(PHONE)
    later = at + timedelta(minutes=2)
    actions.start_code(phone=PHONE, purpose="log_in", actor=Actor(ip="203.0.113.66"), at=later)
    second = world.code_for(PHONE)
    actions.check_code(phone=PHONE, purpose="log_in", code=first, actor=ACTOR, at=later)
    with pytest.raises(actions.CodeExpired):
        actions.check_code(phone=PHONE, purpose="log_in", code=second, actor=ACTOR, at=later)


def test_a_strangers_wrong_codes_end_a_code_and_not_the_ways_in(area: Area) -> None:
    at = clock.now()
    actions.start_code(phone=PHONE, purpose="log_in", actor=ACTOR, at=at)
    right = world.code_for(PHONE)
    wrong = "000000" if right != "000000" else "111111"
    for n in range(5):
        with pytest.raises((actions.WrongCode, actions.CodeExpired)):
            actions.check_code(phone=PHONE, purpose="log_in", code=wrong, actor=Actor(ip=f"198.51.{n}.7"), at=at)
    mine = Actor(ip="203.0.113.7")
    with pytest.raises(actions.CodeExpired):
        actions.check_code(phone=PHONE, purpose="log_in", code=right, actor=mine, at=at)
    later = at + timedelta(minutes=2)
    actions.start_code(phone=PHONE, purpose="log_in", actor=mine, at=later)
    actions.check_code(phone=PHONE, purpose="log_in", code=world.code_for(PHONE), actor=mine, at=later)


def test_wrong_passwords_lock_the_password_alone(client: Client, area: Area) -> None:
    world.make_account(PHONE)
    at = clock.now()
    for n in range(10):
        with pytest.raises((actions.WrongPassword, actions.LockedOut)):
            actions.check_password(phone=PHONE, password="nothing", actor=Actor(ip=f"203.0.113.{n}"), at=at)
    with pytest.raises(actions.LockedOut, match="验证码登录"):
        actions.check_password(phone=PHONE, password="nothing", actor=Actor(ip="203.0.113.99"), at=at)
    assert world.log_in(client, PHONE) == "/mine/"


def test_failures_count_for_a_phone_from_a_network_before_they_count_for_the_network(area: Area) -> None:
    at, here = clock.now(), Actor(ip="203.0.113.7")
    world.rule_set("log_in", lock_after=100, failures_per_phone_and_ip=3, failures_per_ip=5)
    for _ in range(3):
        with pytest.raises(actions.WrongPassword):
            actions.check_password(phone=PHONE, password="nothing", actor=here, at=at)
    with pytest.raises(actions.TooManyFromHere):
        actions.check_password(phone=PHONE, password="nothing", actor=here, at=at)
    for _ in range(2):
        with pytest.raises(actions.WrongPassword):
            actions.check_password(phone="19900000402", password="nothing", actor=here, at=at)
    with pytest.raises(actions.TooManyFromHere):
        actions.check_password(phone="19900000403", password="nothing", actor=here, at=at)
    with pytest.raises(actions.WrongPassword):
        actions.check_password(phone=PHONE, password="nothing", actor=Actor(ip="203.0.113.8"), at=at)


@pytest.mark.law("GB22239-8.1.4")
def test_ten_failures_lock_with_an_honest_sentence_and_an_office_unlocks(client: Client, area: Area) -> None:
    world.register(Client(), area, phone=PHONE)
    for _ in range(9):
        assert client.post("/log-in/password/", {"phone": PHONE, "password": "nothing-like-it"}).status_code == 422
    page = client.post("/log-in/password/", {"phone": PHONE, "password": "nothing-like-it"}).content.decode()
    assert "锁定到" in page
    assert "工作人员当面解锁" in page
    assert client.post("/log-in/", {"phone": PHONE}).status_code == 422, "ten failures are enough from one network"
    elsewhere = world.staff("place_staff", area.other_county, "19900000403")
    assert elsewhere.post("/desk/people/locks/", {"phone": PHONE, "reason": "看了身份证"}).status_code == 422
    clerk = world.staff("place_staff", area.township, "19900000404")
    assert clerk.post("/desk/people/locks/", {"phone": PHONE, "reason": "看了身份证"}).status_code == 303
    lock = Lock.objects.get()
    assert lock.unlocked_by_id is not None
    assert queries.lock_of(PHONE, clock.now()) is None
    assert AuditEvent.objects.filter(action="PhoneUnlocked").count() == 1


def test_a_lock_ends_by_itself(area: Area) -> None:
    at = clock.now()
    for _ in range(9):
        with pytest.raises(actions.WrongPassword):
            actions.check_password(phone=PHONE, password="nothing", actor=ACTOR, at=at)
    with pytest.raises(actions.LockedOut):
        actions.check_password(phone=PHONE, password="nothing", actor=ACTOR, at=at)
    with pytest.raises(actions.WrongPassword):
        actions.check_password(phone=PHONE, password="nothing", actor=ACTOR, at=at + timedelta(minutes=31))


@pytest.mark.law("GB22239-8.1.4")
def test_a_password_is_set_by_its_owner_and_weak_ones_are_refused(client: Client, area: Area) -> None:
    account = world.make_account(PHONE)
    assert not account.has_usable_password()
    world.log_in(client, PHONE)
    assert client.post("/mine/password/", {"password": "1234567890", "again": "1234567890"}).status_code == 422
    good = "柳树 自行车 豆浆 星期三"
    assert client.post("/mine/password/", {"password": good, "again": good}).status_code == 303
    assert client.get("/mine/password/").status_code == 200
    other = Client()
    assert other.post("/log-in/password/", {"phone": PHONE, "password": good})["Location"] == "/mine/"
    assert other.post("/log-in/password/", {"phone": PHONE, "password": good + "x"}).status_code == 422


def test_logging_out_ends_every_session_of_the_account(client: Client, area: Area) -> None:
    world.make_account(PHONE)
    world.log_in(client, PHONE)
    copied = Client()
    copied.cookies.load({name: morsel.value for name, morsel in client.cookies.items()})
    assert copied.get("/mine/password/").status_code == 200
    assert "所有手机和电脑" in client.get("/log-out/").content.decode()
    assert client.post("/log-out/").status_code == 303
    assert copied.get("/mine/password/").status_code == 302
    assert client.get("/mine/password/").status_code == 302


def test_several_accounts_on_one_phone_choose_who_it_is(client: Client, area: Area) -> None:
    world.make_account(PHONE, "王大爷")
    second = world.make_account(PHONE, "王小明")
    stranger = world.make_account("19900000405", "外人")
    assert world.log_in(client, PHONE) == "/log-in/choice/"
    page = client.get("/log-in/choice/").content.decode()
    assert "王*爷" in page
    assert "王*明" in page
    assert "外人" not in page
    assert client.post("/log-in/choice/", {"account": stranger.public_id}).status_code == 200
    assert client.post("/log-in/choice/", {"account": second.public_id})["Location"] == "/mine/"
    assert "王小明" in client.get("/mine/wards/").content.decode()


def _copied(client: Client) -> Client:
    """Somebody who kept the cookies of this moment."""
    copy = Client()
    copy.cookies.load({name: morsel.value for name, morsel in client.cookies.items()})
    return copy


def test_a_kept_choice_dies_with_logging_out_everywhere_and_after_five_minutes(
    client: Client, area: Area, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.make_account(PHONE, "王大爷")
    second = world.make_account(PHONE, "王小明")
    assert world.log_in(client, PHONE) == "/log-in/choice/"
    kept, late = _copied(client), _copied(client)
    assert client.post("/log-in/choice/", {"account": second.public_id}).status_code == 303
    assert client.post("/log-out/").status_code == 303
    answer = kept.post("/log-in/choice/", {"account": second.public_id})
    assert answer.status_code == 200, "the other account may still be chosen"
    assert "王小明" not in answer.content.decode()
    assert kept.get("/mine/password/").status_code == 302
    then = clock.now() + timedelta(minutes=5, seconds=1)
    monkeypatch.setattr(clock, "now", lambda: then)
    assert late.get("/log-in/choice/")["Location"] == "/log-in/"
    assert late.post("/log-in/choice/", {"account": Account.objects.first().public_id})["Location"] == "/log-in/"  # type: ignore[union-attr]


def test_a_proven_phone_without_account_is_proven_for_five_minutes(
    client: Client, area: Area, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert world.log_in(client, PHONE) == "/log-in/unknown/"
    kept = _copied(client)
    assert kept.get("/log-in/unknown/").status_code == 200
    then = clock.now() + timedelta(minutes=5, seconds=1)
    monkeypatch.setattr(clock, "now", lambda: then)
    assert kept.get("/log-in/unknown/")["Location"] == "/log-in/"
    assert kept.get("/register/area/")["Location"] == "/register/"


def test_where_one_wanted_to_go_is_kept_and_other_sites_are_not(client: Client, area: Area) -> None:
    world.make_account(PHONE)
    client.get("/log-in/?next=/mine/wards/")
    assert world.log_in(client, PHONE) == "/mine/wards/"
    other = Client()
    world.make_account("19900000406")
    other.get("/log-in/?next=https://example.org/")
    assert world.log_in(other, "19900000406") == "/mine/"


def test_the_database_keeps_no_code_and_the_audit_no_phone(client: Client, area: Area) -> None:
    client.post("/log-in/", {"phone": PHONE})
    row = LogInCode.objects.get()
    assert world.code_for(PHONE).encode() not in bytes(row.code_hash)
    assert PHONE not in str(list(AuditEvent.objects.values()))
    assert Account.objects.count() == 0
    assert Person.objects.count() == 0


def test_who_is_in_already_is_not_asked_again(client: Client, area: Area) -> None:
    world.make_account(PHONE)
    world.log_in(client, PHONE)
    assert client.get("/log-in/?next=/mine/wards/")["Location"] == "/mine/wards/"


def test_each_of_the_two_forms_names_its_own_fields(client: Client) -> None:
    ids = re.findall(r' id="([^"]+)"', client.get("/log-in/").content.decode())
    assert "by_password_phone" in ids
    assert len(ids) == len(set(ids))


def test_who_logs_out_may_have_a_new_code_at_once(client: Client) -> None:
    at = clock.now()

    def ask(seconds: int) -> None:
        moment = at + timedelta(seconds=seconds)
        actions.start_code(phone=PHONE, purpose="log_in", actor=ACTOR, at=moment)

    ask(0)
    with pytest.raises(actions.CodeSentJustNow):
        ask(5)
    LogInCode.objects.update(used_at=at + timedelta(seconds=6))
    ask(7)
    assert LogInCode.objects.count() == 2
