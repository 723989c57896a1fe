"""Two records of one human: asked for, proven, confirmed by a second person, done, and apart again (R006)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from baiying.kit.db.fields import PublicIdField


class MergeProof(models.TextChoices):
    """By what it was shown that both records are of one human: an own act for both, or documents seen for both."""

    PHONES = "phones", _("两个手机号都收到验证码")
    CARDS = "cards", _("两张志愿者证都在手里")
    DOCUMENTS = "documents", _("当面看过两份证件")


class Merge(models.Model):
    """Two records of one human: `survivor` goes on, `loser` leads to it. One proposes, another confirms.

    Who asks without seeing both (`asked_by_id`) leaves it to the office above, where somebody takes it up
    (`proposed_at`).
    Between confirmation and being carried out lie cooling days, in which either number may say no (`said_no_at`).
    What was moved is written down as Moved; what was settled otherwise in `settled`, by the names of the rooms' steps;
    `seen` holds the highest id of each table then, so that what is newer is known as newer.
    """

    public_id = PublicIdField()
    survivor = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    loser = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    # The smallest area that holds both: whose office decides.
    area = models.ForeignKey("places.Division", on_delete=models.PROTECT, related_name="+")
    proof = models.CharField(max_length=10, choices=MergeProof.choices)
    words = models.CharField(max_length=300, blank=True, default="")
    asked_at = models.DateTimeField()
    asked_by_id = models.BigIntegerField()
    proposed_at = models.DateTimeField(null=True)
    proposed_by_id = models.BigIntegerField(null=True)
    # Why whoever took it up proposes it though facts of the two differ.
    taken_words = models.CharField(max_length=300, blank=True, default="")
    due_on = models.DateField()
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by_id = models.BigIntegerField(null=True)
    cools_until = models.DateTimeField(null=True)
    said_no_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by_id = models.BigIntegerField(null=True)
    end_words = models.CharField(max_length=300, blank=True, default="")
    done_at = models.DateTimeField(null=True)
    settled = models.JSONField(default=list)
    seen = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)
    undone_by_id = models.BigIntegerField(null=True)
    undo_words = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["loser"],
                condition=Q(ended_at__isnull=True, undone_at__isnull=True),
                name="people_one_open_merge",
            ),
            models.CheckConstraint(name="people_merge_of_two", condition=~Q(survivor=F("loser"))),
            models.CheckConstraint(
                name="people_merge_by_two_people",
                condition=Q(confirmed_by_id__isnull=True)
                | (Q(proposed_by_id__isnull=False) & ~Q(confirmed_by_id=F("proposed_by_id"))),
            ),
            models.CheckConstraint(
                name="people_merge_done_after_confirmed",
                condition=Q(done_at__isnull=True) | Q(confirmed_at__isnull=False, ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="people_merge_undone_after_done", condition=Q(undone_at__isnull=True) | Q(done_at__isnull=False)
            ),
        ]
        indexes = [
            models.Index(fields=["area", "-id"], name="people_merge_area"),
            models.Index(
                fields=["cools_until"],
                condition=Q(done_at__isnull=True, ended_at__isnull=True, confirmed_at__isnull=False),
                name="people_merge_cooling",
            ),
        ]

    @property
    def state(self) -> str:
        """asked, proposed, cooling, ended, done, undone: follows from the columns."""
        if self.undone_at is not None:
            return "undone"
        if self.done_at is not None:
            return "done"
        if self.ended_at is not None:
            return "ended"
        if self.confirmed_at is not None:
            return "cooling"
        return "proposed" if self.proposed_at is not None else "asked"


class Moved(models.Model):
    """The journal of a merge: which rows of a column said something else before it; by it the merge is undone."""

    APPEND_ONLY = True

    merge = models.ForeignKey(Merge, on_delete=models.PROTECT, related_name="moved")
    # "<app>.<Model>" and the column as the model names it.
    table = models.CharField(max_length=48)
    column = models.CharField(max_length=32)
    rows = ArrayField(models.BigIntegerField())
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
