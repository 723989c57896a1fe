"""The list of appointments of an area: how it is searched, narrowed and shown."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from baiying.accounts import access, actions, held_on, queries, rules
from baiying.accounts.models import Role
from baiying.accounts.queries import Appointment
from baiying.kit import clock
from baiying.kit.db import folding
from baiying.kit.values.actor import Actor
from baiying.places import access as areas
from baiying.ui import listing
from baiying.ui.templatetags.ui import state


@dataclass(frozen=True, slots=True)
class Row:
    """An appointment as the list shows it; `may_end` says whether the reader gives and takes this role."""

    appointment: Appointment
    mask: str
    may_end: bool
    given_by: str = ""


_IN_FORCE, _OFFERED, _DECLINED = "force", "offered", "declined"
_STATES = {
    _IN_FORCE: ("jade", _("在任"), Q(accepted_at__isnull=False, declined_at__isnull=True)),
    _OFFERED: ("amber", _("等本人接受"), Q(accepted_at__isnull=True, declined_at__isnull=True)),
    _DECLINED: ("plain", _("没有接受"), Q(declined_at__isnull=False)),
}


def in_order(rows: Any) -> Any:
    """By place as the tree is read, the platform's own first; a code begins with those of all areas above it."""
    return rows.annotate(place=Coalesce("area__code", Value("")))


def _state_of(appointment: Appointment) -> str:
    if appointment.declined_at is not None:
        return _DECLINED
    return _IN_FORCE if appointment.accepted_at is not None else _OFFERED


def _state(row: Row) -> SafeString:
    tone, words, _which = _STATES[_state_of(row.appointment)]
    return state(tone, str(words))


def _name(row: Row) -> Any:
    title = row.appointment.title
    name = row.appointment.account.display_name
    return format_html('{} <span class="by-quiet">{}</span>', name, title) if title else name


def _place(row: Row) -> str:
    return row.appointment.area.name if row.appointment.area else gettext("整个平台")


def _end_url(row: Row) -> str:
    return reverse("accounts:appointment_end", args=[row.appointment.public_id]) if row.may_end else ""


def _end_words(row: Row) -> str:
    if not row.may_end:
        return ""
    return gettext("结束任职") if row.appointment.accepted_at else gettext("收回任命")


def _is_needed(row: Appointment, at: datetime) -> bool:
    return row.role in rules.NEVER_NONE and row.accepted_at is not None and queries.is_last(row, at)


def end_act(given: Collection[str], actor: Actor, at: datetime) -> listing.Act:
    """End the ticked appointments, or withdraw those not yet answered."""
    hands = access.own_hands(actor)

    def step(row: Row) -> listing.Step:
        why_not = ""
        if row.appointment.declined_at is not None:
            why_not = gettext("本人没有接受，不用结束。")
        elif row.appointment.account_id in hands:
            why_not = gettext("自己的任职不能由自己改动，请任命您的部门来办。")
        elif row.appointment.role not in given:
            why_not = gettext("这个角色不由您任免。")
        elif _is_needed(row.appointment, at):
            why_not = gettext("是最后一位，先任命接替的人。")
        said = f"{row.appointment.account.display_name} · {_place(row)}{row.appointment.get_role_display()}"
        return listing.Step(row.appointment, said, str(_end_words(row)), why_not)

    def end(appointment: Appointment, _words: str) -> bool:
        actions.end_appointment(appointment=appointment, actor=actor, at=at)
        return True

    return listing.Act(
        key="end",
        label=_("结束所选任职"),
        about=_("从现在起，这些人不能再以这个角色办事，本人会收到消息。结束不能撤销；要恢复，请重新任命。"),
        plan=lambda rows: [step(row) for row in rows],
        do=end,
        done=lambda n: ngettext("已结束 %(n)s 项任职。", "已结束 %(n)s 项任职。", n) % {"n": n},
        danger=True,
    )


