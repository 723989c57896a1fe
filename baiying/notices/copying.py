"""What the copy of somebody's data holds of this room: all that was written to them, and how they wished it."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from baiying.kit.copying import Copied, Row, Section, Whose
from baiying.notices.models import CHANNELS, ChatAccount, MailAddress, Message, Preference

COPIED = (
    Copied("Message.inbox", "notices.messages"),
    Copied("ChatAccount.inbox", "notices.addresses"),
    Copied("MailAddress.inbox", "notices.addresses"),
    Copied("Preference.inbox", "notices.preferences"),
    Copied(
        "Reading.inbox",
        what=_("监护人读到哪一条"),
        why=_("那是监护人的记录，不是您的。"),
    ),
)


def sections(whose: Whose, at: datetime) -> list[Section]:
    """What was written, by whichever way, the oldest first; a secret (a code) as it stands, without its text."""
    ways = dict(CHANNELS)
    messages = {
        "written_at": _("写于"), "channel": _("怎么发的"), "text": _("内容"), "read_at": _("读于"),
        "delivered_at": _("发出于"), "failure": _("没有发出的原因"),
    }  # fmt: skip
    rows = Message.objects.filter(inbox=whose.inbox).order_by("id")
    settings = {"kind": _("哪一类"), "by_text": _("发短信"), "any_hour": _("夜里也发"), "set_at": _("设置于")}
    return [
        Section(
            "notices.messages",
            _("发给您的消息"),
            messages,
            [
                {
                    "written_at": row.written_at, "channel": str(ways[row.channel]), "text": row.text_to_read,
                    "read_at": row.read_at, "delivered_at": row.delivered_at, "failure": row.failure,
                }
                for row in rows.iterator()
            ],
        ),
        Section(
            "notices.addresses",
            _("邮箱和微信"),
            {"kind": _("方式"), "mask": _("地址"), "since": _("从")},
            [*_mail(whose.inbox), *_chats(whose.inbox)],
        ),
        Section(
            "notices.preferences",
            _("消息设置"),
            settings,
            list(Preference.objects.filter(inbox=whose.inbox).order_by("id").values(*settings)),
        ),
    ]  # fmt: skip


def _mail(inbox: str) -> list[Row]:
    ways = dict(CHANNELS)
    rows = MailAddress.objects.filter(inbox=inbox)
    return [{"kind": str(ways["mail"]), "mask": row.address_mask, "since": row.asked_at} for row in rows]


def _chats(inbox: str) -> list[Row]:
    ways = dict(CHANNELS)
    rows = ChatAccount.objects.filter(inbox=inbox)
    return [{"kind": str(ways[row.lane]), "mask": row.account_mask, "since": row.bound_at} for row in rows]
