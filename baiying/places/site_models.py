"""Practice sites: which there are, how they stand, what was said of many at once. `models` brings them in."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baiying.kit.db.fields import PublicIdField


class SiteLevel(models.TextChoices):
    CENTRE = "centre", _("实践中心")
    INSTITUTE = "institute", _("实践所")
    STATION = "station", _("实践站")
    BRANCH = "branch", _("分中心")
    BASE = "base", _("实践基地")
    POINT = "point", _("实践点")
    REST = "rest", _("驿站")


class SiteState(models.TextChoices):
    NOT_BUILT = "not_built", _("未建成")
    BUILT = "built", _("已建成")
    EXEMPT = "exempt", _("免建")


class Site(models.Model):
    """A practice site: one centre, institute or station for each county, township and village, others at will."""

    public_id = PublicIdField()
    division = models.ForeignKey("places.Division", on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=10, choices=SiteLevel.choices)
    name = models.CharField(max_length=80)
    # What searches find it by (kit.values.finding.terms of the name); whoever writes the name writes them.
    terms = ArrayField(models.TextField(), default=list)
    state = models.CharField(max_length=10, choices=SiteState.choices, default=SiteState.NOT_BUILT)
    exempt_reason = models.CharField(max_length=120, blank=True, default="")
    state_since = models.DateField()
    address = models.CharField(max_length=120, blank=True, default="")
    phone = models.CharField(max_length=20, blank=True, default="")
    opening_hours = models.CharField(max_length=120, blank=True, default="")
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=6, null=True)
    # What it has of what a standard asks for, sorted: the last word of its SiteHave rows, written with them.
    haves = ArrayField(models.CharField(max_length=20), default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["division", "level"],
                condition=Q(level__in=("centre", "institute", "station")),
                name="places_site_once",
            ),
            models.CheckConstraint(
                name="places_exempt_has_reason",
                condition=Q(state="exempt", exempt_reason__gt="") | (~Q(state="exempt") & Q(exempt_reason="")),
            ),
        ]
        indexes = [GinIndex(fields=["terms"], name="places_site_terms")]


class SiteImport(models.Model):
    """One table of sites that was taken over: what it changed, so that it can be put back."""

    public_id = PublicIdField()
    file_name = models.CharField(max_length=200)
    # The office's area; empty: everywhere.
    within_id = models.BigIntegerField(null=True)
    entered_at = models.DateTimeField()
    entered_by_id = models.BigIntegerField(null=True)
    changed = models.PositiveIntegerField(default=0)
    # [site id, what stood in its changed fields, what was written].
    changes = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True)
    undone_by_id = models.BigIntegerField(null=True)


class SiteStateChange(models.Model):
    """Who said when that a site is built, not built or exempt, and why."""

    APPEND_ONLY = True

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="state_changes")
    state = models.CharField(max_length=10, choices=SiteState.choices)
    reason = models.CharField(max_length=120, blank=True, default="")
    since = models.DateField()
    said_at = models.DateTimeField()
    said_by_id = models.BigIntegerField(null=True)


class SiteHave(models.Model):
    """Who saw when that a site has, or no longer has, a thing that a standard asks for, and what shows it."""

    APPEND_ONLY = True

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="said_haves")
    item = models.CharField(max_length=20)
    has = models.BooleanField()
    # The day on which it was seen.
    seen_on = models.DateField()
    seen_by = models.CharField(max_length=40)
    proof = models.CharField(max_length=200, blank=True, default="")
    said_at = models.DateTimeField()
    said_by_id = models.BigIntegerField(null=True)


class SiteExemption(models.Model):
    """Areas in which no site is due, exempted together for one reason; what stood there is kept to be put back."""

    public_id = PublicIdField()
    # The office's area; empty: everywhere.
    within_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=120)
    since = models.DateField()
    # In words, by what the areas were found.
    found_by = models.CharField(max_length=200, blank=True, default="")
    said_at = models.DateTimeField()
    said_by_id = models.BigIntegerField(null=True)
    # [site id, the id of its SiteStateChange, whether its row was made for this, then state, reason, since before].
    rows = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True)
    undone_by_id = models.BigIntegerField(null=True)
