"""Claims: somebody says that a record which is there already is theirs."""

from django.db import models
from django.db.models import F, Q

from baiying.kit.db.fields import PublicIdField, SealedField
from baiying.kit.values import names


class Claim(models.Model):
    """ "Already registered": somebody says a record is theirs; a named human decides (R005)."""

    public_id = PublicIdField()
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="claims")
    account = models.ForeignKey("accounts.Account", null=True, on_delete=models.PROTECT, related_name="+")
    claimed_name = models.CharField(max_length=names.MOST_SIGNS)
    phone_sealed = SealedField()
    phone_mask = models.CharField(max_length=16)
    note = models.CharField(max_length=300, blank=True, default="")
    filed_at = models.DateTimeField()
    area = models.ForeignKey("places.Division", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.BigIntegerField(null=True)
    granted = models.BooleanField(null=True)
    answer = models.CharField(max_length=300, blank=True, default="")
    due_on = models.DateField(null=True)
    # Told to the office above and to whoever asked, because nobody answered in time.
    risen_at = models.DateTimeField(null=True)
    # Where the record has a number of its own: who saw the document, who confirmed it, when it is handed back, and
    # that the holder of that number said "that is me".
    seen_at = models.DateTimeField(null=True)
    seen_by_id = models.BigIntegerField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by_id = models.BigIntegerField(null=True)
    cools_until = models.DateTimeField(null=True)
    objected_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="people_claim_by_two_people",
                condition=Q(confirmed_by_id__isnull=True)
                | (Q(seen_by_id__isnull=False) & ~Q(confirmed_by_id=F("seen_by_id"))),
            ),
            models.CheckConstraint(
                name="people_claim_confirmed_whole",
                condition=Q(confirmed_at__isnull=True, confirmed_by_id__isnull=True, cools_until__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by_id__isnull=False, cools_until__isnull=False),
            ),
            models.CheckConstraint(
                name="people_claim_decided_whole",
                condition=Q(decided_at__isnull=True, decided_by_id__isnull=True, granted__isnull=True)
                | Q(decided_at__isnull=False, decided_by_id__isnull=False, granted__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["cools_until"],
                condition=Q(decided_at__isnull=True, cools_until__isnull=False),
                name="people_claim_cooling",
            ),
            models.Index(
                fields=["due_on"],
                condition=Q(decided_at__isnull=True, risen_at__isnull=True),
                name="people_claim_late",
            ),
        ]

    @property
    def state(self) -> str:
        """waiting, seen, cooling, granted, refused: follows from the columns."""
        if self.decided_at is not None:
            return "granted" if self.granted else "refused"
        if self.cools_until is not None:
            return "cooling"
        return "waiting" if self.seen_at is None else "seen"
