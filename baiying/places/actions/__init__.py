"""Writes of the places room, by noun."""

from baiying.places.actions.calendar import Entered, enter_calendar, load_calendar
from baiying.places.actions.imports import (
    RowsRefused,
    check_import,
    choose_sheet,
    confirm_import,
    drop_import,
    fail_import,
    import_divisions,
    keep_upload,
    run_import,
    start_import,
    undo_import,
    uploads,
    why_not_undone,
)
from baiying.places.actions.populations import (
    FiguresDoubted,
    FiguresRefused,
    NoFigures,
    PopulationReport,
    Ticks,
    Upload,
    enter_populations,
    import_populations,
    look_at_populations,
    undo_populations,
)
from baiying.places.actions.progress import import_progress
from baiying.places.actions.rule_sets import confirm_rule_set, propose_rule_set, withdraw_rule_set
from baiying.places.actions.sites import describe_site, ensure_sites, set_state

__all__ = [
    "Entered",
    "FiguresDoubted",
    "FiguresRefused",
    "NoFigures",
    "PopulationReport",
    "RowsRefused",
    "Ticks",
    "Upload",
    "check_import",
    "choose_sheet",
    "confirm_import",
    "confirm_rule_set",
    "describe_site",
    "drop_import",
    "ensure_sites",
    "enter_calendar",
    "enter_populations",
    "fail_import",
    "import_divisions",
    "import_populations",
    "import_progress",
    "keep_upload",
    "load_calendar",
    "look_at_populations",
    "propose_rule_set",
    "run_import",
    "set_state",
    "start_import",
    "undo_import",
    "undo_populations",
    "uploads",
    "why_not_undone",
    "withdraw_rule_set",
]
