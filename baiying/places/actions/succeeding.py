"""What follows a closed area: noted in the tree here; each room hears of it and moves its own rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from baiying.kit import facts
from baiying.kit.values.actor import Actor
from baiying.places import locked
from baiying.places.actions import tree_undoing, tree_writing
from baiying.places.facts import DivisionMerged, DivisionRecoded
from baiying.places.models import Division, DivisionImport, Site
from baiying.places.rules import changes
from baiying.places.rules import sites as rules
from baiying.ui.joins import Join


@dataclass(frozen=True, slots=True)
class Going:
    """Sites of areas that become part of others: those that go along, each with the area it goes to, and those that
    close with theirs."""

    along: list[tuple[Site, int | None]]
    staying: list[Site]


def going(joins: Sequence[Join], sites: QuerySet[Site] | None = None) -> Going:
    """What becomes of the sites of merged areas (rules.sites.left_behind); `sites`: to look at them locked."""
    of: dict[int, list[Site]] = {}
    for site in Site.objects.filter(division_id__in=_parts(joins)).order_by("pk") if sites is None else sites:
        of.setdefault(site.division_id, []).append(site)
    there: dict[int | None, set[str]] = {}
    stood = [one.into_id for one in joins if one.stood and one.into_id is not None]
    for area_id, level in Site.objects.filter(division_id__in=stood).values_list("division_id", "level"):
        there.setdefault(area_id, set()).add(level)
    found = Going([], [])
    for one in joins:
        parts = [of.get(pk, []) for pk, _name in one.parts]
        left = rules.left_behind(
            ([(site.pk, site.level) for site in part] for part in parts), there.get(one.into_id, ())
        )
        found.staying.extend(site for part in parts for site in part if site.pk in left)
        found.along.extend((site, one.into_id) for part in parts for site in part if site.pk not in left)
    return found


def hold(joins: Sequence[Join]) -> Going:
    """The same in the transaction of the merge: nobody else changes these sites until it ends."""
    return going(joins, locked.sites_in(_parts(joins))) if joins else Going([], [])


def before(joins: Sequence[Join], sites: Going) -> dict[str, Any]:
    """What undoing a merge has to know: whether anything followed, and where the sites stood that went along."""
    if not joins:
        return {}
    return {
        "bare": tree_undoing.are_bare(_parts(joins)),
        "sites": [[site.pk, site.division_id] for site, _into in sites.along],
    }


def _parts(joins: Sequence[Join]) -> list[int]:
    return [pk for one in joins for pk, _name in one.parts]


def note(
    row: DivisionImport, plan: changes.Plan, paths: tree_writing.Paths, sites: Going, *, actor: Actor, at: datetime
) -> None:  # fmt: skip
    """Write down which area takes over from which, and tell of each, also of those that only changed their code.

    `sites`: as `hold` found them.
    """
    ids = paths.ids
    recoded = [DivisionRecoded(ids[r.code], plan.code_before[r.code], r.code) for r in plan.recoded]
    facts.publish_many(recoded, actor=actor, at=at, area_id=row.within_id)
    merged = [DivisionMerged(ids[old], ids[new]) for old, new in plan.merged.items()]
    for one in merged:
        Division.objects.filter(pk=one.division_id).update(successor_id=one.into_id)
    for site, into_id in sites.along:
        assert into_id is not None
        site.division_id = into_id
        site.save(update_fields=["division"])
    facts.publish_many(merged, actor=actor, at=at, area_id=row.within_id)


def tell_merged() -> None:
    """Tell every merging once more: a room that missed it moves what it left behind."""
    for one in _merged():
        facts.tell(one)


def _merged() -> Iterable[DivisionMerged]:
    rows = Division.objects.filter(successor__isnull=False, closed_on__isnull=False).order_by("pk")
    return [DivisionMerged(pk, into) for pk, into in rows.values_list("pk", "successor_id")]
