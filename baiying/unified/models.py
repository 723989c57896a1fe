"""Visits to a provider of OpenID Connect, each from the press that began it to its end.

Who is tied to what stands in `accounts.Identity`.
"""

from django.db import models
from django.db.models import Q

from baiying.kit.db.fields import PublicIdField, SealedField


class Purpose(models.TextChoices):
    LOG_IN = "log_in"
    TIE = "tie"


class Visit(models.Model):
    """Somebody was sent to a provider and is to come back once, in the same session, within minutes (U25).

    `state_hash` finds the row, and finding it proves nothing: `holder_hash` says in which browser it was begun, and
    `account` and `session_pid` who was logged in there. `sealed` are the nonce and the verifier of PKCE. What came back
    (subject and name) waits sealed for the owner's last press and goes with it.
    """

    public_id = PublicIdField()
    provider = models.CharField(max_length=32)
    issuer = models.CharField(max_length=200)
    purpose = models.CharField(max_length=8, choices=Purpose.choices)
    account = models.ForeignKey("accounts.Account", null=True, on_delete=models.PROTECT, related_name="+")
    session_pid = models.CharField(max_length=12, blank=True, default="")
    holder_hash = models.BinaryField()
    state_hash = models.BinaryField(unique=True)
    sealed = SealedField()
    began_at = models.DateTimeField(db_index=True)
    # The answer came: whatever it said, no second one is taken.
    answered_at = models.DateTimeField(null=True)
    answer_sealed = SealedField(null=True)
    ended_at = models.DateTimeField(null=True)
    # How it ended: tied, entered, or the code of the refusal.
    outcome = models.CharField(max_length=24, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["account"], name="unified_visit_account")]
        constraints = [
            models.CheckConstraint(
                name="unified_visit_tie_of_somebody",
                condition=Q(purpose="log_in", account__isnull=True) | Q(purpose="tie", account__isnull=False),
            ),
        ]
