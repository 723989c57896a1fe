"""The table of what was reminded; a module of its own because the models of this room fill theirs."""

from django.db import models


class Reminder(models.Model):
    """What became of reminding one sign-up of one start: sent, or why not. A shift that is moved is reminded anew."""

    signup = models.ForeignKey("activities.Signup", on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=8)
    starts_at = models.DateTimeField()
    outcome = models.CharField(max_length=8)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["signup", "kind", "starts_at"], name="activities_reminded_once")]
