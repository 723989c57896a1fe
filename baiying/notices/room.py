"""What this room brings to the house."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.rooms import Entry, NamesPerson, Room, RuleKind, Slot
from baiying.notices.rules import NoticeRules

ROOM = Room(
    topics="baiying.notices.topics.TOPICS",
    addresses="baiying.notices.urls",
    entries=(
        Entry(
            order=40,
            menu="bar",
            label=_("消息"),
            page="notices:inbox",
            icon="message",
            count="baiying.notices.queries.unread_of",
        ),
        Entry(order=60, menu="account", label=_("消息"), page="notices:inbox"),
    ),
    rule_kinds=(
        RuleKind(
            NoticeRules,
            _("短信"),
            _("一个号码一天最多几条，夜里几点到几点不发。验证码和紧急通知不受限制。"),
            {
                "sms_per_phone_day": _("一个号码一天最多几条"),
                "quiet_from_hour": _("从几点起不发（0 到 23）"),
                "quiet_to_hour": _("到几点恢复（0 到 23）"),
            },
            _("本平台默认。"),
        ),
    ),
    audit_actions={
        "CodeShown": _("显示验证码"),
    },
    audit_subjects={
        "message": _("消息"),
    },
    audit_looks=frozenset({"CodeShown"}),
    clockwork={
        "notices.deliver_waiting": "* * * * *",
        "notices.blank_secrets": "* * * * *",
    },
    job_words={
        "notices.blank_secrets": _("抹去已失效的验证码"),
        "notices.deliver": _("发一条短信"),
        "notices.deliver_batch": _("发一批短信"),
        "notices.deliver_waiting": _("重发等着的短信"),
    },
    gauges=(Slot("baiying.notices.gauges.messages", 20),),
    names_person=(
        NamesPerson("Message.inbox", "moves", "goes", "messages are for the reader alone"),
        NamesPerson("Preference.inbox", "one_stays", "goes", "settings are the reader's alone"),
    ),
)
