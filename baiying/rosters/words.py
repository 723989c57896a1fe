"""What is wrong with a line, where, and how it is cured, as the clerk reads it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baiying.rosters.rules.sheet import letter

COLUMNS = {
    "name": _("姓名"),
    "id_type": _("证件类型"),
    "id_number": _("证件号码"),
    "birth": _("出生日期"),
    "phone": _("本人手机号"),
    "guardian_name": _("监护人姓名"),
    "guardian_phone": _("监护人手机号"),
    "group": _("班级或部门"),
    "leader": _("是否领导"),
}

FAULTS = {
    "lost_end": _("表格软件已丢失后三位，请改为文本后重填"),
    "date_cell": _("表格软件把号码当成了日期，请改为文本后重填"),
    "number_kind": _("证件类型没有看懂，请写“身份证”“港澳居民来往内地通行证”“台湾居民来往大陆通行证”“护照”之一"),
    "number_length": _("身份证号应为 18 位，请对照证件数一数"),
    "number_signs": _("号码里有不该有的字，请对照证件重填"),
    "number_date": _("号码里的出生日期不对，请对照证件重填"),
    "number_check": _("最后一位对不上，多半有一位写错了，请对照证件重填"),
    "number_shape": _("不是这种证件的号码，请对照证件，并写明证件类型"),
    "no_name": _("没有姓名，请补上"),
    "name_signs": _("姓名里有不该有的字，请对照证件重填"),
    "name_length": _("姓名太长，请检查是不是几个格子连在了一起"),
    "phone": _("手机号应为 11 位，以 13 到 19 开头，请核对"),
    "phone_landline": _("这是座机，收不到短信；请换手机号，或者空着，打印邀请单"),
    "birth": _("没有这一天，或者还没到，请写成 2012-05-04"),
    "birth_number": _("表格软件给的是一个数字，请把这一列设成日期或文本后重填"),
    "birth_differs": _("和证件号码里的出生日期不同，请核对哪个写错了"),
    "group_length": _("班级或部门太长，请写短一些"),
    "group_was_date": _("表格软件把它改成了日期，请在上面确认是哪个班"),
    "group_date_left": _("表格软件把它改成了日期，请把这一列设成文本，改好再传"),
    "not_parted": _("这一行没有分成几格，请用逗号或制表符分开，或者从表格里连表头一起复制"),
    "no_way": _("没有手机号，也没有证件号码，邀请送不到；请至少补一样"),
}


def fault(one: Sequence[Any], columns: Mapping[str, int]) -> tuple[int, str, str]:
    """Line, column as the clerk knows it, and the cure, of a fault as a summary keeps it."""
    line, column, code, other = one
    where = str(COLUMNS.get(column, column))
    if column in columns:
        where = gettext("%(name)s（%(letter)s 列）") % {"name": where, "letter": letter(columns[column])}
    if code == "double":
        return (
            line,
            str(_("整行")),
            gettext("与第 %(n)s 行相同，不会重复邀请；不是同一人的，请补证件号码") % {"n": other},
        )
    return line, where, str(FAULTS.get(code, code))


def whole_column(column: str, code: str, n: int) -> str:
    """One sentence for a column in which every line has one fault."""
    words = gettext("“%(column)s”整列 %(n)s 行都有同一个问题：%(cure)s。")
    return words % {"column": COLUMNS.get(column, column), "n": n, "cure": FAULTS.get(code, code)}
