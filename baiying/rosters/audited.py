"""What this room's things are called in the audit."""

from collections.abc import Collection, Mapping
from datetime import datetime

from baiying.rosters.models import Drive, Invitation, Roster
from baiying.ui.cards import Named


def names(asked: Mapping[str, Collection[int]], at: datetime) -> dict[tuple[str, int], Named]:
    """Rosters and invitations by whose they are: a file's name and who is invited are not for the auditor."""
    found: dict[tuple[str, int], Named] = {}
    if ids := asked.get("roster"):
        rows = Roster.objects.filter(pk__in=list(ids)).select_related("body", "area")
        found |= {("roster", one.pk): Named(_owner(one)) for one in rows}
    if ids := asked.get("drive"):
        drives = Drive.objects.filter(pk__in=list(ids))
        found |= {("drive", one.pk): Named(one.title) for one in drives}
    if ids := asked.get("invitation"):
        invited = Invitation.objects.filter(pk__in=list(ids)).select_related("roster__body", "roster__area")
        found |= {("invitation", one.pk): Named(_owner(one.roster)) for one in invited}
    return found


def _owner(row: Roster) -> str:
    return row.body.name if row.body is not None else row.area.name
