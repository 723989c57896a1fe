"""Two teams become one: proposed by one side, signed by the other, done in one transaction, undone for some days."""

from datetime import datetime

from baiying.kit import audit, clock, merging, rooms
from baiying.kit.db import transaction
from baiying.kit.merging import Joining, Line, Parting
from baiying.kit.values.actor import Actor
from baiying.places import queries as places
from baiying.teams import access, locked, queries
from baiying.teams.actions import refusals, telling_merges
from baiying.teams.models import Team, TeamMerge, TeamMoved
from baiying.teams.rules import merging as rules
from baiying.ui import formats


@transaction.atomic
def propose_team_merge(*, survivor_id: int, loser_id: int, words: str, actor: Actor, at: datetime) -> TeamMerge:
    """Propose that one team goes into another; whoever is to sign is told. The same again by the same hand is the same.

    Refuses: SameTeam, NotYourTeams, TeamsHindered.
    """
    if survivor_id == loser_id:
        raise refusals.SameTeam
    both = locked.teams_to_merge(survivor_id, loser_id)
    survivor, loser = both[survivor_id], both[loser_id]
    if actor.account_id is None or not access.may_propose_merge(actor, survivor, loser):
        raise refusals.NotYourTeams
    mine = queries.open_team_merges().filter(survivor=survivor, loser=loser, proposed_by_id=actor.account_id)
    if (found := mine.first()) is not None:
        return found
    if hindrance := queries.hinders_team_merge(survivor, loser, at):
        raise refusals.TeamsHindered(hindrance)
    area_id = rules.common(survivor.body.area.path, loser.body.area.path)
    if area_id is None:
        raise refusals.NotYourTeams
    day = clock.local_date(at)
    days = queries.merge_rules_at(survivor.body.area.path, day).answer_working_days
    made = TeamMerge.objects.create(
        survivor=survivor, loser=loser, area_id=area_id, words=words.strip()[:300], proposed_at=at,
        proposed_by_id=actor.account_id, proposed_for=sorted(access.sides_of(actor, survivor, loser)),
        due_on=places.working_day_after(day, days)[0],
    )  # fmt: skip
    _note("TeamMergeProposed", made, actor, at)
    telling_merges.proposed(made, at)
    return made


@transaction.atomic
def sign_team_merge(*, merge_id: int, seen: str, actor: Actor, at: datetime) -> TeamMerge:
    """Sign for whatever sides the actor may; with the last signature the two become one in the same transaction.

    `seen`: the mark of the numbers that were shown. The same again by the same hand changes nothing. Refuses:
    TeamMergeOver, NotYoursToSign, MergeNumbersChanged, TeamsHindered.
    """
    row, both = locked.merge(merge_id)
    if actor.account_id is not None and actor.account_id in row.signed.values():
        return row
    if row.state != "proposed":
        raise refusals.TeamMergeOver
    sides = access.signs_merge(actor, row)
    if not sides:
        raise refusals.NotYoursToSign
    if hindrance := queries.hinders_team_merge(row.survivor, row.loser, at, but=row.pk):
        raise refusals.TeamsHindered(hindrance)
    if seen != queries.preview(row.survivor, row.loser, at).mark:
        raise refusals.MergeNumbersChanged
    for side in sides:
        setattr(row, f"{side}_signed_at", at)
        setattr(row, f"{side}_signed_by_id", actor.account_id)
    row.save(update_fields=[f"{side}_signed_{what}" for side in sides for what in ("at", "by_id")])
    _note("TeamMergeSigned", row, actor, at, sides=sorted(sides))
    if not access.missing_signatures(row):
        _carry_out(row, both, actor, at)
    return row


def _carry_out(row: TeamMerge, both: dict[int, Team], actor: Actor, at: datetime) -> None:
    """Every room does its part, whole or not at all; both teams are held, so that nobody comes to name one of them."""
    survivor, loser = both[row.survivor_id], both[row.loser_id]
    row.seen = {table: merging.newest(table) for table, _step in queries.asked_team_tables()}
    joining = Joining(row.pk, _record(survivor), _record(loser), actor, at)
    for _room, step in rooms.merge_steps(of_teams=True):
        if step.join:
            rooms.called(step.join)(joining)
    joining.set(Team.objects.filter(merged_into_id=loser.pk), merged_into_id=survivor.pk)
    joining.set(Team.objects.filter(pk=loser.pk), closed_at=at, merged_into_id=survivor.pk)
    row.done_at, row.settled = at, joining.settled
    row.save(update_fields=["done_at", "settled", "seen"])
    TeamMoved.objects.bulk_create(
        [
            TeamMoved(merge=row, table=one.table, column=one.column, rows=one.rows, before=one.before, after=one.after)
            for one in joining.lines
        ]
    )
    _note("TeamsMerged", row, actor, at, members=queries.members_of(survivor.pk).count())
    telling_merges.done(row, at)


