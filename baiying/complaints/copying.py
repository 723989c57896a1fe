"""What the copy of somebody's data holds of this room: what they brought forward, and what became of it."""

from datetime import datetime

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from baiying.complaints.models import Complaint, Hearing
from baiying.kit.copying import Copied, Section, Whose

COPIED = (Copied("Complaint.person", "complaints.own"),)


def sections(whose: Whose, at: datetime) -> list[Section]:
    """The own ones. Those of others about the person are left out: their words may tell who said it (O67, 20)."""
    fields = {
        "number": _("编号"), "kind": _("类别"), "filed_at": _("提交于"), "words": _("您写的"), "outcome": _("结果"),
        "answer": _("答复"), "ended_at": _("办结于"), "photos": _("照片"),
    }  # fmt: skip
    rows = [
        {
            "number": row.public_id, "kind": row.get_kind_display(), "filed_at": row.filed_at, "words": row.words,
            "outcome": row.get_outcome_display(), "answer": row.answer, "ended_at": row.ended_at,
            "photos": _("%(n)s 张，在“我的投诉建议”里看") % {"n": row.photos_n} if row.photos_n else "",
        }
        for row in Complaint.objects.filter(person_id=whose.person_id).annotate(photos_n=Count("photos")).order_by("id")
    ]  # fmt: skip
    return [Section("complaints.own", _("您的投诉建议"), fields, rows, own_only=True), *_hearings(whose)]


def _hearings(whose: Whose) -> list[Section]:
    """What the person was asked to say something about, in the office's words, and what they said."""
    if whose.account_id is None:
        return []
    fields = {"asked_at": _("问于"), "words": _("办理的人问"), "answer": _("您的说明"), "answered_at": _("说明于")}
    rows = list(Hearing.objects.filter(account_id=whose.account_id).order_by("id").values(*fields))
    return [Section("complaints.hearings", _("请您说明的事"), fields, rows, own_only=True)]
