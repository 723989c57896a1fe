"""Taking over a table of sites: what it would change, then all valid rows or none, and back again (R024)."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from baiying.kit import audit, clock
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.values import coordinates
from baiying.kit.values.actor import Actor
from baiying.places import locked, queries, reading
from baiying.places.actions import site_heads, site_writing
from baiying.places.models import Site, SiteImport
from baiying.places.rules import site_tables as rules
from baiying.places.rules.kept_out import Problem

_TO_WGS84 = {"gcj02": coordinates.from_gcj02, "bd09": coordinates.from_bd09}


class SitesRefused(Refused):
    code = "sites_refused"
    sentence = _("表里有不能录入的行。请改好文件再传一次，或勾选“不要这些行，录入其余的”。")
    field = "without_refused"


class NoSites(Refused):
    code = "no_sites"
    sentence = _("表里没有一行可以录入。请看下面的说明，改好文件再传一次。")
    field = "file"


class SitesNotUndoable(Refused):
    code = "sites_not_undoable"
    sentence = _("这张表里的阵地后来又改过，不能整张撤销。")


@dataclass(frozen=True, slots=True)
class SiteChange:
    """What a row changes of a site: by field, what stands there and what will."""

    line: int
    site: Site
    before: dict[str, Any]
    after: dict[str, Any]
    head: site_heads.Heading | None = None
    phone: site_heads.NewPhone | None = None


@dataclass(frozen=True, slots=True)
class SiteReport:
    """What a table of sites does."""

    changes: list[SiteChange]
    unchanged: int
    checked: rules.CheckedSites
    sheets: reading.Sheets


@dataclass(frozen=True, slots=True)
class SiteUpload:
    """A table of sites as it was given. `datum`: where its degrees were read off (wgs84, gcj02, bd09)."""

    path: Path
    file_name: str
    datum: str
    area_id: int | None
    # Of a workbook: the sheet to read; empty: the first that has the headings.
    sheet: str = ""


def look_at_sites(*, upload: SiteUpload, at: datetime) -> SiteReport:
    """What a table would change at a moment, heads from that day on; nothing is written. Refuses what reading does."""
    # Only what is compared and shown: a site's terms alone are more than all the rest of its row.
    known = queries.sites_within(upload.area_id).only("name", "division__code", "division__name", *site_writing.FIELDS)
    sites = {one.pk: one for one in known}
    by_code = {one.division.code: pk for pk, one in sites.items()}
    by_name: dict[str, list[int]] = {}
    for pk, one in sites.items():
        for name in {one.name, one.division.name}:
            by_name.setdefault(name, []).append(pk)
    sheets = reading.sheets_of(upload.path, reading.SITES, upload.sheet)
    raws = reading.site_rows(upload.path, sheets.read)
    checked = rules.check(raws, by_code=by_code, by_name=by_name, gone=queries.gone_said(upload.area_id))
    named = _heads(checked, {pk: one.name for pk, one in sites.items()}, at)
    changes = []
    for given in checked.given:
        site = sites[given.site_id]
        values = _in_wgs84(given.values, upload.datum)
        after = {name: value for name, value in values.items() if getattr(site, name) != value}
        head, phone = named.comes.get(given.line), named.phones.get(given.line)
        if after or head or phone:
            before = {name: getattr(site, name) for name in after}
            changes.append(SiteChange(given.line, site, before, after, head, phone))
    return SiteReport(changes, len(checked.given) - len(changes), checked, sheets)


def _heads(checked: rules.CheckedSites, names: dict[int, str], at: datetime) -> site_heads.Named:
    """Who takes over where, and whose telephone is another; lines whose head cannot are kept out of the table."""
    found = site_heads.headings(checked.given, clock.local_date(at))
    for given in [one for one in checked.given if one.line in found.comes and found.comes[one.line].why]:
        why = found.comes.pop(given.line).why
        checked.given.remove(given)
        checked.problems.append(Problem(f"head_{why}", given.line, "", names[given.site_id], given.head))
    return found


def _in_wgs84(values: dict[str, Any], datum: str) -> dict[str, Any]:
    convert = _TO_WGS84.get(datum)
    if convert is None or "longitude" not in values:
        return values
    point = convert(coordinates.Point(float(values["longitude"]), float(values["latitude"])))
    longitude, latitude = (round(Decimal(part), 6) for part in point)
    return values | {"longitude": longitude, "latitude": latitude}


@transaction.atomic
def import_sites(*, upload: SiteUpload, without_refused: bool, actor: Actor, at: datetime) -> SiteReport:
    """Take over a whole table. Refuses: SitesRefused unless `without_refused`, NoSites, and what reading refuses."""
    report = look_at_sites(upload=upload, at=at)
    if not report.checked.given:
        raise NoSites(report=report)
    if report.checked.problems and not without_refused:
        raise SitesRefused(report=report)
    if report.changes:
        held = _held([one.site.pk for one in report.changes])
        noted = []
        for one in report.changes:
            site = held[one.site.pk]
            noted.append([site.pk, {f: _plain(getattr(site, f)) for f in one.after}, _all_plain(one.after)])
            for name, value in one.after.items():
                setattr(site, name, value)
        site_writing.describe(held.values())
        # Read again under the locks of the sites: somebody may have come to one meanwhile.
        lines = [one.line for one in report.changes if one.head or one.phone]
        named = _heads(report.checked, dict.fromkeys(held, ""), at) if lines else site_heads.Named()
        if named.lines != sorted(lines):
            raise SitesRefused(report=report)
        phones = list(named.phones.values())
        row = SiteImport.objects.create(
            file_name=upload.file_name[-200:], within_id=upload.area_id, entered_at=at,
            entered_by_id=actor.account_id, changed=len(noted), changes=noted,
            heads=site_heads.take_over(list(named.comes.values()), actor, at), phones=[one.row.pk for one in phones],
        )  # fmt: skip
        site_heads.call_anew(phones, row)
        audit.record(
            "SitesDescribed", actor=actor, at=at, subject=("site_import", row.pk), area_id=upload.area_id,
            detail={"sites": len(noted), "heads": len(row.heads), "phones": len(row.phones)},
        )  # fmt: skip
    return report


def _held(site_ids: list[int]) -> dict[int, Site]:
    """These sites by their ids, locked, with what a table may change."""
    return {site.pk: site for site in locked.sites(site_ids).only(*site_writing.FIELDS)}


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value


def _all_plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in values.items()}


@transaction.atomic
def undo_sites(*, import_id: int, actor: Actor, at: datetime) -> SiteImport:
    """Put back what a table changed. Again by the same hand changes nothing.

    Refuses: SitesNotUndoable if one of its sites was changed since, or another hand undid it.
    """
    row = locked.site_import(import_id)
    if row.undone_at is not None:
        if row.undone_by_id != actor.account_id:
            raise SitesNotUndoable
        return row
    held = _held([pk for pk, _before, _after in row.changes])
    for pk, before, after in row.changes:
        site = held[pk]
        for name, value in after.items():
            if _plain(getattr(site, name)) != value:
                raise SitesNotUndoable
            old = before[name]
            setattr(site, name, Decimal(old) if name in ("longitude", "latitude") and old is not None else old)
    site_writing.describe(held.values())
    if not (site_heads.call_as_before(row.phones, row) and site_heads.put_back(row.heads, actor, at)):
        raise SitesNotUndoable
    row.undone_at, row.undone_by_id = at, actor.account_id
    row.save(update_fields=["undone_at", "undone_by_id"])
    audit.record(
        "SitesRestored", actor=actor, at=at, subject=("site_import", row.pk), area_id=row.within_id,
        detail={"sites": len(row.changes), "heads": len(row.heads), "phones": len(row.phones)},
    )  # fmt: skip
    return row
