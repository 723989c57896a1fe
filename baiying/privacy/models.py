"""Copies of what the house holds about somebody, and the closing of an account, with time to think again."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baiying.kit.db.fields import PublicIdField, SealedField
from baiying.privacy.assessment_models import Assessment as Assessment
from baiying.privacy.assessment_models import AuditReport as AuditReport
from baiying.privacy.breach_models import Breach as Breach
from baiying.privacy.breach_models import BreachPerson as BreachPerson
from baiying.privacy.breach_models import BreachStep as BreachStep
from baiying.privacy.hold_models import Hold as Hold
from baiying.privacy.hold_models import HoldGround as HoldGround
from baiying.privacy.hold_models import HoldThing as HoldThing
from baiying.privacy.opening_models import Ground as Ground
from baiying.privacy.opening_models import Opening as Opening
from baiying.privacy.receiver_models import Receiver as Receiver
from baiying.privacy.request_models import DataRequest as DataRequest


class Way(models.TextChoices):
    """Who asked, and so who may fetch it: the person, a guardian while the ward is a child, or a desk for who stands
    there."""

    SELF = "self", _("本人")
    GUARDIAN = "guardian", _("监护人")
    DESK = "desk", _("本人在柜台")


class Copy(models.Model):
    """One copy: asked, made by a job, fetched with a fresh code, emptied after days.

    `content_sealed`: all of it, as one sealed text; a page and a file are made of it when it is fetched. At a desk it
    is printed for who stands there (`reason`), never given to the clerk as a file.
    """

    public_id = PublicIdField()
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=8, choices=Way.choices)
    asked_at = models.DateTimeField()
    asked_by_id = models.BigIntegerField()
    reason = models.CharField(max_length=120, blank=True, default="")
    made_at = models.DateTimeField(null=True)
    content_sealed = SealedField(null=True)
    rows = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(null=True)
    fetched = models.PositiveSmallIntegerField(default=0)
    last_fetched_at = models.DateTimeField(null=True)
    emptied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # However often it is pressed, one is made at a time.
            models.UniqueConstraint(
                fields=["person", "asked_by_id"], condition=Q(emptied_at__isnull=True), name="privacy_one_live_copy"
            ),
            models.CheckConstraint(
                name="privacy_copy_made_whole",
                condition=Q(made_at__isnull=True, until__isnull=True) | Q(made_at__isnull=False, until__isnull=False),
            ),
            models.CheckConstraint(
                name="privacy_copy_emptied", condition=Q(emptied_at__isnull=True) | Q(content_sealed__isnull=True)
            ),
            models.CheckConstraint(name="privacy_desk_says_why", condition=~Q(way="desk") | ~Q(reason="")),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="privacy_copy_person"),
            models.Index(fields=["until"], condition=Q(content_sealed__isnull=False), name="privacy_copy_until"),
        ]


class Closing(models.Model):
    """An account that is to be closed: from the wish on nothing is used, until the last day it can be stopped.

    The row stays when all else is gone: that it was done, when, and by which way it was asked. It holds no words.
    `person` is empty for an account that is nobody's (an office alone); `account` for a person without a way in.
    `read_at`, `read_id`: up to which message others' messages were read for the name, in slices, and `read_for`, a
    keyed hash of the words that were masked in them; empty before it begins and when all is done.
    """

    public_id = PublicIdField()
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey("accounts.Account", null=True, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=8, choices=Way.choices)
    asked_at = models.DateTimeField()
    asked_by_id = models.BigIntegerField()
    due_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    stopped_by_id = models.BigIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    read_id = models.BigIntegerField(null=True)
    read_for = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(stopped_at__isnull=True, closed_at__isnull=True),
                name="privacy_one_closing_of_person",
            ),
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(stopped_at__isnull=True, closed_at__isnull=True),
                name="privacy_one_closing_of_account",
            ),
            models.CheckConstraint(
                name="privacy_closing_of_somebody", condition=Q(person__isnull=False) | Q(account__isnull=False)
            ),
            models.CheckConstraint(
                name="privacy_stopped_or_closed", condition=Q(stopped_at__isnull=True) | Q(closed_at__isnull=True)
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(stopped_at__isnull=True, closed_at__isnull=True),
                name="privacy_closing_due",
            )
        ]
