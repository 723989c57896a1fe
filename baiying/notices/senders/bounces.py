"""What mail servers send back later: reports of mail that they had taken and could not deliver (RFC 3464).

A report is believed of the mail whose number it brings back, and of nothing else: the first address that stands in it
may be a forwarding, or our own (N11). Only whoever got the mail knows its number, so nobody makes up a report of
another's.
"""

import hashlib
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message

from django.conf import settings

from baiying.notices.senders.said import Heard

# What the numbers of reports begin with that belong to no mail of ours.
UNKNOWN = "?"
_OURS = re.compile(r"<([0-9A-Za-z]{8,32})@([^<>\s]+)>")
# No such box, or one that is closed for good. A box that is full (5.2.2) or a server that may not write there (5.7) is
# no fault of the address (RFC 3463).
_ADDRESS = ("5.0.", "5.1.", "5.2.1")


def is_of_the_address(reason: str) -> bool:
    return reason.startswith(_ADDRESS)


def read(body: bytes) -> list[Heard]:
    """What a report says: one mail, because each of ours has one reader. Nothing of a delay, or of an automatic answer.

    Raises ValueError for what is no mail.
    """
    report = message_from_bytes(body)
    if not report.keys():
        raise ValueError("not a mail")
    told = [block for part in _parts(report, "message/delivery-status") for block in _blocks(part) if "Action" in block]
    number = _number(report) or UNKNOWN + hashlib.sha256(str(report.get("Message-ID", body)).encode()).hexdigest()[:24]
    found = []
    for block in told:
        action, status = _word(block, "Action"), _word(block, "Status")
        if action == "failed":
            found.append(Heard(number, False, status[:20] or "5.3.0"))
        elif action == "delivered":
            found.append(Heard(number, True))
    return found[:1]


def is_an_answer(body: bytes) -> bool:
    """Whether a mail is neither a report nor written by a program: somebody answered where nobody reads (N34)."""
    mail = message_from_bytes(body)
    by_program = str(mail.get("Auto-Submitted", "no")).strip().lower() != "no" or "Precedence" in mail
    is_report = mail.get_content_type() == "multipart/report" or str(mail.get("Return-Path", "")).strip() == "<>"
    return bool(mail.keys()) and not by_program and not is_report


def _parts(report: Message, kind: str) -> Iterator[Message]:
    return (part for part in report.walk() if part.get_content_type() == kind)


def _blocks(part: Message) -> list[Message]:
    inside = part.get_payload()
    return [one for one in inside if isinstance(one, Message)] if isinstance(inside, list) else []


def _word(block: Message, name: str) -> str:
    return str(block.get(name, "")).strip().split(" ")[0].lower()


def _number(report: Message) -> str:
    """The number of the mail that came back: of its own headers, never of the report around it."""
    for part in report.walk():
        if part is report:
            continue
        text = str(part.get("Message-ID", ""))
        if part.get_content_type() == "text/rfc822-headers":
            lines = str(part.get_payload()).splitlines()
            text = "".join(line for line in lines if line.lower().startswith("message-id:"))
        ours = _OURS.search(text)
        if ours and ours[2].lower() == settings.SMTP_ACCOUNT["sender"].rpartition("@")[2].lower():
            return ours[1]
    return ""
