"""Messages: written once, sent within limits, read in the inbox."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import translation
from procrastinate.contrib.django.models import ProcrastinateJob

from baiying.demo import builders
from baiying.kit import clock, kept
from baiying.kit.values import identifiers
from baiying.notices import actions, jobs, queries, senders
from baiying.notices.models import Message

pytestmark = pytest.mark.django_db
PHONE = "13900000001"
NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
NIGHT = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)


def write(text: str = "您已报名成功。", at: datetime = NOON, **more: Any) -> None:
    actions.write(kind="signup_made", text=text, at=at, **{"phone": PHONE, **more})


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """A gateway of our own that keeps what it was given."""
    kept: list[tuple[str, str]] = []

    class Keeping:
        def send(self, parcel: senders.Parcel) -> str:
            kept.append((parcel.address, parcel.text))
            return ""

    monkeypatch.setitem(senders.SENDERS, "screen", Keeping)
    return kept


def test_one_row_for_the_inbox_and_one_for_the_phone() -> None:
    write(inbox="abc")
    inapp, sms = Message.objects.order_by("id")
    assert (inapp.channel, inapp.inbox, inapp.delivered_at) == ("inapp", "abc", NOON)
    assert (sms.channel, sms.delivered_at, sms.address_mask) == ("sms", None, identifiers.mask_phone(PHONE))
    assert PHONE.encode() not in bytes(sms.address_sealed or b"")
    assert queries.unread_count("abc") == 1
    assert [m.text for m in queries.on_screen(PHONE)] == ["您已报名成功。"]


def test_the_same_source_writes_once() -> None:
    for _ in range(2):
        write(inbox="abc", unique_source="signup:7")
    assert Message.objects.count() == 2


def test_a_message_exists_exactly_if_its_change_does() -> None:
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert not Message.objects.exists()
    assert not ProcrastinateJob.objects.filter(task_name="notices.deliver").exists()
    write()
    assert ProcrastinateJob.objects.filter(task_name="notices.deliver").count() == 1


def test_a_message_is_sent_once_even_if_its_job_runs_twice(sent: list[tuple[str, str]]) -> None:
    write(urgent=True, at=clock.now())
    message = Message.objects.get()
    jobs.deliver(message.id)
    jobs.deliver(message.id)
    assert sent == [(PHONE, "您已报名成功。")]


def test_the_fourth_ordinary_text_of_a_day_is_given_up_but_a_code_is_not(sent: list[tuple[str, str]]) -> None:
    for n in range(4):
        write(str(n))
    write("验证码", urgent=True)
    actions.deliver_waiting(at=NOON)
    assert sorted(text for _, text in sent) == sorted(["验证码", "0", "1", "2"])
    assert "上限" in Message.objects.get(text="3").failure
    write("明天的", at=NOON + timedelta(days=1))
    actions.deliver_waiting(at=NOON + timedelta(days=1))
    assert sent[-1][1] == "明天的"


def test_the_day_of_the_limit_is_a_day_in_china(sent: list[tuple[str, str]]) -> None:
    """Eight in the morning in China is midnight in Greenwich: what came before it is of the same day."""
    early, late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC), datetime(2026, 11, 24, 0, 30, tzinfo=UTC)
    for when in (early, late):
        for n in range(2):
            write(f"{when:%H}{n}", at=when)
            Message.objects.update(any_hour=True)
            actions.deliver_waiting(at=when)
    assert [text for _, text in sent] == ["230", "231", "000"]
    assert "上限" in Message.objects.get(text="001").failure
    # The next day in China begins at four in the afternoon of Greenwich.
    tomorrow = datetime(2026, 11, 24, 16, 1, tzinfo=UTC)
    write("明天的", at=tomorrow)
    Message.objects.update(any_hour=True)
    actions.deliver_waiting(at=tomorrow)
    assert sent[-1][1] == "明天的"


def test_ordinary_texts_wait_for_the_morning_and_urgent_ones_do_not(sent: list[tuple[str, str]]) -> None:
    write("平常", at=NIGHT)
    write("紧急", at=NIGHT, urgent=True)
    actions.deliver_waiting(at=NIGHT)
    assert [text for _, text in sent] == ["紧急"]
    actions.deliver_waiting(at=NIGHT + timedelta(hours=11))
    assert [text for _, text in sent] == ["紧急", "平常"]


def test_a_gateway_that_refuses_leaves_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    class Refusing:
        def send(self, parcel: senders.Parcel) -> str:
            raise senders.SendFailed("余额不足")

    monkeypatch.setitem(senders.SENDERS, "screen", Refusing)
    write()
    actions.deliver_waiting(at=NOON)
    assert Message.objects.get().failure == "余额不足"


def test_opening_the_inbox_marks_what_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    account = builders.account()
    client = Client()
    client.force_login(account)
    session = client.session
    session["person"] = 5
    session.save()
    client.cookies["sessionid"] = session.session_key
    given: Callable[[int], str] = lambda person_id: f"inbox-{person_id}"  # noqa: E731
    monkeypatch.setattr(queries.neighbours, "inbox_of_person", given)
    write("您的时长已记入。", inbox="inbox-5", phone=None, link="/mine/hours/")
    write("别人的", inbox="inbox-6", phone=None)
    first = client.get("/mine/messages/").content.decode()
    assert "您的时长已记入。" in first
    assert "/mine/hours/" in first
    assert "别人的" not in first
    assert queries.unread_count("inbox-5") == 0
    assert queries.unread_count("inbox-6") == 1
    assert Client().get("/mine/messages/").status_code == 302


def test_a_text_kept_with_the_marks_of_old_is_still_said_in_english() -> None:
    text = kept.translate("活动方案“%(title)s”被退回修改。理由：%(reason)s") % {"title": "河边清洁", "reason": "写清楚"}
    old = {**text.recipe, "%": {"t": text.recipe["%"]["t"].replace("“", "\u300c").replace("”", "\u300d")}}
    with translation.override("en"):
        assert kept.said(old) == kept.said(text.recipe) != text
    with translation.override("zh-hans"):
        assert kept.said(old) == text
