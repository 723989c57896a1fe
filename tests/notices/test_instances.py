"""Nothing leaves a restored database, or a copy of the city, before somebody confirms it; and the page for that."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from baiying.config.cli import channels as command
from baiying.kit import clock
from baiying.kit.models import AuditEvent
from baiying.kit.values.actor import Actor
from baiying.notices import actions, queries, senders
from baiying.notices.models import Instance, Message
from baiying.notices.queries import instances
from tests.notices.test_sending import NOON, Gateway, write

pytestmark = pytest.mark.django_db
PAGE = "/desk/channels/"


@pytest.fixture
def real(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Gateway:
    """A gateway that is no screen and no log, for both lanes."""
    made = Gateway()
    monkeypatch.setitem(senders.SENDERS, "other", lambda: made)
    settings.BAIYING_SMS = settings.BAIYING_SMS_CODES = "other"
    settings.VAR = tmp_path
    return made


def confirm(*, drop: bool = False) -> int:
    return actions.confirm_instance(drop_waiting=drop, actor=Actor(), at=clock.now())


def test_nothing_leaves_before_somebody_confirms_and_then_all_does(real: Gateway) -> None:
    write(urgent=True)
    code = actions.Letter(text="验证码 123456", phone="13900000002", secret_until=NOON + timedelta(minutes=5))
    actions.write_many(kind="log_in_code", letters=[code], at=NOON, urgent=True)
    actions.deliver_waiting(at=NOON)
    actions.deliver_waiting_codes(at=NOON)
    assert (real.sent, queries.unconfirmed()) == ([], {"sms", "codes"})
    assert confirm() == 0
    actions.deliver_waiting(at=NOON)
    actions.deliver_waiting_codes(at=NOON)
    assert len(real.sent) == 2
    assert instances.file().stat().st_mode & 0o777 == 0o600


def test_pressed_twice_it_stays_the_same(real: Gateway) -> None:
    confirm()
    first = instances.file().read_text()
    confirm()
    assert (instances.file().read_text(), Instance.objects.count()) == (first, 1)
    assert AuditEvent.objects.filter(action="InstanceConfirmed").count() == 1


def test_a_restored_database_a_copied_folder_and_another_database_are_not_confirmed(
    real: Gateway, settings: Any, tmp_path: Path
) -> None:
    confirm()
    kept = instances.file().read_text()
    # A backup is put back: `baiying restore` takes the file away.
    instances.file().unlink()
    assert not queries.is_confirmed()
    # The folder is copied to try something out.
    settings.VAR = tmp_path / "copy"
    settings.VAR.mkdir()
    instances.file().write_text(kept)
    assert not queries.is_confirmed()
    # The database is that of another time: its mark is another.
    settings.VAR = tmp_path
    instances.file().write_text(kept)
    assert queries.is_confirmed()
    Instance.objects.update(mark="another")
    assert not queries.is_confirmed()
    # Confirmed, it has the mark of its database.
    confirm()
    assert queries.is_confirmed()
    assert instances.file().read_text() != kept


def test_machines_with_one_database_are_confirmed_one_by_one_and_none_shuts_another(
    real: Gateway, settings: Any, tmp_path: Path
) -> None:
    """Each has a `var/instance` of its own (docs/operations.md; found: the second stopped the first)."""
    for name in ("first", "second"):
        settings.VAR = tmp_path / name
        settings.VAR.mkdir()
        assert not queries.is_confirmed()
        confirm()
    for name in ("first", "second"):
        settings.VAR = tmp_path / name
        assert queries.is_confirmed()


def test_what_is_dropped_by_a_second_press_is_written_down_too(real: Gateway) -> None:
    confirm()
    write(urgent=True)
    assert confirm(drop=True) == 1
    details = AuditEvent.objects.filter(action="InstanceConfirmed").order_by("id").values_list("detail", flat=True)
    assert [one["dropped"] for one in details] == [0, 1]


def test_after_a_restore_what_waits_is_dropped_on_wish_and_what_comes_after_leaves(real: Gateway) -> None:
    old = write("以前的", urgent=True)
    assert confirm(drop=True) == 1
    old = Message.objects.get(id=old.id)
    assert (old.dropped, "可能已经发过" in old.failure) == (True, True)
    write("以后的", urgent=True)
    actions.deliver_waiting(at=NOON)
    assert real.sent == ["以后的"]


def test_a_screen_needs_no_confirmation() -> None:
    assert queries.unconfirmed() == set()


def test_the_command_says_how_ways_fare_and_confirms(
    real: Gateway, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(urgent=True)
    assert command.show() == 1
    assert "✗ 短信 sms: other，等着 waiting 1" in capsys.readouterr().out
    monkeypatch.setattr("click.confirm", lambda *_, **__: True)
    command.confirm(drop_waiting=False)
    actions.deliver_waiting(at=NOON)
    assert command.show() == 0
    monkeypatch.setattr("click.confirm", lambda *_, **__: pytest.fail("asked though it is confirmed"))
    command.confirm(drop_waiting=False)
    assert AuditEvent.objects.get(action="InstanceConfirmed").via == "command"


def test_the_page_says_it_confirms_it_and_sends_one_to_oneself(
    real: Gateway, client_as: Callable[[str], Client]
) -> None:
    operator = client_as("sysadmin")
    page = operator.get(PAGE).content.decode()
    assert "还没有确认由这一套系统发消息" in page
    assert page.count("没有确认，不发") == 2
    operator.post(f"{PAGE}confirmation/", {"waiting": "send"})
    assert "还没有确认由这一套系统发消息" not in operator.get(PAGE).content.decode()
    for lane in ("sms", "codes"):
        assert "已写好一条" in operator.post(f"{PAGE}tests/", {"lane": lane}, follow=True).content.decode()
    actions.deliver_waiting(at=clock.now())
    actions.deliver_waiting_codes(at=clock.now())
    assert sorted(text[:2] for text in real.sent) == ["这是", "验证"]
    page = operator.get(PAGE).content.decode()
    assert page.count("上次试发") == 2
    assert page.count("已送出") == 2
    assert AuditEvent.objects.filter(action="ChannelTested").count() == 2


def test_tests_have_an_end_and_an_unknown_way_is_refused(real: Gateway, client_as: Callable[[str], Client]) -> None:
    operator = client_as("sysadmin")
    assert "没有这条通道" in operator.post(f"{PAGE}tests/", {"lane": "pigeon"}, follow=True).content.decode()
    said = [operator.post(f"{PAGE}tests/", {"lane": "sms"}, follow=True).content.decode() for _ in range(11)]
    assert "已经试发过很多条" in said[-1]
    assert Message.objects.count() == 10


def test_nobody_else_sees_or_does_it(real: Gateway, client_as: Callable[[str], Client]) -> None:
    for key in ("county", "leader", "volunteer"):
        client = client_as(key)
        assert client.get(PAGE).status_code in {403, 404}
        assert client.post(f"{PAGE}confirmation/", {"waiting": "send"}).status_code in {403, 404}
        assert client.post(f"{PAGE}tests/", {"lane": "sms"}).status_code in {403, 404}
    assert not Instance.objects.exists()
