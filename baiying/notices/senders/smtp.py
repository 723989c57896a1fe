"""Mail by a server of the city (SMTP): one envelope to one address, and never a word about anybody else in it (N34)."""

import smtplib
import ssl
import time
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any, NoReturn

from django.conf import settings

from baiying.kit.kept import translate
from baiying.notices.senders import bounces, in_time
from baiying.notices.senders.base import (
    AddressRefused,
    GatewayDown,
    NeverDeliverable,
    Parcel,
    SendFailed,
    Throttled,
    Unclear,
)

# For one mail in all, and for the good-bye after it.
_SECONDS, _BYE_SECONDS = 20.0, 2.0
_PERMANENT = 500
_CLOSING = 421
_GO_ON = 354
_FULL = 552
_MOST_IN_SUBJECT = 120


class _InTime:
    """A connection that gives up after `_SECONDS` in all, however slowly each of its answers comes."""

    file: Any | None = None

    def __init__(self, host: str, port: int, **given: Any) -> None:
        self._until = time.monotonic() + _SECONDS
        super().__init__(host, port, timeout=_SECONDS, **given)  # type: ignore[call-arg]

    def is_over(self) -> bool:
        return time.monotonic() >= self._until

    def getreply(self) -> tuple[int, bytes]:
        sock = getattr(self, "sock", None)
        if sock is not None and self.file is None:
            self.file = in_time.reader(sock, lambda: self._until)
        return super().getreply()  # type: ignore[misc,no-any-return]

    def hurry(self) -> None:
        """What matters is said: little time is left."""
        self._until = min(self._until, time.monotonic() + _BYE_SECONDS)


class _Open(_InTime, smtplib.SMTP):
    pass


class _Sealed(_InTime, smtplib.SMTP_SSL):
    pass


Server = _Open | _Sealed


class SmtpSender:
    def send(self, parcel: Parcel) -> str:
        given = settings.SMTP_ACCOUNT
        if not given["host"] or not given["sender"]:
            raise GatewayDown(translate("邮件服务器还没有设置好。"))
        message = compose(parcel, sender=given["sender"])
        server = _open(given)
        try:
            _hand_over(server, message, given["sender"], parcel.address)
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            if server.is_over():
                # It is slow to all: the way is closed for a minute, not one mail after the other tried.
                raise GatewayDown(translate("邮件服务器太慢，没有等到回答。")) from error
            raise SendFailed(translate("邮件服务器中途断开。")) from error
        finally:
            _close(server)
        # By this a report that comes later names it (senders.bounces).
        return parcel.reference


def compose(parcel: Parcel, *, sender: str) -> EmailMessage:
    """The mail as it leaves. Its number is the same at each try, so that a second copy can be told from the first."""
    message = EmailMessage(policy=SMTP)
    try:
        parcel.address.encode("ascii")
        message["To"] = Address(addr_spec=parcel.address)
    except (ValueError, IndexError) as error:
        raise AddressRefused(translate("这个邮箱地址不对。")) from error
    try:
        message["From"] = Address(display_name=str(settings.SITE_NAME), addr_spec=sender)
    except (ValueError, IndexError) as error:
        raise GatewayDown(translate("邮件服务器还没有设置好。")) from error
    # A line break in a title would begin a header of its own.
    message["Subject"] = " ".join(parcel.subject.split())[:_MOST_IN_SUBJECT]
    message["Date"] = format_datetime(parcel.at)
    message["Message-ID"] = f"<{parcel.reference}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    answers = str(settings.SMTP_ACCOUNT.get("reply_to", ""))
    if answers:
        message["Reply-To"] = _reply_to(answers)
    if parcel.off:
        message["List-Unsubscribe"] = f"<{parcel.off}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(f"{parcel.text}\n\n{_foot(parcel, has_reader=bool(answers))}\n")
    return message


def _reply_to(address: str) -> Address:
    try:
        return Address(addr_spec=address)
    except (ValueError, IndexError) as error:
        raise GatewayDown(translate("收回信的邮箱（BAIYING_SMTP_REPLY_TO）不对。")) from error


