"""The offices' lists of this room: records that are not complete, and objections."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from baiying.accounts import queries as account_rows
from baiying.hours import actions, queries
from baiying.hours.queries import Incomplete
from baiying.kit import clock
from baiying.kit.db import folding
from baiying.kit.values.actor import Actor
from baiying.places import access as areas
from baiying.places import queries as places
from baiying.ui import formats, listing
from baiying.ui.templatetags.ui import due, state


@dataclass(frozen=True, slots=True)
class Row:
    """A shift whose record is not complete, as the list shows it; the public id is that of the shift."""

    public_id: str
    shift: Any
    lacks: Incomplete
    leader: str
    reminded: str


def overdue_list(found: Mapping[int, Incomplete], area_id: int | None) -> listing.Listing:
    """Shifts of which something is missing; `found` says what, by shift."""

    def rows_of(shifts: Sequence[Any]) -> list[Row]:
        leaders = account_rows.names_of({one.activity.leader_id for one in shifts})
        told = queries.reminded([one.pk for one in shifts])
        return [
            Row(
                one.public_id,
                one,
                found[one.pk],
                leaders.get(one.activity.leader_id, ""),
                formats.date_text(told[one.pk].at) if one.pk in told else "",
            )
            for one in shifts
        ]

    def waiting_for(rows: listing.Rows, whom: str) -> listing.Rows:
        lacking = {
            pk: one.waiting if whom == "reviewer" else one.missing + one.unconfirmed for pk, one in found.items()
        }
        return rows.filter(pk__in=[pk for pk, count in lacking.items() if count])

    return listing.Listing(
        key="overdue",
        title=_("记录没有完成的班次"),
        personal=True,
        order=("ends_at", "id"),
        search=lambda rows, words: rows.filter(
            folding.called("activity__title", words) | folding.called("activity__team__name", words)
        ),
        search_label=_("活动或队伍"),
        rows_of=rows_of,
        keeps=("state",),
        # Rows of many words: fifty would not stay under 60 kB.
        size=40,
        columns=(
            listing.Column("title", _("活动"), lambda row: row.lacks.title, link=_shift, fixed=True, width=28),
            listing.span_column("when", _("班次"), _times, nowrap=True, sort=("starts_at",)),
            listing.Column("team", _("队伍"), lambda row: row.lacks.team, width=20),
            listing.Column("missing", _("没有记录"), lambda row: row.lacks.missing, number=True),
            listing.Column("unconfirmed", _("没有签退"), lambda row: row.lacks.unconfirmed, number=True),
            listing.Column("waiting", _("待复核"), lambda row: row.lacks.waiting, number=True),
            listing.Column("who", _("由谁办"), _who, width=20),
            listing.Column("reminded", _("提醒过"), lambda row: row.reminded or "—", nowrap=True),
            listing.Column("due", _("期限"), lambda row: _due(row.lacks.due_on), value=lambda row: row.lacks.due_on),
        ),
        filters=(
            listing.Choice(
                "who", _("由谁办"), options=[("leader", _("领队")), ("reviewer", _("复核员"))], apply=waiting_for
            ),
            areas.by_area(area_id, "activity__area"),
            listing.Days("on", _("班次日期"), column="starts_at", moment=True),
        ),
    )


def _times(row: Row) -> tuple[datetime, datetime]:
    return row.shift.starts_at, row.shift.ends_at


def _shift(row: Row) -> str:
    return reverse("hours:shift", args=[row.public_id])


def _when(row: Row) -> str:
    return formats.span_text(row.shift.starts_at, row.shift.ends_at)


def _who(row: Row) -> str:
    said = []
    if row.lacks.missing or row.lacks.unconfirmed:
        said.append(gettext("领队 %(name)s") % {"name": row.leader})
    if row.lacks.waiting:
        said.append(gettext("复核员"))
    return formats.listed(said)


def _due(day: date) -> Any:
    return due(clock.end_of(day))


def remind_act(found: Mapping[int, Incomplete], actor: Actor, at: datetime) -> listing.Act:
    """Remind the leaders of the ticked shifts, each once a day."""

    def plan(rows: Sequence[Row]) -> list[listing.Step]:
        told = queries.reminded([row.shift.pk for row in rows])
        today = {pk for pk, last in told.items() if last.day == clock.local_date(at)}
        return [_reminding(row, row.shift.pk in today) for row in rows]

    return listing.Act(
        key="remind",
        label=_("提醒领队"),
        about=_("领队会收到消息，说明哪个班次缺记录、期限是哪天。同一个班次一天只提醒一次；发出的消息不能收回。"),
        plan=plan,
        do=lambda shift, _words: actions.remind_leader(shift=shift, actor=actor, at=at),
        done=lambda n: ngettext("已提醒 %(n)s 个班次的领队。", "已提醒 %(n)s 个班次的领队。", n) % {"n": n},
    )


def _reminding(row: Row, today: bool) -> listing.Step:
    why_not = ""
    if not (row.lacks.missing or row.lacks.unconfirmed):
        why_not = gettext("等复核员，不用领队办。")
    elif today:
        why_not = gettext("今天已经提醒过，明天可以再提醒。")
    will = gettext("给 %(name)s 发消息") % {"name": row.leader or gettext("领队")}
    return listing.Step(row.shift, f"{row.lacks.title} · {_when(row)}", will, why_not)


def objections_list(area_id: int | None, *, answered: bool) -> listing.Listing:
    """What volunteers say is wrong: open ones by deadline, answered ones the newest first."""
    return listing.Listing(
        key="objections",
        title=_("时长异议"),
        personal=True,
        order=("-answered_at", "-id") if answered else ("due_on", "id"),
        search=lambda rows, words: rows.filter(
            folding.called("person__name", words) | folding.called("shift__activity__title", words)
        ),
        search_label=_("姓名或活动"),
        keeps=("state",),
        part=_("已答复") if answered else _("待答复"),
        columns=(
            listing.Column("name", _("姓名"), lambda row: row.person.shown_name, link=_objection, fixed=True),
            listing.Column("activity", _("活动"), _activity, width=28),
            listing.Column("team", _("队伍"), _team, extra=True),
            listing.Column("words", _("怎么说"), _words, value=lambda row: row.words, width=40),
            listing.Column(
                "filed", _("提出"), lambda row: clock.local_date(row.filed_at).isoformat(),
                nowrap=True, sort=("filed_at",),
            ),
            listing.Column(
                "state", _("结果") if answered else _("期限"), _answer if answered else lambda row: _due(row.due_on),
                value=None if answered else lambda row: row.due_on,
            ),
        ),
        filters=(
            listing.Choice("area", _("地区"), options=lambda: areas.areas_below(area_id), apply=_of_area),
            listing.Choice(
                "kind", _("哪一种"), options=[("first", _("第一次")), ("appeal", _("请另一个人再看"))],
                apply=lambda rows, kind: rows.filter(appeal_of__isnull=kind == "first"),
            ),
            listing.Days("filed", _("提出日期"), column="filed_at", moment=True),
        ),
    )  # fmt: skip


def _objection(row: Any) -> str:
    return reverse("hours:objection", args=[row.public_id])


def _activity(row: Any) -> str:
    return row.shift.activity.title if row.shift else "—"


def _team(row: Any) -> str:
    return row.shift.activity.team.name if row.shift else "—"


def _words(row: Any) -> str:
    return Truncator(row.words).chars(60)


def _answer(row: Any) -> Any:
    return state("jade", gettext("成立")) if row.upheld else state("plain", gettext("不成立"))


def _of_area(rows: listing.Rows, pid: str) -> listing.Rows:
    area = places.division(pid)
    if area is None:
        return rows
    of_shift = Q(shift__activity__area__path__contains=[area.pk])
    of_person = Q(shift__isnull=True, person__residence__path__contains=[area.pk])
    return rows.filter(of_shift | of_person)
