"""Sentences for what was found in a table: what happened, and what to do next."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from baiying.kit.rooms import RuleKind
from baiying.kit.values.orders import Order
from baiying.places.models import SiteLevel, StaffRole
from baiying.places.rules import kept_out, populations, tree
from baiying.places.rules.values import shown

_DIVISION = {
    "code_empty": _("没有代码。请补上代码。"),
    "code_scientific": _(
        "代码写成了“%(detail)s”：表格软件把数字改成了科学计数法，后面的位数已经丢失。请把代码列设为文本，再从原表导出。"
    ),
    "code_characters": _("代码“%(detail)s”里有数字以外的字。请检查。"),
    "code_length": _("代码“%(detail)s”的位数不对，应是 12 位（或 2、4、6、9 位）。"),
    "name_empty": _("没有名称。请补上名称。"),
    "name_long": _("名称超过 60 个字。请检查是否串了列。"),
    "level_unknown": _("不认识的级别“%(detail)s”。请用：省、市、县、乡镇、村。"),
    "duplicate_conflict": _("代码与第 %(a)s 行（%(b)s）相同，内容却不同，无法判断哪一行对。请只留一行。"),
    "duplicate_same": _("与第 %(detail)s 行完全相同，只算一次。"),
    "parent_bad": _("上级代码“%(detail)s”不像区划代码。请检查。"),
    "parent_missing": _("上级 %(detail)s 不在表里，系统里也没有。请补上上级，或先导入上级的表。"),
    "parent_none": _("找不到上级：表里没有它的县或乡镇。请补上上级，或先导入上级的表。"),
    "orphan": _("按代码，它的上级应是 %(a)s，表里和系统里都没有。请补上上级；或勾选后放到“%(b)s”下面。"),
    "placed": _("它的上级 %(a)s 不存在，按您的选择放到“%(b)s”下面。"),
    "parent_refused": _("它的上级 %(detail)s 那一行没有通过，所以这一行也不能导入。"),
    "parent_below": _("上级 %(detail)s 的级别不比它高。请检查级别和上级代码。"),
    "cycle": _("上下级成了环：顺着上级找又回到了自己。请检查上级代码。"),
    "folded_code": _("与上级“%(detail)s”代码相同，只是占位，已并入上级。"),
    "folded_name": _("只是占位的一级，已并入“%(detail)s”，它的下级直接归“%(detail)s”。"),
    "renamed": _("原名“%(detail)s”。"),
    "moved": _("原上级“%(detail)s”。"),
    "missing": _("系统里有，表里没有。"),
    "closed": _("表里没有，已关闭。"),
    "added": _("上级“%(detail)s”。"),
    "added_top": _("最上一级。"),
    "recoded": _("原代码 %(a)s（%(b)s），人员、阵地、队伍和记录都在原处。"),
    "again": _("它已并入“%(b)s”（%(a)s）。照这份表，它是另建的一个新区划，原来的人员、队伍和记录不跟回来。"),
    "merged": _("并入 %(a)s %(b)s：这里的人员、队伍、活动和任职跟过去，以前的记录留在这里。"),
}

_POPULATION = {
    "code_empty": _("没有区划代码。"),
    "code_scientific": _("代码写成了“%(detail)s”：位数已经丢失。请把代码列设为文本，再从原表导出。"),
    "code_characters": _("代码“%(detail)s”里有数字以外的字。"),
    "code_length": _("代码“%(detail)s”的位数不对。"),
    "name_unknown": _("没有叫“%(detail)s”的区划，或不在您负责的范围内。请写上区划代码。"),
    "name_ambiguous": _("有 %(b)s 个区划叫“%(a)s”，分不清是哪一个。请写上区划代码。"),
    "area_unknown": _("没有代码为 %(detail)s 的区划，或不在您负责的范围内。"),
    "area_gone": _("这个区划已并入“%(b)s”（%(a)s）。请把这一行改到“%(b)s”名下，或删去。"),
    "persons_empty": _("没有人数。"),
    "persons_shape": _("“%(detail)s”不像人数。请只写数字，例如 12345 或 1.2万。"),
    "persons_negative": _("人数是负数（%(detail)s）。请检查。"),
    "persons_zero": _("人数是 0。没有数据的地区请不要列入。"),
    "persons_fraction": _("人数不是整数（%(detail)s）。若单位是“万人”，请在表头或数字后写上。"),
    "persons_large": _("人数太大（%(detail)s）。请检查单位。"),
    "kind_unknown": _("不认识的口径“%(detail)s”。请用：常住人口、户籍人口、建成区人口、13岁及以上人口。"),
    "year_bad": _("年份“%(detail)s”不对。"),
    "twice": _("与第 %(a)s 行是同一地区、口径和年份，人数却不同（%(b)s）。请只留一行。"),
}

HEADINGS = {
    "refused": _("不能导入的行"),
    "orphan": _("找不到直接上级的行"),
    "below": _("因为上级没有通过，也不能导入的行"),
    "folded": _("已并入上级的占位行"),
    "duplicate_same": _("重复的行"),
    "again": _("已并入别处、又列出来的"),
    "recoded": _("换了代码"),
    "merged": _("并入别处的"),
    "renamed": _("改名"),
    "moved": _("改了上级或级别"),
    "missing": _("表里没有的"),
    "closed": _("关闭的"),
    "placed": _("放到上级的上级下面的"),
    "added": _("新增的"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One finding for the page. `line` 0 means it has no row in the file."""

    line: int
    code: str
    name: str
    sentence: str


