"""Bodies that recruit volunteers, their teams, and who belongs to them."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baiying.kit.db.fields import PublicIdField


class BodyKind(models.TextChoices):
    """The three kinds of the national system (albe0003) and the Regulation arts. 6, 41, 42."""

    REGISTERED = "registered", _("在民政部门登记的志愿服务组织")
    LEGAL_ENTITY = "legal_entity", _("开展志愿服务的其他单位")
    INTERNAL_GROUP = "internal_group", _("经社区或单位同意成立的志愿服务团体")


class Body(models.Model):
    """A volunteer organisation, another legal entity, or a group inside a consenting community or unit (R020)."""

    public_id = PublicIdField()
    kind = models.CharField(max_length=16, choices=BodyKind.choices)
    name = models.CharField(max_length=80)
    credit_code = models.CharField(max_length=18, blank=True, default="")
    competent_unit = models.CharField(max_length=80, blank=True, default="")
    consenting_name = models.CharField(max_length=80, blank=True, default="")
    consenting_credit_code = models.CharField(max_length=18, blank=True, default="")
    consenting_contact = models.CharField(max_length=60, blank=True, default="")
    # Why a code stands though its last sign does not check: somebody compared it with the certificate.
    credit_code_note = models.CharField(max_length=120, blank=True, default="")
    area = models.ForeignKey("places.Division", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    created_by_id = models.BigIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["credit_code"],
                condition=~Q(credit_code="") & Q(closed_at__isnull=True),
                name="teams_credit_code_once",
            ),
            models.CheckConstraint(
                name="teams_group_has_consent",
                condition=~Q(kind="internal_group") | (Q(consenting_name__gt="") & Q(consenting_credit_code__gt="")),
            ),
            models.CheckConstraint(
                name="teams_legal_has_code", condition=Q(kind="internal_group") | Q(credit_code__gt="")
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TeamCategory(models.Model):
    """8+N kinds of teams, each with its lead department (R022).

    An area may call one otherwise, end it, or add its own: CategoryTerm. `area`: whose own it is; null for everybody's.
    """

    code = models.SlugField(max_length=32, unique=True)
    name = models.CharField(max_length=40)
    lead_department = models.CharField(max_length=60, blank=True, default="")
    is_regular = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    area = models.ForeignKey("places.Division", null=True, on_delete=models.PROTECT, related_name="+")


class CategoryTerm(models.Model):
    """What an area calls a kind of team from a day on, and who leads it there; or that it is not used there any more.

    The newest that has begun holds, of the nearest area; teams of a kind that has ended keep it, and their figures.
    """

    APPEND_ONLY = True

    category = models.ForeignKey(TeamCategory, on_delete=models.PROTECT, related_name="terms")
    area = models.ForeignKey("places.Division", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    lead_department = models.CharField(max_length=60, blank=True, default="")
    ended = models.BooleanField(default=False)
    from_on = models.DateField()
    set_at = models.DateTimeField()
    set_by_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["area", "category"], name="teams_category_term_of")]


class Team(models.Model):
    public_id = PublicIdField()
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(max_length=60)
    category = models.ForeignKey(TeamCategory, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    # Another body that keeps in touch with a team which stands below none of its own (R021).
    liaison = models.ForeignKey(Body, null=True, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey("places.Division", on_delete=models.PROTECT, related_name="+")
    introduction = models.TextField(blank=True, default="")
    founded_on = models.DateField(null=True)
    # What searches find it by (kit.values.finding.terms of the name), also those for its activities.
    terms = ArrayField(models.TextField(), default=list)
    created_at = models.DateTimeField()
    created_by_id = models.BigIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)
    # The team that goes on where this one was merged into it; since `closed_at`.
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="teams_merged_is_closed",
                condition=Q(merged_into__isnull=True) | Q(closed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="teams_parent_or_liaison", condition=Q(parent__isnull=True) | Q(liaison__isnull=True)
            ),
            models.CheckConstraint(
                name="teams_liaison_is_another",
                condition=Q(liaison__isnull=True) | ~Q(liaison=models.F("body")),
            ),
        ]
        indexes = [
            models.Index(fields=["area"], name="teams_team_area"),
            GinIndex(fields=["terms"], name="teams_team_terms"),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """asked -> joined | refused; joined -> left. A row with who and when for each step."""

    public_id = PublicIdField()
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    words = models.CharField(max_length=200, blank=True, default="")
    joined_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    decided_by_id = models.BigIntegerField(null=True)
    refuse_reason = models.CharField(max_length=120, blank=True, default="")
    left_at = models.DateTimeField(null=True)
    leave_reason = models.CharField(max_length=120, blank=True, default="")
    # Who of the team ended it; null where the person left.
    ended_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "person"],
                condition=Q(refused_at__isnull=True, left_at__isnull=True),
                name="teams_membership_once",
            )
        ]
        indexes = [
            models.Index(fields=["person"], name="teams_membership_person"),
            models.Index(
                fields=["team", "asked_at"],
                condition=Q(joined_at__isnull=True, refused_at__isnull=True, left_at__isnull=True),
                name="teams_membership_waiting",
            ),
        ]
