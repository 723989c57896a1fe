"""What the messages of this room tell of."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.rooms import Told

TELLS = {
    "rosters.team": Told(_("请您看看一支队伍")),
    # What goes to many is not repeated where nobody knows whether it left; to whom it went is the family's own matter.
    "rosters.invited": Told(_("邀请注册志愿者"), hidden=True, repeated=False),
}
