"""Background work of this room."""

from baiying.kit import clock
from baiying.kit.jobs import job
from baiying.notices import actions


@job("notices.deliver")
def deliver(message_id: int) -> None:
    actions.deliver(message_id=message_id, at=clock.now())


@job("notices.deliver_batch")
def deliver_batch(message_ids: list[int]) -> None:
    actions.deliver_batch(message_ids=message_ids, at=clock.now())


@job("notices.deliver_waiting")
def deliver_waiting(timestamp: int = 0) -> None:
    actions.deliver_waiting(at=clock.now())


@job("notices.blank_secrets")
def blank_secrets(timestamp: int = 0) -> None:
    actions.blank_secrets(at=clock.now())
