"""What the messages of this room tell of."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.rooms import Told

TELLS = {
    "privacy.copy_asked": Told(_("有人为您要了个人信息副本"), needed=True),
    "privacy.copy_ready": Told(_("个人信息副本做好了")),
}
