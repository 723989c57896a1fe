"""Two teams that become one: what stands in the way, what it would do, what is newer than it, where it leads."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from baiying.accounts.access import Scope
from baiying.kit import clock, rooms
from baiying.kit.db import offered
from baiying.kit.kept import translate
from baiying.kit.rooms import MergeStep
from baiying.places import queries as places
from baiying.teams.models import Change, Exit, HandOver, Office, Team, TeamMerge, TeamMoved
from baiying.teams.queries.teams import open_parents, serves_outside
from baiying.teams.rules import merging as rules
from baiying.teams.rules.merging import TeamMergeRules


def merge_rules_at(path: list[int], day: date) -> TeamMergeRules:
    """What holds for merges of teams of an area on a day."""
    return places.rule_set(TeamMergeRules, area_path=path, on=day).rules


def team_columns(room: str, step: MergeStep) -> Iterator[tuple[str, str]]:
    """The tables and columns of a step, as the journal names them."""
    for one in step.columns:
        model, _dot, column = one.rpartition(".")
        yield f"{room}.{model}", column


def _all() -> QuerySet[TeamMerge]:
    return TeamMerge.objects.select_related("survivor__body__area", "loser__body__area", "area")


def team_merge(public_id: str) -> TeamMerge | None:
    return _all().filter(public_id=public_id).first()


def team_merges_of(team_id: int) -> QuerySet[TeamMerge]:
    """What concerns a team, the newest first."""
    return _all().filter(Q(survivor_id=team_id) | Q(loser_id=team_id)).order_by("-id")


def open_team_merges() -> QuerySet[TeamMerge]:
    """Proposals that somebody is still to sign, the most urgent first."""
    return _all().filter(done_at__isnull=True, ended_at__isnull=True).order_by("due_on", "id")


def open_team_merges_in(scope: Scope) -> QuerySet[TeamMerge]:
    """Those of them whose two units both lie in the scope."""
    return open_team_merges().filter(scope.areas("survivor__body__area"), scope.areas("loser__body__area"))


def hinders_team_merge(survivor: Team, loser: Team, at: datetime, *, but: int | None = None) -> str:
    """Why two teams are not merged now, in a sentence that says what to do first; empty where nothing is.

    `but`: the merge that is asked for itself.
    """
    ids, bodies = [survivor.pk, loser.pk], {survivor.body_id, loser.body_id}
    if any(team.closed_at is not None or team.body.closed_at is not None for team in (survivor, loser)):
        return translate("其中一支队伍已经关闭或并入了别的队伍。")
    named = Q(survivor_id__in=ids) | Q(loser_id__in=ids)
    if open_team_merges().filter(named).exclude(pk=but or 0).exists():
        return translate("其中一支队伍还有另一件合并没有办完。请先办完或收回那一件。")
    if Change.objects.filter(team_id__in=ids, outcome="").exists():
        return translate("其中一支队伍有修改在等审核。请等审核完，或者收回修改，再合并。")
    if Exit.objects.filter(body_id__in=bodies, lifted_at__isnull=True).exists():
        return translate("其中一家单位因为长期没有活动正在提醒或暂停。请先办一次活动或等撤销，再合并。")
    signed = HandOver.objects.filter(body_id__in=bodies, taken_at__isnull=True, void_at__isnull=True)
    if signed.filter(coming__ends_at__isnull=True).exists():
        return translate("其中一家单位正在交接管理员。请等接任的人答复以后再合并。")
    if Office.objects.filter(offered.unanswered(at), team_id__in=ids).exists():
        return translate("其中一支队伍有队长的任命还没有答复。请等本人答复，或者收回任命，再合并。")
    same = survivor.body_id == loser.body_id
    in_tree = rules.tree_hindrance(survivor.pk, loser.pk, same_body=same, parents=open_parents(loser.body_id))
    if in_tree:
        return _TREE[in_tree]()
    for _name, step in rooms.merge_steps(of_teams=True):
        if step.hinders and (words := rooms.called(step.hinders)(survivor.pk, loser.pk, at)):
            return str(words)
    return ""


_TREE = {
    "below": lambda: translate("留下的队伍是并入的队伍的下级。请反过来合并，或者先改上级队伍。"),
    "elsewhere": lambda: translate("并入的队伍有下级队伍，而两支队伍不属于同一家单位。请先把下级队伍改挂到别的队伍。"),
    "deep": lambda: translate("合并以后队伍会超过四级。请先改下级队伍的上级，再合并。"),
}


@dataclass(frozen=True, slots=True)
class Preview:
    """What a merge would do now, before anybody signs: numbers, and what has to be known beside them.

    `mark`: of what was shown; who signs names it, and where it has changed is shown anew.
    """

    lines: tuple[tuple[str, int], ...]
    notes: tuple[str, ...]
    mark: str


def preview(survivor: Team, loser: Team, at: datetime) -> Preview:
    lines: list[tuple[str, int]] = []
    # The members first: what is locked first is of the rooms above.
    for _name, step in reversed(rooms.merge_steps(of_teams=True)):
        if step.counts:
            lines += rooms.called(step.counts)(survivor.pk, loser.pk, at)
    numbers = [(survivor.pk, loser.pk), *(number for _words, number in lines), survivor.parent_id, survivor.liaison_id]
    mark = hashlib.sha256(repr(numbers).encode()).hexdigest()[:16]
    return Preview(tuple(lines), tuple(_notes(survivor, loser)), mark)


def _notes(survivor: Team, loser: Team) -> Iterator[str]:
    """What the merge drops or leads out of its bounds (R020, R021)."""
    if loser.parent_id is not None and loser.parent_id not in {survivor.pk, survivor.parent_id}:
        assert loser.parent is not None
        yield _("并入的队伍不再挂在上级队伍“%(name)s”下面：一支队伍只有一个上级或一个联络组织，以留下的队伍为准。") % {
            "name": loser.parent.name
        }
    if loser.liaison_id is not None and loser.liaison_id != survivor.liaison_id:
        assert loser.liaison is not None
        yield _("并入的队伍不再由“%(name)s”联络：一支队伍只有一个上级或一个联络组织，以留下的队伍为准。") % {
            "name": loser.liaison.name
        }
    if (body := serves_outside(survivor.pk, loser.area_id)) is not None:
        yield _("“%(body)s”是经同意成立的团体，只在%(area)s服务；并入的队伍在%(other)s，以后的活动要在范围以内。") % {
            "body": body.name, "area": body.area.name, "other": loser.area.name,
        }  # fmt: skip
    if survivor.body_id != loser.body_id:
        yield _("以后的活动由“%(body)s”发布；已经办过的活动和时长仍归“%(other)s”。") % {
            "body": survivor.body.name, "other": loser.body.name,
        }  # fmt: skip


def asked_team_tables() -> list[tuple[str, MergeStep]]:
    """The tables whose newer rows are asked about when a merge is undone."""
    return [
        (table, step)
        for name, step in rooms.merge_steps(of_teams=True)
        if step.since
        for table, column in team_columns(name, step)
        if column == "team"
    ]


def newer_rows(row: TeamMerge) -> dict[str, list[int]]:
    """What names the team that went on and came after the merge, by table."""
    found = {}
    for table, _step in asked_team_tables():
        rows = apps.get_model(table)._base_manager.filter(team=row.survivor_id, id__gt=row.seen.get(table, 0))
        found[table] = list(rows.order_by("id").values_list("id", flat=True))
    return {table: ids for table, ids in found.items() if ids}


def newer_words(row: TeamMerge, at: datetime) -> list[tuple[str, int, str]]:
    """The same in words, in the order of the rooms: (table, id, sentence)."""
    newer = newer_rows(row)
    return [
        (table, pk, words)
        for table, step in asked_team_tables()
        if table in newer
        for pk, words in sorted(rooms.called(step.since)(table, newer[table], at).items())
    ]


def later_team_merges(row: TeamMerge) -> bool:
    """Whether another team has come into the same one since, or the same one has gone into another, and stands."""
    assert row.done_at is not None
    rows = TeamMerge.objects.filter(done_at__gt=row.done_at, undone_at__isnull=True)
    return rows.filter(Q(survivor_id=row.survivor_id) | Q(loser_id=row.survivor_id)).exclude(pk=row.pk).exists()


def last_day_to_undo(row: TeamMerge) -> date | None:
    """Until which day it is undone by a press; None for one that was not carried out."""
    if row.done_at is None:
        return None
    day = clock.local_date(row.done_at)
    return rules.last_day_to_undo(day, merge_rules_at(row.area.path, day))


def merged_away(public_id: str) -> Team | None:
    """A team that was merged into another, with the one that goes on (`merged_into`) and since when (`closed_at`)."""
    rows = Team.objects.filter(public_id=public_id, merged_into__isnull=False)
    return rows.select_related("merged_into__body").first()


def merged_into_it(team_id: int) -> list[Team]:
    """The teams that lead to this one, the last first."""
    return list(Team.objects.filter(merged_into_id=team_id).order_by("-closed_at", "id"))


def with_merged_away(team_ids: Iterable[int]) -> list[int]:
    """These teams and those that lead to them: who leads the one looks after what the others left."""
    own = list(team_ids)
    if not own:
        return own
    return [*own, *Team.objects.filter(merged_into_id__in=own).order_by("id").values_list("pk", flat=True)]


def leading(team_id: int) -> int:
    """The team that goes on in place of this one; itself where it was never merged."""
    into = Team.objects.filter(pk=team_id).values_list("merged_into_id", flat=True).first()
    return into or team_id


def team_of_then(table: str, row_id: int, team_id: int, then: datetime) -> Team | None:
    """Whose a row of a table was at an instant before merges that moved it to the team of today; None where it was the
    same then."""
    merges = TeamMerge.objects.filter(survivor_id=team_id, done_at__gt=then, undone_at__isnull=True)
    rows = TeamMoved.objects.filter(merge__in=merges, table=table, column="team", rows__contains=[row_id])
    first = rows.order_by("merge__done_at", "id").values_list("before", flat=True).first()
    return Team.objects.select_related("body").filter(pk=first).first() if first is not None else None


def open_to_sign(account_id: int, body_ids: Iterable[int]) -> QuerySet[TeamMerge]:
    """Proposals about teams of these bodies that somebody else made, and that wait."""
    own = list(body_ids)
    rows = open_team_merges().filter(Q(survivor__body_id__in=own) | Q(loser__body_id__in=own))
    return rows.exclude(proposed_by_id=account_id)
