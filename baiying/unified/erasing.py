"""What becomes of this room's table when a person closes the account. The tie itself goes with the accounts room."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.erasing import Erasure

ERASURES = (
    Erasure("Visit.account", _("去统一身份认证登录的记录"), _("只留一天，注销时就删。"), by="account", goes=True),
)
