"""Practice sites: which there are, how they stand, what was said of many at once. `models` brings them in."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from baiying.kit.db.fields import PublicIdField, SealedField


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
    # Set up by mistake and taken back: it is nowhere any more but in the audit and in its own history.
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by_id = models.BigIntegerField(null=True)

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
    # [the SiteStaff of a head that came with it, of the one before or null].
    heads = models.JSONField(default=list)
    # The SiteStaff of heads who stay and whose telephone it wrote.
    phones = models.JSONField(default=list)
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


class StaffRole(models.TextChoices):
    HEAD = "head", _("站长（所长、主任）")
    DEPUTY = "deputy", _("副职")
    STAFF = "staff", _("工作人员")


class SiteStaff(models.Model):
    """Who heads a site or works there, from a day to a day (R024).

    A record of its own and no appointment: who it names need have no account. Nothing of it is rewritten: it gets its
    last day, or it is withdrawn as entered by mistake; both can be read afterwards. One head at a time. Only the
    telephone of a head who stays may be written over, by a table of sites, which keeps the one before (SiteHeadPhone).
    """

    APPLICATION_MAY = ("INSERT", "UPDATE")

    public_id = PublicIdField()
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="staff")
    role = models.CharField(max_length=8, choices=StaffRole.choices)
    name = models.CharField(max_length=40)
    # What one does there, in a few words.
    duty = models.CharField(max_length=40, blank=True, default="")
    phone_sealed = SealedField(null=True)
    phone_mask = models.CharField(max_length=32, blank=True, default="")
    from_day = models.DateField()
    # The last day, counted; empty while nobody says.
    to_day = models.DateField(null=True)
    # The head whom this one took over from: that one's last day was written with this row and goes with it.
    follows = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    said_by_id = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by_id = models.BigIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="places_staff_ends_after", condition=Q(to_day__isnull=True) | Q(to_day__gte=F("from_day"))
            ),
            ExclusionConstraint(
                name="places_staff_one_head",
                expressions=[
                    (
                        Func(F("site_id"), F("site_id"), Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func(F("from_day"), F("to_day"), Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(role="head", withdrawn_at__isnull=True),
            ),
        ]


class SiteHeadPhone(models.Model):
    """The telephone of a head that a table of sites wrote over, to be put back: goes when that table is undone (R024).

    One for each table that wrote: tables that follow one another are undone one after the other, the latest first.
    """

    public_id = PublicIdField()
    staff = models.ForeignKey(SiteStaff, on_delete=models.PROTECT, related_name="+")
    came_with = models.ForeignKey(SiteImport, on_delete=models.PROTECT, related_name="+")
    # Empty where none was known.
    was_sealed = SealedField(null=True)
    was_mask = models.CharField(max_length=32, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "came_with"], name="places_head_phone_once")]


class SaidOfSite(models.Model):
    """What is said of a site, taken back or put back, never rewritten."""

    APPLICATION_MAY = ("INSERT", "UPDATE")

    public_id = PublicIdField()
    said_at = models.DateTimeField()
    said_by_id = models.BigIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by_id = models.BigIntegerField(null=True)

    class Meta:
        abstract = True


class SiteDay(SaidOfSite):
    """Days on which a site is closed (`hours` empty) or open otherwise than its week says, shown to everybody (R024).

    One word a day: two that hold may not overlap.
    """

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="days")
    first_day = models.DateField()
    last_day = models.DateField()
    # As rules.opening.read_day reads it.
    hours = models.CharField(max_length=60, blank=True, default="")
    reason = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.CheckConstraint(name="places_site_day_ends_after", condition=Q(last_day__gte=F("first_day"))),
            ExclusionConstraint(
                name="places_site_day_once",
                expressions=[
                    (
                        Func(F("site_id"), F("site_id"), Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func(F("first_day"), F("last_day"), Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(withdrawn_at__isnull=True),
            ),
        ]


class SiteRoom(SaidOfSite):
    """A room of a site that residents and teams may borrow, as everybody reads it (SEED 阵地标准化)."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="rooms")
    name = models.CharField(max_length=40)
    seats = models.PositiveSmallIntegerField()
    # How one borrows it, in the site's own words.
    how = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "name"], condition=Q(withdrawn_at__isnull=True), name="places_site_room_once"
            ),
            models.CheckConstraint(name="places_site_room_seats", condition=Q(seats__gte=1)),
        ]
