"""What the messages of this room tell of."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.rooms import Told

TELLS = {
    "log_in_code": Told(_("验证码")),
    "factor_": Told(_("登录与安全")),
    "way_": Told(_("登录方式")),
    "appointment_": Told(_("任命")),
}
