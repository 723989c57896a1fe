"""A minor's numbers are looked at by leave: one asks, an authorised manager gives it for hours (R009)."""

from django.db import models

from baiying.kit.db import leave
from baiying.kit.db.fields import PublicIdField


class MinorLeave(leave.Leave):
    """A leave (kit.db.leave) to open the whole numbers of somebody under age; every look stands in the audit by itself.

    Source: Minors Online Regulation art. 36: staff look at a minor's personal information
    with the approval of a responsible manager, and the look is recorded.
    """

    public_id = PublicIdField()
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "asked_by_id"], condition=leave.waits(), name="people_minor_leave_asked_once"
            ),
            leave.second_person("people_minor_leave_second_person"),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="people_minor_leave_person"),
            models.Index(fields=["asked_at"], condition=leave.waits(), name="people_minor_leave_waits"),
            # A year of the information on minors counts by these (R010).
            models.Index(fields=["asked_at"], name="people_minor_leave_asked"),
            models.Index(fields=["decided_at"], name="people_minor_leave_decided"),
        ]
