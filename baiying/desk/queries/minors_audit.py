"""The yearly audit of what was done with the information on minors (R010): rows of words and numbers, by chapter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from baiying.accounts.access import Scope
from baiying.kit import clock
from baiying.kit.values import identifiers
from baiying.people import queries as people
from baiying.privacy import queries as privacy

_ADULT = 18


@dataclass(frozen=True, slots=True)
class Chapter:
    title: str
    rows: Sequence[tuple[str | Promise, str]]


def chapters(scope: Scope, year: int, at: datetime) -> list[Chapter]:
    """What the audit of a year says; of the year that runs, until now."""
    since, until = clock.midnight(date(year, 1, 1)), min(clock.midnight(date(year + 1, 1, 1)), at)
    found = people.minors_year(scope, since, until)
    return [
        Chapter(
            _("工作人员查看"),
            [
                (_("打开未成年人记录（次）"), str(found.records)),
                (_("查看完整号码（次）"), str(found.looks)),
                (_("其中经另一个人批准（次）"), str(found.by_leave)),
                (_("其中没有批准（次）"), str(found.without_leave)),
                (_("申请查看完整号码（件）"), str(found.asked)),
                (_("批准（件）"), str(found.given)),
                (_("不批准（件）"), str(found.refused)),
            ],
        ),
        Chapter(
            _("监护人的同意"),
            [
                (_("年末要监护人同意的未成年志愿者（人）"), str(found.registered)),
                (_("监护人同意（次）"), str(found.agreed)),
                (_("监护人不同意（次）"), str(found.said_no)),
                (_("监护人撤回（次）"), str(found.withdrew)),
                (_("凭文书登记不再是监护人（次）"), str(found.ended)),
                (_("没有监护人同意而暂停注册（次）"), str(found.paused)),
            ],
        ),
        Chapter(_("关于未成年人个人信息的申请"), _requests(scope, since, until)),
    ]


def _requests(scope: Scope, since: datetime, until: datetime) -> list[tuple[str | Promise, str]]:
    """Wishes about the data of who was under age when it was asked, and how long answers took."""
    born_after = identifiers.latest_birthday(_ADULT, clock.local_date(since))
    rows = privacy.requests_within(scope).filter(asked_at__gte=since, asked_at__lt=until)
    asked = [
        row
        for row in rows.filter(person__birth_date__gt=born_after)
        if identifiers.age_on(row.person.birth_date, clock.local_date(row.asked_at)) < _ADULT
    ]
    ended = [row for row in asked if row.ended_at is not None]
    days = [(clock.local_date(row.ended_at) - clock.local_date(row.asked_at)).days for row in ended if row.ended_at]
    late = [row for row in asked if clock.local_date(row.ended_at or until) > row.due_on]
    return [
        (_("提出（件）"), str(len(asked))),
        (_("已答复（件）"), str(len(ended))),
        (_("没有办理（件）"), str(len([row for row in ended if row.outcome == "refused"]))),
        (_("过期（件）"), str(len(late))),
        (_("答复用的天数，中间数"), f"{median(days):g}" if days else "—"),
        (_("答复用的天数，最长"), str(max(days)) if days else "—"),
    ]


def years(at: datetime) -> list[int]:
    """The years of which there is an audit: this one, and those whose looks are still at hand."""
    this = clock.local_date(at).year
    return [this, this - 1, this - 2]
