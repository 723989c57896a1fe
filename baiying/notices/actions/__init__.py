"""Writes of the notices room, by noun."""

from baiying.notices.actions.binding import (
    BindingIsOld,
    ChatDoesNotAnswer,
    ChatIsAnothers,
    ChatIsOff,
    TooManyBindings,
    bind_chat,
    forget_addresses,
    is_asked,
    question,
    unbind_chat,
)
from baiying.notices.actions.claiming import Dropped, Later
from baiying.notices.actions.delivering import (
    blank_secrets,
    blank_used,
    deliver,
    deliver_batch,
    deliver_waiting,
    deliver_waiting_chat,
    deliver_waiting_codes,
    deliver_waiting_mail,
    drop_waiting,
)
from baiying.notices.actions.erasing import mask_slice
from baiying.notices.actions.instances import confirm_instance
from baiying.notices.actions.mailing import (
    TooManyMailCodes,
    WrongMailCode,
    ask_mail,
    copy_to_mail,
    forget_mail,
    prove_mail,
    resend_mail_code,
)
from baiying.notices.actions.mending import FullToday, NoMailAnyMore, NotSentAgain, send_again
from baiying.notices.actions.preferring import (
    carry_over,
    mark_all_read,
    mark_read,
    note_reading,
    prefer,
    shut_about,
    turn_off,
)
from baiying.notices.actions.receipts import clear_receipts, hear
from baiying.notices.actions.replying import clear_replies, hear_replies, start_texts
from baiying.notices.actions.testing import NoSuchWay, NoTestAddress, TooManyTests, send_test
from baiying.notices.actions.typed import NetworkTypedEnough, NumberTypedEnough, take_typed
from baiying.notices.actions.writing import Letter, write, write_many

__all__ = [
    "BindingIsOld",
    "ChatDoesNotAnswer",
    "ChatIsAnothers",
    "ChatIsOff",
    "Dropped",
    "FullToday",
    "Later",
    "Letter",
    "NetworkTypedEnough",
    "NoMailAnyMore",
    "NoSuchWay",
    "NoTestAddress",
    "NotSentAgain",
    "NumberTypedEnough",
    "TooManyBindings",
    "TooManyMailCodes",
    "TooManyTests",
    "WrongMailCode",
    "ask_mail",
    "bind_chat",
    "blank_secrets",
    "blank_used",
    "carry_over",
    "clear_receipts",
    "clear_replies",
    "confirm_instance",
    "copy_to_mail",
    "deliver",
    "deliver_batch",
    "deliver_waiting",
    "deliver_waiting_chat",
    "deliver_waiting_codes",
    "deliver_waiting_mail",
    "drop_waiting",
    "forget_addresses",
    "forget_mail",
    "hear",
    "hear_replies",
    "is_asked",
    "mark_all_read",
    "mark_read",
    "mask_slice",
    "note_reading",
    "prefer",
    "prove_mail",
    "question",
    "resend_mail_code",
    "send_again",
    "send_test",
    "shut_about",
    "start_texts",
    "take_typed",
    "turn_off",
    "unbind_chat",
    "write",
    "write_many",
]