def _sentence(table: dict[str, Any], kind: str, detail: str) -> str:
    if kind == "parent_missing" and not detail:
        kind = "parent_none"
    if kind == "added" and not detail:
        kind = "added_top"
    first, _bar, second = detail.partition("|")
    return str(table[kind]) % {"detail": detail, "a": first, "b": second}


def division_finding(kind: str, line: int, code: str, name: str, detail: str = "") -> Told:
    return Told(line, code, name, _sentence(_DIVISION, kind, detail))


_WHY = {
    "recoded": _("同名同上级，像是换了代码"),
    "renamed": _("同上级，只是名称的末尾不同"),
    "moved": _("同名，换了上级"),
    "merged": _("名称并进了它的名称"),
    "chosen": _("由您选定"),
}
_WRONG = {
    "unknown": _("新表和系统里都没有这个代码，或者它也要关闭。请核对。"),
    "level": _("级别不同，不能接着。请选同一级的区划。"),
    "itself": _("不能接着自己。"),
}


def successor_why(why: str) -> str:
    """Why an area is proposed as the successor of another."""
    return str(_WHY[why])


def successor_wrong(why: str) -> str:
    """Why a code cannot be a successor."""
    return str(_WRONG[why])


_SITES = {
    **{
        kind: _POPULATION[kind]
        for kind in (
            "code_empty",
            "code_scientific",
            "code_characters",
            "code_length",
            "area_gone",
        )
    },
    "site_unknown": _("没有找到阵地“%(detail)s”，或不在您负责的范围内。请写上区划代码。"),
    "site_ambiguous": _("有几个阵地叫“%(detail)s”，分不清是哪一个。请写上区划代码。"),
    "twice": _("与第 %(detail)s 行是同一个阵地。请只留一行。"),
    "long": _("“%(detail)s…”太长。请检查是否串了列。"),
    "phone_bad": _("“%(detail)s”不像电话号码。"),
    "half_a_point": _("经度和纬度要一起填，或都不填。"),
    "head_bad": _("“%(detail)s”不像姓名。"),
    "head_unnamed": _("有站长的电话，没有姓名。"),
    "head_same_day": _("站长今天刚换过，不能再从表里换成“%(detail)s”。写错了的，先到阵地的人员页撤销，再重新录入。"),
    "head_followed": _("已经填了以后接任的人，或现任的最后一天，不能再从表里换成“%(detail)s”。请到阵地的人员页改。"),
    "degree_bad": _("“%(detail)s”不像经纬度。经度在 73 到 136 之间，纬度在 3 到 54 之间，请检查是否填反了。"),
}


def site_problem(problem: kept_out.Problem) -> Told:
    return Told(problem.line, problem.code, problem.name, _sentence(_SITES, problem.kind, problem.detail))


_DOUBTS = {
    "child_above": _("%(n)s 人，比上级的 %(other)s 人还多。"),
    "below_child": _("%(n)s 人，比它的一个下级（%(other)s 人）还少。"),
    "wan": _("%(n)s 人，上一个数是 %(other)s 人，相差上千倍。请检查单位是不是“万人”。"),
    "jump": _("%(n)s 人，上一个数是 %(other)s 人，相差一倍以上。"),
    "rate_above": _("%(n)s 人，比已注册的志愿者 %(other)s 人还少，注册率会超过 100%%。"),
}


def population_doubt(doubt: populations.Doubt, name: str) -> Told:
    numbers = {"n": f"{doubt.persons:,}", "other": f"{doubt.other:,}"}
    return Told(doubt.line, doubt.code, name, str(_DOUBTS[doubt.kind]) % numbers)


def population_problem(problem: kept_out.Problem) -> Told:
    return Told(problem.line, problem.code, problem.name, _sentence(_POPULATION, problem.kind, problem.detail))


