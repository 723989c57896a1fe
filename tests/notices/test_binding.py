"""Binding the own WeChat or WeCom: in WeChat's browser, with one button, one reader an account; it lets nobody in."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.demo.cast import Member
from baiying.kit import clock
from baiying.kit.models import AuditEvent
from baiying.kit.values.actor import Actor
from baiying.notices import actions, queries, senders
from baiying.notices.models import ChatAccount, MailAddress, Message
from baiying.people.models import Person
from tests.activities.makers import Town, account, log_in
from tests.notices.chat_readers import CHAT, INSIDE, PAGE, bound, deliver, phones, weixin
from tests.notices.test_sending import NOON, Gateway, gateway
from tests.notices.weixin_server import Weixin
from tests.people import world
from tests.people.test_guardian_cases import agreed
from tests.people.test_guardians import FATHER

__all__ = ["gateway", "phones", "weixin"]
pytestmark = pytest.mark.django_db
WECOM = "/mine/messages/chat/wecom/"


def somebody(town: Town, name: str = "甲", phone: str = "19900000901") -> tuple[Client, Person]:
    who = account(name, phone)
    person = builders.person(name, residence=town.village, account=who, phone=phone)
    return log_in(who, person), person


def consent(browser: Client, page: str = CHAT, inside: str = INSIDE) -> dict[str, str]:
    """What the button hands to WeChat."""
    said = browser.get(page, headers={"user-agent": inside}).content.decode()
    begin = said.index("https://open.weixin.qq.com")
    address = urlsplit(said[begin : said.index('"', begin)].replace("&amp;", "&"))
    assert address.fragment == "wechat_redirect"
    return {name: values[0] for name, values in parse_qs(address.query).items()}


def test_a_volunteer_binds_wechat_gets_messages_there_and_takes_it_away(weixin: Weixin, gateway: Gateway) -> None:
    browser, person = somebody(Town())
    page = browser.get(PAGE).content.decode()
    assert CHAT in page
    assert WECOM not in page
    outside = browser.get(CHAT).content.decode()
    assert "open.weixin.qq.com" not in outside
    assert f"http://testserver{CHAT}" in outside
    asked = consent(browser)
    assert (asked["scope"], asked["redirect_uri"]) == ("snsapi_base", f"http://testserver{CHAT}")
    weixin.people["code-1"] = "o-lin"
    back = {"code": "code-1", "state": asked["state"]}
    # Looking changes nothing, however often.
    for _ in range(2):
        assert "确认绑定" in browser.get(CHAT, back).content.decode()
    assert not ChatAccount.objects.exists()
    for _ in range(2):
        done = browser.post(CHAT, back, follow=True).content.decode()
        assert "已绑定" in done
    row = ChatAccount.objects.get()
    assert (row.inbox, queries.account_of(row)) == (person.public_id, "o-lin")
    assert "o-lin" not in str(row.__dict__)
    letter = actions.Letter(text="改期了", inbox=person.public_id, phone="19900000901")
    actions.write_many(kind="signup_moved", letters=[letter], at=clock.now(), urgent=True)
    deliver(clock.now())
    assert (weixin.taken[0]["touser"], gateway.sent) == ("o-lin", [])
    for _ in range(2):
        browser.post(f"{CHAT}removal/")
    assert not ChatAccount.objects.exists()
    acts = AuditEvent.objects.filter(action__startswith="Chat").order_by("id")
    assert [row.action for row in acts] == ["ChatBound", "ChatUnbound"]


def test_nothing_is_bound_by_what_somebody_else_or_nobody_asked_for(weixin: Weixin) -> None:
    town = Town()
    browser, _person = somebody(town)
    other, _other = somebody(town, "乙", "19900000902")
    state = consent(other)["state"]
    weixin.people["code-1"] = "o-thief"
    for wrong in (state, "", "x.y.z", state[:-1] + ("0" if state[-1] != "0" else "1"), "è"):
        assert "已经过期" in browser.get(CHAT, {"code": "code-1", "state": wrong}).content.decode()
        answer = browser.post(CHAT, {"code": "code-1", "state": wrong}, follow=True).content.decode()
        assert "没有绑定" in answer
    assert "没有绑定" in browser.post(CHAT, follow=True).content.decode()
    assert not ChatAccount.objects.exists()
    assert weixin.paths == []


def test_a_question_is_answered_once_and_within_half_an_hour(weixin: Weixin) -> None:
    me = Actor(account_id=7)
    state = actions.question(lane="wechat", inbox="lin", actor=me, at=NOON)

    def bind(state: str, code: str, minutes: int = 0) -> None:
        at = NOON + timedelta(minutes=minutes)
        actions.bind_chat(lane="wechat", inbox="lin", state=state, code=code, actor=me, at=at)

    with pytest.raises(actions.BindingIsOld):
        bind(state, "no-such-code")
    weixin.people["code-1"] = "o-lin"
    with pytest.raises(actions.BindingIsOld):
        bind(state, "code-1")
    late = actions.question(lane="wechat", inbox="lin", actor=me, at=NOON)
    with pytest.raises(actions.BindingIsOld):
        bind(late, "code-1", 31)
    bind(actions.question(lane="wechat", inbox="lin", actor=me, at=NOON), "code-1")
    assert queries.chats_of(["lin"], NOON)


def test_one_wechat_has_one_reader_and_the_other_is_told_what_to_do(weixin: Weixin) -> None:
    town = Town()
    browser, _person = somebody(town)
    bound("somebody", "o-lin")
    weixin.people["code-1"] = "o-lin"
    back = {"code": "code-1", "state": consent(browser)["state"]}
    assert "先在那边拿掉" in browser.post(CHAT, back, follow=True).content.decode()
    assert ChatAccount.objects.get().inbox == "somebody"


def test_who_does_not_follow_sees_it_and_binds_anew(weixin: Weixin) -> None:
    browser, person = somebody(Town())
    bound(person.public_id, "o-lin")
    assert "已绑定" in browser.get(PAGE).content.decode()
    ChatAccount.objects.update(refused_at=NOON, failure="对方没有关注公众号")
    assert "未关注" in browser.get(PAGE).content.decode()
    weixin.people["code-1"] = "o-lin"
    browser.post(CHAT, {"code": "code-1", "state": consent(browser)["state"]})
    assert ChatAccount.objects.get().refused_at is None


def test_another_wechat_takes_the_place_of_the_first_and_what_waits_goes_on(
    weixin: Weixin, phones: dict[str, str], gateway: Gateway
) -> None:
    bound()
    letter = actions.Letter(text="改期了", inbox="lin", phone=phones["lin"])
    actions.write_many(kind="signup_moved", letters=[letter], at=NOON, urgent=True)
    me = Actor(account_id=7)
    weixin.people["code-1"] = "o-new"
    state = actions.question(lane="wechat", inbox="lin", actor=me, at=NOON)
    actions.bind_chat(lane="wechat", inbox="lin", state=state, code="code-1", actor=me, at=NOON)
    deliver(NOON)
    assert (weixin.taken, gateway.sent) == ([], ["改期了"])
    assert queries.account_of(ChatAccount.objects.get()) == "o-new"


@pytest.mark.parametrize(
    "broken",
    [lambda s: s.WECHAT_ACCOUNT | {"address": "http://127.0.0.1:9"}, lambda s: s.WECHAT_ACCOUNT | {"secret": "wrong"}],
)
def test_a_wechat_that_does_not_answer_says_so(weixin: Weixin, settings: Any, broken: Callable[[Any], Any]) -> None:
    browser, _person = somebody(Town())
    back = {"code": "code-1", "state": consent(browser)["state"]}
    settings.WECHAT_ACCOUNT = broken(settings)
    assert "没有回答" in browser.post(CHAT, back, follow=True).content.decode()
    assert not ChatAccount.objects.exists()


def test_an_office_binds_wecom_and_a_volunteer_is_not_asked(weixin: Weixin, client_as: Callable[[str], Client]) -> None:
    clerk = client_as("clerk")
    assert WECOM in clerk.get(PAGE).content.decode()
    asked = consent(clerk, WECOM, f"{INSIDE} wxwork/4.1.0")
    assert asked["agentid"] == "1000002"
    # WeCom's browser says that it is WeChat's too.
    assert "open.weixin.qq.com" not in clerk.get(WECOM, headers={"user-agent": INSIDE}).content.decode()
    weixin.people["code-1"] = "zhang.san"
    answer = clerk.post(WECOM, {"code": "code-1", "state": asked["state"]}, follow=True)
    assert "已绑定" in answer.content.decode()
    row = ChatAccount.objects.get()
    assert (row.lane, queries.account_of(row), row.account_mask) == ("wecom", "zhang.san", "z***n")


def test_where_it_is_not_set_up_nobody_is_asked(settings: Any) -> None:
    browser, _person = somebody(Town())
    assert "/chat/" not in browser.get(PAGE).content.decode()
    for page in (CHAT, WECOM, "/mine/messages/chat/qq/"):
        assert browser.get(page).status_code == 404
        assert browser.post(page, {"code": "c", "state": "s"}).status_code == 404
        assert browser.post(f"{page}removal/").status_code == 404
    with pytest.raises(actions.ChatIsOff):
        actions.bind_chat(lane="wechat", inbox="lin", state="", code="c", actor=Actor(), at=NOON)


def test_nobody_is_let_in_by_it_and_a_stranger_is_sent_to_the_log_in(weixin: Weixin) -> None:
    bound()
    weixin.people["code-1"] = "o-lin"
    stranger = Client()
    for answer in (stranger.get(CHAT, {"code": "code-1", "state": "s"}), stranger.post(CHAT, {"code": "code-1"})):
        assert answer.status_code == 302
        assert "/log-in/" in answer.headers["Location"] or "login" in answer.headers["Location"]
    assert weixin.people


def test_what_was_bound_as_a_guardian_is_carried_over(weixin: Weixin) -> None:
    bound("account")
    actions.carry_over(inbox="account", to="person")
    assert set(queries.chats_of(["account", "person"], NOON)) == {"person"}
    bound("account", "o-2")
    actions.carry_over(inbox="account", to="person")
    assert queries.account_of(ChatAccount.objects.get()) == "o-lin"


def test_whoever_operates_tries_it_on_the_own_wechat_and_sees_what_is_set_up_wrong(
    weixin: Weixin, settings: Any, client_as: Callable[[str], Client], cast: dict[str, Member]
) -> None:
    admin, page = client_as("sysadmin"), "/desk/channels/"
    admin.post(f"{page}tests/", {"lane": "wechat"})
    assert not Message.objects.exists()
    account_id = cast["sysadmin"].account.pk
    inbox = queries.inbox_of_actor(Actor(account_id=account_id))
    assert inbox
    bound(inbox, "o-admin")
    admin.post(f"{page}tests/", {"lane": "wechat"})
    deliver(clock.now())
    assert (weixin.taken[0]["touser"], weixin.taken[0]["data"]["thing1"]["value"]) == ("o-admin", "测试消息")
    assert "o***n" in admin.get(page).content.decode()
    settings.WECHAT_ACCOUNT = settings.WECHAT_ACCOUNT | {
        "templates": '{"*": {"id": "T", "fields": {"name1": "person"}}}'
    }
    assert "name1" in admin.get(page).content.decode()
    assert any(str(why).startswith("字段 name1") for why in queries.template_problems())


def test_wechat_asks_once_whether_the_address_is_ours_and_says_what_arrived(weixin: Weixin, settings: Any) -> None:
    settings.BAIYING_RECEIPTS_KEY = "the-key"
    address = "/receipts/wechat/the-key/"
    signature = hashlib.sha1("".join(sorted(["the-key", "170", "n1"])).encode()).hexdigest()
    asked = {"signature": signature, "timestamp": "170", "nonce": "n1", "echostr": "55<b>"}
    echo = Client().get(address, asked)
    assert (echo.content, echo.headers["Content-Type"]) == (b"55<b>", "text/plain")
    assert Client().get(address, {**asked, "nonce": "n2"}).status_code == 401
    assert Client().get("/receipts/wechat/wrong/", asked).status_code == 401
    assert Client().get("/receipts/tencent/the-key/").status_code == 405
    bound()
    row = Message(
        channel=senders.WECHAT, kind="x", text="t", written_at=NOON, delivered_at=NOON, gateway_number="42",
        inbox="lin", address_hash=queries.account_hash("wechat", "o-lin"),
    )  # fmt: skip
    row.save()

    def event(status: str, what: str = "TEMPLATESENDJOBFINISH") -> Any:
        body = (
            "<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[o-lin]]></FromUserName>"
            f"<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[{what}]]></Event><MsgID>42</MsgID>"
            f"<Status><![CDATA[{status}]]></Status></xml>"
        )
        return Client().post(address, body, content_type="text/xml")

    for what in ("subscribe", "TEMPLATESENDJOBFINISH"):
        assert event("success", what).content == b"success"
    assert Message.objects.get().received_at is not None
    event("failed:user block")
    assert "user block" in Message.objects.get().failure
    assert ChatAccount.objects.get().refused_at is not None
    for bad in (b"\xff", b"{}", b"<xml>" + b" " * 30_000):
        assert Client().post(address, bad, content_type="text/xml").status_code == 400


def test_a_guardian_links_nothing_to_the_childs_inbox(
    weixin: Weixin, client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What tells of the child would go on to the guardian, also after the consent has ended."""
    settings.BAIYING_MAIL = "log"
    registration, _row, _guardian = agreed(client, world.make_area(), 16)
    father = Client()
    world.log_in(father, FATHER)
    assert father.get(CHAT).status_code == 200
    father.post("/acting/person/", {"person": registration.person.public_id})
    assert father.get(CHAT).status_code == 404
    for what in ("", "codes/", "proof/", "copies/"):
        sent = father.post(f"/mine/messages/mail/{what}", {"address": "x@mail.example", "code": "123456"})
        assert sent.status_code in {302, 404}, what
    assert not MailAddress.objects.exists()
    page = father.get(PAGE, follow=True).content.decode()
    assert CHAT not in page
    assert 'name="address"' not in page
