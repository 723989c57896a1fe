"""Since when and until when a guardian's consent was in force."""

from django.db import models
from django.db.models import F, Q


class ConsentSpan(models.Model):
    """From when to when (end exclusive) a guardian's consent was in force.

    Written by the database (sql/keep_consent_span.sql) whenever the row of the consent says so no more, or again: what
    a consent carried stays on record though it waits later, or is withdrawn.
    """

    guardianship = models.ForeignKey("people.Guardianship", on_delete=models.CASCADE, related_name="spans")
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["guardianship"], condition=Q(to_at__isnull=True), name="people_one_open_consent_span"
            ),
            models.CheckConstraint(
                name="people_consent_span_has_length", condition=Q(to_at__isnull=True) | Q(to_at__gt=F("from_at"))
            ),
        ]
