"""What follows a closed area: noted in the tree here; each room hears of it and moves its own rows."""

from collections.abc import Iterable
from datetime import datetime

from baiying.kit import facts
from baiying.kit.values.actor import Actor
from baiying.places import locked
from baiying.places.actions import tree_writing
from baiying.places.facts import DivisionMerged, DivisionRecoded
from baiying.places.models import Division, DivisionImport, Site
from baiying.places.rules import changes
from baiying.places.rules import sites as rules


def note(
    row: DivisionImport, plan: changes.Plan, paths: tree_writing.Paths, *, actor: Actor, at: datetime
) -> None:  # fmt: skip
    """Write down which area takes over from which, and tell of each, also of those that only changed their code."""
    ids = paths.ids
    recoded = [DivisionRecoded(ids[r.code], plan.code_before[r.code], r.code) for r in plan.recoded]
    facts.publish_many(recoded, actor=actor, at=at, area_id=row.within_id)
    merged = [DivisionMerged(ids[old], ids[new]) for old, new in plan.merged.items()]
    for one in merged:
        Division.objects.filter(pk=one.division_id).update(successor_id=one.into_id)
        _move_site(one.division_id, one.into_id)
    facts.publish_many(merged, actor=actor, at=at, area_id=row.within_id)


def _move_site(old_id: int, new_id: int) -> None:
    """Centre, institute or station go along where the other area has none of its level; else they stay, closed with
    their area. What was set up beside them goes along in any case."""
    there = set(Site.objects.filter(division_id=new_id, level__in=rules.MAIN).values_list("level", flat=True))
    for site in locked.sites(Site.objects.filter(division_id=old_id).values_list("pk", flat=True)):
        if site.level not in there:
            site.division_id = new_id
            site.save(update_fields=["division"])


def tell_merged() -> None:
    """Tell every merging once more: a room that missed it moves what it left behind."""
    for one in _merged():
        facts.tell(one)


def _merged() -> Iterable[DivisionMerged]:
    rows = Division.objects.filter(successor__isnull=False, closed_on__isnull=False).order_by("pk")
    return [DivisionMerged(pk, into) for pk, into in rows.values_list("pk", "successor_id")]
