"""What this room brings to the house."""

from django.utils.translation import gettext_lazy as _

from baiying.figures.rights import Right
from baiying.kit.rooms import Entry, Office, Room, Slot

ROOM = Room(
    topics="baiying.dashboards.topics.TOPICS",
    addresses="baiying.dashboards.urls",
    visits=15,
    offices=(
        Office(order=410, heading=_("数据"), label=_("全市数据"), page="dashboards:city", rights=(Right.SEE_FIGURES,)),
        Office(order=420, heading=_("数据"), label=_("目标"), page="dashboards:targets", rights=(Right.SET_TARGETS,)),
    ),
    seekers=(Slot("baiying.dashboards.views.found.areas", 50),),
    entries=(Entry(order=40, menu="site", label=_("数据公开"), page="dashboards:city"),),
)
