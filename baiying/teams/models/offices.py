"""Who holds an office in a body, who keeps one without an administrator, and how an office is handed over."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from baiying.kit import clock
from baiying.kit.db import offered
from baiying.kit.db.fields import PublicIdField
from baiying.teams.models.bodies import Body, Team


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
    # The list of appointments (accounts) by which it was asked.
    listing_id = models.BigIntegerField(null=True)

    @property
    def last_day(self) -> date | None:
        """The last day in China on which it is held."""
        return clock.local_date(self.until - timedelta(microseconds=1)) if self.until else None

    class Meta:
        indexes = [
            models.Index(
                fields=["until"], condition=Q(until__isnull=False, ends_at__isnull=True), name="teams_office_until"
            ),
            models.Index(fields=["listing_id"], condition=Q(listing_id__isnull=False), name="teams_office_by_list"),
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
            *offered.constraints("teams_office", own=True),
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
