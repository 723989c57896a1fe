"""The jobs about messages, and what is forgotten of those who wrote."""

from collections.abc import Callable
from datetime import timedelta

from baiying.complaints.models import Complaint, Step
from baiying.demo import builders
from baiying.kit.values.actor import Actor
from baiying.notices import actions as notices
from baiying.notices.actions import writing
from baiying.notices.models import HeardReply, Message, Receipt
from baiying.notices.senders.receipts import Heard
from tests.config.planted.rows import BAD, ROWS, Cast, Planted, now
from tests.notices.chat_readers import bound


def _texts(cast: Cast) -> Planted:
    for number in range(ROWS):
        notices.write(kind="test", text=f"第{number}条", at=now(), phone=f"1990000088{number}", urgent=True)
    rows = list(Message.objects.filter(kind="test").order_by("id").values_list("id", flat=True))
    return Planted(
        "notices_message", "id", rows[BAD], rows,
        lambda: set(Message.objects.filter(id__in=rows, delivered_at=None).values_list("id", flat=True)),
    )  # fmt: skip


def _secrets(cast: Cast) -> Planted:
    over = now() - timedelta(minutes=4)
    letters = [notices.Letter(text=f"验证码{n}", phone=f"1990000088{n}", secret_until=over) for n in range(ROWS)]
    notices.write_many(kind="test", letters=letters, at=now() - timedelta(minutes=9), urgent=True)
    rows = list(Message.objects.filter(kind="test").order_by("id").values_list("id", flat=True))
    return Planted(
        "notices_message", "id", rows[BAD], rows,
        lambda: set(
            Message.objects.filter(id__in=rows, text_sealed__isnull=False).values_list("id", flat=True)
        ),
    )  # fmt: skip


def _codes(cast: Cast) -> Planted:
    live = now() + timedelta(minutes=4)
    letters = [notices.Letter(text=f"验证码{n}", phone=f"1990000088{n}", secret_until=live) for n in range(ROWS)]
    notices.write_many(kind="test", letters=letters, at=now(), urgent=True)
    rows = list(Message.objects.filter(kind="test").order_by("id").values_list("id", flat=True))
    return Planted(
        "notices_message", "id", rows[BAD], rows,
        lambda: set(Message.objects.filter(id__in=rows, delivered_at=None).values_list("id", flat=True)),
    )  # fmt: skip


def _mails(cast: Cast) -> Planted:
    for number in range(ROWS):
        notices.ask_mail(inbox=f"r{number}", address=f"r{number}@mail.example", actor=Actor(), at=now())
    rows = list(Message.objects.filter(channel="mail").order_by("id").values_list("id", flat=True))
    return Planted(
        "notices_message", "id", rows[BAD], rows,
        lambda: set(Message.objects.filter(id__in=rows, delivered_at=None).values_list("id", flat=True)),
    )  # fmt: skip


def _chats(cast: Cast) -> Planted:
    for number in range(ROWS):
        row = bound(f"r{number}", f"o-{number}")
        writing.write_test_chat(to=row, text=f"第{number}条", kind="test", at=now())
    rows = list(Message.objects.filter(channel="wechat").order_by("id").values_list("id", flat=True))
    return Planted(
        "notices_message", "id", rows[BAD], rows,
        lambda: set(Message.objects.filter(id__in=rows, delivered_at=None).values_list("id", flat=True)),
    )  # fmt: skip


def _receipts(cast: Cast) -> Planted:
    said = [Heard(f"n{n}", arrived=True) for n in range(ROWS)]
    notices.hear(gateway="tencent", said=said, at=now() - timedelta(days=4))
    rows = list(Receipt.objects.order_by("id").values_list("id", flat=True))
    return Planted(
        "notices_receipt", "id", rows[BAD], rows,
        lambda: set(Receipt.objects.filter(id__in=rows).values_list("id", flat=True)),
    )  # fmt: skip


def _replies(cast: Cast) -> Planted:
    long_ago = now() - timedelta(days=400)
    rows = [HeardReply.objects.create(key=bytes([n]), heard_at=long_ago).pk for n in range(ROWS)]
    return Planted(
        "notices_heardreply", "id", rows[BAD], rows,
        lambda: set(HeardReply.objects.filter(id__in=rows).values_list("id", flat=True)),
    )  # fmt: skip


def _contacts(cast: Cast) -> Planted:
    area = cast["county"].appointment.area  # type: ignore[union-attr]
    assert area is not None
    long_ago = now() - timedelta(days=1)
    over = {"ended_at": long_ago, "ended_by_id": 1, "outcome": "resolved", "answer": "好了", "contact_until": long_ago}
    rows = [builders.complaint(area, phone=f"1990000077{n}", **over).pk for n in range(ROWS)]
    return Planted(
        "complaints_complaint", "id", rows[BAD], rows,
        lambda: set(Complaint.objects.filter(pk__in=rows).exclude(phone_mask="").values_list("pk", flat=True)),
    )  # fmt: skip


def _risen(cast: Cast) -> Planted:
    area = cast["county"].appointment.area  # type: ignore[union-attr]
    assert area is not None
    name = cast["county"].account.display_name
    rows = [builders.complaint(area, f"第{n}件。", about=name).pk for n in range(ROWS)]
    return Planted(
        "complaints_step", "complaint_id", rows[BAD], rows,
        lambda: set(rows) - set(Step.objects.filter(kind="risen").values_list("complaint_id", flat=True)),
    )  # fmt: skip


JOBS: dict[str, Callable[[Cast], Planted]] = {
    "complaints.forget_contacts": _contacts,
    "complaints.rise": _risen,
    "notices.clear_receipts": _receipts,
    "notices.clear_replies": _replies,
    "notices.deliver_waiting": _texts,
    "notices.deliver_waiting_chat": _chats,
    "notices.deliver_waiting_codes": _codes,
    "notices.deliver_waiting_mail": _mails,
    "notices.blank_secrets": _secrets,
}
