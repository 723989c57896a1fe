"""What has to stay by a law though its term comes, or its person closes the account: a hold, asked by one, confirmed by
another."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from baiying.kit.db.fields import PublicIdField

MOST_STATUTE, MOST_CASE, MOST_WORDS = 120, 80, 300


class HoldGround(models.TextChoices):
    """Why records outlive their purpose: a duty of the law, no other (PIPL art. 47: its term has not come)."""

    AUTHORITY = "authority", _("法院、检察院、监察机关、公安机关要求保存")
    DISPUTE = "dispute", _("诉讼、仲裁、复议正在进行")
    INQUIRY = "inquiry", _("依法进行的调查、检查、审计")
    LAW = "law", _("法律、行政法规规定的保存期没有到")


class Hold(models.Model):
    """One hold: by which statute, in which case, until a last day, or till a day on which it is looked at again.

    `tells`: whether those whom it keeps are told; where a law forbids that, `untold_why` says which. On its last day it
    ends by itself. Ending it before sets that day (`cut_at`); renewing it is another hold, confirmed like the first.
    """

    public_id = PublicIdField()
    # One press is one wish: the form's own number.
    source = models.CharField(max_length=40, unique=True)
    area = models.ForeignKey("places.Division", on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=12, choices=HoldGround.choices)
    statute = models.CharField(max_length=MOST_STATUTE)
    case_no = models.CharField(max_length=MOST_CASE)
    tells = models.BooleanField()
    untold_why = models.CharField(max_length=MOST_WORDS, blank=True, default="")
    until_on = models.DateField(null=True)
    review_on = models.DateField(null=True)
    asked_at = models.DateTimeField()
    asked_by_id = models.BigIntegerField()
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.BigIntegerField(null=True)
    refused_why = models.CharField(max_length=MOST_WORDS, blank=True, default="")
    taken_back_at = models.DateTimeField(null=True)
    cut_at = models.DateTimeField(null=True)
    cut_by_id = models.BigIntegerField(null=True)
    cut_why = models.CharField(max_length=MOST_WORDS, blank=True, default="")
    # The job's two steps after the last day: what it kept is let go, then what came of it is said.
    ended_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(null=True)
    gone = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="privacy_hold_one_day",
                condition=Q(until_on__isnull=True, review_on__isnull=False)
                | Q(until_on__isnull=False, review_on__isnull=True),
            ),
            models.CheckConstraint(
                name="privacy_hold_second_person",
                condition=Q(decided_at__isnull=True, decided_by_id__isnull=True, refused_why="")
                | (Q(decided_at__isnull=False, decided_by_id__isnull=False) & ~Q(decided_by_id=F("asked_by_id"))),
            ),
            models.CheckConstraint(name="privacy_hold_untold_why", condition=Q(tells=True) ^ ~Q(untold_why="")),
            models.CheckConstraint(
                name="privacy_hold_reported", condition=Q(reported_at__isnull=True) | Q(ended_at__isnull=False)
            ),
        ]


class HoldThing(models.Model):
    """One person, or one record of another room (`kit.keeping.Holdable`), that a hold keeps.

    `waited`: at the end of the hold its term had come, so that it was to go; `gone_at`: it went.
    """

    hold = models.ForeignKey(Hold, on_delete=models.PROTECT, related_name="things")
    kind = models.CharField(max_length=16)
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    record_id = models.BigIntegerField(null=True)
    told_at = models.DateTimeField(null=True)
    waited = models.BooleanField(default=False)
    gone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="privacy_hold_thing_is_one",
                condition=Q(kind="person", person__isnull=False, record_id__isnull=True)
                | (Q(person__isnull=True, record_id__isnull=False) & ~Q(kind="person")),
            ),
            models.UniqueConstraint(
                fields=["hold", "person"], condition=Q(person__isnull=False), name="privacy_hold_person_once"
            ),
            models.UniqueConstraint(
                fields=["hold", "kind", "record_id"],
                condition=Q(record_id__isnull=False),
                name="privacy_hold_record_once",
            ),
        ]
        indexes = [
            models.Index(fields=["person"], condition=Q(person__isnull=False), name="privacy_hold_of_person"),
        ]
