"""What this room brings to the house."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.rooms import Entry, MergeStep, NamesPerson, Room, RuleKind, Slot
from baiying.kit.rule_kinds import SwitchedUse
from baiying.notices.rules import NoticeRules

ROOM = Room(
    topics="baiying.notices.topics.TOPICS",
    addresses="baiying.notices.urls",
    tells="baiying.notices.tells.TELLS",
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
            _("一个号码一天最多几条，夜里几点到几点不发；退订的回复和链接怎么算。验证码和紧急通知不受限制。"),
            {
                "sms_per_phone_day": _("一个号码一天最多几条"),
                "quiet": _("夜里不发短信"),
                "quiet_from_hour": _("从几点起不发（0 到 23）"),
                "quiet_from_half": _("从这个钟点的半点起不发"),
                "quiet_to_hour": _("到几点恢复（0 到 23）"),
                "quiet_to_half": _("到这个钟点的半点恢复"),
                "same_reply_minutes": _("几分钟以内同样的短信回复算一次（网关没有给时间和编号的）"),
                "off_page_days": _("邮件里的退订链接几天以内显示关掉没有（过了仍可退订）"),
                "typed_per_number_day": _("别人填的号码（如监护人的）一天最多发几次请求"),
                "typed_per_network_day": _("同一个网络一天最多发几次这样的请求"),
            },
            _("本平台默认。"),
        ),
    ),
    audit_actions={
        "ChatBound": _("绑定微信"),
        "ChatUnbound": _("不再用绑定的微信"),
        "ChannelTested": _("试发一条消息"),
        "CodeShown": _("显示验证码"),
        "MailAddressAsked": _("填写邮箱"),
        "MailAddressForgotten": _("不再用邮箱"),
        "MailAddressProven": _("确认邮箱"),
        "MessageSentAgain": _("再发一次"),
        "TextsStarted": _("恢复群发的短信"),
        "TextsStopped": _("回复短信退订"),
        "InstanceConfirmed": _("确认由这一套系统发消息"),
    },
    audit_subjects={
        "message": _("消息"),
        "channel": _("消息通道"),
        "chat": _("绑定的微信"),
        "instance": _("系统的副本"),
        "mail_address": _("邮箱"),
        "phone_stopped": _("退订的号码"),
    },
    audit_looks=frozenset({"CodeShown"}),
    clockwork={
        "notices.deliver_waiting": "* * * * *",
        "notices.deliver_waiting_chat": "* * * * *",
        "notices.deliver_waiting_codes": "* * * * *",
        "notices.deliver_waiting_mail": "* * * * *",
        "notices.blank_secrets": "* * * * *",
        "notices.clear_receipts": "10 19 * * *",
        "notices.clear_replies": "15 19 * * *",
    },
    job_words={
        "notices.blank_secrets": _("抹去已失效的验证码"),
        "notices.clear_receipts": _("清理短信网关的回执"),
        "notices.clear_replies": _("清理听过的短信回复"),
        "notices.deliver": _("发一条短信"),
        "notices.deliver_batch": _("发一批短信"),
        "notices.deliver_chat": _("发一批微信消息"),
        "notices.deliver_code": _("发一条验证码"),
        "notices.deliver_mail": _("发一批邮件"),
        "notices.deliver_waiting": _("重发等着的短信"),
        "notices.deliver_waiting_chat": _("重发等着的微信消息"),
        "notices.deliver_waiting_codes": _("重发等着的验证码"),
        "notices.deliver_waiting_mail": _("重发等着的邮件"),
        "notices.hear_replies": _("收短信的回复"),
    },
    gauges=(Slot("baiying.notices.gauges.messages", 20),),
    merge_steps=(
        MergeStep(
            ("Preference.inbox", "MailAddress.inbox", "ChatAccount.inbox", "Reading.inbox"),
            order=497,
            join="baiying.notices.actions.merging.join_readers",
        ),
    ),
    names_person=(
        NamesPerson("Message.inbox", "moves", "goes", "messages are for the reader alone"),
        NamesPerson("ChatAccount.inbox", "one_stays", "goes", "the account is the reader's alone"),
        NamesPerson("MailAddress.inbox", "one_stays", "goes", "the address is the reader's alone"),
        NamesPerson("Preference.inbox", "one_stays", "goes", "settings are the reader's alone"),
        NamesPerson("Reading.inbox", "one_stays", "goes", "how far a guardian has read the child's messages"),
    ),
    copies=(Slot("baiying.notices.copying.sections", 60),),
    copied="baiying.notices.copying.COPIED",
    erasures="baiying.notices.erasing.ERASURES",
    switched=(
        SwitchedUse(
            "notices.gateways", "entrust", _("用外面的通道发短信、微信或邮件"), "baiying.notices.senders.any_limited"
        ),
    ),
    purpose=_("消息：告诉您与您有关的事。"),
    erases=(Slot("baiying.notices.actions.erasing.erase", 80),),
)
