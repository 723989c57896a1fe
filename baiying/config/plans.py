"""Which tables grow with the years and the people, and which stay small. A test asks it of every table.

No page may read a growing table from end to end (tests/walks/test_plans.py). What counts them on purpose, the roll-up
and the proofs, is no page.
"""

import re

# Rows by people, by service, by what was done. In a city of a million volunteers the largest has a hundred million.
GROWING = frozenset(
    {
        "accounts_account", "accounts_appointment", "accounts_identity", "accounts_lock", "accounts_loginattempt",
        "accounts_logincode", "accounts_factor", "accounts_recoverycode", "accounts_factorreset", "accounts_session",
        "accounts_appointmentinvitation", "accounts_appointmentlist", "accounts_successornote", "activities_activity",
        "activities_calendarfeed", "activities_cannotcome", "activities_lead", "activities_leadertold",
        "activities_listed", "activities_mustknow", "activities_note", "activities_plandraft", "activities_post",
        "activities_reminder", "activities_series", "activities_shift", "activities_signup", "activities_timeagreed",
        "circulars_box", "circulars_recipient", "circulars_signature", "complaints_complaint", "complaints_concern",
        "complaints_hearing", "complaints_photo", "complaints_step", "figures_areaday", "figures_areayear",
        "figures_daymark", "figures_mark", "figures_personyear", "figures_areaparked", "hours_attendance",
        "hours_decisionbatch", "hours_entryproof", "hours_entrysource", "hours_hourentry", "hours_lackingshift",
        "hours_objection", "hours_papersheet", "hours_proposal", "hours_shiftrecord", "kit_auditevent",
        "kit_auditproof", "kit_limit", "kit_seal", "kit_taken", "notices_message", "notices_chataccount",
        "notices_mailaddress", "notices_messagesource", "notices_preference", "notices_reading", "notices_heardreply",
        "notices_receipt", "notices_stopped", "people_card", "people_claim", "people_consent", "people_consentspan",
        "people_counting", "people_doubt", "people_fileleave", "people_guardianship",
        "people_merge", "people_minorleave", "people_move",
        "people_moved", "people_oath", "people_dormancy", "people_person", "people_registration",
        "people_registrationdraft", "people_spotcheck", "privacy_breachperson", "privacy_closing", "privacy_copy",
        "privacy_datarequest", "privacy_opening", "rosters_drive", "rosters_drivearrival", "rosters_drivesource",
        "rosters_invitation", "rosters_paper", "rosters_roster", "teams_membership", "teams_office",
        "teams_teammoved", "unified_visit",
    }
)  # fmt: skip
# By places, by settings, by what the program itself is; or cleared again.
SMALL = frozenset(
    {
        "auth_group", "auth_permission", "circulars_approval", "circulars_attachment", "circulars_circular",
        "circulars_mailing", "circulars_wording", "demo_demomark", "desk_digestseen", "django_content_type",
        "figures_rollup", "figures_target",
        "hours_lookedthrough",
        "kit_archive", "kit_jobfault", "kit_savedview", "notices_channel", "notices_instance", "notices_outage",
        "people_dormancycount", "people_dormancystart", "people_servicecategory", "people_skill",
        "places_calendarday",
        "places_division", "places_divisionimport", "places_divisionversion", "places_handbookpage",
        "places_legalfloor",
        "places_population", "places_populationimport", "places_ruleset", "places_site", "places_siteexemption",
        "places_siteday", "places_sitehave", "places_siteheadphone", "places_siteimport", "places_siteroom",
        "places_sitestaff", "places_sitestatechange", "privacy_assessment", "privacy_auditreport", "privacy_breach",
        "privacy_breachstep", "privacy_hold", "privacy_holdthing", "privacy_receiver", "procrastinate_events",
        "procrastinate_jobs",
        "procrastinate_periodic_defers", "procrastinate_workers", "teams_application", "teams_body",
        "teams_categoryterm", "teams_change", "teams_exit", "teams_exitappeal", "teams_exitrun",
        "teams_handover", "teams_keeping", "teams_past", "teams_scan", "teams_team", "teams_teamcategory",
        "teams_teammerge",
    }
)  # fmt: skip
# Lists whose rows are counted for "page 3 of 7" may only be of these files: what they list is bounded.
COUNTED_PAGES = frozenset(
    {
        "activities/views/public.py", "activities/views/signups.py",
        "dashboards/views/areas.py",
        "places/views/coverage.py", "places/views/imports.py",
        "places/views/sites.py", "places/views/successors.py",
        "teams/views/public.py", "ui/gallery_content.py",
    }
)  # fmt: skip
_PART = re.compile(r"_(\d{4}(_\d{2})?|other)$")


def growing(table: str) -> str:
    """The growing table that a table is, or is a part of; empty for a small one."""
    whole = _PART.sub("", table)
    return whole if whole in GROWING else ""
