"""The desk's lists of teams and of bodies: how they are searched, narrowed and shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from baiying.kit import clock
from baiying.kit.db import folding
from baiying.kit.values import identifiers, names
from baiying.people import queries as people
from baiying.places import access as areas
from baiying.teams import queries
from baiying.teams.models import Body, BodyKind, Membership, Team
from baiying.ui import listing


def teams_list(area_id: int | None, *, watches: bool) -> listing.Listing:
    """Teams by name, with how many belong to each; units see their own and need no area to narrow by."""
    return listing.Listing(
        key="teams",
        title=pgettext_lazy("many", "队伍"),
        order=("name", "id"),
        search=lambda rows, words: rows.filter(folding.called("name", words)),
        search_label=_("名称"),
        keeps=("show",),
        columns=(
            listing.Column("name", _("队伍"), lambda row: row.name, link=_team, sort=("name",), fixed=True, width=28),
            listing.Column("category", _("类别"), lambda row: _kind(row).name, width=20),
            listing.Column("lead", _("牵头部门"), _department, extra=True, width=20),
            listing.Column("body", _("单位"), lambda row: row.body.name, width=28),
            listing.Column("kind", _("单位性质"), lambda row: row.body.get_kind_display(), extra=True),
            listing.Column("code", _("统一社会信用代码"), _code, extra=True, width=22),
            listing.Column("area", _("地区"), lambda row: row.area.name, width=20),
            listing.Column("parent", _("上级队伍"), lambda row: row.parent.name if row.parent else "", extra=True),
            listing.Column("size", _("人数"), lambda row: row.size, sort=("size",), number=True),
        ),
        filters=(
            listing.Choice("category", _("类别"), options=_categories, apply=_of_category),
            *((areas.by_area(area_id),) if watches else ()),
        ),
    )


def bodies_list(area_id: int | None, *, watches: bool) -> listing.Listing:
    """Bodies by name, with how many teams each has; found also by the whole credit code."""
    return listing.Listing(
        key="bodies",
        title=pgettext_lazy("many", "单位"),
        order=("name", "id"),
        search=_body_called,
        search_label=_("名称，或完整的信用代码"),
        keeps=("show",),
        columns=(
            listing.Column("name", _("单位"), lambda row: row.name, link=_body, sort=("name",), fixed=True, width=28),
            listing.Column("kind", _("性质"), lambda row: row.get_kind_display()),
            listing.Column("area", _("地区"), lambda row: row.area.name, width=20),
            listing.Column("code", _("统一社会信用代码"), lambda row: row.credit_code or "—", extra=True, width=22),
            listing.Column("teams", pgettext_lazy("many", "队伍"), lambda row: row.team_count, number=True),
        ),
        filters=(
            listing.Choice(
                "kind", _("性质"), options=BodyKind.choices, apply=lambda rows, kind: rows.filter(kind=kind)
            ),
            listing.Choice(
                "state",
                _("状态"),
                options=[("suspended", _("暂停中"))],
                apply=lambda rows, _state: rows.filter(queries.suspended_bodies()),
            ),
            *((areas.by_area(area_id),) if watches else ()),
        ),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Member:
    """A member as the list shows it."""

    name: str
    number: str
    phone: str
    joined: str
    # Where the leader or the administrator ends the membership; empty for all others.
    end: str = ""


def members_list(team: str, *, full: bool, ends: bool = False) -> listing.Listing:
    """Who belongs to a team, the longest first; who may not read the names in full cannot seek them either. `ends`: the
    reader may take members off the team."""

    def rows_of(found: Sequence[Membership]) -> list[Member]:
        numbers = people.names_and_numbers([row.person_id for row in found])
        return [
            Member(
                row.person.shown_name if full else identifiers.mask_name(row.person.shown_name),
                numbers.get(row.person_id, ("", ""))[1],
                row.person.phone_shown or "—",
                clock.local_date(row.joined_at).isoformat() if row.joined_at else "",
                reverse("teams:membership_end", args=[row.public_id]) if ends else "",
            )
            for row in found
        ]

    return listing.Listing(
        key="members",
        title=team,
        personal=True,
        order=("joined_at", "id"),
        search=_member_called if full else None,
        search_label=_("姓名"),
        rows_of=rows_of,
        columns=(
            listing.Column("name", _("姓名"), lambda row: row.name, fixed=True),
            listing.Column("no", _("志愿者编号"), lambda row: row.number, nowrap=True, width=18),
            listing.Column("phone", _("手机号"), lambda row: row.phone, nowrap=True),
            listing.Column("joined", _("加入日期"), lambda row: row.joined, nowrap=True, sort=("joined_at",)),
            *((_end(),) if ends else ()),
        ),
        filters=(listing.Days("joined", _("加入日期"), column="joined_at", moment=True),),
    )


def _end() -> listing.Column:
    return listing.Column("end", _("操作"), lambda _row: gettext("移出"), link=lambda row: row.end, act=True)


def _member_called(rows: listing.Rows, words: str) -> listing.Rows:
    return rows.filter(person__name_key__contains=names.key(words) or "\n")


def _team(row: Team) -> str:
    return reverse("teams:members", args=[row.public_id])


def _body(row: Body) -> str:
    return reverse("teams:body", args=[row.public_id])


def _code(row: Team) -> str:
    return row.body.credit_code or row.body.consenting_credit_code or "—"


def _department(row: Team) -> str:
    return _kind(row).lead_department or "—"


def _categories() -> listing.Options:
    return [(row.code, gettext(row.name)) for row in queries.categories()]


def _kind(row: Team) -> queries.Kind:
    return queries.kind_shown(row, clock.local_date(clock.now()))


def _of_category(rows: listing.Rows, code: str) -> listing.Rows:
    return rows.filter(category__code=code)


def _body_called(rows: listing.Rows, words: str) -> Any:
    code = identifiers.tidy(words).upper()
    return rows.filter(folding.called("name", words) | Q(credit_code=code))
