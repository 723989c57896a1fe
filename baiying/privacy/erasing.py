"""What becomes of this room's tables when a person closes the account."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.erasing import Erasure

ERASURES = (
    Erasure("Copy.person", _("您要过的副本"), _("副本不能比原件留得久。"), goes=True),
    Erasure("Closing.person", _("注销申请"), _("哪天注销的要能查，没有文字。")),
)
