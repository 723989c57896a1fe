"""What becomes of this room's tables when a person closes the account."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.erasing import Erasure

ERASURES = (
    Erasure("Invitation.person", _("您接受过的邀请"), _("邀请已经没有用了。"), goes=True),
    Erasure("DriveArrival.person", _("您从哪张海报来的"), _("只用来数人数，已经没有用了。"), goes=True),
)
