"""What the messages of this room tell of."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from baiying.kit.rooms import Told

TELLS = {
    "channel_test": Told(_("测试消息"), repeated=False, useful_for=timedelta(hours=1)),
    "reply_": Told(_("对短信回复的答复"), repeated=False, useful_for=timedelta(hours=1)),
    "mail_code": Told(_("邮箱验证码")),
}
