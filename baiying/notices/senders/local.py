"""Ways out that send nothing: a demo's screen and the log."""

import logging

from baiying.kit.kept import translate
from baiying.kit.values import identifiers
from baiying.notices.senders.base import GatewayDown, Parcel

log = logging.getLogger(__name__)


def masked(address: str) -> str:
    """A phone or a mail address as staff may see it."""
    name, sign, host = address.rpartition("@")
    return f"{name[:1]}***@{host}"[:32] if sign else identifiers.mask_phone(address)


def chat_mask(account: str) -> str:
    """An account of WeChat or WeCom as staff may see it: its name may be a person's, or a phone number."""
    return f"{account[:1]}***{account[-1:]}" if len(account) > 2 else "***"


class NoSender:
    """A lane that is not set up: what was written for it while it was goes on waiting."""

    def send(self, parcel: Parcel) -> str:
        raise GatewayDown(translate("这条通道没有开通。"))


class ScreenSender:
    """Sends nothing: in a demo the pages show what was written to a phone."""

    def send(self, parcel: Parcel) -> str:
        return ""


class LogSender:
    """Writes that something was sent, never the text: it may hold a log-in code."""

    def send(self, parcel: Parcel) -> str:
        is_account = "@" not in parcel.address and not parcel.address.isdigit()
        mask = chat_mask(parcel.address) if is_account else masked(parcel.address)
        log.warning("message to %s, %d characters", mask, len(parcel.text))
        return ""