def _foot(parcel: Parcel, *, has_reader: bool) -> str:
    """What stands below each mail: whether somebody reads an answer, and how one has no more of it."""
    lines = [
        translate("可以直接回复这封邮件，有人看。") if has_reader
        else translate("请不要回复这封邮件，没有人看得到。有事请找消息里写的联系人。"),
        translate("不想再收邮件，请登录后在“消息设置”里改。"),
    ]  # fmt: skip
    if parcel.off:
        lines.append(translate("不想再收群发的消息：%(address)s") % {"address": parcel.off})
    return "\n".join(lines)


def _open(given: dict[str, str]) -> Server:
    """A connection that we are known on. What goes wrong here is nobody's mail: the way itself is closed."""
    server: Server | None = None
    try:
        context = ssl.create_default_context()
        host, port = given["host"], int(given["port"])
        if given["tls"] == "ssl":
            server = _Sealed(host, port, context=context)
        else:
            server = _Open(host, port)
            if given["tls"] == "starttls":
                server.starttls(context=context)
        if given["user"]:
            server.login(given["user"], given["password"])
        server.ehlo_or_helo_if_needed()
    except (smtplib.SMTPException, OSError, ValueError) as error:
        if server is not None:
            server.close()
        if isinstance(error, smtplib.SMTPAuthenticationError):
            raise GatewayDown(translate("邮件服务器不接受我们的账号。")) from error
        raise GatewayDown(translate("邮件服务器连不上。")) from error
    return server


def _hand_over(server: Server, message: EmailMessage, sender: str, address: str) -> None:
    code, _words = server.mail(sender)
    if code >= _PERMANENT:
        raise GatewayDown(translate("邮件服务器不接受我们的发件地址（%(code)s）。") % {"code": code})
    if code != 250:
        _refused(code)
    code, words = server.rcpt(address)
    if code not in {250, 251}:
        _refused(code, is_address=_is_of_the_address(code, words))
    code, _words = server.docmd("DATA")
    if code != _GO_ON:
        _refused(code)
    server.send(_quoted(message.as_bytes()))
    try:
        code, _words = server.getreply()
    except (TimeoutError, smtplib.SMTPServerDisconnected, OSError) as error:
        raise Unclear(translate("邮件服务器没有回答，不知道发出没有。")) from error
    if code != 250:
        _refused(code)


def _is_of_the_address(code: int, words: bytes) -> bool:
    """Whether a no to the address says that it takes nothing, whatever is sent: neither a full box (552, 5.2.2) does,
    nor that we may not write there (5.7)."""
    status = words.split(b" ")[0].decode("ascii", "replace")
    return bounces.is_of_the_address(status) if status.startswith("5.") else code != _FULL


def _quoted(data: bytes) -> bytes:
    """As it goes over the wire (RFC 5321, 4.5.2): a line that begins with a dot has two, a dot alone ends it."""
    lines = data.replace(b"\r\n", b"\n").rstrip(b"\n").split(b"\n")
    return b"\r\n".join(b"." + line if line.startswith(b".") else line for line in lines) + b"\r\n.\r\n"


def _refused(code: int, *, is_address: bool = False) -> NoReturn:
    """4xx: later; 5xx: never. The server's words may name the address: its code alone is kept.

    `is_address`: it was said of the address itself. What is said of the mail after it, or of a server that may not
    write there (RFC 3463: 5.7), stops no address.
    """
    words = {"code": code}
    if code == _CLOSING:
        raise Throttled(translate("邮件服务器要求稍后再试（%(code)s）。") % words)
    if code >= _PERMANENT:
        never = AddressRefused if is_address else NeverDeliverable
        raise never(translate("对方的邮件服务器不收这个邮箱的信（%(code)s）。") % words)
    raise SendFailed(translate("对方的邮件服务器暂时不收（%(code)s）。") % words)


def _close(server: Server) -> None:
    server.hurry()
    try:
        server.quit()
    except (smtplib.SMTPException, OSError):
        server.close()
