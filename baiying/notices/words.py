"""Words of this room that several pages show."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.kept import Kept, translate

# What a way out is called (senders.LANES).
LANES = {
    "codes": _("验证码短信"),
    "sms": _("短信"),
    "mail": _("邮件"),
    "wechat": _("微信"),
    "wecom": _("企业微信"),
}
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


def no_mail_any_more() -> Kept:
    """Why a mail that waited was left unsent."""
    return translate("收件人不再用这个邮箱，或它已经收不到，没有再发。")


def no_chat_any_more() -> Kept:
    """Why what waited for a bound account was left unsent by this way."""
    return translate("收件人不再用绑定的微信，或它已经收不到，没有由微信发。")
