"""Locked rows of this room, in the house's order (kit.db.README): import, the tree, site, people counts, rule set."""

from collections.abc import Iterable

from django.db.models import QuerySet

from baiying.kit.db.locks import Kind, advisory, take
from baiying.places.models import DivisionImport, PopulationImport, RuleSet, Site, SiteExemption, SiteImport
from baiying.places.rules import sites as rules

IMPORT = Kind("import of divisions", 400)
TREE = Kind("the tree of divisions", 410)
SITE = Kind("site", 420)
PEOPLE_COUNTS = Kind("people counts", 423)
STARTS = Kind("starts of rule sets", 425)
RULE_SET = Kind("rule set", 430)
HANDBOOK = Kind("handbook", 435)


def division_import(import_id: int) -> DivisionImport:
    """The upload, locked."""
    return take(IMPORT, DivisionImport.objects.all()).get(pk=import_id)


def tree() -> None:
    """Become the only one who changes the tree from a table, to the end of the transaction."""
    advisory(TREE, "places:tree")


def population_import(import_id: int) -> PopulationImport:
    """The table of people counts, locked."""
    return take(IMPORT, PopulationImport.objects.all()).get(pk=import_id)


def people_counts() -> None:
    """Become the only one who adds revisions of people counts, to the end of the transaction."""
    advisory(PEOPLE_COUNTS, "places:people_counts")


def site_import(import_id: int) -> SiteImport:
    """The table of sites, locked."""
    return take(IMPORT, SiteImport.objects.all()).get(pk=import_id)


def area_of_sites(area_id: int) -> None:
    """Become the only one who sets up a site in an area, to the end of the transaction."""
    advisory(SITE, f"places:sites:{area_id}")


def site_exemption(exemption_id: int) -> SiteExemption:
    """What was exempted together, locked."""
    return take(IMPORT, SiteExemption.objects.all()).get(pk=exemption_id)


def site(site_id: int) -> Site:
    """The site, locked."""
    return take(SITE, Site.objects.all()).get(pk=site_id)


def sites(site_ids: Iterable[int]) -> QuerySet[Site]:
    """These sites, locked."""
    return take(SITE, Site.objects.filter(pk__in=site_ids))


def sites_in(area_ids: Iterable[int]) -> QuerySet[Site]:
    """Every site of these areas, locked."""
    return take(SITE, Site.objects.filter(division_id__in=area_ids))


def sites_of_areas(area_ids: Iterable[int]) -> QuerySet[Site]:
    """The centres, institutes and stations of these areas, locked."""
    return take(SITE, Site.objects.filter(division_id__in=area_ids, level__in=rules.MAIN))


def rule_set(rule_set_id: int) -> RuleSet:
    """The version, locked."""
    return take(RULE_SET, RuleSet.objects.all()).get(pk=rule_set_id)


def rule_sets(rule_set_ids: Iterable[int]) -> QuerySet[RuleSet]:
    """These versions, locked."""
    return take(RULE_SET, RuleSet.objects.filter(pk__in=rule_set_ids))


def starts_of_rules() -> None:
    """Become the only one who says from which day a version of rules holds, to the end of the transaction."""
    advisory(STARTS, "places:rule_starts")


def handbook() -> None:
    """Become the only one who writes or ends a page of a handbook, to the end of the transaction."""
    advisory(HANDBOOK, "places:handbook")
