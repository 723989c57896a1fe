"""Duties that this room keeps."""

from baiying.kit.law import Duty

LAW = (
    Duty(
        "R685-2",
        ("2", "3"),
        "Volunteer service is voluntary, unpaid, for the public good; what is none of it stays out.",
        (
            "baiying.activities.rules.gate.QUESTIONS",
            "baiying.activities.rules.plans.ActivityRules",
            "constraint:places_ruleset_floor",
        ),
        "the answers are the leader's own; nobody can complain yet",
        "complaints",
    ),
    Duty(
        "R685-12",
        ("12",),
        "Who recruits tells truly what is done and which risks there are.",
        ("page:activities:activity",),
        "stands below the button; who walks in never sees it",
        "activities",
    ),
    Duty(
        "R685-15",
        ("15",),
        "Nobody serves beyond age, knowledge, skill and strength.",
        ("baiying.activities.rules.signing_up.may_sign_up", "sql:activities_sign_up"),
        "who walks in is asked for age alone; who is written on paper only for the age of rescues",
        "hours",
    ),
    Duty(
        "R685-16",
        ("16",),
        "Who needs a qualification by law has it; training where needed.",
        ("baiying.activities.rules.signing_up.may_sign_up", "page:activities:signup_decision"),
        "the leader sees it and writes which, nobody walks in without; nothing verifies it or ends with it",
        "people",
    ),
    Duty(
        "R685-22",
        ("22",),
        "Who cannot come says so.",
        ("page:activities:signup_cancellation",),
        "no-shows have no consequence",
        "activities",
    ),
    Duty(
        "R685-25",
        ("25",),
        "Nobody is assigned by force.",
        ("sql:activities_sign_up", "baiying.activities.actions.sign_up"),
        "a leader can put on record somebody who did nothing, unasked",
        "hours",
    ),
    Duty(
        "O67-19",
        ("19",),
        "What is no volunteer service is not recorded: six kinds are asked for and block.",
        (
            "baiying.activities.rules.gate.blocked_by",
            "baiying.activities.rules.plans.ActivityRules",
            "constraint:places_ruleset_floor",
        ),
    ),
    Duty(
        "ERL-39",
        ("39",),
        "Rescue teams are made of adults (with Shandong and Ningbo: minors are barred from rescue).",
        (
            "baiying.activities.rules.plans.with_ages",
            "sql:activities_guard_post",
            "sql:activities_is_for_adults",
            "baiying.hours.queries.is_barred",
        ),
    ),
    Duty(
        "MPL-16",
        ("16",),
        "A minor's guardian sees to safety and schooling, and so hears of what the child takes on and may say no.",
        (
            "baiying.activities.actions.refuse_as_guardian",
            "baiying.activities.rules.minors.in_school_hours",
            "page:activities:signup_guardian",
        ),
    ),
    Duty(
        "MPL-28",
        ("4", "28"),
        "What is best for the minor comes first: no risks unless said to be fit, and no service in school hours.",
        (
            "baiying.activities.rules.plans.minors_may_come",
            "sql:activities_in_school_hours",
            "constraint:activities_post_minors_by_age",
        ),
    ),
    Duty(
        "CEL-2",
        ("2", "5", "11"),
        "Nobody keeps children from nine years of schooling.",
        ("baiying.activities.rules.minors.MinorRules", "sql:activities_sign_up"),
    ),
    Duty(
        "CHL-65",
        ("65",),
        "All about the service and its risks is published.",
        ("page:activities:activity",),
        "as R685-12",
        "activities",
    ),
    Duty(
        "LOC-allowance",
        (),
        "An allowance for transport and meals is not pay.",
        ("baiying.activities.rules.gate.QUESTIONS",),
        "asked; no ceiling",
        "activities",
    ),
)
