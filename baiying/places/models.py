"""The division tree with its history, practice sites, population, rule sets, the calendar of working days."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from baiying.kit.db.fields import PublicIdField
from baiying.places.site_models import Site as Site
from baiying.places.site_models import SiteDay as SiteDay
from baiying.places.site_models import SiteExemption as SiteExemption
from baiying.places.site_models import SiteHave as SiteHave
from baiying.places.site_models import SiteHeadPhone as SiteHeadPhone
from baiying.places.site_models import SiteImport as SiteImport
from baiying.places.site_models import SiteLevel as SiteLevel
from baiying.places.site_models import SiteRoom as SiteRoom
from baiying.places.site_models import SiteStaff as SiteStaff
from baiying.places.site_models import SiteState as SiteState
from baiying.places.site_models import SiteStateChange as SiteStateChange
from baiying.places.site_models import StaffRole as StaffRole


class Level(models.TextChoices):
    PROVINCE = "province", _("省")
    CITY = "city", _("市")
    COUNTY = "county", _("县(市、区)")
    TOWNSHIP = "township", _("乡镇(街道)")
    VILLAGE = "village", _("村(社区)")


class DateRangeFunc(Func):
    function = "daterange"
    output_field = DateRangeField()


class Division(models.Model):
    """An area that keeps its id for ever; code, name, parent and path are those of its open version."""

    public_id = PublicIdField()
    code = models.CharField(max_length=12)
    name = models.CharField(max_length=60)
    level = models.CharField(max_length=8, choices=Level.choices)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    # Ids from the root down to this division itself.
    path = ArrayField(models.BigIntegerField(), default=list)
    closed_on = models.DateField(null=True)
    # Of a closed area that became part of another: which takes over what is open in it. A new code alone is no end.
    successor = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [
            GinIndex(fields=["path"], name="places_division_path"),
            models.Index(fields=["parent", "code"], name="places_division_children"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(closed_on__isnull=True), name="places_division_code_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class ImportState(models.TextChoices):
    CHECKING = "checking", _("正在检查")
    CHECKED = "checked", _("等待确认")
    RUNNING = "running", _("正在导入")
    DONE = "done", _("已导入")
    FAILED = "failed", _("没有导入")
    DROPPED = "dropped", _("已放弃")
    SAME = "same", _("无需导入")
    UNDONE = "undone", _("已撤销")


class DivisionImport(models.Model):
    """One table read in: what it was, who confirmed it, and the report of what it did (R152).

    An uploaded file waits under its sha256 until somebody has read the report and confirmed.
    """

    public_id = PublicIdField()
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    as_of = models.DateField()
    source = models.CharField(max_length=200, blank=True, default="")
    state = models.CharField(max_length=8, choices=ImportState.choices, default=ImportState.DONE)
    uploaded_at = models.DateTimeField(null=True)
    uploaded_by_id = models.BigIntegerField(null=True)
    imported_at = models.DateTimeField(null=True)
    imported_by_id = models.BigIntegerField(null=True)
    # An office of one area may change only what lies in it; empty: everywhere.
    within_id = models.BigIntegerField(null=True)
    without_refused = models.BooleanField(default=False)
    close_missing = models.BooleanField(default=False)
    # Rows whose own township or county is nowhere: put under the nearest area above that there is.
    place_orphans = models.BooleanField(default=False)
    # What follows areas that the table no longer names, as proposed and then as answered: [code, code or "", reason].
    successors = models.JSONField(default=list)
    # Of a workbook: the sheet that is read, and the others that have the headings too.
    sheet = models.CharField(max_length=100, blank=True, default="")
    other_sheets = models.JSONField(default=list)
    # What the import overwrote, so that it can be put back; empty for imports of before this was kept.
    before = models.JSONField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by_id = models.BigIntegerField(null=True)
    counts = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    rows_done = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True, default="")


class DivisionVersion(models.Model):
    """Code, name and parent of a division from one day to another (end exclusive)."""

    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="versions")
    code = models.CharField(max_length=12)
    name = models.CharField(max_length=60)
    level = models.CharField(max_length=8, choices=Level.choices)
    parent = models.ForeignKey(Division, null=True, on_delete=models.PROTECT, related_name="+")
    path = ArrayField(models.BigIntegerField(), default=list)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    note = models.CharField(max_length=200, blank=True, default="")
    came_with = models.ForeignKey(DivisionImport, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["code"], name="places_version_code")]
        constraints = [
            ExclusionConstraint(
                name="places_version_one_at_a_time",
                expressions=[
                    (
                        Func(F("division_id"), F("division_id"), Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    (DateRangeFunc(F("valid_from"), F("valid_to")), RangeOperators.OVERLAPS),
                ],
            )
        ]


class PopulationKind(models.TextChoices):
    PERMANENT = "permanent", _("常住人口")
    REGISTERED = "registered", _("户籍人口")
    BUILT_UP = "built_up", _("建成区人口")
    AGED_13 = "aged_13", _("13岁及以上人口")


class PopulationImport(models.Model):
    """One table of people counts that was entered, so that it can be taken back as a whole."""

    public_id = PublicIdField()
    file_name = models.CharField(max_length=200)
    source = models.CharField(max_length=120)
    # The office's area; empty: everywhere.
    within_id = models.BigIntegerField(null=True)
    entered_at = models.DateTimeField()
    entered_by_id = models.BigIntegerField(null=True)
    new = models.PositiveIntegerField(default=0)
    revised = models.PositiveIntegerField(default=0)
    undone_at = models.DateTimeField(null=True)
    undone_by_id = models.BigIntegerField(null=True)


class Population(models.Model):
    """How many people an area has: by kind, year and source; a correction is a new revision (R110).

    A revision that is `withdrawn` says that the figure of this year is none any more: its import was undone.
    """

    APPEND_ONLY = True

    version = models.ForeignKey(DivisionVersion, on_delete=models.PROTECT, related_name="+")
    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=PopulationKind.choices)
    year = models.PositiveSmallIntegerField()
    revision = models.PositiveSmallIntegerField(default=1)
    persons = models.PositiveIntegerField()
    source = models.CharField(max_length=120)
    withdrawn = models.BooleanField(default=False, db_default=False)
    came_with = models.ForeignKey(PopulationImport, null=True, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    entered_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["division", "kind", "year", "revision"], name="places_population_revision")
        ]


class RuleSet(models.Model):
    """A version of one kind of rules for an area from a day on; the nearest area wins (R055).

    `area` empty means everywhere. `values` holds only what differs from the defaults of the rules' dataclass.
    Proposed by one account, it holds once another has confirmed it: from `valid_from`, or from the day of confirmation
    where that is later, so that nothing changes for days gone by. It can be withdrawn until then, with a reason.
    Nothing else of it ever changes (sql/guard_rule_set.sql).
    """

    APPLICATION_MAY = ("INSERT", "UPDATE")

    public_id = PublicIdField()
    kind = models.CharField(max_length=24)
    area = models.ForeignKey(Division, null=True, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    values = models.JSONField(default=dict)
    source = models.CharField(max_length=200)
    proposed_at = models.DateTimeField()
    proposed_by_id = models.BigIntegerField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by_id = models.BigIntegerField(null=True)
    in_force_from = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by_id = models.BigIntegerField(null=True)
    withdrawn_why = models.CharField(max_length=200, blank=True, default="")
    # The assessments (public ids) by which uses of personal data begin with it, set as it is confirmed (PIPL 55).
    assessed = models.JSONField(default=list)
    # "kept": from before a second person was needed; "raised": written by a migration because a law asks for more.
    # Only the database's owner may write one.
    note = models.CharField(max_length=8, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["kind", "area", "valid_from"], name="places_ruleset_find")]
        constraints = [
            models.CheckConstraint(
                name="places_ruleset_second_person",
                condition=Q(confirmed_at__isnull=True, confirmed_by_id__isnull=True)
                | Q(confirmed_at__isnull=False, note__gt="")
                | (
                    Q(confirmed_at__isnull=False, confirmed_by_id__isnull=False, proposed_by_id__isnull=False)
                    & ~Q(confirmed_by_id=F("proposed_by_id"))
                ),
            ),
            models.CheckConstraint(
                name="places_ruleset_in_force",
                condition=Q(confirmed_at__isnull=True, in_force_from__isnull=True)
                | Q(confirmed_at__isnull=False, in_force_from__isnull=False, in_force_from__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="places_ruleset_ends_after",
                condition=Q(valid_to__isnull=True)
                | Q(valid_to__gt=F("valid_from"))
                & (Q(in_force_from__isnull=True) | Q(valid_to__gt=F("in_force_from"))),
            ),
            models.CheckConstraint(
                name="places_ruleset_withdrawn_why",
                condition=Q(withdrawn_at__isnull=True, withdrawn_why="")
                | Q(withdrawn_at__isnull=False, withdrawn_why__gt=""),
            ),
        ]


class HandbookPage(models.Model):
    """How things are done in an area, beside one topic of the help: a version from a day on, written by its office.

    The nearest area wins, and of its versions the latest that has begun. What was written is never changed: another
    version follows it, it is given its last day, or it is withdrawn before its first.
    """

    APPLICATION_MAY = ("INSERT", "UPDATE")

    public_id = PublicIdField()
    area = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    # The key of a kit.rooms.Topic.
    topic = models.CharField(max_length=48)
    title = models.CharField(max_length=60)
    text = models.TextField()
    valid_from = models.DateField()
    # The last day, counted; empty while nobody says.
    valid_to = models.DateField(null=True)
    written_at = models.DateTimeField()
    written_by_id = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by_id = models.BigIntegerField(null=True)
    withdrawn = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "area", "valid_from"], condition=Q(withdrawn=False), name="places_handbook_one_a_day"
            ),
            models.CheckConstraint(
                name="places_handbook_ends_after",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
        ]


class LegalFloor(models.Model):
    """What a law fixes of one value of a kind of rules: written after every migration from the rules' own dataclasses.

    The guard of the rule sets reads it; the application may not write it.
    """

    APPLICATION_MAY = ()

    kind = models.CharField(max_length=24)
    field = models.CharField(max_length=48)
    bound = models.CharField(max_length=8)
    value = models.JSONField()
    duty = models.CharField(max_length=24)
    sentence = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "field", "bound", "valid_from"], name="places_floor_once")
        ]


class CalendarDay(models.Model):
    """A day that differs from Mon-Fri: a public holiday or a made-up working day (the yearly State Council notice)."""

    day = models.DateField(unique=True)
    is_working = models.BooleanField()
    name = models.CharField(max_length=40)
    source = models.CharField(max_length=120, blank=True, default="")
