"""A file with children in it leaves the house by leave: one asks, an authorised manager gives it for hours (R009)."""

from django.db import models
from django.db.models import F
from django.db.models.functions import MD5

from baiying.kit.db import leave
from baiying.kit.db.fields import PublicIdField


class FileLeave(leave.Leave):
    """A leave (kit.db.leave) to take one list as a file, with the children in it; each taking stands in the book of
    files by itself (kit.taking). `words` is what the file is for.

    Which list, narrowed how, is said as the file says it (kit.taking.File). Nobody is named here: `children` says how
    many there were as it was asked for. Source: Minors Online Regulation art. 36.
    """

    public_id = PublicIdField()
    # Where the rows lie: the managers of that area and above it may give it.
    area = models.ForeignKey("places.Division", on_delete=models.PROTECT, related_name="+")
    # In which office it was asked for: in no other it opens anything.
    role = models.CharField(max_length=32, blank=True, default="")
    office_id = models.BigIntegerField(null=True)
    title = models.CharField(max_length=120)
    narrowed = models.JSONField(default=list)
    path = models.CharField(max_length=200)
    query = models.TextField(blank=True, default="")
    rows = models.PositiveIntegerField()
    children = models.PositiveIntegerField()
    # Whether the same list can be taken without the children in it.
    sparing = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                F("asked_by_id"), F("role"), F("office_id"), F("path"), MD5("query"),
                condition=leave.waits(), name="people_file_leave_asked_once",
                nulls_distinct=False,
            ),
            leave.second_person("people_file_leave_second_person"),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["asked_by_id", "-id"], name="people_file_leave_asker"),
            models.Index(fields=["asked_at"], condition=leave.waits(), name="people_file_leave_waits"),
        ]
