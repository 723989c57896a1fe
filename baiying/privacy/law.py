"""Duties that this room keeps."""

from baiying.kit.law import Duty

LAW = (
    Duty(
        "PIPL-44",
        ("44", "45", "46"),
        "One may query, copy and correct one's own facts.",
        ("page:people:profile", "page:privacy:own", "page:privacy:copy", "page:privacy:desk"),
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
)
