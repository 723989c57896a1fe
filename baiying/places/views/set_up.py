"""Setting up a city from nothing: what is done, what comes next, each step with its page."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from baiying.kit import clock
from baiying.kit.admission import Asking, may, needs
from baiying.places import access, actions, queries
from baiying.places.rights import Right
from baiying.ui import flash


@dataclass(frozen=True, slots=True)
class Step:
    """One step: `posts` means its button does it at once, else it leads to a page; without `url` others do it."""

    title: str | Promise
    text: str | Promise
    done: str
    url: str
    action: str | Promise
    posts: bool = False


@needs(Right.IMPORT_DIVISIONS, Right.EDIT_SITES)
def set_up(request: Asking) -> HttpResponse:
    """The steps in order; those that are done say with how much."""
    own = access.own_area_id(request.actor)
    steps = [_divisions(own), _sites(own), _calendar()]
    steps += [*_populations(request, own), *_appointments(request), *_bodies(request)]
    current = next((n for n, step in enumerate(steps, start=1) if not step.done), 0)
    return render(request, "places/set_up.html", {"steps": steps, "current": current})


def _divisions(own: int | None) -> Step:
    n = queries.divisions(own).count()
    return Step(
        title=_("导入区划表"),
        text=_("省、市、县、乡镇、村五级的代码和名称。一切都挂在它上面，所以先做这一步。"),
        done=translate("已有 %(n)s 个区划") % {"n": f"{n:,}"} if n else "",
        url=reverse("places:imports"),
        action=_("上传区划表"),
    )


def _sites(own: int | None) -> Step:
    lines = queries.coverage(own)
    missing = sum(one.missing for one in lines)
    made = sum(one.areas for one in lines) - missing
    return Step(
        title=_("建立阵地名录"),
        text=_("每个县、乡镇、村各建一条实践中心、所、站的记录，先记为“未建成”，以后逐个改。"),
        done=translate("已有 %(n)s 个阵地") % {"n": f"{made:,}"} if made and not missing else "",
        url=reverse("places:set_up_sites"),
        action=_("建立名录"),
        posts=True,
    )


def _calendar() -> Step:
    shown = translate("、").join(str(year) for year in sorted(queries.known_years()))
    return Step(
        title=_("载入工作日历"),
        text=_("10 个工作日的时限要靠它来算。随程序带有国务院办公厅已公布的放假安排，以后每年在日历页补上。"),
        done=translate("已有 %(years)s 年") % {"years": shown} if shown else "",
        url=reverse("places:set_up_calendar"),
        action=_("载入日历"),
        posts=True,
    )


def _populations(request: Asking, own: int | None) -> list[Step]:
    if not may(request.actor, Right.IMPORT_POPULATION):
        return []
    years = queries.population_years(own)
    return [
        Step(
            title=_("录入人口"),
            text=_("注册率的分母。按地区、口径、年份录入，写明来源；以后更正会留下新的版次。"),
            done=translate("已有 %(year)s 年的数据") % {"year": years[0]} if years else "",
            url=reverse("places:population_new"),
            action=_("上传人口表"),
        )
    ]


def _appointments(request: Asking) -> list[Step]:
    try:
        url = reverse("accounts:appointments")
    except NoReverseMatch:
        return []
    text: str | Promise = _("给市、县办公室和时长复核员开通身份。各县办公室再任命自己的乡镇和村工作人员。")
    if not may(request.actor, "accounts.appoint"):
        # Their page answers nobody else: a button would lead nowhere.
        url = ""
        text = _(
            "由安全管理员来做：系统、安全、审计三类管理员由三个人担任；再任命市级主管，人口、单位和队伍由市级主管接着录入。"
        )
    return [
        Step(
            title=_("任命工作人员"),
            text=text,
            done="",
            url=url,
            action=_("去任命"),
        )
    ]


def _bodies(request: Asking) -> list[Step]:
    """The page belongs to a room above: it is named here, not entered."""
    if not may(request.actor, "teams.manage_bodies"):
        return []
    return [
        Step(
            title=_("登记单位和队伍"),
            text=_("活动由队伍发起，队伍属于单位。先登记单位，指定它的管理员，再建队伍、任命队长。"),
            done="",
            url=reverse("teams:office"),
            action=_("去登记"),
        )
    ]


@needs(Right.IMPORT_DIVISIONS, Right.EDIT_SITES)
def sites(request: Asking) -> HttpResponse:
    """Make the rows of all sites that are missing in one's area."""
    if request.method != "POST":
        raise Http404
    n = actions.ensure_sites(actor=request.actor, at=clock.now(), within_id=access.own_area_id(request.actor))
    if n:
        flash.done(request, translate("新建了 %(n)s 个阵地的记录。") % {"n": f"{n:,}"})
    else:
        flash.note(request, translate("没有缺少的阵地。若还没有区划，请先导入区划表。"))
    return HttpResponseRedirect(reverse("places:set_up"), status=303)


@needs(Right.EDIT_CALENDAR)
def calendar(request: Asking) -> HttpResponse:
    """Enter the notices that come with the program."""
    if request.method != "POST":
        raise Http404
    years = actions.load_calendar(actor=request.actor, at=clock.now())
    if years:
        shown = translate("、").join(str(year) for year in years)
        flash.done(request, translate("已载入 %(years)s 年的工作日历。") % {"years": shown})
    else:
        flash.note(request, translate("没有新的年份可载入，已有的日历没有改动。"))
    return HttpResponseRedirect(reverse("places:set_up"), status=303)
