"""What was reminded, what must be known, who answered not to come; here because the models of this room fill theirs."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baiying.activities.rules import reached
from baiying.kit.db.fields import PublicIdField


class Reminder(models.Model):
    """What became of reminding one sign-up of one start: sent, or why not. A shift that is moved is reminded anew."""

    signup = models.ForeignKey("activities.Signup", on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=8)
    starts_at = models.DateTimeField()
    outcome = models.CharField(max_length=8)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["signup", "kind", "starts_at"], name="activities_reminded_once")]


WHAT = (
    ("called_off", _("班次取消了")),
    ("activity_cancelled", _("活动取消了")),
    ("set_aside", _("报名被取消了")),
    ("adults_only", _("改成只收成年人，报名取消了")),
    ("moved", _("改了时间")),
    ("address", _("改了地点")),
)
WHY = (
    (reached.NO_WAY, _("没有留手机号，站内消息还没有看")),
    (reached.NOT_ARRIVED, _("短信没有发成")),
    (reached.STUCK, _("短信还没有发出去")),
)


class MustKnow(models.Model):
    """News of a sign-up without which somebody would set out for nothing, or to another place (N15, R038).

    `sources`: of the messages that tell of it (notices.Letter.unique_source), the guardians' among them. `state`: not
    known yet whether they arrive (""), reached, to be called (`why`), or old: other news took their place. `until`:
    from then on it helps nobody. `told_at` and `told_by_id`: who said that it was told by telephone or in person.
    """

    public_id = PublicIdField()
    signup = models.ForeignKey("activities.Signup", on_delete=models.CASCADE, related_name="must_know")
    what = models.CharField(max_length=20, choices=WHAT)
    sources = models.JSONField()
    written_at = models.DateTimeField()
    until = models.DateTimeField()
    state = models.CharField(max_length=8, blank=True, default="")
    why = models.CharField(max_length=8, choices=WHY, blank=True, default="")
    told_at = models.DateTimeField(null=True)
    told_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["signup", "what", "written_at"], name="activities_must_know_once")
        ]
        indexes = [
            # What is still open: looked at every minute, and shown to whoever leads.
            models.Index(
                fields=["until"],
                condition=Q(state__in=["", "call"], told_at__isnull=True),
                name="activities_must_know_open",
            )
        ]


class CannotCome(models.Model):
    """Somebody answered to a text message of the own shift, or of a ward's, not to come, and the sign-up stands.

    Whoever leads asks by telephone; nothing is cancelled by it.

    `reply_id`: the answer (notices.HeardReply). `told_at`: since when a message to whoever leads says so. `settled_at`
    and `settled_by_id`: who has asked.
    """

    public_id = PublicIdField()
    signup = models.ForeignKey("activities.Signup", on_delete=models.CASCADE, related_name="cannot_come")
    reply_id = models.BigIntegerField()
    said_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["signup"], name="activities_cannot_come_open", condition=Q(settled_at__isnull=True)
            ),
            models.UniqueConstraint(fields=["signup", "reply_id"], name="activities_cannot_come_once"),
        ]


class TimeAgreed(models.Model):
    """Who has a place said that the new time of a shift that was moved suits: the volunteer, or a child's guardian.

    It holds for this time alone; a no is a sign-up that ended. `leader_told_at`: when the leader had read it in a
    digest, or knew it by the own act.
    """

    signup = models.ForeignKey("activities.Signup", on_delete=models.CASCADE, related_name="times_agreed")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    by_guardian = models.BooleanField(default=False)
    agreed_at = models.DateTimeField()
    agreed_by_id = models.BigIntegerField(null=True)
    leader_told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["signup", "starts_at", "ends_at", "by_guardian"], name="activities_time_agreed_once"
            )
        ]
        indexes = [
            # What the leaders have not heard of yet: looked at every few minutes.
            models.Index(
                fields=["agreed_at"], condition=Q(leader_told_at__isnull=True), name="activities_time_agreed_untold"
            )
        ]
