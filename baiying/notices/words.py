"""Words of this room that several pages show."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baiying.kit.kept import Kept, translate
from baiying.notices import senders

# What a way out is called (senders.LANES).
LANES = {
    "codes": _("验证码短信"),
    "sms": _("短信"),
    "mail": _("邮件"),
    "wechat": _("微信"),
    "wecom": _("企业微信"),
}
# Sentences of the rules (notices.rules), which know no language.
OF_RULES = (_("起止时间相同。夜里照常发短信的，请把“夜里不发短信”写成“否”。"), _("钟点应在 0 到 23 之间。"))
# What the word of a setting means to people (senders.SENDERS, senders.GATEWAYS).
SENDERS = {
    "screen": _("不发出去，只在演示页面上显示"),
    "log": _("不发出去，只在日志里记一笔"),
    "off": _("没有开通"),
    "smtp": _("邮件服务器（SMTP）"),
    "wechat": _("公众号（服务号）"),
    "wecom": _("企业微信的应用"),
    "tencent": _("腾讯云短信"),
    "aliyun": _("阿里云短信"),
}


def receivers() -> list[str]:
    """Who outside gets what so that a message arrives, of the ways that are switched on (PIPL art. 17, 21, 23).

    Where nobody has switched one on nothing is said of it: a notice names whom there is.
    """
    said = []
    texts = {senders.chosen(lane) for lane in (senders.SMS, senders.CODES) if senders.is_limited(lane)}
    for name in sorted(texts):
        text = gettext("短信由%(who)s送达：它处理您的手机号和短信的内容。")
        said.append(text % {"who": SENDERS.get(name, name)})
    said += [str(_RECEIVERS[lane]) for lane in (senders.MAIL, *senders.CHATS) if senders.is_limited(lane)]
    return said


_RECEIVERS = {
    senders.MAIL: _("您填了邮箱的，邮件由邮件服务器送达：它处理您的邮箱和邮件的内容。"),
    senders.WECHAT: _(
        "您绑定了微信的，消息由微信（腾讯）送达：它处理您在公众号里的编号和消息的内容。绑不绑由您，随时可以拿掉。"
    ),
    senders.WECOM: _(
        "您绑定了企业微信的，消息由企业微信（腾讯）送达：它处理您在那里的账号和消息的内容。绑不绑由您，随时可以拿掉。"
    ),
}


def not_wanted() -> Kept:
    """Why what goes to many was left unsent."""
    return translate("对方不收群发的消息了（在设置里关掉，或回复短信退订），没有再发。")


def not_theirs_any_more() -> Kept:
    """Why what was written to somebody's guardian was left unsent."""
    return translate("收件人不再是这个人的监护人，没有发。")


def no_mail_any_more() -> Kept:
    """Why a mail that waited was left unsent."""
    return translate("收件人不再用这个邮箱，或它已经收不到，没有再发。")


def no_chat_any_more() -> Kept:
    """Why what waited for a bound account was left unsent by this way."""
    return translate("收件人不再用绑定的微信，或它已经收不到，没有由微信发。")
