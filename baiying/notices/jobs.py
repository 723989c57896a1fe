"""Background work of this room.

Log-in codes have a queue, and so a worker, that nothing else stands in; other messages have one of theirs, so that
thousands of them keep no other work waiting; mail has a third, because a mail server may be slow, and WeChat a fourth
for the same reason. Each message reads the clock for itself: a run may last for hours.
"""

from baiying.kit import clock
from baiying.kit.jobs import job
from baiying.notices import actions

_QUEUE = "messages"


@job("notices.deliver_code", queue="codes")
def deliver_code(message_id: int) -> None:
    actions.deliver(message_id=message_id, at=clock.now(), now=clock.now)


@job("notices.deliver", queue=_QUEUE)
def deliver(message_id: int) -> None:
    actions.deliver(message_id=message_id, at=clock.now(), now=clock.now)


@job("notices.deliver_batch", queue=_QUEUE)
def deliver_batch(message_ids: list[int]) -> None:
    actions.deliver_batch(message_ids=message_ids, at=clock.now(), now=clock.now)


@job("notices.deliver_waiting", queue=_QUEUE)
def deliver_waiting(timestamp: int = 0) -> None:
    actions.deliver_waiting(at=clock.now(), now=clock.now)


@job("notices.deliver_mail", queue="mail")
def deliver_mail(message_ids: list[int]) -> None:
    actions.deliver_batch(message_ids=message_ids, at=clock.now(), now=clock.now)


@job("notices.deliver_waiting_mail", queue="mail")
def deliver_waiting_mail(timestamp: int = 0) -> None:
    actions.deliver_waiting_mail(at=clock.now(), now=clock.now)


@job("notices.deliver_chat", queue="chat")
def deliver_chat(message_ids: list[int]) -> None:
    actions.deliver_batch(message_ids=message_ids, at=clock.now(), now=clock.now)


@job("notices.deliver_waiting_chat", queue="chat")
def deliver_waiting_chat(timestamp: int = 0) -> None:
    actions.deliver_waiting_chat(at=clock.now(), now=clock.now)


@job("notices.deliver_waiting_codes", queue="codes")
def deliver_waiting_codes(timestamp: int = 0) -> None:
    actions.deliver_waiting_codes(at=clock.now(), now=clock.now)


@job("notices.blank_secrets")
def blank_secrets(timestamp: int = 0) -> None:
    actions.blank_secrets(at=clock.now())


@job("notices.clear_receipts")
def clear_receipts(timestamp: int = 0) -> None:
    actions.clear_receipts(at=clock.now())


@job("notices.clear_replies")
def clear_replies(timestamp: int = 0) -> None:
    actions.clear_replies(at=clock.now())
