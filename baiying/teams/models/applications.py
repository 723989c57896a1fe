"""Applications to be entered as a body."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baiying.kit.db.fields import PublicIdField
from baiying.kit.pictures import Picture
from baiying.teams.models.bodies import Body


class ApplicationOutcome(models.TextChoices):
    ACCEPTED = "accepted", _("已登记")
    REFUSED = "refused", _("没有通过")
    WITHDRAWN = "withdrawn", _("已收回")


class Application(models.Model):
    """Somebody asks that a body be entered, and will administer it: sent, sent back with remarks, sent again, decided.

    `said`: the fields of the body, by name (rules.BodyFacts). `remarks`: what the office wrote at which field when it
    sent it back, and `before`: what was said then. `round`: counts how often it was sent, and what was put to it or
    taken from it while the office had it; an old page is refused.
    """

    public_id = PublicIdField()
    # One form is one application, however often its button is pressed.
    form_id = models.CharField(max_length=12, unique=True)
    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey("places.Division", on_delete=models.PROTECT, related_name="+")
    said = models.JSONField()
    words = models.CharField(max_length=500, blank=True, default="")
    asked_at = models.DateTimeField()
    sent_at = models.DateTimeField()
    due_on = models.DateField()
    round = models.PositiveSmallIntegerField(default=1)
    returned_at = models.DateTimeField(null=True)
    returned_by_id = models.BigIntegerField(null=True)
    remarks = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    outcome = models.CharField(max_length=10, choices=ApplicationOutcome.choices, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=200, blank=True, default="")
    # When the pictures of its papers go; none while it lies with the office.
    scans_until = models.DateTimeField(null=True)
    # What came of it.
    body = models.OneToOneField(Body, null=True, on_delete=models.PROTECT, related_name="application")

    @property
    def name(self) -> str:
        return str(self.said.get("name", ""))

    @property
    def is_returned(self) -> bool:
        """Whether it lies with the applicant, to be mended."""
        return not self.outcome and self.returned_at is not None

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="teams_application_decided",
                condition=Q(outcome="", decided_at__isnull=True) | (~Q(outcome="") & Q(decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="teams_application_refused_with_reason", condition=~Q(outcome="refused") | Q(reason__gt="")
            ),
            models.CheckConstraint(
                name="teams_application_made",
                condition=Q(outcome="accepted", body__isnull=False) | (~Q(outcome="accepted") & Q(body__isnull=True)),
            ),
            models.CheckConstraint(
                name="teams_application_returned_whole",
                condition=Q(returned_at__isnull=True, returned_by_id__isnull=True)
                | Q(returned_at__isnull=False, returned_by_id__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"], condition=Q(outcome="", returned_at__isnull=True), name="teams_application_waiting"
            ),
            models.Index(fields=["account", "-id"], name="teams_application_account"),
            models.Index(
                fields=["scans_until"], condition=Q(scans_until__isnull=False), name="teams_application_scans"
            ),
        ]


MOST_SCANS = 6


class Scan(Picture):
    """A photograph of a paper that an application rests on: a certificate, the consent of the unit it is in."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="scans")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="teams_scan_once"),
            models.CheckConstraint(name="teams_scans_at_most", condition=Q(number__gte=1, number__lte=MOST_SCANS)),
        ]
