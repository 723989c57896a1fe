"""A volunteer's own records of a year as a workbook: own rows alone, whole minutes, and what the numbers mean (P17)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from baiying.accounts.access import Asking, signed_in
from baiying.hours import queries
from baiying.hours.models import Tier
from baiying.hours.rules import HourRules
from baiying.kit import clock
from baiying.people import access as people
from baiying.people import queries as person_rows
from baiying.ui import formats, taken, workbooks


@signed_in
@require_safe
def year_rows(request: Asking, year: int) -> HttpResponseBase:
    """My records of a year, the oldest first, with the sums that stand on the page; a guardian's of the ward acted for.

    404 for a year without any. It is no certificate, and says so.
    """
    at = clock.now()
    person = people.own_person(request.actor)
    if year not in queries.years_of(person.pk, at):
        raise Http404
    rows = [*_rows(person.pk, year, at)]
    totals = queries.totals_of(person.pk, year)
    total = (_("合计"), "", "", "", totals.credit_minutes, totals.honour_minutes, totals.all_minutes, "", "")
    title = _("%(year)s 年志愿服务时长") % {"year": year}
    heads = (
        _("服务日期"), _("活动"), _("签到"), _("签退"), _("信用时长（分钟）"), _("荣誉时长（分钟）"), _("合计（分钟）"),
        _("状态"), _("说明"),
    )  # fmt: skip
    file = taken.File(
        key="own_hours",
        title=title,
        rows=len(rows),
        path=request.path,
        query=taken.asked(request),
        by_post=False,
        columns=heads,
        narrowed=[_("年份：%(year)s 年") % {"year": year}],
    )
    number = person_rows.last_volunteer_no(person.pk)
    sheets = [
        workbooks.Sheet(title, heads, [*rows, total], (12, 36, 17, 17, 12, 12, 12, 14, 48)),
        workbooks.Sheet(_("怎么算的"), (_("项目"), _("内容")), _words(person.name, number, at), (16, 90)),
    ]
    return taken.workbook(request, file, sheets)


def _rows(person_id: int, year: int, at: datetime) -> Iterator[tuple[Any, ...]]:
    cases, loose = queries.cases_of_person(person_id, year, at), queries.loose_entries(person_id, year)
    lines = [(queries.day_of(case), case.occasion.window.starts_at, _case(case)) for case in cases]
    lines += [(entry.served_on, clock.midnight(entry.served_on), _entry(entry)) for entry in loose]
    for day, _begin, line in sorted(lines, key=lambda one: one[:2]):
        yield day.isoformat(), *line


def _case(case: queries.Case) -> tuple[Any, ...]:
    row = case.attendance
    came, left = (_moment(one) if one else "" for one in (row.checked_in_at, row.checked_out_at))
    waits = [_("另有 %(minutes)s待复核，没有计入") % {"minutes": formats.minutes_text(case.waiting_minutes)}]
    words = formats.listed([*case.reasons, *(waits if case.waiting_minutes else [])], "；")
    minutes = (case.credit_minutes, case.honour_minutes, case.minutes)
    return str(case.occasion.title), came, left, *minutes, str(case.state_text), words


def _moment(at: datetime) -> str:
    return f"{formats.full_date(at)} {formats.time_text(at)}"


def _entry(entry: queries.HourEntry) -> tuple[Any, ...]:
    credit = entry.minutes if entry.tier == Tier.CREDIT else 0
    minutes = (credit, entry.minutes - credit, entry.minutes)
    return str(entry.get_source_display()), "", "", *minutes, _("已入账"), ""


def _words(name: str, number: str, at: datetime) -> list[tuple[str, str]]:
    """What each number is, as the ledger counts it, and from which rules."""
    return [
        (_("志愿者"), formats.sentences(name, number) if number else name),
        (_("信用时长"), _("现场扫码、扫卡或输入数字签到、签退的分钟，按时间算出。")),
        (_("荣誉时长"), _("点名、纸质和补录的分钟，另一个人复核之后。")),
        (_("分钟"), _("整分钟，不换成小时。待复核的没有计入，冲销的已经减去；合计与“我的时长”相同。")),
        (_("服务日期"), _("班次开始的那一天，北京时间。")),
        (_("依据"), _("当地的“时长”规则：%(source)s") % {"source": HourRules.SOURCE}),
        (_("截至"), _moment(at)),
        (_("用途"), _("本人自己导出的记录，不是证明。需要证明的，请向当地实践中心（所、站）申请。")),
    ]
