"""Two teams that become one: proposed by one side, signed by the other, done, and apart again."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from baiying.kit.db.fields import PublicIdField
from baiying.teams.models.bodies import Team


class TeamMerge(models.Model):
    """`survivor` goes on, `loser` leads to it. Proposed for some sides, signed for the others, then done at once.

    `proposed_for`: the sides that the proposer administers; none for the office above both. What was moved is written
    down as TeamMoved; what was settled otherwise in `settled`; `seen` holds the highest id of each table then.
    """

    public_id = PublicIdField()
    survivor = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    loser = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    # The smallest area that holds both units: whose office stands above both.
    area = models.ForeignKey("places.Division", on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=300, blank=True, default="")
    proposed_at = models.DateTimeField()
    proposed_by_id = models.BigIntegerField()
    proposed_for = ArrayField(models.CharField(max_length=8), default=list)
    due_on = models.DateField()
    survivor_signed_at = models.DateTimeField(null=True)
    survivor_signed_by_id = models.BigIntegerField(null=True)
    loser_signed_at = models.DateTimeField(null=True)
    loser_signed_by_id = models.BigIntegerField(null=True)
    office_signed_at = models.DateTimeField(null=True)
    office_signed_by_id = models.BigIntegerField(null=True)
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
                name="teams_one_open_merge",
            ),
            models.CheckConstraint(name="teams_merge_of_two", condition=~Q(survivor=F("loser"))),
            models.CheckConstraint(
                name="teams_merge_signed_by_another",
                condition=(Q(survivor_signed_by_id__isnull=True) | ~Q(survivor_signed_by_id=F("proposed_by_id")))
                & (Q(loser_signed_by_id__isnull=True) | ~Q(loser_signed_by_id=F("proposed_by_id")))
                & (Q(office_signed_by_id__isnull=True) | ~Q(office_signed_by_id=F("proposed_by_id"))),
            ),
            models.CheckConstraint(
                name="teams_merge_done_once_signed",
                condition=Q(done_at__isnull=True)
                | Q(ended_at__isnull=True)
                & (
                    Q(survivor_signed_at__isnull=False)
                    | Q(loser_signed_at__isnull=False)
                    | Q(office_signed_at__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="teams_merge_undone_after_done", condition=Q(undone_at__isnull=True) | Q(done_at__isnull=False)
            ),
        ]
        indexes = [
            models.Index(fields=["survivor", "-id"], name="teams_merges_of"),
            models.Index(
                fields=["due_on"],
                condition=Q(done_at__isnull=True, ended_at__isnull=True),
                name="teams_merge_waiting",
            ),
        ]

    @property
    def state(self) -> str:
        """proposed, ended, done, undone: follows from the columns."""
        if self.undone_at is not None:
            return "undone"
        if self.done_at is not None:
            return "done"
        return "ended" if self.ended_at is not None else "proposed"

    @property
    def signed(self) -> dict[str, int]:
        """Who has signed, by the side they signed for."""
        rows = {
            "survivor": self.survivor_signed_by_id,
            "loser": self.loser_signed_by_id,
            "office": self.office_signed_by_id,
        }
        return {side: who for side, who in rows.items() if who is not None}


class TeamMoved(models.Model):
    """The journal of a merge: which rows of a column said something else before it; by it the merge is undone."""

    APPEND_ONLY = True

    merge = models.ForeignKey(TeamMerge, on_delete=models.PROTECT, related_name="moved")
    # "<app>.<Model>" and the column as the model names it.
    table = models.CharField(max_length=48)
    column = models.CharField(max_length=32)
    rows = ArrayField(models.BigIntegerField())
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
