"""The mark that says: what stands in this database is invented."""

from django.db import models


class DemoMark(models.Model):
    """One row, written in the transaction that loads the invented city. Its presence is what makes a demo."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seed = models.IntegerField()
    anchor = models.DateField()
    volunteers = models.PositiveIntegerField()
    city = models.ForeignKey("places.Division", on_delete=models.PROTECT, related_name="+")
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="demo_mark_single", condition=models.Q(id=1))]
