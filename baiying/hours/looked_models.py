"""What the night's look over the shifts leaves behind, so that the list by day reads little."""

from django.db import models


class LackingShift(models.Model):
    """The daily list looks here: somebody was missing when the night looked, or taken back since (look_again.sql)."""

    shift = models.OneToOneField("activities.Shift", on_delete=models.CASCADE, primary_key=True, related_name="+")


class LookedThrough(models.Model):
    """How far the night has looked: one row. Shifts that ended later, or were noted later, it has not seen."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    until = models.DateTimeField()
    last_shift_id = models.BigIntegerField()
