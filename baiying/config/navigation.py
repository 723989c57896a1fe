"""The offices' navigation: which entries a role sees. Entries whose room has no such page are simply not there."""

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from baiying.accounts import access as accounts
from baiying.accounts.rights import Right
from baiying.kit.values.actor import Actor

Label = str | Promise


@dataclass(frozen=True, slots=True)
class Entry:
    group: Label
    label: Label
    name: str
    rights: tuple[Right, ...] = ()
    # Also for those who hold an office in a unit (administrator, leader), who have no appointment.
    for_units: bool = False


ENTRIES = (
    Entry(_("今天"), _("待办"), "desk:workbench", tuple(Right), for_units=True),
    Entry(_("志愿者"), _("人员"), "people:persons", (Right.SEE_PEOPLE,)),
    Entry(_("志愿者"), _("实名核验"), "people:checks", (Right.CHECK_REAL_NAME,)),
    Entry(_("志愿者"), _("现场登记"), "people:on_site", (Right.REGISTER_ON_SITE,)),
    Entry(_("志愿者"), _("认领"), "people:claims", (Right.DECIDE_CLAIMS,)),
    Entry(_("队伍与活动"), _("单位与队伍"), "teams:office", (Right.SEE_TEAMS,), for_units=True),
    Entry(_("队伍与活动"), _("活动"), "activities:office", (Right.SEE_ACTIVITIES,), for_units=True),
    Entry(_("时长"), _("待复核"), "hours:reviews", (Right.REVIEW_HOURS,), for_units=True),
    Entry(_("时长"), _("异议"), "hours:objections", (Right.ANSWER_OBJECTIONS,)),
    Entry(_("时长"), _("逾期未记录"), "hours:overdue", (Right.SEE_HOURS,)),
    Entry(_("数据"), _("全市数据"), "dashboards:city", (Right.SEE_FIGURES,)),
    Entry(_("数据"), _("目标"), "dashboards:targets", (Right.SET_TARGETS,)),
    Entry(_("阵地"), _("阵地覆盖"), "places:coverage", (Right.SEE_COVERAGE,)),
    Entry(_("设置"), _("区划导入"), "places:imports", (Right.IMPORT_DIVISIONS,)),
    Entry(_("设置"), _("人口"), "places:populations", (Right.IMPORT_POPULATION,)),
    Entry(_("设置"), _("规则"), "places:rules", (Right.EDIT_RULES,)),
    Entry(_("设置"), _("工作日历"), "places:calendar", (Right.EDIT_CALENDAR,)),
    Entry(_("设置"), _("任职"), "accounts:appointments", (Right.APPOINT,)),
    Entry(_("设置"), _("登录锁定"), "accounts:locks", (Right.UNLOCK_LOG_IN,)),
    Entry(_("设置"), _("操作记录"), "desk:audit", (Right.READ_AUDIT,)),
)


def entries_for(actor: Actor, path: str, *, in_unit: bool) -> list[dict[str, Any]]:
    """What the actor may open, with the entry of the present page marked."""
    found: list[dict[str, Any]] = []
    for entry in ENTRIES:
        if not (any(accounts.may(actor, r) for r in entry.rights) or (entry.for_units and in_unit)):
            continue
        try:
            url = reverse(entry.name)
        except NoReverseMatch:
            continue
        found.append({"group": entry.group, "label": entry.label, "url": url, "active": False})
    best = max((e for e in found if path.startswith(e["url"])), key=lambda e: len(e["url"]), default=None)
    if best is not None:
        best["active"] = True
    return found
