"""Changes of bodies and teams that wait for review, and what was true of them at an earlier instant."""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from baiying.kit import clock
from baiying.places import queries as places
from baiying.teams import rules
from baiying.teams.catalogue import shown
from baiying.teams.models import Body, BodyKind, Change, Past, Team, TeamCategory

_SELECTED = ("body", "body__area", "team", "team__area")


def change(public_id: str) -> Change | None:
    return Change.objects.select_related(*_SELECTED).filter(public_id=public_id).first()


def open_changes() -> QuerySet[Change]:
    """The changes that wait for review, the most pressing first."""
    rows = Change.objects.filter(outcome="", body__closed_at__isnull=True)
    return rows.select_related(*_SELECTED).order_by("due_on", "id")


def open_change(row: Body | Team) -> Change | None:
    """The change of the body or team that waits for review."""
    if isinstance(row, Team):
        return Change.objects.filter(outcome="", team_id=row.pk).first()
    return Change.objects.filter(outcome="", body_id=row.pk, team_id__isnull=True).first()


def due_of(row: Change) -> datetime:
    """When the day is over by which it should be reviewed."""
    return clock.end_of(row.due_on)


def thing_of(row: Change) -> Body | Team:
    return row.team if row.team is not None else row.body


def mark_of(row: Change, thing: Body | Team) -> str:
    """A mark of what stands now where the change would put something else: another where that has changed."""
    said = json.dumps([[name, getattr(thing, name)] for name in sorted(row.after)], default=str)
    return hashlib.sha256(f"{row.public_id}:{said}".encode()).hexdigest()[:16]


def differences(row: Change, thing: Body | Team) -> list[tuple[str, str, str]]:
    """What it is called, what holds now (once decided: what held then), what it is to be, in the reader's words."""
    now = row.before if row.outcome else {name: getattr(thing, name) for name in row.after}
    labels = _labels()
    return [(str(labels[name]), said(name, now.get(name)), said(name, row.after[name])) for name in row.after]


def said(name: str, value: Any) -> str:
    """A column's value in words."""
    if value in (None, ""):
        return "—"
    if name == "kind":
        return str(BodyKind(value).label)
    if name == "area_id":
        found = places.division_by_id(value)
        return " · ".join(places.path_names(found)[-3:]) if found else "—"
    if name == "category_id":
        kind = TeamCategory.objects.filter(pk=value).first()
        return shown(kind.name) if kind else "—"
    if name == "liaison_id":
        return Body.objects.filter(pk=value).values_list("name", flat=True).first() or "—"
    if name == "parent_id":
        return Team.objects.filter(pk=value).values_list("name", flat=True).first() or "—"
    return str(value)


def _labels() -> dict[str, str]:
    return {
        "kind": _("单位性质"), "name": _("名称"), "credit_code": _("统一社会信用代码"), "competent_unit": _("主管单位"),
        "consenting_name": _("同意成立的社区或单位"), "consenting_credit_code": _("该社区或单位的统一社会信用代码"),
        "consenting_contact": _("该社区或单位的联系人"), "credit_code_note": _("代码对不上，但证书上就是这样"),
        "area_id": _("所在地区"), "category_id": _("队伍类别"), "parent_id": _("上级队伍"),
        "liaison_id": _("联络组织"),
    }  # fmt: skip


def pasts(row: Body | Team) -> list[tuple[Past, list[tuple[str, str]]]]:
    """What was true before, the newest first, each with what of it differs from what came after."""
    found = Past.objects.filter(team_id=row.pk) if isinstance(row, Team) else Past.objects.filter(body_id=row.pk)
    if isinstance(row, Body):
        found = found.filter(team_id__isnull=True)
    major = rules.TEAM_MAJOR if isinstance(row, Team) else rules.BODY_MAJOR
    later: dict[str, Any] = {name: getattr(row, name) for name in major}
    labels, rows = _labels(), []
    for one in found.order_by("-to_at"):
        # A column that came later was empty then.
        then = {name: one.values.get(name) for name in major}
        moved = [(labels[name], said(name, then[name])) for name in major if then[name] != later[name]]
        rows.append((one, moved))
        later = then
    return rows


def body_then(body_id: int, at: datetime) -> dict[str, Any]:
    """The major values of a body as they were at an instant: for a certificate or a list of that day."""
    row = Past.objects.filter(body_id=body_id, team_id__isnull=True, to_at__gt=at).order_by("to_at").first()
    if row is not None:
        return dict(row.values)
    body = Body.objects.get(pk=body_id)
    return {name: getattr(body, name) for name in rules.BODY_MAJOR}


def team_then(team_id: int, at: datetime) -> dict[str, Any]:
    """The same of a team."""
    row = Past.objects.filter(team_id=team_id, to_at__gt=at).order_by("to_at").first()
    if row is not None:
        return dict(row.values)
    team = Team.objects.get(pk=team_id)
    return {name: getattr(team, name) for name in rules.TEAM_MAJOR}
