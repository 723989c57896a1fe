"""A complaint that a legal hold may name: name and telephone then outlive their term, and its words the account."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baiying.complaints import locked, queries
from baiying.complaints.models import KIND, Complaint
from baiying.kit.keeping import Holdable
from baiying.kit.values.actor import Actor

_HERE = "baiying.complaints.holdable."
HOLDABLE = (
    Holdable(
        KIND, gettext_lazy("投诉建议"), "complaints.Complaint", _HERE + "find", _HERE + "said", _HERE + "number",
        _HERE + "by_number", _HERE + "lock", _HERE + "over", _HERE + "owner",
    ),
)  # fmt: skip


def find(typed: str, actor: Actor, at: datetime) -> int | None:
    """Only for whoever may handle it: for those whom it concerns there is none, held or not."""
    row = queries.complaint(typed.strip())
    return row.pk if row is not None and queries.may_handle(row, actor, at) else None


def number(complaint_id: int) -> str:
    return Complaint.objects.values_list("public_id", flat=True).get(pk=complaint_id)


def said(complaint_id: int) -> str:
    return _("投诉建议 %(number)s") % {"number": number(complaint_id)}


def by_number(number: str) -> int | None:
    return Complaint.objects.filter(public_id=number).values_list("pk", flat=True).first()


def lock(complaint_id: int) -> None:
    locked.complaint(complaint_id)


def over(complaint_id: int, at: datetime) -> bool:
    return Complaint.objects.filter(pk=complaint_id, contact_until__lte=at).exists()


def owner(complaint_id: int) -> tuple[int | None, int | None]:
    return Complaint.objects.values_list("person_id", "account_id").get(pk=complaint_id)
