"""Duties that this room keeps."""

from baiying.kit.law import Duty

LAW = (
    Duty(
        "R685-26",
        ("26",),
        "Anyone may complain, and is answered promptly or told to whom it was referred.",
        (
            "page:complaints:new",
            "baiying.complaints.rules.ComplaintRules",
            "baiying.complaints.actions.answer_complaint",
        ),
    ),
    Duty(
        "O67-20",
        ("20",),
        "Complaints about records go to civil affairs.",
        ("baiying.complaints.models.Addressee", "baiying.complaints.actions.hand_over"),
    ),
    Duty(
        "A12-complaints",
        (),
        "A place for complaints and suggestions, before launch.",
        ("page:complaints:new", "page:complaints:complaints"),
    ),
)
