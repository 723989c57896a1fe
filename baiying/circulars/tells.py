"""What the messages of this room tell of."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.rooms import Told

TELLS = {
    "circulars.": Told(_("通知下发"), repeated=False),
    "circulars.withdrawn": Told(_("通知下发"), repeated=False, needed=True),
}
