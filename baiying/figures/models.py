"""Marks, roll-ups and targets."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from baiying.kit.db.fields import PublicIdField


class Mark(models.Model):
    """One mark per ledger entry, change of a counting or move: this person's cell must be counted anew.

    Written by triggers in the transaction of the change; the worker deletes the marks it sees under a lock, then
    sums. Never de-duplicated, never a cursor (both lost rows when we tried them). Year 0 means every year of the
    person: a counting or a residence changed.
    """

    person_id = models.BigIntegerField()
    year = models.PositiveSmallIntegerField()


class DayMark(models.Model):
    """The same for a day of service, whose trend cells must be counted anew."""

    day = models.DateField()


class PersonYear(models.Model):
    """One person's minutes in one year: the leaf cell from which histograms are made."""

    person_id = models.BigIntegerField()
    year = models.PositiveSmallIntegerField()
    area_id = models.BigIntegerField()  # residence at the end of the year, or now
    counted = models.BooleanField()  # registered and verified at the end of the year, or now
    credit_minutes = models.IntegerField(default=0)
    all_minutes = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person_id", "year"], name="figures_person_year_once")]
        indexes = [models.Index(fields=["area_id", "year"], name="figures_person_year_area")]


class AreaYear(models.Model):
    """One area in one year: registered persons and histograms of their hours, credit and all.

    An area's row is its own residents' cells plus its children's rows, along the tree of the year. Histogram bins:
    0 = nothing, 1 = under one hour, n = from n-1 up to n hours, 101 = 100 hours and more.
    """

    area_id = models.BigIntegerField()
    year = models.PositiveSmallIntegerField()
    # The area above in the tree by which the year is shown (AreaYear rows below are found by it).
    parent_id = models.BigIntegerField(null=True)
    registered = models.IntegerField(default=0)
    credit_minutes = models.BigIntegerField(default=0)
    all_minutes = models.BigIntegerField(default=0)
    credit_bins = ArrayField(models.IntegerField(), default=list)
    all_bins = ArrayField(models.IntegerField(), default=list)
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area_id", "year"], name="figures_area_year_once")]
        indexes = [models.Index(fields=["parent_id", "year"], name="figures_area_year_below")]


class AreaDay(models.Model):
    """One area, of any level, on one day, by place of service: minutes and ledger entries, for trends."""

    area_id = models.BigIntegerField()
    day = models.DateField()
    credit_minutes = models.IntegerField(default=0)
    all_minutes = models.IntegerField(default=0)
    entries = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area_id", "day"], name="figures_area_day_once")]
        indexes = [models.Index(fields=["day"], name="figures_area_day_day")]


class AreaParked(models.Model):
    """How many of an area's registered people were parked at the end of a year (this year: this morning) and had no
    time in it (rules.parked): counted every morning, along the tree of the year."""

    area_id = models.BigIntegerField()
    year = models.PositiveSmallIntegerField()
    parked = models.IntegerField()
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area_id", "year"], name="figures_area_parked_once")]


class RollUp(models.Model):
    """The single row that says until when everything is counted, and which year was opened last.

    Years before `opened_year` are shown by the tree of their last day. 0: counted by an older definition, to be
    counted anew.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    counted_at = models.DateTimeField()
    opened_year = models.PositiveSmallIntegerField(default=0)
    reconciled_at = models.DateTimeField(null=True)
    drift = models.IntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(name="figures_roll_up_single", condition=models.Q(id=1))]


class Target(models.Model):
    """A target for an area, a year and a definition; blank until somebody sets it, every change a new row (R109)."""

    APPEND_ONLY = True

    public_id = PublicIdField()
    area = models.ForeignKey("places.Division", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    definition = models.CharField(max_length=48)
    tier = models.CharField(max_length=8, blank=True, default="")
    threshold_hours = models.PositiveSmallIntegerField(null=True)
    # A share between 0 and 1, or hours; empty takes the target back.
    value = models.DecimalField(max_digits=10, decimal_places=4, null=True)
    set_at = models.DateTimeField()
    set_by_id = models.BigIntegerField(null=True)
    words = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["area", "year"], name="figures_target_find")]
