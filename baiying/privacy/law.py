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
)
