"""Bodies that nothing was heard of for long: warned, suspended, closed; each step undone or appealed (R026)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baiying.kit.db.fields import PublicIdField
from baiying.teams.models.bodies import Body


class Lifted(models.TextChoices):
    """Why an exit ended without the body's end."""

    ACTIVE = "active", _("又有活动了")
    UNDONE = "undone", _("主管部门撤销")
    UPHELD = "upheld", _("申诉成立")


class ExitRun(models.Model):
    """An area's bodies are looked at every night from one instant to another: begun by its office after the preview."""

    area = models.ForeignKey("places.Division", on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    started_by_id = models.BigIntegerField(null=True)
    # How many would be warned, as the page showed it.
    foreseen = models.PositiveIntegerField()
    stopped_at = models.DateTimeField(null=True)
    stopped_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area"], condition=Q(stopped_at__isnull=True), name="teams_exit_run_once")
        ]


class Exit(models.Model):
    """One body's way out: warned, suspended (finishes, publishes nothing), closed; until it is lifted.

    `idle_since`: the last day of an activity, or the day it was registered. A closed body keeps its history.
    """

    public_id = PublicIdField()
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="exits")
    idle_since = models.DateField()
    warned_at = models.DateTimeField()
    suspend_on = models.DateField()
    suspended_at = models.DateTimeField(null=True)
    close_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_why = models.CharField(max_length=8, choices=Lifted.choices, blank=True, default="")
    lifted_by_id = models.BigIntegerField(null=True)
    lifted_words = models.CharField(max_length=200, blank=True, default="")

    @property
    def step(self) -> str:
        """warned, suspended or closed: how far it has come."""
        if self.closed_at is not None:
            return "closed"
        return "suspended" if self.suspended_at is not None else "warned"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body"], condition=Q(lifted_at__isnull=True), name="teams_exit_once"),
            models.CheckConstraint(
                name="teams_exit_in_order",
                condition=Q(closed_at__isnull=True) | Q(suspended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="teams_exit_lifted_whole",
                condition=Q(lifted_at__isnull=True, lifted_why="") | (Q(lifted_at__isnull=False) & ~Q(lifted_why="")),
            ),
            models.CheckConstraint(
                name="teams_exit_suspended_has_end", condition=Q(suspended_at__isnull=True) | Q(close_on__isnull=False)
            ),
        ]
        indexes = [
            models.Index(fields=["suspend_on"], condition=Q(lifted_at__isnull=True), name="teams_exit_going_on"),
        ]


class ExitAppeal(models.Model):
    """The unit says why not; the office answers within a clock, and no further step is taken meanwhile."""

    public_id = PublicIdField()
    exit = models.ForeignKey(Exit, on_delete=models.PROTECT, related_name="appeals")
    step = models.CharField(max_length=10)
    words = models.CharField(max_length=500)
    filed_at = models.DateTimeField()
    filed_by_id = models.BigIntegerField(null=True)
    due_on = models.DateField()
    answered_at = models.DateTimeField(null=True)
    answered_by_id = models.BigIntegerField(null=True)
    upheld = models.BooleanField(null=True)
    answer = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["exit", "step"], name="teams_exit_appeal_once_a_step"),
            models.CheckConstraint(
                name="teams_exit_appeal_answered_whole",
                condition=Q(answered_at__isnull=True, upheld__isnull=True)
                | (Q(answered_at__isnull=False, upheld__isnull=False, answer__gt="")),
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(answered_at__isnull=True), name="teams_exit_appeal_waiting")
        ]
