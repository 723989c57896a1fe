"""A paper sheet that somebody typed back, so that its lines can be taken back together."""

from django.db import models
from django.db.models import Q

from baiying.kit.db.fields import PublicIdField


class PaperSheet(models.Model):
    """The lines of one press (`Attendance.sheet`). Taken back once, by whoever typed it: what nobody had decided yet
    goes, of the rest a second person is asked; `left` are the attendances that stay as they were, each with the reason.
    """

    public_id = PublicIdField()
    shift = models.ForeignKey("activities.Shift", on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=200)
    rows = models.PositiveSmallIntegerField()
    typed_at = models.DateTimeField()
    typed_by_id = models.BigIntegerField()
    taken_back_at = models.DateTimeField(null=True)
    taken_back_why = models.CharField(max_length=200, blank=True, default="")
    # {"attendance id": "reason's code"}; empty until all lines of one that is taken back were gone through.
    left = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="hours_sheet_taken_back_why", condition=Q(taken_back_at__isnull=True) | Q(taken_back_why__gt="")
            )
        ]