def grouped(findings: Iterable[list[Any]]) -> list[tuple[str, str, list[Told]]]:
    """The findings of an import under their headings: (key, heading, rows), refused first."""
    groups: dict[str, list[Told]] = {key: [] for key in HEADINGS}
    for kind, line, code, name, detail in findings:
        key = "below" if kind == "parent_refused" else "refused" if kind in tree.REFUSING else kind
        key = "orphan" if kind == "orphan" else key
        key = "folded" if kind.startswith("folded") else key
        groups[key].append(division_finding(kind, line, code, name, detail))
    return [(key, str(HEADINGS[key]), rows) for key, rows in groups.items() if rows]


def hindrance(why: str, count: int, names: Iterable[str]) -> str:
    """Why an import cannot be undone, and what to do instead."""
    if why == "unknown":
        return translate("这次导入时还没有保存原来的内容，不能撤销。要改回去，请导入原来的表。")
    if why == "merged":
        return translate(
            "并入别处的区划里有人员、队伍、活动或数据，已经跟过去，分不回来，这次导入不能撤销。要恢复的，请另传一份列有"
            "原区划的表：它会作为新的区划建起来，再把人员、队伍和任职改到那里，人口、目标和规则在那里另录。"
        )
    if why == "later":
        return translate("之后又有导入改动了这些区划，不能直接撤销。请先撤销后面那一次。")
    shown = translate("、").join(names)
    if why == "planned":
        words = translate(
            "有 %(n)s 个阵地（%(names)s 等）跟着并到了别处，之后在那里又安排了活动。撤销会把阵地移回去，活动却留在"
            "现在的地区，所以不能撤销。要恢复原来的区划，请另传一份列有它的表。"
        )
        return words % {"n": f"{count:,}", "names": shown}
    words = translate("已有人员、队伍、活动、人口或阵地资料挂在这次改动的 %(n)s 个区划上（%(names)s 等），不能撤销。")
    return words % {"n": f"{count:,}", "names": shown}


# The usual items in the reader's language; an area's own are shown as they were written.
_ITEMS = {
    "场所": _("场所"), "队伍": _("队伍"), "项目": _("项目"), "设施": _("设施"), "制度": _("制度"), "标识": _("标识"),
}  # fmt: skip


def item(name: str) -> str:
    """What an item of the standard of sites is called."""
    return str(_ITEMS.get(name, name))


# The head is called by the site: a centre has a director, an institute and a station their own.
_HEADS = {
    SiteLevel.CENTRE: _("中心主任"),
    SiteLevel.INSTITUTE: _("所长"),
    SiteLevel.STATION: _("站长"),
    SiteLevel.BRANCH: _("分中心主任"),
    SiteLevel.BASE: _("基地主任"),
    SiteLevel.POINT: _("实践点管理员"),
    SiteLevel.REST: _("驿站站长"),
}


def head_of(level: str) -> str:
    """What the head of a site is called."""
    return str(_HEADS[SiteLevel(level)])


def staff_role(role: str, level: str) -> str:
    """What somebody of a site is called there."""
    return head_of(level) if role == StaffRole.HEAD else str(StaffRole(role).label)


def staff_roles(level: str) -> list[tuple[str, str]]:
    """The roles to choose from at a site."""
    return [(role, staff_role(role, level)) for role in StaffRole.values]


def coverage_sentence(built: int, due: int, exempt: int, reasons: dict[str, int]) -> str:
    """ "应建 2,482 个，已建成 2,476 个，还差 6 个；另有 23 个免建：拆迁" (SEED B1): what is exempt is not due."""
    words = translate("应建 %(areas)s 个，已建成 %(built)s 个") % {"areas": f"{due:,}", "built": f"{built:,}"}
    if due > built:
        words += translate("，还差 %(n)s 个") % {"n": f"{due - built:,}"}
    if exempt:
        words += translate("；另有 %(n)s 个免建") % {"n": f"{exempt:,}"}
        if len(reasons) == 1:
            words += translate("：%(reason)s") % {"reason": next(iter(reasons))}
        elif reasons:
            listed = translate("、").join(f"{reason} {n}" for reason, n in list(reasons.items())[:4])
            words += translate("（%(reasons)s）") % {"reasons": listed}
    return words + translate("。")


def contradiction(kind: RuleKind, order: Order, made: Any) -> str:
    """Which two values of a rule set cannot both hold, each with what was typed."""
    one, other = (f"“{kind.labels[name]}”（{shown(getattr(made, name))}）" for name in (order.lesser, order.greater))
    if order.times != (1, 1):
        words = translate("%(one)s比%(other)s还长，两个不能同时成立。请改其中一个。")
    elif order.strictly:
        words = translate("%(one)s要小于%(other)s。请改其中一个。")
    else:
        words = translate("%(one)s不能大于%(other)s。请改其中一个。")
    return words % {"one": one, "other": other}
