"""Appointments by list, invitations of who has no log-in yet, and notes that somebody leaves whose term has ended."""

from django.db import models
from django.db.models import Q

from baiying.kit.db.fields import PublicIdField, SealedField


class AppointmentList(models.Model):
    """A list of appointments (任命名单) as it was read: looked at, sent once, perhaps taken back.

    It belongs to the office that brought it, whoever of the office goes on with it. Until it is sent its cells stand in
    `lines_sealed`; then the lines that are left to give, then nothing. `summary` and `outcome` hold numbers, columns
    and codes, never a name or a number of somebody.
    """

    public_id = PublicIdField()
    # One form is one list, however often its button is pressed.
    form_id = models.CharField(max_length=12, unique=True)
    role = models.CharField(max_length=16)
    area = models.ForeignKey("places.Division", null=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    made_by_id = models.BigIntegerField()
    lines_sealed = SealedField(null=True)
    summary = models.JSONField(default=dict)
    emptied_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    sent_by_id = models.BigIntegerField(null=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    outcome = models.JSONField(default=dict)
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="accounts_list_sent_by_somebody",
                condition=Q(sent_at__isnull=True, sent_by_id__isnull=True)
                | Q(sent_at__isnull=False, sent_by_id__isnull=False),
            ),
            models.CheckConstraint(
                name="accounts_list_undone_after_sending",
                condition=Q(undone_at__isnull=True) | Q(sent_at__isnull=False),
            ),
            models.CheckConstraint(
                name="accounts_list_emptied_whole", condition=Q(emptied_at__isnull=True) | Q(lines_sealed__isnull=True)
            ),
        ]
        indexes = [
            models.Index(fields=["area", "role", "-id"], name="accounts_lists_of_office"),
            models.Index(fields=["made_at"], condition=Q(lines_sealed__isnull=False), name="accounts_lists_waiting"),
        ]


class AppointmentInvitation(models.Model):
    """Somebody a list names who has no log-in yet: asked by text message to come in, no role and no account before.

    `who_sealed`: phone and name as the list has them; emptied when it is taken, withdrawn or over.
    """

    public_id = PublicIdField()
    listing = models.ForeignKey(AppointmentList, on_delete=models.PROTECT, related_name="invitations")
    role = models.CharField(max_length=16)
    area = models.ForeignKey("places.Division", on_delete=models.PROTECT, related_name="+")
    # Of an office of a room above: its unit or team (kit.listed), which lies in that area.
    thing_id = models.BigIntegerField(null=True)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    phone_hash = models.BinaryField(null=True)
    who_sealed = SealedField(null=True)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    taken_by_id = models.BigIntegerField(null=True)
    appointment = models.OneToOneField("Appointment", null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    emptied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["phone_hash", "role", "area", "thing_id"],
                condition=Q(taken_at__isnull=True, withdrawn_at__isnull=True, emptied_at__isnull=True),
                nulls_distinct=False,
                name="accounts_invited_once",
            ),
            models.CheckConstraint(
                name="accounts_invitation_taken_or_withdrawn",
                condition=Q(taken_at__isnull=True) | Q(withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                name="accounts_invitation_emptied",
                condition=Q(emptied_at__isnull=True) | Q(who_sealed__isnull=True, phone_hash__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["listing", "id"], name="accounts_invited_by_list"),
            models.Index(fields=["ends_at"], condition=Q(emptied_at__isnull=True), name="accounts_invited_until"),
        ]


class SuccessorNote(models.Model):
    """What somebody whose term ended in the middle of writing leaves for whoever goes on: words without numbers of
    people, for the office and not for a person. `done_at`: somebody of the office has taken it up."""

    public_id = PublicIdField()
    # One note of an ended appointment for each form that was open: the same form again writes over nothing.
    form_id = models.CharField(max_length=12, unique=True)
    appointment = models.ForeignKey("Appointment", on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    left_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["appointment"], condition=Q(done_at__isnull=True), name="accounts_notes_waiting")
        ]
