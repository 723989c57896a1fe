"""Major changes of bodies and teams, and what was true before."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from baiying.kit.db.fields import PublicIdField
from baiying.teams.models.bodies import Body, Team


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
