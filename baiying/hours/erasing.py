"""What becomes of this room's tables when a person closes the account."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.erasing import Erasure

_LEDGER = _("服务时长台账不能改，往年的统计靠它；只有编号，没有姓名，以后也不会再对到您。")
ERASURES = (
    Erasure(
        "Proposal.attendance__person",
        _("等第二个人确认的时长"),
        _("台账靠它；写的话清空。"),
        empties=("words", "decision_words", "returned"),
        keeps=("part", "source", "tier", "reason", "stood"),
    ),
    Erasure("Objection.person", _("时长异议"), _("办过什么要能查；写的话和答复清空。"), empties=("words", "answer")),
    Erasure(
        "Attendance.person",
        _("到场"),
        _("台账靠它，没有文字。"),
        keeps=("in_source", "out_source", "reason", "end_before"),
    ),
    Erasure(
        "HourEntry.person_id",
        _("服务时长"),
        _LEDGER,
        keeps=("public_id", "source", "tier", "category", "age_band", "reason", "unique_source"),
    ),
)
