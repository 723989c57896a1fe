"""Exempting many areas together for one reason, and putting back what stood there (SEED B1, O14)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from baiying.kit import audit, clock
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor
from baiying.places import locked, queries
from baiying.places.actions.sites import ReasonNeeded, new_site, write_states
from baiying.places.models import Site, SiteExemption, SiteState
from baiying.places.rules import sites as rules

MOST = 500


class NothingTicked(Refused):
    code = "nothing_ticked"
    sentence = _("请先勾选要免建的地区。")


class ExemptionUndone(Refused):
    code = "exemption_undone"
    sentence = _("这次免建已经由别人撤销了。")


@dataclass(frozen=True, slots=True)
class Exempting:
    """What is exempted: areas, and those of them that may be although a site is in operation there."""

    area_ids: Collection[int]
    even_built: Collection[int]
    reason: str
    since: date
    found_by: str
    within_id: int | None


@transaction.atomic
def exempt_areas(*, wish: Exempting, actor: Actor, at: datetime) -> SiteExemption | None:
    """Say of many areas that no site is due; an area without a row for its site gets one first.

    What is exempt already keeps its reason. A site in operation is exempted only if it was ticked as one; the caller
    has admitted the actor to the area within which all lies. Repeated: nothing is left to do, None.
    Refuses: ReasonNeeded, NothingTicked.
    """
    reason = wish.reason.strip()[:120]
    if not reason:
        raise ReasonNeeded
    areas = queries.divisions().filter(pk__in=list(wish.area_ids)[:MOST], level__in=rules.LEVEL_FOR)
    if wish.within_id is not None:
        areas = areas.filter(path__contains=[wish.within_id])
    found = {area.pk: area for area in areas}
    if not found:
        raise NothingTicked
    there = set(Site.objects.filter(division__in=found, level__in=rules.MAIN).values_list("division_id", flat=True))
    today = clock.local_date(at)
    missing = [new_site(area, today) for pk, area in sorted(found.items()) if pk not in there]
    Site.objects.bulk_create(missing, ignore_conflicts=True)
    changed, before = [], []
    for site in locked.sites_of_areas(found):
        if site.state == SiteState.EXEMPT:
            continue
        if site.state == SiteState.BUILT and site.division_id not in wish.even_built:
            continue
        before.append((site.division_id not in there, site.state, site.exempt_reason, site.state_since.isoformat()))
        site.state, site.exempt_reason, site.state_since = SiteState.EXEMPT, reason, wish.since
        changed.append(site)
    if not changed:
        return None
    said = write_states(changed, actor=actor, at=at)
    row = SiteExemption.objects.create(
        within_id=wish.within_id, reason=reason, since=wish.since, found_by=wish.found_by[:200], said_at=at,
        said_by_id=actor.account_id,
        rows=[[one.site_id, one.pk, *stood] for one, stood in zip(said, before, strict=True)],
    )  # fmt: skip
    audit.record(
        "SitesExempted", actor=actor, at=at, subject=("site_exemption", row.pk), area_id=wish.within_id,
        detail={"sites": len(changed), "reason": reason},
    )  # fmt: skip
    return row


@transaction.atomic
def undo_exemption(*, exemption_id: int, actor: Actor, at: datetime) -> SiteExemption:
    """Put back, row by row, what stood there; a site of which something else was said since stays as it was said.

    A row that was made for the exemption stays, as not built: what was said of it remains in its story. Again by the
    same hand changes nothing. Refuses: ExemptionUndone if another hand undid it.
    """
    row = locked.site_exemption(exemption_id)
    if row.undone_at is not None:
        if row.undone_by_id != actor.account_id:
            raise ExemptionUndone
        return row
    back = []
    for one in queries.exempted(row, locked.sites([pk for pk, *_rest in row.rows])):
        if one.changed_since:
            continue
        site = one.site
        site.state, site.exempt_reason, site.state_since = one.state, one.reason, one.since
        back.append(site)
    write_states(back, actor=actor, at=at)
    row.undone_at, row.undone_by_id = at, actor.account_id
    row.save(update_fields=["undone_at", "undone_by_id"])
    audit.record(
        "SitesExemptionUndone", actor=actor, at=at, subject=("site_exemption", row.pk), area_id=row.within_id,
        detail={"sites": len(back), "left": len(row.rows) - len(back)},
    )  # fmt: skip
    return row
