"""The rights of this room: their names, and what a manager reads when appointing somebody."""

from django.utils.translation import gettext_lazy as _

from baiying.kit import rights


class Right(rights.Right):
    APPOINT = "accounts.appoint", _("任命和结束任职")
    UNLOCK_LOG_IN = "accounts.unlock", _("为被锁定的人解除登录锁定")
    VOUCH = "accounts.vouch", _("为丢失第二步验证的同事作证")
