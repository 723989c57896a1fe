"""Words of this room that several pages show."""

from django.utils.translation import gettext_lazy as _

# What a way out is called (senders.LANES).
LANES = {
    "codes": _("验证码短信"),
    "sms": _("短信"),
}
# What the word of a setting means to people (senders.SENDERS, senders.GATEWAYS).
SENDERS = {
    "screen": _("不发出去，只在演示页面上显示"),
    "log": _("不发出去，只在日志里记一笔"),
    "tencent": _("腾讯云短信"),
    "aliyun": _("阿里云短信"),
}
