"""Practice sites: made for every area that lacks one, said to be built or not, described (R024, SEED B1)."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from baiying.kit import audit, clock
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.values import finding
from baiying.kit.values.actor import Actor
from baiying.places import locked, queries
from baiying.places.actions import site_writing
from baiying.places.models import Division, Site, SiteState, SiteStateChange
from baiying.places.rules import sites as rules

BATCH = 5000


class ReasonNeeded(Refused):
    code = "reason_needed"
    sentence = _("免建要写明原因，例如“拆迁”。")
    field = "reason"


class StateUnknown(Refused):
    code = "state_unknown"
    sentence = _("请选择：未建成、已建成或免建。")
    field = "state"


@transaction.atomic
def ensure_sites(*, actor: Actor, at: datetime, within_id: int | None = None) -> int:
    """Make the site row (not built) of every county, township and village that has none; returns how many.

    Repeating makes nothing new. Also the demo and "set up my city" call it.
    """
    areas = queries.divisions().filter(level__in=rules.LEVEL_FOR)
    areas = areas.exclude(pk__in=Site.objects.filter(level__in=rules.MAIN).values("division_id"))
    if within_id is not None:
        areas = areas.filter(path__contains=[within_id])
    today = clock.local_date(at)
    made = 0
    batch: list[Site] = []
    for area in areas.order_by("id").iterator(chunk_size=BATCH):
        batch.append(new_site(area, today))
        if len(batch) == BATCH:
            made += site_writing.add(batch)
            batch = []
    made += site_writing.add(batch)
    if made:
        audit.record("SitesMade", actor=actor, at=at, area_id=within_id, detail={"sites": made})
    return made


def new_site(area: Division, today: date) -> Site:
    """The row of an area's own site, not built and not yet written."""
    level = rules.LEVEL_FOR[area.level]
    name = rules.site_name(area.name, level)
    return Site(division=area, level=level, name=name, terms=finding.terms(name), state_since=today)


@transaction.atomic
def set_state(
    *, site_ids: Sequence[int], state: str, reason: str, since: date, actor: Actor, at: datetime
) -> int:  # fmt: skip
    """Say of one or several sites that they are built, not built or exempt; returns how many changed.

    The caller has admitted the actor to each site. Refuses: StateUnknown, ReasonNeeded.
    """
    reason = reason.strip()[:120]
    if state not in SiteState.values:
        raise StateUnknown
    if state == SiteState.EXEMPT and not reason:
        raise ReasonNeeded
    kept = reason if state == SiteState.EXEMPT else ""
    changed = []
    for site in locked.sites(site_ids):
        if (site.state, site.exempt_reason) == (state, kept):
            continue
        site.state, site.exempt_reason, site.state_since = state, kept, since
        changed.append(site)
    write_states(changed, actor=actor, at=at, reason=reason)
    return len(changed)


def write_states(
    changed: Sequence[Site], *, actor: Actor, at: datetime, reason: str | None = None
) -> list[SiteStateChange]:
    """Write what was set of locked sites, with who said it; `reason` where it is not the one they are exempt for."""
    Site.objects.bulk_update(changed, ["state", "exempt_reason", "state_since"], batch_size=1000)
    said = SiteStateChange.objects.bulk_create(
        SiteStateChange(
            site=site, state=site.state, reason=site.exempt_reason if reason is None else reason,
            since=site.state_since, said_at=at, said_by_id=actor.account_id,
        )
        for site in changed
    )  # fmt: skip
    for one in said:
        detail = {"state": one.state, "reason": one.reason}
        audit.record(
            "SiteStateSet", actor=actor, at=at, subject=("site", one.site_id), area_id=one.site.division_id,
            detail=detail,
        )  # fmt: skip
    return said


@transaction.atomic
def describe_site(
    *,
    site_id: int,
    name: str,
    address: str,
    phone: str,
    opening_hours: str,
    longitude: Decimal | None,
    latitude: Decimal | None,
    actor: Actor,
    at: datetime,
) -> Site:
    """Write down how a site is found and reached."""
    site = locked.site(site_id)
    given = {
        "name": name, "address": address, "phone": phone, "opening_hours": opening_hours, "longitude": longitude,
        "latitude": latitude,
    }  # fmt: skip
    changed = [field for field, value in given.items() if getattr(site, field) != value]
    for field in changed:
        setattr(site, field, given[field])
    if changed:
        site.terms = finding.terms(name)
        site.save(update_fields=[*changed, "terms"])
        audit.record(
            "SiteDescribed", actor=actor, at=at, subject=("site", site.pk), area_id=site.division_id,
            detail={"fields": changed},
        )  # fmt: skip
    return site
