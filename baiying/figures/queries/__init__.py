"""Reads of the figures room, by noun."""

from baiying.figures.models import PersonYear, Target
from baiying.figures.queries.areas import cells_of, populations_of
from baiying.figures.queries.front import Child, Front, Pair, children, front, rules_for
from baiying.figures.queries.parked import Apart, parked_apart, public_apart
from baiying.figures.queries.persons import PERSON_FILTERS, person_year, persons_in, within
from baiying.figures.queries.public import (
    NotPublished,
    PublicView,
    Withheld,
    for_public,
    is_withheld,
    public_children,
    public_front,
    public_months,
    public_view,
    published,
)
from baiying.figures.queries.state import as_of, last_reconciliation, waiting_marks, years
from baiying.figures.queries.targets import (
    Key,
    history_of,
    standing_targets,
    target_measures,
    target_years,
    targets_of,
    targets_within,
)
from baiying.figures.queries.trends import Month, months
from baiying.figures.queries.words import amount, goal, measure, rounded, tier_name
from baiying.figures.rules import (
    BY_CODE,
    FRONT,
    Figure,
    FigureRules,
    PopulationUsed,
    PrivacyRules,
    Tier,
    Unit,
    bands,
)

__all__ = [
    "BY_CODE",
    "FRONT",
    "PERSON_FILTERS",
    "Apart",
    "Child",
    "Figure",
    "FigureRules",
    "Front",
    "Key",
    "Month",
    "NotPublished",
    "Pair",
    "PersonYear",
    "PopulationUsed",
    "PrivacyRules",
    "PublicView",
    "Target",
    "Tier",
    "Unit",
    "Withheld",
    "amount",
    "as_of",
    "bands",
    "cells_of",
    "children",
    "for_public",
    "front",
    "goal",
    "history_of",
    "is_withheld",
    "last_reconciliation",
    "measure",
    "months",
    "parked_apart",
    "person_year",
    "persons_in",
    "populations_of",
    "public_apart",
    "public_children",
    "public_front",
    "public_months",
    "public_view",
    "published",
    "rounded",
    "rules_for",
    "standing_targets",
    "target_measures",
    "target_years",
    "targets_of",
    "targets_within",
    "tier_name",
    "waiting_marks",
    "within",
    "years",
]
