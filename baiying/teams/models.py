"""Bodies that recruit volunteers, their teams, who belongs to them and who holds an office in them."""

from datetime import date, timedelta

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from baiying.kit import clock
from baiying.kit.db import offered
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
    """8+N kinds of teams, each with its lead department (R022)."""

    code = models.SlugField(max_length=32, unique=True)
    name = models.CharField(max_length=40)
    lead_department = models.CharField(max_length=60, blank=True, default="")
    is_regular = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)


class Team(models.Model):
    public_id = PublicIdField()
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(max_length=60)
    category = models.ForeignKey(TeamCategory, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    area = models.ForeignKey("places.Division", on_delete=models.PROTECT, related_name="+")
    introduction = models.TextField(blank=True, default="")
    founded_on = models.DateField(null=True)
    # What searches find it by (kit.values.finding.terms of the name), also those for its activities.
    terms = ArrayField(models.TextField(), default=list)
    created_at = models.DateTimeField()
    created_by_id = models.BigIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
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


class OfficeKind(models.TextChoices):
    UNIT_ADMIN = "unit_admin", _("单位管理员")
    TEAM_LEADER = "team_leader", _("队长")


class Office(offered.Offered):
    """An office in a body: its administrator (team empty) or the leader of one team. Held by an account, from-to.

    It gives no right until the account has accepted it. The last accepted administrator of an open body stays
    (sql/last_admin_stays.sql).
    """

    public_id = PublicIdField()
    kind = models.CharField(max_length=12, choices=OfficeKind.choices)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="offices")
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="offices")
    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+")
    # From this instant on it gives no right, whether or not somebody has noted its end by then.
    until = models.DateTimeField(null=True)

    @property
    def last_day(self) -> date | None:
        """The last day in China on which it is held."""
        return clock.local_date(self.until - timedelta(microseconds=1)) if self.until else None

    class Meta:
        indexes = [
            models.Index(
                fields=["until"], condition=Q(until__isnull=False, ends_at__isnull=True), name="teams_office_until"
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="teams_office_place",
                condition=Q(kind="unit_admin", team__isnull=True) | Q(kind="team_leader", team__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["body", "team", "account"],
                condition=Q(ends_at__isnull=True),
                nulls_distinct=False,
                name="teams_office_once",
            ),
            # What somebody gave oneself before this was refused may still be ended.
            models.CheckConstraint(
                name="teams_office_not_by_oneself",
                condition=Q(appointed_by_id__isnull=True)
                | Q(ends_at__isnull=False)
                | ~Q(appointed_by_id=F("account_id")),
            ),
            *offered.constraints("teams_office"),
        ]


class KeptWhy(models.TextChoices):
    """How a body lost its last administrator."""

    ERASED = "erased", _("账号已注销")
    TERM = "term", _("任期届满")
    DIED = "died", _("去世")
    SUSPENDED = "suspended", _("停职")
    GONE = "gone", _("离开单位，联系不上")


class Keeping(models.Model):
    """A body without an administrator, kept by the one above it until a new one has accepted (R015).

    Who keeps it is found anew each time (access.keeps): the consenting unit of a group, and the office of the area.
    Nothing of the body is published meanwhile (sql/may_publish.sql).
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="keepings")
    why = models.CharField(max_length=12, choices=KeptWhy.choices)
    since = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    # The account whose acceptance ended it.
    ended_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body"], condition=Q(ended_at__isnull=True), name="teams_keeping_once"),
        ]
        indexes = [
            models.Index(fields=["since"], condition=Q(told_at__isnull=True), name="teams_keeping_untold"),
        ]


class HandOver(models.Model):
    """An administrator gives the own office to a successor: signed by the one, then taken by the other, in one instant.

    `listed`: what was open when the leaving one signed, with who holds it afterwards; no names of people.
    """

    public_id = PublicIdField()
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="hand_overs")
    leaving = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="given_on")
    coming = models.OneToOneField(Office, on_delete=models.PROTECT, related_name="taken_from")
    listed = models.JSONField(default=list)
    signed_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    # Another took over before: this one can no longer be accepted.
    void_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["leaving"], condition=Q(taken_at__isnull=False), name="teams_hand_over_taken_once"
            ),
            models.CheckConstraint(
                name="teams_hand_over_one_end", condition=Q(taken_at__isnull=True) | Q(void_at__isnull=True)
            ),
            models.CheckConstraint(name="teams_hand_over_two", condition=~Q(leaving=F("coming"))),
        ]


class ChangeOutcome(models.TextChoices):
    APPLIED = "applied", _("已通过")
    REFUSED = "refused", _("没有通过")
    WITHDRAWN = "withdrawn", _("已收回")


class Change(models.Model):
    """A major change of a body, or of one of its teams, that waits for the office while the old values hold (R023).

    `before` and `after`: the columns that change, as they were when it was asked for and as they are to be.
    """

    public_id = PublicIdField()
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="changes")
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="changes")
    before = models.JSONField()
    after = models.JSONField()
    asked_at = models.DateTimeField()
    asked_by_id = models.BigIntegerField(null=True)
    due_on = models.DateField()
    outcome = models.CharField(max_length=10, choices=ChangeOutcome.choices, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body", "team"], condition=Q(outcome=""), nulls_distinct=False, name="teams_change_one_open"
            ),
            models.CheckConstraint(
                name="teams_change_decided", condition=Q(outcome="", decided_at__isnull=True) | ~Q(outcome="")
            ),
            models.CheckConstraint(
                name="teams_change_refused_with_reason", condition=~Q(outcome="refused") | Q(reason__gt="")
            ),
        ]
        indexes = [models.Index(fields=["due_on"], condition=Q(outcome=""), name="teams_change_waiting")]


class Past(models.Model):
    """What the major columns of a body or a team said from one instant to another; what holds now stands in the row.

    Certificates and lists of that time name what was true then.
    """

    APPEND_ONLY = True

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="pasts")
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="pasts")
    values = models.JSONField()
    from_at = models.DateTimeField()
    to_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="teams_past_from_to", condition=Q(from_at__lt=F("to_at"))),
            models.UniqueConstraint(fields=["body", "team", "from_at"], nulls_distinct=False, name="teams_past_once"),
        ]
