"""A number that had all the text messages its company carries reads so, with the other ways in (N28)."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from baiying.kit import clock
from baiying.notices import actions as sending
from baiying.notices import queries, senders
from baiying.notices.models import Channel, Message
from tests.people import world
from tests.people.world import Area

pytestmark = pytest.mark.django_db
PHONE = "19900000431"
SAYS = "发到这个手机号的短信已达上限"
FULL = senders.Throttled("LimitExceeded.PhoneNumberDailyLimit", timedelta(hours=4))


class Gateway:
    """A gateway of our own that answers as it is told."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.answer: Callable[[], None] = lambda: None

    def send(self, parcel: senders.Parcel) -> str:
        self.answer()
        self.sent.append(parcel.address)
        return ""

    def says(self, failed: senders.SendFailed) -> None:
        def answer() -> None:
            raise failed

        self.answer = answer


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> Gateway:
    made = Gateway()
    monkeypatch.setitem(senders.SENDERS, "screen", lambda: made)
    return made


def leave(at: datetime) -> None:
    sending.deliver_waiting_codes(at=at)


def test_n28_the_days_maximum_is_a_plain_sentence_the_second_time_too(
    client: Client, area: Area, gateway: Gateway
) -> None:
    world.make_account(PHONE)
    gateway.says(FULL)
    assert client.post("/log-in/", {"phone": PHONE}).status_code == 303
    assert SAYS not in client.get("/log-in/code/").content.decode(), "nobody knows yet"
    leave(clock.now())
    for page in ("/log-in/code/", "/log-in/code/arrival/"):
        answer = client.get(page).content.decode()
        assert SAYS in answer, page
        for other in ("密码登录", "实践站"):
            assert other in answer
    again = client.post("/log-in/codes/", follow=True)
    assert again.status_code == 200
    assert SAYS in again.content.decode()
    fresh = Client().post("/log-in/", {"phone": PHONE})
    assert fresh.status_code == 422
    assert SAYS in fresh.content.decode()
    assert Message.objects.filter(kind="log_in_code").count() == 1, "no code is made that cannot leave"


def test_n28_it_says_the_same_of_a_phone_that_nobody_knows(area: Area, gateway: Gateway) -> None:
    gateway.says(FULL)
    Client().post("/log-in/", {"phone": "19900000432"})
    leave(clock.now())
    assert SAYS in Client().post("/log-in/", {"phone": "19900000432"}).content.decode()


def test_n28_later_it_is_tried_again_and_another_number_is_not_touched(area: Area, gateway: Gateway) -> None:
    gateway.says(FULL)
    Client().post("/log-in/", {"phone": PHONE})
    now = clock.now()
    leave(now)
    until = queries.codes_blocked_until(PHONE, now)
    assert until is not None
    assert abs(until - now - timedelta(hours=4)) < timedelta(seconds=5)
    assert queries.codes_blocked_until(PHONE, until) is None
    assert queries.codes_blocked_until("19900000433", now) is None


def test_n28_one_a_minute_is_tried_again_after_a_minute_and_not_at_once(area: Area, gateway: Gateway) -> None:
    gateway.says(senders.Throttled("LimitExceeded.PhoneNumberOneMinuteLimit"))
    client = Client()
    client.post("/log-in/", {"phone": PHONE})
    now = clock.now()
    leave(now)
    gateway.answer = lambda: None
    leave(now + timedelta(seconds=59))
    assert gateway.sent == []
    assert SAYS not in client.get("/log-in/code/").content.decode(), "it still leaves in time"
    leave(now + timedelta(seconds=60))
    assert gateway.sent == [PHONE]


def test_whoever_waits_for_a_code_reads_that_no_text_message_leaves(client: Client, area: Area) -> None:
    client.post("/log-in/", {"phone": PHONE})
    assert "现在短信发不出去" not in client.get("/log-in/code/").content.decode()
    now = clock.now()
    row = {"down_since": now, "why": "连不上", "probe_at": now + timedelta(minutes=1)}
    Channel.objects.update_or_create(name="codes", defaults=row)
    assert "现在短信发不出去" in client.get("/log-in/code/").content.decode()
    assert "连不上" not in client.get("/log-in/code/arrival/").content.decode()


def test_a_visitor_without_a_number_is_told_nothing(client: Client, area: Area) -> None:
    assert client.get("/log-in/code/arrival/").content.decode().strip() == ""
    assert client.post("/log-in/code/arrival/").status_code == 405