def _record(team: Team) -> merging.Record:
    return merging.Record(team.pk, team.public_id)


@transaction.atomic
def end_team_merge(*, merge_id: int, words: str, actor: Actor, at: datetime) -> TeamMerge:
    """One side takes it back or does not want it; nothing was moved, the others are told.

    Again with the same words by the same hand changes nothing. Refuses: TeamMergeOver, ReasonMissing.
    """
    said = words.strip()[:300]
    if not said:
        raise refusals.ReasonMissing
    row, _both = locked.merge(merge_id)
    if row.ended_at is not None and (row.ended_by_id, row.end_words) == (actor.account_id, said):
        return row
    if row.state != "proposed":
        raise refusals.TeamMergeOver
    row.ended_at, row.ended_by_id, row.end_words = at, actor.account_id, said
    row.save(update_fields=["ended_at", "ended_by_id", "end_words"])
    _note("TeamMergeEnded", row, actor, at, words=said)
    telling_merges.ended(row, at)
    return row


@transaction.atomic
def undo_team_merge(
    *, merge_id: int, chosen: dict[str, list[int]], said: dict[str, list[int]], words: str, actor: Actor, at: datetime
) -> TeamMerge:
    """Make them two again: what the journal moved goes back, what is newer goes where somebody said.

    `said`: all newer rows that the page showed, by table; `chosen`: those of them that are the other's. The same again
    is answered as done. Refuses: TeamMergeOver, TeamsApart, NotYourTeams, TooLateToPart, TeamClosedSince,
    LaterTeamMerge, NotAllPlaced,
    TreeGrownSince.
    """
    row, both = locked.merge(merge_id)
    if row.done_at is None:
        raise refusals.TeamMergeOver
    if row.undone_at is not None:
        if (row.undone_by_id, row.undo_words) == (actor.account_id, words.strip()[:300]):
            return row
        raise refusals.TeamsApart
    survivor, loser = both[row.survivor_id], both[row.loser_id]
    if not access.above_both(actor, survivor, loser):
        raise refusals.NotYourTeams
    _refuse_late(row, at)
    if queries.later_team_merges(row) or loser.merged_into_id != survivor.pk:
        raise refusals.LaterTeamMerge
    newer = queries.newer_rows(row)
    if {t: sorted(ids) for t, ids in said.items() if ids} != {t: sorted(ids) for t, ids in newer.items()}:
        raise refusals.NotAllPlaced
    lines = [Line(one.table, one.column, one.rows, one.before, one.after) for one in row.moved.order_by("id")]
    parting = Parting(
        row.pk, _record(survivor), _record(loser), row.done_at, actor, at, lines, row.settled, chosen=chosen
    )
    # The team's own row first: rows that come back must name a team that is open.
    for column in ("merged_into_id", "closed_at"):
        parting.give_back("teams.Team", column)
    for name, step in rooms.merge_steps(of_teams=True):
        for table, column in queries.team_columns(name, step):
            parting.give_back(table, column)
        if step.part:
            rooms.called(step.part)(parting)
    if any(body.closed_at is not None for body in locked.bodies([survivor.body_id, loser.body_id])):
        raise refusals.TeamClosedSince
    if Team.objects.filter(pk=survivor.pk, closed_at__isnull=False).exists():
        raise refusals.TeamClosedSince
    row.undone_at, row.undone_by_id, row.undo_words = at, actor.account_id, words.strip()[:300]
    row.save(update_fields=["undone_at", "undone_by_id", "undo_words"])
    left = sorted({f"{one.table}.{one.column}" for one in parting.changed})
    _note("TeamsParted", row, actor, at, words=row.undo_words, changed=left)
    telling_merges.parted(row, at)
    return row


def _refuse_late(row: TeamMerge, at: datetime) -> None:
    last = queries.last_day_to_undo(row)
    assert last is not None
    if clock.local_date(at) > last:
        raise refusals.TooLateToPart(formats.date_text(last))


def _note(action: str, row: TeamMerge, actor: Actor, at: datetime, **detail: object) -> None:
    audit.record(
        action, actor=actor, at=at, subject=("team", row.survivor_id), area_id=row.area_id,
        detail={"merge": row.public_id, "other_id": row.loser_id, **detail},
    )  # fmt: skip
