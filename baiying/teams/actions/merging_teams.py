"""What becomes of this room's rows when two teams become one, and apart again (kit.merging)."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from baiying.kit import clock
from baiying.kit.kept import translate
from baiying.kit.merging import Joining, Parting
from baiying.teams import locked, queries, rules
from baiying.teams.actions import refusals
from baiying.teams.models import Membership, Office, Team
from baiying.teams.queries.teams import open_parents
from baiying.ui import formats

_LIVE = {"refused_at__isnull": True, "left_at__isnull": True}


def join_offices(joining: Joining) -> None:
    """Who led the one that ends leads the one that goes on, by an office of its own; the old one ends as a record.

    Both bodies are held first: one that is closed at this moment is not merged.
    """
    both = Team.objects.filter(pk__in=[joining.survivor.id, joining.loser.id])
    if any(body.closed_at is not None for body in locked.bodies(both.values_list("body_id", flat=True))):
        raise refusals.TeamsHindered(translate("其中一支队伍已经关闭或并入了别的队伍。"))
    survivor = Team.objects.get(pk=joining.survivor.id)
    held = locked.offices_of_teams([joining.survivor.id, joining.loser.id])
    leads = {row.account_id for row in held if row.team_id == survivor.pk}
    for row in [one for one in held if one.team_id == joining.loser.id and one.accepted_at is not None]:
        if row.account_id not in leads:
            made = Office.objects.create(
                kind=row.kind, body_id=survivor.body_id, team=survivor, account_id=row.account_id, until=row.until,
                starts_at=joining.at, appointed_by_id=row.appointed_by_id, accepted_at=joining.at,
                accepted_because=row.accepted_because,
            )  # fmt: skip
            joining.settle("teams.office", office=made.pk)
        joining.set(Office.objects.filter(pk=row.pk), ends_at=joining.at, ended_by_id=joining.actor.account_id)


def part_offices(parting: Parting) -> None:
    """The old offices hold again; what the merge gave ends."""
    for one in parting.of("teams.office"):
        Office.objects.filter(pk=one["office"], ends_at__isnull=True).update(
            ends_at=parting.at, ended_by_id=parting.actor.account_id
        )
    # Whose account is closed by now, or who led the two as one and does no longer, holds none again.
    ids = [pk for line in parting.lines if (line.table, line.column) == ("teams.Office", "ends_at") for pk in line.rows]
    rows = Office.objects.filter(pk__in=ids).select_related("account")
    gone = {row.pk for row in rows if row.account.closed_at is not None or _led_no_longer(row, parting)}
    for line in [one for one in parting.lines if one.table == "teams.Office"]:
        line.rows[:] = [pk for pk in line.rows if pk not in gone]
    parting.give_back("teams.Office", "ended_by_id")
    parting.give_back("teams.Office", "ends_at")


def _led_no_longer(row: Office, parting: Parting) -> bool:
    """Whether somebody ended, while the two were one, the office by which the same account led them."""
    rows = Office.objects.filter(team_id=parting.survivor.id, kind=row.kind, account_id=row.account_id)
    rows = rows.filter(accepted_at__isnull=False)
    if rows.filter(Q(ends_at__isnull=True) | Q(ends_at__gte=parting.at)).exists():
        return False
    return rows.filter(ends_at__gte=parting.merged_at, ended_by_id__isnull=False).exists()


def join_memberships(joining: Joining) -> None:
    """Who is in both is in the one that goes on, since the earlier day; the other ends as a record of where one was.

    Who is in one alone, or asks to be, goes over as it is. What had ended stays where it was.
    """
    live = locked.live_memberships([joining.survivor.id, joining.loser.id])
    own = {row.person_id: row for row in live if row.team_id == joining.survivor.id}
    words = str(translate("两支队伍合并为一支，在留下的队伍里继续"))[:120]
    for row in [one for one in live if one.team_id == joining.loser.id and one.person_id in own]:
        kept = own[row.person_id]
        if row.joined_at is not None and (kept.joined_at is None or row.joined_at < kept.joined_at):
            decided = kept.decided_by_id if kept.joined_at is not None else row.decided_by_id
            joining.set(Membership.objects.filter(pk=kept.pk), joined_at=row.joined_at, decided_by_id=decided)
        joining.set(Membership.objects.filter(pk=row.pk), left_at=joining.at, leave_reason=words)
        joining.settle("teams.membership", ended=row.pk, kept=kept.pk)
    joining.move(Membership.objects.filter(team_id=joining.loser.id, **_LIVE), "team")


def part_memberships(parting: Parting) -> None:
    """What the merge ended lives again, but of whoever has left the one that went on since: that was said of both."""
    for column in ("decided_by_id", "joined_at"):
        parting.give_back("teams.Membership", column)
    left = {one["ended"]: one["kept"] for one in parting.of("teams.membership")}
    gone = {row.pk: row for row in Membership.objects.filter(pk__in=left.values(), left_at__isnull=False)}
    stays = {ended for ended, kept in left.items() if kept in gone}
    for line in parting.lines:
        if line.table == "teams.Membership" and line.column in {"left_at", "leave_reason"}:
            line.rows[:] = [pk for pk in line.rows if pk not in stays]
    parting.give_back("teams.Membership", "leave_reason")
    parting.give_back("teams.Membership", "left_at")
    for ended in stays:
        row = gone[left[ended]]
        Membership.objects.filter(pk=ended).update(left_at=row.left_at, leave_reason=row.leave_reason)


def newer_memberships(table: str, ids: Collection[int], at: datetime) -> dict[int, str]:
    """Who joined or asked since, as the page of the undo names them."""
    rows = Membership.objects.filter(pk__in=ids).select_related("person")
    joined, asked = _("队员：%(name)s，%(day)s加入"), _("入队申请：%(name)s，%(day)s")
    return {
        row.pk: (joined if row.joined_at else asked)
        % {
            "name": row.person.shown_name,
            "day": formats.date_text(clock.local_date(row.joined_at or row.asked_at)),
        }
        for row in rows
    }


def join_trees(joining: Joining) -> None:
    """What hung below the one that ends hangs below the other."""
    joining.move(_below(joining.loser.id), "parent")


def part_trees(parting: Parting) -> None:
    """The tree as it is now must bear what comes back: the one above may be merged away since, and stands for the one
    that goes on in its place; where a circle would close, somebody moves the teams first.

    Refuses: TreeGrownSince.
    """
    loser = Team.objects.select_related("parent").get(pk=parting.loser.id)
    if (above := loser.parent) is not None and above.closed_at is not None:
        loser.parent = Team.objects.filter(merged=above, body_id=loser.body_id, closed_at=None).first()
        loser.save(update_fields=["parent"])
    # The body orders changes of its tree.
    locked.bodies([loser.body_id])
    parents = open_parents(loser.body_id)
    if loser.parent_id is None:
        return
    if rules.closes_circle(loser.pk, loser.parent_id, parents):
        raise refusals.TreeGrownSince
    if rules.depth(loser.parent_id, parents) + rules.height(loser.pk, parents) - 1 > rules.DEEPEST:
        raise refusals.TreeGrownSince


def _below(team_id: int) -> QuerySet[Team]:
    return Team.objects.filter(parent_id=team_id, closed_at__isnull=True)


def counts(survivor_id: int, loser_id: int, at: datetime) -> list[tuple[str, int]]:
    """What a preview says of members, requests, leaders and the tree."""
    members = {team: set(_people(team, joined=True)) for team in (survivor_id, loser_id)}
    asked = set(_people(survivor_id, joined=False)) | set(_people(loser_id, joined=False))
    both = members[survivor_id] | members[loser_id]
    led = queries.leaders_of_team(survivor_id, at), queries.leaders_of_team(loser_id, at)
    return [
        (_("留下的队伍的队员"), len(members[survivor_id])),
        (_("并入的队伍的队员"), len(members[loser_id])),
        (_("两支队伍里都有的队员，合为一个"), len(members[survivor_id] & members[loser_id])),
        (_("合并以后的队员"), len(both)),
        (_("等答复的入队申请，转到留下的队伍"), len(asked - both)),
        (_("合并以后的队长"), len(set(led[0]) | set(led[1]))),
        (_("下级队伍，改挂到留下的队伍"), _below(loser_id).count()),
    ]


def _people(team_id: int, *, joined: bool) -> "QuerySet[Membership, int]":
    rows = Membership.objects.filter(team_id=team_id, joined_at__isnull=not joined, **_LIVE)
    return rows.values_list("person_id", flat=True)
