"""What this room brings to the house."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.rooms import Room

ROOM = Room(
    addresses="baiying.demo.urls",
    audit_actions={
        "DemoLoaded": _("载入演示城市"),
    },
)
