"""Reads of the figures room, by noun."""

from baiying.figures.models import PersonYear, Target
from baiying.figures.queries.areas import cells_of, is_withheld, populations_of, withheld_children
from baiying.figures.queries.front import Child, Front, Pair, children, front, rules_for
from baiying.figures.queries.persons import PERSON_FILTERS, person_year, persons_in
from baiying.figures.queries.state import as_of, last_reconciliation, waiting_marks, years
from baiying.figures.queries.targets import Key, history_of, targets_of
from baiying.figures.queries.trends import Month, months
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
    merged,
)

__all__ = [
    "BY_CODE",
    "FRONT",
    "PERSON_FILTERS",
    "Child",
    "Figure",
    "FigureRules",
    "Front",
    "Key",
    "Month",
    "Pair",
    "PersonYear",
    "PopulationUsed",
    "PrivacyRules",
    "Target",
    "Tier",
    "Unit",
    "as_of",
    "bands",
    "cells_of",
    "children",
    "front",
    "history_of",
    "is_withheld",
    "last_reconciliation",
    "merged",
    "months",
    "person_year",
    "persons_in",
    "populations_of",
    "rules_for",
    "targets_of",
    "waiting_marks",
    "withheld_children",
    "years",
]
