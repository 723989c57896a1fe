"""What becomes of this room's tables when a person closes the account."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.erasing import Erasure

_WHY = _("办过什么要能查；原话、姓名和电话清空。还没答复的，按撤回办。")
_EMPTIES = (
    "words",
    "about",
    "said_key",
    "path",
    "title",
    "name_sealed",
    "name_mask",
    "phone_sealed",
    "phone_mask",
    "answer=—",
)
ERASURES = (
    Erasure("Photo.complaint__person", _("投诉建议里的照片"), _("照片删去。"), goes=True),
    Erasure("Photo.complaint__account", _("投诉建议里的照片"), _("照片删去。"), by="account", goes=True),
    Erasure("Step.complaint__account", _("投诉建议的办理"), _WHY, by="account", empties=("words",)),
    Erasure(
        "Hearing.complaint__account",
        _("请涉及的人说明的话"),
        _WHY,
        by="account",
        empties=("heard=—", "words=—", "answer"),
    ),
    Erasure("Step.complaint__person", _("投诉建议的办理"), _WHY, empties=("words",)),
    Erasure("Hearing.complaint__person", _("请涉及的人说明的话"), _WHY, empties=("heard=—", "words=—", "answer")),
    Erasure(
        "Hearing.account",
        _("请您说明的事"),
        _("办过什么要能查；问您的话和您的说明清空。"),
        by="account",
        empties=("heard=—", "words=—", "answer"),
    ),
    Erasure("Complaint.person", _("您的投诉建议"), _WHY, empties=_EMPTIES, keeps=("referred_to",)),
    Erasure("Complaint.account", _("您的投诉建议"), _WHY, by="account", empties=_EMPTIES, keeps=("referred_to",)),
)
