"""Duties that this room keeps."""

from baiying.kit.law import Duty

LAW = (
    Duty(
        "R685-19",
        ("19",),
        "Five kinds of information are recorded truly, in the designated system; certificates are free.",
        ("baiying.hours.models.HourEntry",),
        "service and basic facts only; nothing goes out; no certificate",
        "certificates",
    ),
    Duty(
        "R685-38",
        ("38",),
        "Who fails to record is found.",
        ("page:hours:overdue",),
        "certificates have none",
        "certificates",
    ),
    Duty(
        "O67-3",
        ("3",),
        "Records are true, accurate, complete, unpaid and timely: own code or scan, or a second person.",
        ("baiying.hours.rules.tier_of", "baiying.hours.rules.may_decide", "constraint:places_ruleset_floor"),
    ),
    Duty(
        "O67-7",
        ("7",),
        "Of each service: name, date, place, content, time actually given in hours, organiser, person in charge.",
        ("baiying.hours.models.HourEntry", "baiying.hours.rules.creditable_minutes"),
        "the volunteer's page shows name and times only",
        "hours",
    ),
    Duty("O67-12", ("12",), "A volunteer can query the own record.", ("page:hours:mine",)),
    Duty(
        "O67-13",
        ("13",),
        "An objection is verified promptly and the record corrected.",
        (
            "page:hours:mine",
            "page:hours:attendance",
            "baiying.hours.rules.may_now",
            "baiying.hours.rules.HourRules",
            "constraint:places_ruleset_floor",
        ),
    ),
    Duty(
        "O67-16",
        ("16",),
        "Records are kept safely, not sold, not leaked.",
        ("baiying.kit.sealed",),
        "exports bear no mark and no end",
        "exchange",
    ),
    Duty("O67-26", ("26",), "Who recruits, records.", ("baiying.hours.models.HourEntry",)),
    Duty(
        "CHL-66",
        ("66",),
        "Real names; time, content and evaluation are recorded; certificates are free.",
        ("baiying.hours.models.HourEntry",),
        "no evaluation, no certificate",
        "certificates",
    ),
    Duty(
        "M340-time",
        (),
        "The way there and back, rest and meals are not counted.",
        ("baiying.hours.rules.creditable_minutes",),
    ),
    Duty(
        "GB40143-5.2.2",
        ("5.2.2",),
        "Records are kept at least ten years, unchanged.",
        ("baiying.hours.models.HourEntry", "sql:kit_refuse_change"),
    ),
    Duty(
        "LOC-JS",
        (),
        "Who records, certifies and answers for it is known (Jiangsu).",
        ("baiying.hours.models.HourEntry",),
        "no page shows it",
        "hours",
    ),
)
