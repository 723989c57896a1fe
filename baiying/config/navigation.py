"""What each role sees in the navigation. Entries whose room has no such page are simply not there."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from baiying.accounts import access as accounts
from baiying.accounts.rights import Right as AccountsRight
from baiying.activities.rights import Right as ActivitiesRight
from baiying.desk.rights import Right as DeskRight
from baiying.figures.rights import Right as FiguresRight
from baiying.hours.rights import Right as HoursRight
from baiying.kit import clock
from baiying.kit.rights import Right
from baiying.kit.values.actor import Actor
from baiying.people import queries as people
from baiying.people.rights import Right as PeopleRight
from baiying.places.rights import Right as PlacesRight
from baiying.teams.rights import Right as TeamsRight
from baiying.ui import navigation as ui

Label = str | Promise

# Chinese has one word where English has team and teams.
MANY_VOLUNTEERS = pgettext_lazy("many", "志愿者")
MANY_ACTIVITIES = pgettext_lazy("many", "活动")


@dataclass(frozen=True, slots=True)
class Office:
    """A page of the offices: under which heading, by which rights."""

    group: Label
    label: Label
    name: str
    rights: tuple[Right, ...] = ()
    # Also for those who hold an office in a unit (administrator, leader), who have no appointment.
    for_units: bool = False
    # For every appointment, whatever its rights.
    for_anybody_at_work: bool = False


OFFICES = (
    Office(_("今天"), _("待办"), "desk:workbench", for_anybody_at_work=True, for_units=True),
    Office(MANY_VOLUNTEERS, MANY_VOLUNTEERS, "people:people", (PeopleRight.SEE_PEOPLE,)),
    Office(MANY_VOLUNTEERS, _("实名核验"), "people:checks", (PeopleRight.CHECK_REAL_NAME,)),
    Office(MANY_VOLUNTEERS, _("当面注册"), "people:on_site", (PeopleRight.REGISTER_ON_SITE,)),
    Office(MANY_VOLUNTEERS, _("认领申请"), "people:claims", (PeopleRight.DECIDE_CLAIMS,)),
    Office(_("队伍与活动"), _("单位与队伍"), "teams:office", (TeamsRight.SEE_TEAMS,), for_units=True),
    Office(
        _("队伍与活动"),
        pgettext_lazy("many", "活动"),
        "activities:office",
        (ActivitiesRight.SEE_ACTIVITIES,),
        for_units=True,
    ),
    Office(_("时长"), _("待复核"), "hours:reviews", (HoursRight.REVIEW_HOURS,), for_units=True),
    Office(_("时长"), _("异议"), "hours:objections", (HoursRight.ANSWER_OBJECTIONS,)),
    Office(_("时长"), _("逾期未记录"), "hours:overdue", (HoursRight.SEE_HOURS,)),
    Office(_("数据"), _("全市数据"), "dashboards:city", (FiguresRight.SEE_FIGURES,)),
    Office(_("数据"), _("目标"), "dashboards:targets", (FiguresRight.SET_TARGETS,)),
    Office(_("阵地"), _("阵地覆盖"), "places:coverage", (PlacesRight.SEE_COVERAGE,)),
    Office(_("设置"), _("设置我的城市"), "places:set_up", (PlacesRight.IMPORT_DIVISIONS,)),
    Office(_("设置"), _("区划导入"), "places:imports", (PlacesRight.IMPORT_DIVISIONS,)),
    Office(_("设置"), _("人口"), "places:populations", (PlacesRight.IMPORT_POPULATION,)),
    Office(_("设置"), _("规则"), "places:rules", (PlacesRight.EDIT_RULES,)),
    Office(_("设置"), _("工作日历"), "places:calendar", (PlacesRight.EDIT_CALENDAR,)),
    Office(_("设置"), _("任职"), "accounts:appointments", (AccountsRight.APPOINT,)),
    Office(_("设置"), _("登录锁定"), "people:locks", (AccountsRight.UNLOCK_LOG_IN,)),
    Office(_("设置"), _("操作记录"), "desk:audit", (DeskRight.READ_AUDIT,)),
)


# (group, label, url name, icon); the groups are those of ui.navigation.
PUBLIC = (
    ("site", _("找活动"), "activities:activities", ""),
    ("site", pgettext_lazy("many", "队伍"), "teams:teams", ""),
    ("site", _("实践阵地"), "places:sites", ""),
    ("site", _("数据公开"), "dashboards:city", ""),
    ("foot", _("数据口径"), "figures:definitions", ""),
)
VOLUNTEER = (
    ("bar", _("今天"), "desk:mine", "today"),
    ("bar", _("找活动"), "activities:activities", "search"),
    ("bar", _("我的时长"), "hours:mine", "clock"),
    ("bar", _("消息"), "notices:inbox", "message"),
    ("account", _("今天"), "desk:mine", ""),
    ("account", _("我的时长"), "hours:mine", ""),
    ("account", _("我的报名"), "activities:signups", ""),
    ("account", _("我的资料"), "people:profile", ""),
    ("account", _("我的志愿者证"), "people:card", ""),
    ("account", _("消息"), "notices:inbox", ""),
)


@cache
def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _found(actor: Actor, *, in_unit: bool) -> Iterator[ui.Entry]:
    for group, label, name, icon in PUBLIC + (VOLUNTEER if actor.is_signed_in else ()):
        yield ui.Entry(label, _address(name), group=group, icon=icon)
    for office in OFFICES:
        if (
            any(accounts.may(actor, r) for r in office.rights)
            or (office.for_units and in_unit)
            or (office.for_anybody_at_work and actor.acting)
        ):
            yield ui.Entry(office.label, _address(office.name), group=office.group)
    if actor.account_id is not None and people.is_guardian(actor.account_id, clock.now()):
        yield ui.Entry(_("我监护的孩子"), _address("people:wards"), group="account")
    if actor.is_signed_in and (actor.acting or in_unit):
        yield ui.Entry(_("工作台"), _address("desk:workbench"), group="account")


def entries_for(actor: Actor, path: str, *, in_unit: bool) -> list[ui.Entry]:
    """What the actor may open; the entry of the present page is marked."""
    entries = [entry for entry in _found(actor, in_unit=in_unit) if entry.url]
    here = max((e.url for e in entries if path.startswith(e.url) and e.url != "/"), key=len, default="")
    return [entry._replace(active=entry.url == here) for entry in entries]
