"""What is wrong with a line of a list of appointments, where, and how it is cured, as the clerk reads it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baiying.kit.values.tables import letter

COLUMNS = {
    "place": _("地点"),
    "team": _("队伍"),
    "within": _("所属"),
    "role": _("角色"),
    "name": _("姓名"),
    "phone": _("手机号或后四位"),
    "first_day": _("从"),
    "last_day": _("至"),
}

# `%(said)s` is what the line says, or what the cure speaks of.
FAULTS = {
    "place_missing": _("没有地点，请补上区划代码或名称"),
    "place_unknown": _("没有“%(said)s”这个地方，请核对名称，或者写区划代码"),
    "place_outside": _("“%(said)s”不在您的工作地区内，请删去这一行，由那里的上级任命"),
    "place_several": _("有几个地方都叫“%(said)s”，请写区划代码，或者在“所属”一列写上乡镇"),
    "place_gone": _("这个地方已经并入或换了代码，现在是 %(said)s，请改成它"),
    "place_closed": _("“%(said)s”已经撤销，没有接续的地方，请删去这一行"),
    "unit_unknown": _("没有叫“%(said)s”的，请核对单位或队伍的名称，或者写单位的统一社会信用代码"),
    "unit_several": _("有几个都叫“%(said)s”，请写单位的统一社会信用代码；队伍请在另一列写上单位"),
    "unit_closed": _("“%(said)s”已经关闭或并入别处，请改成现在的，或者删去这一行"),
    "begins_accepted": _("单位里的职务从本人接受时开始，“从”请空着"),
    "no_term": _("队长没有任期，“至”请空着"),
    "role_missing": _("没有角色，请补上"),
    "role_unknown": _(
        "没有“%(said)s”这个角色，请写站所工作人员、时长复核员、县级主管、市级主管、民政部门、单位管理员、队长之一"
    ),
    "role_never": _("“%(said)s”不能用表格任命，请在任职页一位一位任命"),
    "role_not_yours": _("“%(said)s”不由您任免，请删去这一行，由上级任命"),
    "role_level": _("这个角色不设在“%(said)s”这一级，请改地点或角色"),
    "name_missing": _("没有姓名，请补上"),
    "name_several": _("这里有 %(said)s 位同名的人，请在下面填此人手机号后四位"),
    "name_elsewhere": _("这里没有这个姓名的人，您的地区内别处有；请在下面填此人手机号后四位"),
    "name_unknown": _("没有找到这个姓名的人；还没有登录过的，请在下面填完整手机号，会发邀请"),
    "left": _("此人已经注销或停用，请换一个人"),
    "own": _("不能任命自己，请另一位有权任命的人来办"),
    "double": _("与第 %(said)s 行相同，不会重复任命"),
    "phone_shape": _("请写手机号后四位，或者完整的 11 位手机号"),
    "tail_unknown": _("同名的人里没有这个尾号；还没有登录过的，请填完整手机号，会发邀请"),
    "tail_several": _("同名的人里不止一位是这个尾号，请填完整手机号"),
    "number_other": _("您的地区内用这个手机号登录的人不叫这个姓名，请核对姓名和号码"),
    "number_several": _("用这个手机号登录的同名账号不止一个，请在任职页单独任命，选是哪一位"),
    "day_shape": _("没有看懂“%(said)s”，请写成 2026-12-31，长期的空着"),
    "turned": _("到期日在起始日之前，请核对"),
    "over": _("到期日已经过去，请核对"),
    "other_days": _("此人已经担任这个角色，日期不同；要改日期，请先在任职页结束原来的"),
}

# Why a line was not given though it was good when it was looked at.
REFUSED = {
    "own_appointment": _("不能任命自己"),
    "left": _("此人已经注销或停用，请换一个人"),
    "appointee_under_age": _("此人未满 18 周岁，不能担任管理岗位"),
    "three_must_differ": _("此人是系统、安全、审计三类管理员之一"),
    "wrong_level": _("这个角色不设在这一级，或者地方刚撤销"),
    "appointment_refused": _("这个角色不由发出名单的岗位任免"),
    "endless_first": _("这个地方先要有一位不设到期日的市级主管"),
    "term_over": _("到期日已经过去"),
    "own_office": _("不能任命自己"),
    "office_term_over": _("到期日已经过去"),
    "unit_admin_under_age": _("此人未满 18 周岁，不能担任单位管理员"),
    "team_gone": _("这支队伍已经关闭或并入别的队伍"),
    "unit_gone": _("这个单位已经关闭"),
    "unit_elsewhere": _("这个单位不在发出名单的岗位的地区内"),
}


def fault(one: Sequence[Any], columns: Mapping[str, int]) -> tuple[int, str, str]:
    """Line, column as the clerk knows it, and the cure, of a fault: its code, and what the cure speaks of."""
    line, column, code, said = one
    where = str(COLUMNS.get(column, column))
    if column in columns:
        where = gettext("%(name)s（%(letter)s 列）") % {"name": where, "letter": letter(columns[column])}
    return line, where, str(FAULTS[code]) % {"said": said}


def refused(line: int, code: str) -> tuple[int, str]:
    """A line that was not given, and why."""
    return line, str(REFUSED.get(code, _("没有办成，请在任职页单独任命")))
