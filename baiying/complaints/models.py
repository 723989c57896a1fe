"""What somebody complains about or suggests, what the office did, and whom it concerns."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from baiying.kit.db.fields import PublicIdField, SealedField
from baiying.kit.pictures import Picture

MOST_WORDS = 1000
MOST_NAMES = 60


# As what a complaint is named outside this room: by a legal hold (kit.keeping).
KIND = "complaint"


class ComplaintKind(models.TextChoices):
    """What anybody may bring forward.

    Complaints in general: Order 685 art. 26. Records that are not true: Order 67 art. 20. Money taken from recipients,
    service forced on people: Order 685 art. 37, 39. Personal data: PIPL art. 50. Suggestions and faults of the program:
    国办函〔2026〕12号.
    """

    SUGGESTION = "suggestion", _("建议")
    COMPLAINT = "complaint", pgettext_lazy("one", "投诉")
    FALSE_DATA = "false_data", _("举报数据不实")
    CHARGING = "charging", _("举报收费或强制参加")
    PERSONAL_DATA = "personal_data", _("个人信息")
    FAULT = "fault", _("网站问题")


class Outcome(models.TextChoices):
    """With what a complaint ended."""

    RESOLVED = "resolved", _("已解决")
    EXPLAINED = "explained", _("已说明情况")
    UNFOUNDED = "unfounded", _("核实后不属实")
    REFERRED = "referred", _("转交别的部门")
    WITHDRAWN = "withdrawn", _("本人撤回")


class Addressee(models.TextChoices):
    """Who is to answer: the office that runs volunteer service, or civil affairs; each sees and answers its own.

    Order 685 art. 5, 26; Order 67 art. 20.
    """

    OFFICE = "office", _("志愿服务主管部门")
    CIVIL_AFFAIRS = "civil_affairs", _("民政部门")


class Complaint(models.Model):
    """One complaint or suggestion, received by the office of a county; open until it is answered or withdrawn.

    Without an account it is anonymous; the number with its query code leads back to it (queries.query_code). Who is
    named in it is found by `said_key`: all its words by the key of names (kit.values.names.key).
    """

    public_id = PublicIdField()
    # One form is one complaint, however often its button is pressed.
    form_id = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=16, choices=ComplaintKind.choices)
    words = models.CharField(max_length=MOST_WORDS)
    about = models.CharField(max_length=MOST_NAMES, blank=True, default="")
    said_key = models.TextField()
    addressee = models.CharField(max_length=16, choices=Addressee.choices, default=Addressee.OFFICE)
    # It is about the office itself that would answer it: only those above may have it.
    about_office = models.BooleanField(default=False)
    path = models.CharField(max_length=200, blank=True, default="")
    title = models.CharField(max_length=200, blank=True, default="")
    area = models.ForeignKey("places.Division", on_delete=models.PROTECT, related_name="+")
    # Where it was filed, once it has been handed over: what is public of a quarter that is over stands by it.
    first_area = models.ForeignKey("places.Division", null=True, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey("accounts.Account", null=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    name_sealed = SealedField(null=True)
    name_mask = models.CharField(max_length=MOST_NAMES, blank=True, default="")
    phone_sealed = SealedField(null=True)
    phone_mask = models.CharField(max_length=32, blank=True, default="")
    # Whoever left the number agreed to a text message when the office answers; it says nothing of what it is about.
    text_me = models.BooleanField(default=False)
    filed_at = models.DateTimeField()
    first_due_on = models.DateField()
    due_on = models.DateField()
    taken_up_at = models.DateTimeField(null=True)
    taken_up_by_id = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by_id = models.BigIntegerField(null=True)
    outcome = models.CharField(max_length=12, blank=True, default="", choices=Outcome.choices)
    answer = models.CharField(max_length=MOST_WORDS, blank=True, default="")
    referred_to = models.CharField(max_length=120, blank=True, default="")
    # From when on name and telephone are no longer needed, and when they were emptied.
    contact_until = models.DateTimeField(null=True)
    contact_emptied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="complaints_ended_whole",
                condition=Q(ended_at__isnull=True, outcome="")
                | Q(ended_at__isnull=False, outcome="withdrawn")
                | (Q(ended_at__isnull=False, ended_by_id__isnull=False, answer__gt="") & ~Q(outcome="")),
            ),
            models.CheckConstraint(
                name="complaints_referred_somewhere",
                condition=~Q(outcome="referred") | Q(referred_to__gt=""),
            ),
            models.CheckConstraint(
                name="complaints_taken_up_whole",
                condition=Q(taken_up_at__isnull=True, taken_up_by_id__isnull=True)
                | Q(taken_up_at__isnull=False, taken_up_by_id__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["due_on", "id"], condition=Q(ended_at__isnull=True), name="complaints_open"),
            models.Index(fields=["-id"], condition=Q(ended_at__isnull=False), name="complaints_ended"),
            models.Index(fields=["filed_at"], name="complaints_filed"),
            models.Index(fields=["account", "-id"], condition=Q(account__isnull=False), name="complaints_account"),
            models.Index(
                fields=["contact_until"], condition=Q(contact_until__isnull=False), name="complaints_contact_until"
            ),
        ]


MOST_PHOTOS = 3


class Photo(Picture):
    """A photograph that came with a complaint (U37)."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="photos")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["complaint", "number"], name="complaints_photo_once"),
            models.CheckConstraint(
                name="complaints_photos_at_most", condition=Q(number__gte=1, number__lte=MOST_PHOTOS)
            ),
        ]


class StepKind(models.TextChoices):
    TAKEN_UP = "taken_up", _("已受理")
    HANDED_OVER = "handed_over", _("转到另一个地区办理")
    RISEN = "risen", _("改由上一级办理")
    HEARING = "hearing", _("请涉及的人说明")


class Step(models.Model):
    """What the office did before the answer, as whoever complained reads it."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=12, choices=StepKind.choices)
    words = models.CharField(max_length=MOST_WORDS)
    area = models.ForeignKey("places.Division", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by_id = models.BigIntegerField()


class Hearing(models.Model):
    """What the office asked somebody complained of to say something about, in its own words, and what they said (U36).

    The only way by which whom it is about learns of a complaint, and never who made it. Somebody heard in talk or on
    the telephone has a name here (`heard`) and no account.
    """

    public_id = PublicIdField()
    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="hearings")
    account = models.ForeignKey("accounts.Account", null=True, on_delete=models.PROTECT, related_name="+")
    heard = models.CharField(max_length=MOST_NAMES, blank=True, default="")
    words = models.CharField(max_length=MOST_WORDS)
    asked_at = models.DateTimeField()
    asked_by_id = models.BigIntegerField()
    due_on = models.DateField()
    answer = models.CharField(max_length=MOST_WORDS, blank=True, default="")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="complaints_heard_somebody",
                condition=Q(account__isnull=False) | Q(heard__gt="", answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="complaints_heard_whole", condition=Q(answer="") | Q(answered_at__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["complaint", "account"],
                condition=Q(answered_at__isnull=True),
                name="complaints_asked_once",
            ),
        ]


class Concern(models.Model):
    """An account that a complaint concerns: it neither sees nor decides it.

    Whoever answers for the thing complained of, and whoever stood aside. Who is named in the words is found by them.
    Who is complained of keeps those below and beside away too, who stood aside nobody else (queries.handling).
    """

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="concerns")
    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+")
    stood_aside_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["complaint", "account"], name="complaints_concern_once")]
