"""What decides about two teams that are to become one: who signs, what of the tree stands in the way. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from baiying.teams.rules import DEEPEST, closes_circle, depth, height


@dataclass(frozen=True, slots=True)
class TeamMergeRules:
    """Two teams that become one, dated and per area.

    Whoever is to sign has `answer_working_days`; the merge is undone for `undo_days` days. No law names either: both
    are this project's own measure [P], as for two records of one person.
    """

    KIND: ClassVar[str] = "team_merging"
    SOURCE: ClassVar[str] = "this project's own measure [P]; no law names days"
    RANGES: ClassVar[dict[str, tuple[int, int]]] = {"answer_working_days": (1, 60), "undo_days": (1, 365)}

    answer_working_days: int = 10
    undo_days: int = 30


# The sides of a merge, and who stands above both.
SURVIVOR, LOSER, OFFICE = "survivor", "loser", "office"


def needed(proposed_for: frozenset[str]) -> frozenset[str]:
    """Whose signatures a proposal still needs: of an administrator of one team, the other's; of who administers both,
    the office above both; of that office, both teams'."""
    if proposed_for == {SURVIVOR, LOSER}:
        return frozenset({OFFICE})
    return frozenset({SURVIVOR, LOSER}) - proposed_for


def tree_hindrance(survivor_id: int, loser_id: int, *, same_body: bool, parents: Mapping[int, int | None]) -> str:
    """Why the tree does not bear the merge (R021): "below", "elsewhere", "deep"; empty where it does.

    What hangs below the one that ends hangs below the other afterwards. `parents`: the open teams of the body of the
    one that ends, each with its parent.
    """
    below = [child for child, parent in parents.items() if parent == loser_id]
    if not same_body:
        return "elsewhere" if below else ""
    if closes_circle(loser_id, survivor_id, parents):
        return "below"
    highest = max((height(child, parents) for child in below), default=0)
    return "deep" if below and depth(survivor_id, parents) + highest - 1 > DEEPEST else ""


def last_day_to_undo(done_on: date, rules: TeamMergeRules) -> date:
    """The last day in China on which it is undone by a press."""
    return done_on + timedelta(days=rules.undo_days)


def common(one: list[int], other: list[int]) -> int | None:
    """The smallest area above both of two paths (from the top down); None where they have nothing in common."""
    found = None
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        found = a
    return found
