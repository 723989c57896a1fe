"""The audit: one row for every change and every look at personal data."""

from django.db import models


class AuditEvent(models.Model):
    """Who did what to which row when. No foreign keys: the log neither blocks nor follows live data (R156)."""

    APPEND_ONLY = True

    at = models.DateTimeField()
    action = models.CharField(max_length=64)
    account_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    appointment_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=32, default="")
    label = models.CharField(max_length=64, default="")
    subject_type = models.CharField(max_length=32, default="")
    subject_id = models.BigIntegerField(null=True)
    area_id = models.BigIntegerField(null=True)
    ok = models.BooleanField(default=True)
    detail = models.JSONField(default=dict)
    ip = models.CharField(max_length=45, default="")
    device = models.CharField(max_length=64, default="")
    # Through which door: browser, token, job, command (kit.values.actor.Via); empty in rows from before it was noted.
    via = models.CharField(max_length=8, db_default="browser")

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="kit_audit_subject"),
            models.Index(fields=["account_id", "id"], name="kit_audit_account"),
        ]
