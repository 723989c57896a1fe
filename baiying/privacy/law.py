"""Duties that this room keeps."""

from baiying.kit.law import Duty

LAW = (
    Duty(
        "PIPL-44",
        ("44", "45", "46"),
        "One may query, copy and correct one's own facts.",
        (
            "page:people:profile",
            "page:privacy:own",
            "page:privacy:copy",
            "page:privacy:desk",
            "page:privacy:request_new",
        ),
        "name and number are corrected at a desk alone",
        "people",
    ),
    Duty(
        "PIPL-47",
        ("47",),
        "Facts are deleted and accounts closed; what must stay is only stored.",
        (
            "page:privacy:closing",
            "page:privacy:desk_closing",
            "baiying.privacy.actions.close_account",
            "page:privacy:openings",
            "page:privacy:hold_new",
            "sql:people_note_rest",
        ),
    ),
    Duty(
        "PIPL-48",
        ("48", "50"),
        "Rules are explained on request; wishes are answered in time, a refusal with its reason and where to go.",
        (
            "page:privacy:request_new",
            "page:privacy:desk_request_new",
            "page:privacy:requests",
            "baiying.privacy.actions.answer_request",
        ),
    ),
    Duty(
        "PIPL-21",
        ("21", "23"),
        "Processors, and giving to others: by contract and separate consent, on a register.",
        ("page:privacy:guarding", "page:privacy:receiver_new", "baiying.privacy.queries.receivers_now"),
        "that the separate consent was given is the office's to see to; nothing is given by the program itself",
    ),
    Duty(
        "PIPL-52",
        ("52",),
        "A responsible person is named.",
        ("page:privacy:guarding", "baiying.privacy.queries.handler_facts"),
    ),
    Duty(
        "PIPL-57",
        ("57",),
        "A breach is told to authority and people.",
        (
            "page:privacy:breach",
            "page:privacy:breach_report",
            "baiying.privacy.actions.decide_telling",
            "baiying.privacy.actions.tell_one",
        ),
        "the report goes to the authority on paper, by the office",
    ),
    Duty(
        "MIN-35",
        ("35",),
        "A breach is told to guardians.",
        ("baiying.privacy.actions.tell_one", "page:privacy:breach_papers"),
    ),
    Duty(
        "NDR-10",
        ("10", "12"),
        "Flaws within 24 hours; logs of giving data for three years.",
        ("page:privacy:breach", "page:privacy:files", "baiying.privacy.actions.remind_breaches"),
        "that a report was sent is written down by the office; nothing is sent to an authority by the program",
    ),
    Duty(
        "PIPL-54",
        ("54",),
        "Compliance is audited.",
        ("baiying.privacy.actions.make_audits", "page:privacy:audit"),
        "counts from the records; what they mean is judged by people",
    ),
    Duty(
        "PIPL-55",
        ("55", "56"),
        "Impact is assessed beforehand, kept three years.",
        (
            "page:privacy:assessment_new",
            "baiying.privacy.actions.require_assessed",
            "baiying.places.actions.UseNotAssessed",
        ),
        "for data given, rules that begin a use and log-ins elsewhere; gateways of messages are only named",
    ),
    Duty(
        "MIN-37",
        ("37",),
        "A yearly compliance audit of the information on minors.",
        (
            "baiying.privacy.actions.make_audits",
            "page:privacy:audit",
            "page:desk:minors_year",
            "baiying.people.queries.minors_year",
        ),
        "the result is reported to the authority on paper, by the office",
    ),
)