def appointments_list(area_id: int | None, given: Collection[str], actor: Actor) -> listing.Listing:
    """Who holds which role in an area; `given` are the roles that the reader gives and takes, the own ones never."""
    hands = access.own_hands(actor)

    def may_end(row: Appointment) -> bool:
        return row.role in given and row.declined_at is None and row.account_id not in hands

    def rows_of(found: Sequence[Appointment]) -> list[Row]:
        masks = queries.phone_masks(row.account_id for row in found)
        names = queries.names_of({row.appointed_by_id for row in found if row.appointed_by_id is not None})
        return [
            Row(
                row, masks.get(row.account_id, ""), may_end(row),
                held_on.giver(row, names.get(row.appointed_by_id or 0, "")),
            )
            for row in found
        ]  # fmt: skip

    return listing.Listing(
        key="appointments",
        title=_("任职"),
        personal=True,
        order=("place", "role", "id"),
        search=lambda rows, words: rows.filter(
            folding.called("account__display_name", words)
            | folding.called("title", words)
            | folding.called("area__name", words)
        ),
        search_label=_("姓名、职务或地区"),
        rows_of=rows_of,
        columns=(
            listing.Column("name", _("姓名"), _name, fixed=True),
            listing.Column("role", _("角色"), lambda row: row.appointment.get_role_display(), sort=("role",)),
            listing.Column("place", _("地区"), _place, sort=("place",), width=20),
            listing.Column("phone", _("手机"), lambda row: row.mask, nowrap=True, extra=True),
            listing.Column(
                "since", _("从"), lambda row: clock.local_date(row.appointment.starts_at).isoformat(),
                nowrap=True, sort=("starts_at",),
            ),
            listing.Column(
                "until", _("至"), lambda row: held_on.until(row.appointment), nowrap=True, sort=("ends_at",)
            ),
            listing.Column("by", _("由谁任命"), lambda row: row.given_by, width=20),
            listing.Column("state", _("状态"), _state),
            listing.Column("end", _("操作"), _end_words, link=_end_url, act=True),
        ),
        filters=(
            listing.Choice(
                "role", _("角色"), options=Role.choices, apply=lambda rows, role: rows.filter(role=role)
            ),
            areas.by_area(area_id),
            listing.Choice(
                "state", _("状态"), options=[(key, words) for key, (_tone, words, _which) in _STATES.items()],
                apply=lambda rows, key: rows.filter(_STATES[key][2]),
            ),
        ),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of an office for whom the reader may vouch; `waits` where one colleague has done so already."""

    appointment: Appointment
    waits: bool


def colleagues_list(area_id: int | None, at: datetime) -> listing.Listing:
    """For whom somebody may vouch who lost every second factor."""

    def rows_of(found: Sequence[Appointment]) -> list[Colleague]:
        standing = queries.open_resets(row.account_id for row in found)
        over = {pk for pk, row in standing.items() if actions.is_over(row, at)}
        return [Colleague(row, row.account_id in standing and row.account_id not in over) for row in found]

    def waits(row: Colleague) -> SafeString | str:
        return state("amber", gettext("已有一位作证，等第二位")) if row.waits else ""

    return listing.Listing(
        key="colleagues",
        title=_("为同事作证"),
        personal=True,
        order=("place", "role", "id"),
        search=lambda rows, words: rows.filter(
            folding.called("account__display_name", words) | folding.called("area__name", words)
        ),
        search_label=_("姓名或地区"),
        rows_of=rows_of,
        columns=(
            listing.Column(
                "name", _("姓名"), lambda row: row.appointment.account.display_name, fixed=True,
                link=lambda row: reverse("accounts:vouching", args=[row.appointment.public_id]),
            ),
            listing.Column("role", _("角色"), lambda row: row.appointment.get_role_display(), sort=("role",)),
            listing.Column(
                "place", _("地区"),
                lambda row: row.appointment.area.name if row.appointment.area else gettext("整个平台"),
                sort=("place",), width=20,
            ),
            listing.Column("state", _("状态"), waits),
        ),
        filters=(areas.by_area(area_id),),
    )  # fmt: skip
