"""What a site has of its standard, and sites that are set up beside the main line (R024)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from baiying.kit import audit, clock
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.values import finding
from baiying.kit.values.actor import Actor
from baiying.places import locked, queries
from baiying.places.actions.sites import write_states
from baiying.places.models import Site, SiteHave, SiteState
from baiying.places.rules import sites as rules


class ItemUnknown(Refused):
    code = "item_unknown"
    sentence = _("这一项不在现行的标准里。请刷新页面再填。")


class ProofNeeded(Refused):
    """`item` is the one without."""

    code = "proof_needed"
    sentence = _("请写明凭什么说有，例如“现场看过，照片 3 张”。")


class SeenAhead(Refused):
    code = "seen_ahead"
    sentence = _("查看的日期不能晚于今天。")
    field = "seen_on"


class SeenByNeeded(Refused):
    code = "seen_by_needed"
    sentence = _("请写明谁去看的。")
    field = "seen_by"


class KindUnknown(Refused):
    code = "site_kind_unknown"
    sentence = _("请选择类型。中心、所、站每个地区各一个，从阵地名录里改。")
    field = "level"


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody saw on a day: for each item whether the site has it, and what shows it."""

    on: date
    by: str
    items: Mapping[str, tuple[bool, str]]


@transaction.atomic
def say_haves(*, site_id: int, seen: Seen, actor: Actor, at: datetime) -> int:
    """Write down what a site has of its standard; returns how many items changed. Again the same changes nothing.

    Only items whose answer or proof differs from what was last said are written, each with the day and who saw it.
    Refuses: SeenAhead, SeenByNeeded, ItemUnknown, ProofNeeded.
    """
    today = clock.local_date(at)
    if seen.on > today:
        raise SeenAhead
    if not seen.by.strip():
        raise SeenByNeeded
    site = locked.site(site_id)
    asked = queries.standard_of(site, today).rules.items(site.level)
    last = queries.last_haves([site.pk]).get(site.pk, {})
    rows = []
    for item, (has, proof) in seen.items.items():
        proof = proof.strip()[:200]
        if item not in asked:
            raise ItemUnknown
        before = last.get(item)
        if (has, proof) == ((before.has, before.proof) if before else (False, "")):
            continue
        if has and not proof:
            raise ProofNeeded(item=item)
        rows.append(
            SiteHave(
                site=site, item=item, has=has, seen_on=seen.on, seen_by=seen.by.strip()[:40], proof=proof, said_at=at,
                said_by_id=actor.account_id,
            )
        )  # fmt: skip
    if rows:
        SiteHave.objects.bulk_create(rows)
        said = {row.item: row.has for row in rows}
        site.haves = sorted(
            {item for item in site.haves if said.get(item, True)} | {i for i, has in said.items() if has}
        )
        site.save(update_fields=["haves"])
        audit.record(
            "SiteHavesSaid", actor=actor, at=at, subject=("site", site.pk), area_id=site.division_id,
            detail={"seen_on": seen.on.isoformat(), "seen_by": seen.by.strip()[:40], "haves": said},
        )  # fmt: skip
    return len(rows)


@transaction.atomic
def add_site(
    *, area_id: int, level: str, since: date, described: Mapping[str, Any], actor: Actor, at: datetime
) -> Site:  # fmt: skip
    """Set up a branch centre, base, point or rest station in an area, in operation from a day on.

    `described`: name, address, phone, opening_hours, longitude, latitude. An area has as many as it likes; the same
    kind by the same name is the same one and is answered. The caller has admitted the actor. Refuses: KindUnknown.
    """
    if level not in rules.OTHERS:
        raise KindUnknown
    locked.area_of_sites(area_id)
    name = described["name"]
    there = Site.objects.filter(division_id=area_id, level=level, name=name, withdrawn_at__isnull=True).first()
    if there is not None:
        return there
    site = Site.objects.create(
        division_id=area_id, level=level, state=SiteState.BUILT, state_since=since, terms=finding.terms(name),
        **described,
    )  # fmt: skip
    write_states([site], actor=actor, at=at)
    audit.record(
        "SiteAdded", actor=actor, at=at, subject=("site", site.pk), area_id=area_id,
        detail={"level": level, "name": name},
    )  # fmt: skip
    return site
