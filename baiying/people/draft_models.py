"""A registration under way."""

from django.db import models

from baiying.kit.db.fields import PublicIdField, SealedField


class RegistrationDraft(models.Model):
    """A registration under way on a phone: each step is saved, sealed whole, and deleted after days.

    Once it has ended it is emptied and stays for a day, with whom it made (nobody: a claim came of it), so that a
    second press is answered as the first.
    """

    public_id = PublicIdField()
    phone_hash = models.BinaryField(db_index=True)
    account = models.ForeignKey("accounts.Account", null=True, on_delete=models.CASCADE, related_name="+")
    content_sealed = SealedField()
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField(null=True)
    made = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
