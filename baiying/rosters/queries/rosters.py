"""Rosters, what came of them, and the rules that hold for them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from baiying.accounts.access import Scope
from baiying.kit import clock
from baiying.places import queries as places
from baiying.rosters import rules
from baiying.rosters.models import Invitation, Roster
from baiying.rosters.rules import progress


def roster(public_id: str) -> Roster | None:
    rows = Roster.objects.select_related("body", "team", "area", "body__area")
    return rows.filter(public_id=public_id).first()


def roster_rules(area_path: Sequence[int], on: date) -> rules.RosterRules:
    """What holds for rosters in an area on a day."""
    return places.rule_set(rules.RosterRules, area_path=area_path, on=on).rules


def rules_of(row: Roster, at: datetime) -> rules.RosterRules:
    return roster_rules(row.area.path, clock.local_date(at))


def owner_of(row: Roster) -> str:
    """Who invites by it: a body, else a place."""
    return f"body:{row.body_id}" if row.body_id is not None else f"area:{row.area_id}"


def is_open(row: Roster) -> bool:
    """Whether it still waits to be sent: neither sent, nor forgotten, nor too old."""
    return row.sent_at is None and row.lines_sealed is not None


def known_to(row: Roster, seen_area_id: int | None) -> dict[str, Any]:
    """`fates` and `known` of a roster that waits, as one reader may know them."""
    summary: dict[str, Any] = row.summary
    seen: dict[str, dict[str, Any]] = summary.get("seen", {})
    return seen.get(str(seen_area_id)) or summary


def most_open(row: Roster, at: datetime) -> int:
    """How many invitations may still be open at most: reckoned from nothing but what the page shows (R111)."""
    if row.finished_at is None:
        return row.done
    together, fates = progress_of(row, at).together, row.outcome["fates"]
    made: int = fates["invited"] + fates["asked_to_join"]
    return min(made, together.expected - (together.accepted or 0))


def _shown() -> QuerySet[Roster]:
    return Roster.objects.select_related("body", "area", "team").filter(Q(sent_at__isnull=False) | _WAITS)


_WAITS = Q(sent_at__isnull=True, lines_sealed__isnull=False)


def rosters_of_bodies(body_ids: Iterable[int]) -> QuerySet[Roster]:
    """The rosters of some bodies, the newest first; those that were forgotten unsent are none any more."""
    return _shown().filter(body_id__in=list(body_ids)).order_by("-id")


def rosters_of_areas(scope: Scope) -> QuerySet[Roster]:
    """The rosters of the places and bodies of a scope, the newest first."""
    return _shown().filter(scope.areas("area")).order_by("-id")


def waiting_of(*, body_ids: Iterable[int], area_id: int | None) -> QuerySet[Roster]:
    """What was begun and is not sent, whoever began it: a deputy finds it and goes on."""
    mine = Q(body_id__in=list(body_ids))
    if area_id is not None:
        mine |= Q(area_id=area_id)
    return Roster.objects.filter(_WAITS & mine).select_related("body", "area").order_by("id")


@dataclass(frozen=True, slots=True)
class Progress:
    """Expected against accepted: leaders, all together, and by group. What is too small has no number (R111)."""

    leaders: progress.Shown | None
    together: progress.Shown
    groups: list[progress.Shown]


def progress_of(row: Roster, at: datetime) -> Progress:
    """How many of a roster came, in numbers that name nobody. A no, silence and an invitation that ended are one."""
    small = rules_of(row, at).small_group
    accepted = Count("id", filter=Q(accepted_at__isnull=False))
    rows = Invitation.objects.filter(roster_id=row.pk).values_list("group", "leader").annotate(n=accepted)
    came: dict[str, int] = {}
    leaders_came = 0
    for group, leader, n in rows:
        came[group] = came.get(group, 0) + n
        leaders_came += n if leader else 0
    counts = row.outcome.get("groups", {})
    groups = [progress.Group(name, n[0], n[1] + came.get(name, 0)) for name, n in counts.items()]
    whole = progress.Group("", sum(g.expected for g in groups), sum(g.accepted for g in groups))
    expected, known = row.outcome.get("leaders", (0, 0))
    leaders = progress.Group("", expected, known + leaders_came) if expected else None
    return Progress(
        progress.shown([leaders], small)[0] if leaders else None,
        progress.shown([whole], small)[0],
        progress.shown([one for one in groups if one.name], small),
    )
