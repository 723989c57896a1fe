"""What this room's things are called in the audit."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from baiying.places import queries
from baiying.places.models import (
    DivisionImport,
    HandbookPage,
    PopulationImport,
    RuleSet,
    Site,
    SiteExemption,
    SiteImport,
)
from baiying.ui.cards import Named

_TABLES = {"division_import": DivisionImport, "population_import": PopulationImport, "site_import": SiteImport}


def names(asked: Mapping[str, Collection[int]], at: datetime) -> dict[tuple[str, int], Named]:
    """Areas and sites by name, rules by kind and area, tables by the name of their file, calendars by year."""
    found: dict[tuple[str, int], Named] = {}
    if ids := asked.get("division"):
        found |= {("division", pk): Named(name) for pk, name in queries.names_by_id(ids).items()}
    if ids := asked.get("site"):
        for row in Site.objects.filter(pk__in=list(ids)):
            found["site", row.pk] = Named(row.name, reverse("places:site", args=[row.public_id]))
    if ids := asked.get("rule_set"):
        kinds = queries.kinds()
        for rules in RuleSet.objects.filter(pk__in=list(ids)).select_related("area"):
            title = str(kinds[rules.kind].title) if rules.kind in kinds else rules.kind
            found["rule_set", rules.pk] = Named(f"{title} · {rules.area.name}" if rules.area else title)
    if ids := asked.get("handbook"):
        for page in HandbookPage.objects.filter(pk__in=list(ids)).select_related("area"):
            link = reverse("places:handbook_page", args=[page.public_id])
            found["handbook", page.pk] = Named(f"{page.title} · {page.area.name}", link)
    for kind, table in _TABLES.items():
        if ids := asked.get(kind):
            rows = table._default_manager.filter(pk__in=list(ids)).values_list("pk", "file_name")
            found |= {(kind, pk): Named(name) for pk, name in rows}
    if ids := asked.get("site_exemption"):
        for act in SiteExemption.objects.filter(pk__in=list(ids)):
            found["site_exemption", act.pk] = Named(act.reason, reverse("places:exemption", args=[act.public_id]))
    for year in asked.get("calendar", ()):
        found["calendar", year] = Named(_("%(year)s 年") % {"year": year})
    return found
