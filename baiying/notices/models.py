"""Messages: written in the caller's transaction, delivered by the worker. Knows addresses, not people."""

from django.db import models
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from baiying.kit import kept
from baiying.kit.db.fields import PublicIdField, SealedField


class Message(models.Model):
    """One text to one address.

    `inbox` is an opaque key given by the caller (a person's public id): the in-app inbox lists by it.
    A phone stays sealed; `address_mask` is what staff see.
    """

    public_id = PublicIdField()
    channel = models.CharField(max_length=8, choices=[("inapp", _("站内")), ("sms", _("短信"))])
    inbox = models.CharField(max_length=32, blank=True, default="")
    address_sealed = SealedField(null=True)
    address_hash = models.BinaryField(null=True)
    address_mask = models.CharField(max_length=32, blank=True, default="")
    kind = models.CharField(max_length=48)
    text = models.TextField()
    # How the text was made (kit.kept), so that a reader of English gets it in English; empty for texts as they stand.
    recipe = models.JSONField(null=True)
    link = models.CharField(max_length=200, blank=True, default="")
    urgent = models.BooleanField(default=False)
    unique_source = models.CharField(max_length=96, null=True, unique=True)
    written_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=200, blank=True, default="")

    @property
    def text_to_read(self) -> str:
        """The text in the reader's language: as it was sent in Chinese, said again in another."""
        if self.recipe is None or (translation.get_language() or "").startswith("zh"):
            return self.text
        return kept.said(self.recipe)

    class Meta:
        indexes = [
            models.Index(fields=["inbox", "-id"], name="notices_inbox", condition=~Q(inbox="")),
            models.Index(fields=["address_hash", "-id"], name="notices_address"),
        ]
        constraints = [
            models.CheckConstraint(
                name="notices_message_has_address",
                condition=Q(channel="inapp", inbox__gt="") | Q(channel="sms", address_hash__isnull=False),
            )
        ]
