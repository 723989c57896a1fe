"""Open drives (公开招募): a body or place hangs up posters, and counts where whoever registered came from."""

from django.db import models
from django.db.models import Q

from baiying.kit.db.fields import PublicIdField


class Drive(models.Model):
    """A drive of a body or place, up to and with its last day, or until somebody ends it before."""

    public_id = PublicIdField()
    # One form is one drive, however often its button is pressed.
    form_id = models.CharField(max_length=12, unique=True)
    body = models.ForeignKey("teams.Body", null=True, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey("places.Division", on_delete=models.PROTECT, related_name="+")
    # Who is a volunteer already is shown the way there.
    team = models.ForeignKey("teams.Team", null=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=40)
    words = models.CharField(max_length=200, blank=True, default="")
    ends_on = models.DateField()
    made_at = models.DateTimeField()
    made_by_id = models.BigIntegerField()
    ended_at = models.DateTimeField(null=True)
    ended_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="rosters_drive_ended_by_somebody",
                condition=Q(ended_at__isnull=True, ended_by_id__isnull=True)
                | Q(ended_at__isnull=False, ended_by_id__isnull=False),
            )
        ]
        indexes = [
            models.Index(fields=["body", "-id"], name="rosters_drives_of_body"),
            models.Index(fields=["area", "-id"], name="rosters_drives_of_area"),
        ]


class DriveSource(models.Model):
    """Where a poster hangs, or who passes the square on: its address counts for itself."""

    public_id = PublicIdField()
    drive = models.ForeignKey(Drive, on_delete=models.PROTECT, related_name="sources")
    name = models.CharField(max_length=30)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["drive", "name"], name="rosters_source_once")]


class DriveArrival(models.Model):
    """Somebody registered who had come by a source. Who only looked is in no table."""

    source = models.ForeignKey(DriveSource, on_delete=models.PROTECT, related_name="arrivals")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    arrived_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["source", "id"], name="rosters_arrivals_of"),
            models.Index(fields=["person"], name="rosters_arrival_person"),
        ]
