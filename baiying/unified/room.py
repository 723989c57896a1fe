"""What this room brings to the house."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.rooms import Room, Slot
from baiying.kit.rule_kinds import SwitchedUse
from baiying.unified.rules import USE

ROOM = Room(
    topics="baiying.unified.topics.TOPICS",
    addresses="baiying.unified.urls",
    visits=1,
    audit_actions={"UnifiedRefused": _("统一身份认证的登录没有办成")},
    audit_subjects={"unified_visit": _("去统一身份认证登录")},
    other_ways=(Slot("baiying.unified.offers.at_log_in", 10),),
    ways_in=(Slot("baiying.unified.offers.ties", 10),),
    job_words={"unified.clear_old_visits": _("清理去统一身份认证登录的记录")},
    clockwork={"unified.clear_old_visits": "40 18 * * *"},  # 02:40 in China
    erasures="baiying.unified.erasing.ERASURES",
    switched=(SwitchedUse(USE, "provide", _("用统一身份认证登录"), "baiying.unified.provider.configured.all_set"),),
    purpose=_("统一身份登录：认出是哪个账号。"),
)
