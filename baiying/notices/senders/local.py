"""Ways out that send nothing: a demo's screen and the log."""

import logging

from baiying.kit.values import identifiers
from baiying.notices.senders.base import Parcel

log = logging.getLogger(__name__)


class ScreenSender:
    """Sends nothing: in a demo the pages show what was written to a phone."""

    def send(self, parcel: Parcel) -> str:
        return ""


class LogSender:
    """Writes that something was sent, never the text: it may hold a log-in code."""

    def send(self, parcel: Parcel) -> str:
        log.warning("sms to %s, %d characters", identifiers.mask_phone(parcel.address), len(parcel.text))
        return ""
