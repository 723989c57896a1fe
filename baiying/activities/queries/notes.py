"""What leaders wrote to those who come."""

from datetime import date, timedelta

from django.db.models import QuerySet

from baiying.activities.models import Note
from baiying.kit import clock


def notes_of(shift_id: int) -> QuerySet[Note]:
    """What was written to the people of a shift, the newest first."""
    return Note.objects.filter(shift_id=shift_id).order_by("-id")


def notes_on(activity_id: int, day: date) -> int:
    """How many notes were sent to people of an activity on a day in China."""
    start = clock.midnight(day)
    rows = Note.objects.filter(
        shift__activity_id=activity_id, sent_at__gte=start, sent_at__lt=start + timedelta(days=1)
    )
    return rows.count()
