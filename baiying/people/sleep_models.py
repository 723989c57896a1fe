"""Records without any act for long: found, asked, told, parked, awake again; and who let that begin where."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baiying.kit.db.fields import PublicIdField
from baiying.people.rules import sleeping

_ENDS = {
    sleeping.End.ACT: _("又有活动了"),
    sleeping.End.STAYS: _("本人说继续"),
    sleeping.End.HEARD: _("问到本人，继续"),
    sleeping.End.WOKEN: _("本人恢复"),
    sleeping.End.DESK: _("当面恢复"),
    sleeping.End.LEFT: _("已不在册"),
}


class Dormancy(models.Model):
    """One time that a record was found without an act; open until `ended_at`. States follow from the columns
    (rules.sleeping.state); parked from `parked_at` to `ended_at`.

    `unreached_at`: since when the question is known to reach nobody. `due_on`: from which day on silence parks.
    `decided_by_id` and `words`: who of an office heard what the person wants, and how. `ended_by_id`: by whose hand it
    ended; empty for what a day found out by itself and for the link of the message.
    """

    public_id = PublicIdField()
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="dormancies")
    found_at = models.DateTimeField()
    last_act_on = models.DateField()
    asked_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    unreached_at = models.DateTimeField(null=True)
    parked_at = models.DateTimeField(null=True)
    decided_by_id = models.BigIntegerField(null=True)
    words = models.CharField(max_length=120, blank=True, default="")
    ended_at = models.DateTimeField(null=True)
    end_why = models.CharField(max_length=8, choices=list(_ENDS.items()), blank=True, default="")
    ended_by_id = models.BigIntegerField(null=True)

    @property
    def state(self) -> sleeping.State:
        return sleeping.state(
            asked=self.asked_at is not None,
            told=self.told_at is not None,
            unreached=self.unreached_at is not None,
            parked=self.parked_at is not None,
            ended=self.ended_at is not None,
        )

    @property
    def source(self) -> str:
        """By what the question to the person is known among the messages."""
        return f"still_here:{self.public_id}"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at__isnull=True), name="people_dormancy_one_open"
            ),
            # Silence parks only whom a question reached, and only after its days; else a human heard the person.
            models.CheckConstraint(
                name="people_dormancy_parked_told",
                condition=Q(parked_at__isnull=True)
                | Q(decided_by_id__isnull=False)
                | Q(told_at__isnull=False, due_on__isnull=False, unreached_at__isnull=True),
            ),
            models.CheckConstraint(
                name="people_dormancy_ended_why",
                condition=Q(ended_at__isnull=True, end_why="") | (Q(ended_at__isnull=False) & ~Q(end_why="")),
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="people_dormancy_person"),
            models.Index(fields=["id"], condition=Q(ended_at__isnull=True), name="people_dormancy_open"),
            # Who waits to be asked, the longest asleep first.
            models.Index(
                fields=["last_act_on", "id"],
                condition=Q(asked_at__isnull=True, ended_at__isnull=True),
                name="people_dormancy_found",
            ),
            # How many a village was given of late.
            models.Index(fields=["asked_at"], condition=Q(asked_at__isnull=False), name="people_dormancy_asked"),
            # Whom a station looks for.
            models.Index(
                fields=["unreached_at", "id"],
                condition=Q(unreached_at__isnull=False, parked_at__isnull=True, ended_at__isnull=True),
                name="people_dormancy_unreached",
            ),
            models.Index(
                fields=["person"],
                condition=Q(parked_at__isnull=False),
                name="people_dormancy_parked",
            ),
        ]


class DormancyStart(models.Model):
    """An office let the cleaning of its area begin, having seen the numbers; until `stopped_at`. Nobody is asked, and
    nobody parked by silence, where none stands."""

    public_id = PublicIdField()
    area = models.ForeignKey("places.Division", on_delete=models.PROTECT, related_name="+")
    found = models.PositiveIntegerField()
    without_phone = models.PositiveIntegerField()
    confirmed_at = models.DateTimeField()
    confirmed_by_id = models.BigIntegerField()
    stopped_at = models.DateTimeField(null=True)
    stopped_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area"], condition=Q(stopped_at__isnull=True), name="people_dormancy_start_once"
            )
        ]


class DormancyCount(models.Model):
    """How many of a village (or township) were found asleep at the last look, and of how many nobody knows a phone.

    Counted anew every night; an office sees it before anybody is asked.
    """

    area_id = models.BigIntegerField(unique=True)
    found = models.PositiveIntegerField()
    without_phone = models.PositiveIntegerField()
    counted_at = models.DateTimeField()
