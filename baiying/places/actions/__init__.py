"""Writes of the places room, by noun."""

from baiying.places.actions.assessing import UseNotAssessed
from baiying.places.actions.calendar import Entered, enter_calendar, load_calendar
from baiying.places.actions.exemptions import Exempting, exempt_areas, undo_exemption
from baiying.places.actions.handbook import end_page, write_page
from baiying.places.actions.haves import ProofNeeded, Seen, add_site, say_haves
from baiying.places.actions.import_report import seen_of
from baiying.places.actions.imports import (
    ReportChanged,
    RowsRefused,
    check_again,
    check_import,
    choose_sheet,
    confirm_import,
    drop_import,
    fail_import,
    import_divisions,
    run_import,
    start_import,
    undo_import,
    why_not_undone,
)
from baiying.places.actions.kept_files import keep_upload, uploads
from baiying.places.actions.merging import what_follows
from baiying.places.actions.opening import (
    NewDays,
    lend_room,
    restore_room,
    restore_site_days,
    say_site_days,
    withdraw_room,
    withdraw_site_days,
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
from baiying.places.actions.site_mistakes import correct_since, undo_site
from baiying.places.actions.site_tables import (
    SiteChange,
    SiteReport,
    SiteUpload,
    import_sites,
    look_at_sites,
    undo_sites,
)
from baiying.places.actions.sites import describe_site, ensure_sites, set_state
from baiying.places.actions.staff import (
    NewStaff,
    appoint_staff,
    end_staff,
    resume_staff,
    see_staff_phone,
    withdraw_staff,
)
from baiying.places.actions.succeeding import tell_merged
from baiying.places.actions.successions import SuccessorWrong, answer_successors, bare

__all__ = [
    "Entered",
    "Exempting",
    "FiguresDoubted",
    "FiguresRefused",
    "NewDays",
    "NewStaff",
    "NoFigures",
    "PopulationReport",
    "ProofNeeded",
    "ReportChanged",
    "RowsRefused",
    "Seen",
    "SiteChange",
    "SiteReport",
    "SiteUpload",
    "SuccessorWrong",
    "Ticks",
    "Upload",
    "UseNotAssessed",
    "add_site",
    "answer_successors",
    "appoint_staff",
    "bare",
    "check_again",
    "check_import",
    "choose_sheet",
    "confirm_import",
    "confirm_rule_set",
    "correct_since",
    "describe_site",
    "drop_import",
    "end_page",
    "end_staff",
    "ensure_sites",
    "enter_calendar",
    "enter_populations",
    "exempt_areas",
    "fail_import",
    "import_divisions",
    "import_populations",
    "import_progress",
    "import_sites",
    "keep_upload",
    "lend_room",
    "load_calendar",
    "look_at_populations",
    "look_at_sites",
    "propose_rule_set",
    "restore_room",
    "restore_site_days",
    "resume_staff",
    "run_import",
    "say_haves",
    "say_site_days",
    "see_staff_phone",
    "seen_of",
    "set_state",
    "start_import",
    "tell_merged",
    "undo_exemption",
    "undo_import",
    "undo_populations",
    "undo_site",
    "undo_sites",
    "uploads",
    "what_follows",
    "why_not_undone",
    "withdraw_room",
    "withdraw_rule_set",
    "withdraw_site_days",
    "withdraw_staff",
    "write_page",
]
