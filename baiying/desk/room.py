"""What this room brings to the house."""

from django.utils.translation import gettext_lazy as _

from baiying.desk.rights import Right
from baiying.kit.rooms import Entry, Grant, Office, Room

ROOM = Room(
    addresses="baiying.desk.urls",
    visits=10,
    rights=(Grant(Right.READ_AUDIT, ("auditor",)),),
    offices=(
        Office(
            order=10,
            heading=_("今天"),
            label=_("待办"),
            page="desk:workbench",
            for_anybody_at_work=True,
            for_units=True,
        ),
        Office(order=980, heading=_("设置"), label=_("操作记录"), page="desk:audit", rights=(Right.READ_AUDIT,)),
    ),
    entries=(
        Entry(order=10, menu="bar", label=_("今天"), page="desk:mine", icon="today"),
        Entry(order=10, menu="account", label=_("今天"), page="desk:mine"),
        Entry(order=80, menu="account", label=_("工作台"), page="desk:workbench", at_work=True),
    ),
)
