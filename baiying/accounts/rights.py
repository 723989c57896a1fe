"""Every right by name, and what each role may do. The one list that all rooms use."""

from enum import StrEnum

from baiying.accounts.models import Role


class Right(StrEnum):
    IMPORT_DIVISIONS = "places.import_divisions"
    EDIT_SITES = "places.edit_sites"
    IMPORT_POPULATION = "places.import_population"
    EDIT_CALENDAR = "places.edit_calendar"
    EDIT_RULES = "places.edit_rules"
    SEE_COVERAGE = "places.see_coverage"
    APPOINT = "accounts.appoint"
    UNLOCK_LOG_IN = "accounts.unlock"
    SEE_PEOPLE = "people.see"
    REGISTER_ON_SITE = "people.register_on_site"
    CHECK_REAL_NAME = "people.check_real_name"
    UNMASK = "people.unmask"
    UNMASK_MINOR = "people.unmask_minor"
    DECIDE_CLAIMS = "people.decide_claims"
    PRINT_CARDS = "people.print_cards"
    MANAGE_BODIES = "teams.manage_bodies"
    SEE_TEAMS = "teams.see"
    EXPORT_TEAMS = "teams.export"
    SEE_ACTIVITIES = "activities.see"
    CANCEL_ACTIVITIES = "activities.cancel"
    REVIEW_HOURS = "hours.review"
    SEE_HOURS = "hours.see"
    REVERSE_HOURS = "hours.reverse"
    ANSWER_OBJECTIONS = "hours.answer_objections"
    SET_TARGETS = "figures.set_targets"
    SEE_FIGURES = "figures.see"
    SEE_FIGURE_ROWS = "figures.see_rows"
    READ_AUDIT = "kit.read_audit"


_EVERY_OFFICE = frozenset({Right.SEE_COVERAGE, Right.SEE_FIGURES})

_STATION = _EVERY_OFFICE | {
    Right.EDIT_SITES,
    Right.SEE_PEOPLE,
    Right.REGISTER_ON_SITE,
    Right.CHECK_REAL_NAME,
    Right.UNMASK,
    Right.PRINT_CARDS,
    Right.UNLOCK_LOG_IN,
    Right.SEE_TEAMS,
    Right.SEE_ACTIVITIES,
    Right.DECIDE_CLAIMS,
}

_COUNTY = _STATION | {
    Right.UNMASK_MINOR,
    Right.MANAGE_BODIES,
    Right.EXPORT_TEAMS,
    Right.CANCEL_ACTIVITIES,
    Right.SEE_HOURS,
    Right.APPOINT,
    Right.SET_TARGETS,
    Right.SEE_FIGURE_ROWS,
    Right.IMPORT_POPULATION,
    Right.REVERSE_HOURS,
    Right.ANSWER_OBJECTIONS,
}

# What a role may do, and the sentence a manager reads when appointing.
RIGHTS_OF: dict[str, frozenset[Right]] = {
    Role.PLACE_STAFF: frozenset(_STATION),
    Role.HOURS_REVIEWER: _EVERY_OFFICE
    | {
        Right.REVIEW_HOURS,
        Right.SEE_HOURS,
        Right.SEE_ACTIVITIES,
        Right.ANSWER_OBJECTIONS,
        Right.REVERSE_HOURS,
    },
    Role.COUNTY_OFFICE: frozenset(_COUNTY),
    Role.CITY_OFFICE: _COUNTY | {Right.IMPORT_DIVISIONS, Right.EDIT_CALENDAR, Right.EDIT_RULES},
    Role.AUDITOR: frozenset({Right.READ_AUDIT}),
    Role.SYSADMIN: frozenset({Right.IMPORT_DIVISIONS, Right.EDIT_CALENDAR}),
    Role.SECADMIN: frozenset({Right.APPOINT, Right.UNLOCK_LOG_IN}),
}


def has_right(role: str, right: Right) -> bool:
    return right in RIGHTS_OF.get(role, frozenset())
