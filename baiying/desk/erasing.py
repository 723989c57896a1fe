"""What becomes of this room's tables when a person closes the account."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.erasing import Erasure

ERASURES = (Erasure("DigestSeen.account", _("看过哪天的汇总"), _("只对您有用。"), by="account", goes=True),)
