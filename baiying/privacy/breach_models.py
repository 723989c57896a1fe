"""A leak of personal data, from when it is found to its report (PIPL art. 57; Minors Online Regulation art. 35)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baiying.kit.db.fields import PublicIdField

MOST_WORDS = 500


class BreachKind(models.TextChoices):
    """What happened to the data, as PIPL art. 57 names it."""

    LEAK = "leak", _("泄露：不该看到的人看到了")
    ALTERED = "altered", _("篡改：被人改了")
    LOST = "lost", _("丢失：找不到了")


class StepKind(models.TextChoices):
    CONTAIN = "contain", _("止住：下架、停用、收回、改密码")
    AUTHORITY = "authority", _("向上报告：网信、公安或主管部门")
    NOTE = "note", _("查到的情况")


class ToldWay(models.TextChoices):
    """How somebody was reached; whom nothing reaches stands on the paper list until it is handed over."""

    MESSAGE = "message", _("本人，消息和短信")
    GUARDIAN = "guardian", _("监护人，消息和短信")
    PAPER = "paper", _("书面：没有手机")
    NOBODY = "nobody", _("已注销，没有联系方式")


class Breach(models.Model):
    """One case. The clocks of its rules begin at `found_at`.

    What people are told is what the law wants said: `what` data, `cause`, `harm` that may come, `advice` how to guard
    against it; what was done about it are its steps. `told_at`: somebody decided that those concerned are told.
    """

    public_id = PublicIdField()
    # One press is one case: the form's own number.
    source = models.CharField(max_length=40, unique=True)
    area = models.ForeignKey("places.Division", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=BreachKind.choices)
    found_at = models.DateTimeField()
    what = models.CharField(max_length=MOST_WORDS)
    cause = models.CharField(max_length=MOST_WORDS)
    harm = models.CharField(max_length=MOST_WORDS)
    advice = models.CharField(max_length=MOST_WORDS)
    opened_at = models.DateTimeField()
    opened_by_id = models.BigIntegerField()
    told_at = models.DateTimeField(null=True)
    told_by_id = models.BigIntegerField(null=True)
    # Nobody need be told where the harm was wholly kept off (PIPL art. 57, second paragraph): why that is so.
    untold_why = models.CharField(max_length=MOST_WORDS, blank=True, default="")
    reminded_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by_id = models.BigIntegerField(null=True)
    conclusion = models.CharField(max_length=MOST_WORDS, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="privacy_breach_ended_whole",
                condition=Q(ended_at__isnull=True, conclusion="") | (Q(ended_at__isnull=False) & ~Q(conclusion="")),
            ),
        ]


class BreachStep(models.Model):
    """What was done or found, when, by whom; never changed."""

    APPEND_ONLY = True

    source = models.CharField(max_length=40, unique=True)
    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=12, choices=StepKind.choices)
    words = models.CharField(max_length=MOST_WORDS)
    # When it was done, which may be before it was written down.
    done_at = models.DateTimeField()
    at = models.DateTimeField()
    by_id = models.BigIntegerField()


class BreachPerson(models.Model):
    """One of those whose data it is: by which file or list they were found, and when and how they were told."""

    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="people")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    # The mark of a file, or empty for a list of numbers.
    mark = models.CharField(max_length=12, blank=True, default="")
    found_at = models.DateTimeField()
    way = models.CharField(max_length=8, choices=ToldWay.choices, blank=True, default="")
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["breach", "person"], name="privacy_breach_person_once"),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="privacy_breach_person"),
            models.Index(fields=["breach", "id"], condition=Q(told_at__isnull=True), name="privacy_breach_untold"),
        ]
