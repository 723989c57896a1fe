"""Memberships when two records of one human become one, and apart again (kit.merging)."""

from collections.abc import Collection
from datetime import datetime

from baiying.kit.kept import translate
from baiying.kit.merging import Joining, Parting
from baiying.teams.models import Membership


def join_memberships(joining: Joining) -> None:
    """One membership in a team, the one since the earlier day; the other ends and says why."""
    live = {"refused_at__isnull": True, "left_at__isnull": True}
    own = {row.team_id: row for row in Membership.objects.filter(person_id=joining.survivor.id, **live)}
    for other in Membership.objects.filter(person_id=joining.loser.id, team_id__in=own, **live).order_by("id"):
        ends = max(own[other.team_id], other, key=_order)
        words = translate("两条记录合并为一条，另一条的队员身份保留")
        joining.set(Membership.objects.filter(pk=ends.pk), left_at=joining.at, leave_reason=str(words)[:120])
    joining.move(Membership.objects.filter(person_id=joining.loser.id), "person")


def _order(row: Membership) -> tuple[bool, datetime, int]:
    """Who has joined before who has asked, then who came first."""
    return row.joined_at is None, row.joined_at or row.asked_at, row.pk


def part_memberships(parting: Parting) -> None:
    """What the merge ended lives again, where nobody changed it since."""
    parting.give_back("teams.Membership", "leave_reason")
    parting.give_back("teams.Membership", "left_at")


def newer_memberships(table: str, ids: Collection[int], at: datetime) -> dict[int, str]:
    """Teams joined or asked for since, as the page of the undo names them."""
    rows = Membership.objects.filter(pk__in=ids).select_related("team")
    return {row.pk: translate("队伍：%(team)s") % {"team": row.team.name} for row in rows}
