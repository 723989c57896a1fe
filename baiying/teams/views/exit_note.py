"""How far a body's way out has come, in words."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from baiying.teams import queries
from baiying.teams.models import Exit

STATES: dict[str, tuple[str, Any]] = {
    "warned": ("amber", _("已提醒")),
    "suspended": ("brick", _("暂停中")),
    "closed": ("plain", _("已关闭")),
}


def state(row: Exit) -> tuple[str, Any]:
    return ("jade", row.get_lifted_why_display()) if row.lifted_at is not None else STATES[row.step]


def next_on(row: Exit) -> date | None:
    """The day of the next step; None where there is none."""
    if row.lifted_at is not None or row.closed_at is not None:
        return None
    return row.close_on if row.suspended_at is not None else row.suspend_on


def of_body(body_id: int) -> dict[str, Any]:
    """What the page of a body says of its way out; nothing where it is on none."""
    row = queries.exit_of(body_id)
    return {} if row is None else {"exit": row, "exit_state": state(row), "exit_next": next_on(row)}
