"""Locked rows of this room, in the house's order (kit.db.README)."""

from django.db.models import QuerySet

from baiying.complaints.models import Complaint
from baiying.kit.db.locks import Kind, hold, take

COMPLAINT = Kind("complaint", 150)


def complaint(complaint_id: int) -> Complaint:
    """The complaint with its area, locked."""
    return hold(COMPLAINT, Complaint.objects.select_related("area", "person").filter(pk=complaint_id)).get()


def open_in(area_id: int) -> QuerySet[Complaint]:
    """The complaints of an area that wait for an answer, locked."""
    return take(COMPLAINT, Complaint.objects.filter(area_id=area_id, ended_at__isnull=True))
