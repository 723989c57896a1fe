"""Words of this room that several pages show."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.kept import Kept, translate

# What a way out is called (senders.LANES).
LANES = {
    "codes": _("验证码短信"),
    "sms": _("短信"),
    "mail": _("邮件"),
}
# What the word of a setting means to people (senders.SENDERS, senders.GATEWAYS).
SENDERS = {
    "screen": _("不发出去，只在演示页面上显示"),
    "log": _("不发出去，只在日志里记一笔"),
    "off": _("没有开通"),
    "smtp": _("邮件服务器（SMTP）"),
    "tencent": _("腾讯云短信"),
    "aliyun": _("阿里云短信"),
}


def no_mail_any_more() -> Kept:
    """Why a mail that waited was left unsent."""
    return translate("收件人不再用这个邮箱，或它已经收不到，没有再发。")
