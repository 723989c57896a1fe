"""Reads of the places room, by noun."""

from baiying.places.models import Division
from baiying.places.queries.calendar import days_of_year, known_years, working_day_after
from baiying.places.queries.divisions import (
    ancestors_of,
    children_of,
    division,
    division_by_code,
    division_by_id,
    division_ids_within,
    divisions,
    divisions_named,
    names_by_id,
    path_names,
    roots,
    version_on,
    versions_of,
)
from baiying.places.queries.populations import (
    PopulationFigure,
    current_populations,
    population_of,
    population_years,
    revisions_of,
)
from baiying.places.queries.rule_sets import Chosen, rule_set
from baiying.places.queries.sites import (
    Coverage,
    NearSite,
    coverage,
    coverage_of_children,
    site,
    site_for,
    sites,
    sites_near,
    sites_within,
)

__all__ = [
    "Chosen",
    "Coverage",
    "Division",
    "NearSite",
    "PopulationFigure",
    "ancestors_of",
    "children_of",
    "coverage",
    "coverage_of_children",
    "current_populations",
    "days_of_year",
    "division",
    "division_by_code",
    "division_by_id",
    "division_ids_within",
    "divisions",
    "divisions_named",
    "known_years",
    "names_by_id",
    "path_names",
    "population_of",
    "population_years",
    "revisions_of",
    "roots",
    "rule_set",
    "site",
    "site_for",
    "sites",
    "sites_near",
    "sites_within",
    "version_on",
    "versions_of",
    "working_day_after",
]
