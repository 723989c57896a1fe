"""A roster that a legal hold may name: its lines and the names of its invitations then outlive their term."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baiying.kit.keeping import Holdable
from baiying.kit.values.actor import Actor
from baiying.rosters import locked, queries
from baiying.rosters.models import KIND, Invitation, Roster

_HERE = "baiying.rosters.holdable."
HOLDABLE = (
    Holdable(
        KIND, gettext_lazy("名册"), "rosters.Roster", _HERE + "find", _HERE + "said", _HERE + "number",
        _HERE + "by_number", _HERE + "lock", _HERE + "over", _HERE + "owner",
    ),
)  # fmt: skip


def find(typed: str, actor: Actor, at: datetime) -> int | None:
    """One of the area of the office that acts, whoever brought it; that it guards personal data was asked before."""
    row = queries.roster(typed.strip())
    here = row is not None and actor.acting is not None and actor.acting.area_id in row.area.path
    return row.pk if row is not None and here else None


def number(roster_id: int) -> str:
    return Roster.objects.values_list("public_id", flat=True).get(pk=roster_id)


def said(roster_id: int) -> str:
    return _("名册 %(number)s") % {"number": number(roster_id)}


def by_number(number: str) -> int | None:
    return Roster.objects.filter(public_id=number).values_list("pk", flat=True).first()


def lock(roster_id: int) -> None:
    locked.roster(roster_id)
    list(locked.invitations(list(Invitation.objects.filter(roster_id=roster_id).values_list("pk", flat=True))))


def over(roster_id: int, at: datetime) -> bool:
    """Lines that were never sent and are too old, or invitations whose time is over and which still say who."""
    row = Roster.objects.select_related("body", "team", "area").get(pk=roster_id)
    old = queries.is_open(row) and row.made_at + timedelta(days=queries.rules_of(row, at).typed_days) <= at
    return old or Invitation.objects.filter(ends_at__lte=at, roster=row, emptied_at__isnull=True).exists()


def owner(roster_id: int) -> tuple[int | None, int | None]:
    """Nobody's: it is a body's."""
    return None, None
