"""Notices down the levels: what was written, the boxes it lies in, who signed which version, and how it went out."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baiying.kit.db.fields import PublicIdField, SealedField

MOST_TITLE = 80
MOST_WORDS = 4000
MOST_REMARK = 300
MOST_NAME = 80


class Sort(models.TextChoices):
    """The class of a notice. Only duty and emergency ask for a signature; nothing else is ever "read by" anybody."""

    NOTICE = "notice", _("通知")
    MEETING = "meeting", _("会议")
    TASK = "task", _("工作安排")
    DUTY = "duty", _("值班")
    EMERGENCY = "emergency", _("应急")


SIGNED = (Sort.DUTY, Sort.EMERGENCY)


class Circular(models.Model):
    """One notice of an office, from draft to its end; what it says stands in its wordings.

    `audience`: to whom (queries.audience.Audience); boxes are made of it at the moment of sending.
    """

    public_id = PublicIdField()
    # One press of a form is one notice, however often it arrives (actions.writing).
    form_id = models.CharField(max_length=12, unique=True)
    area = models.ForeignKey("places.Division", on_delete=models.PROTECT, related_name="+")
    sort = models.CharField(max_length=12, choices=Sort.choices)
    urgent = models.BooleanField(default=False)
    audience = models.JSONField(default=dict)
    asks_answer = models.BooleanField(default=False)
    # Working days until it must be done; 0: nothing has to be done.
    working_days = models.PositiveSmallIntegerField(default=0)
    # Of duty and emergency: hours until a box signs.
    sign_hours = models.PositiveSmallIntegerField(default=0)
    by_text = models.BooleanField(default=False)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+")
    # Accounts of everybody who changed its words or files, asked for approval or corrected it: none of them approves.
    hands = ArrayField(models.BigIntegerField(), default=list, db_default=[])
    # A second person, where the rules ask for one.
    asked_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey("accounts.Account", null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by_id = models.BigIntegerField(null=True)
    withdrawn_why = models.CharField(max_length=200, blank=True, default="")

    @property
    def is_signed(self) -> bool:
        return self.sort in SIGNED

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="circulars_approved_by_another",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=models.F("written_by")),
            ),
            models.CheckConstraint(
                name="circulars_withdrawn_why", condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_why__gt="")
            ),
        ]
        indexes = [
            models.Index(fields=["area", "-id"], name="circulars_of_area"),
            models.Index(
                fields=["sort"], name="circulars_live", condition=Q(sent_at__isnull=False, withdrawn_at__isnull=True)
            ),
        ]


class Approval(models.Model):
    """What a second person approved: the volunteers whom the notice meant at that moment; each writes it anew.

    Beside the notice, since they may be a hundred thousand.
    """

    circular = models.OneToOneField(Circular, on_delete=models.CASCADE, related_name="approval")
    foreseen = ArrayField(models.BigIntegerField(), default=list)


class Wording(models.Model):
    """One version of what a notice says. The first may be changed until it is sent; none after that.

    `changed` says in one line what is different from the one before; `signs_anew`: whoever signed the one before is
    asked again. `due_on`: this version moves the day by which it must be done; none: it stands. `rings_why`: why its
    text messages leave at any hour and over the day's limit; empty: they do not. `file_ids`: the attachments that go
    with it; of the first, and of corrections from before that was kept, all with which it was sent.
    """

    circular = models.ForeignKey(Circular, on_delete=models.CASCADE, related_name="wordings")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=MOST_TITLE)
    text = models.CharField(max_length=MOST_WORDS)
    changed = models.CharField(max_length=200, blank=True, default="")
    signs_anew = models.BooleanField(default=True)
    due_on = models.DateField(null=True)
    rings_why = models.CharField(max_length=200, blank=True, db_default="", default="")
    file_ids = ArrayField(models.BigIntegerField(), null=True)
    made_at = models.DateTimeField()
    made_by_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circular", "number"], name="circulars_wording_once")]


class Attachment(models.Model):
    """A file that goes along; opened by whoever has a version with it and nobody else. `looked`: whether it could be
    looked into for phone and ID numbers. `since`: the version for which it was added; later ones name theirs."""

    public_id = PublicIdField()
    circular = models.ForeignKey(Circular, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=8)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    looked = models.BooleanField(default=False)
    content_sealed = SealedField()
    since = models.PositiveSmallIntegerField(default=1, db_default=1)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circular", "sha256"], name="circulars_attachment_once")]


class Box(models.Model):
    """A notice in the box of a place, a body or a team: it belongs to these and stays with them whoever comes or goes.

    `told_number` is the newest version it was told of; `above`: nobody was in office, so it was told to that area too.
    """

    public_id = PublicIdField()
    circular = models.ForeignKey(Circular, on_delete=models.CASCADE, related_name="boxes")
    area = models.ForeignKey("places.Division", on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey("teams.Body", null=True, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("teams.Team", null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=MOST_NAME)
    made_at = models.DateTimeField()
    # From then on the box shows it.
    told_at = models.DateTimeField(null=True)
    told_number = models.PositiveSmallIntegerField(default=0)
    # The version that must be signed: of a typing error nobody is asked again.
    asked_number = models.PositiveSmallIntegerField(default=0)
    sign_by = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    above = models.ForeignKey("places.Division", null=True, on_delete=models.PROTECT, related_name="+")
    # By a press, and by the clock when its time to sign was over: each of its own.
    reminded_at = models.DateTimeField(null=True)
    late_reminded_at = models.DateTimeField(null=True)
    # When its answer was last asked for again.
    answer_reminded_at = models.DateTimeField(null=True)
    # The newest version that was signed, so that lists need no search; the signatures themselves only grow.
    signed_number = models.PositiveSmallIntegerField(default=0)
    # What it answered, once.
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("accounts.Account", null=True, on_delete=models.PROTECT, related_name="+")
    done = models.BooleanField(null=True)
    done_on = models.DateField(null=True)
    remark = models.CharField(max_length=MOST_REMARK, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["circular", "area"],
                condition=Q(body__isnull=True, team__isnull=True),
                name="circulars_box_of_place",
            ),
            models.UniqueConstraint(
                fields=["circular", "body"], condition=Q(team__isnull=True), name="circulars_box_of_body"
            ),
            models.UniqueConstraint(fields=["circular", "team"], name="circulars_box_of_team"),
        ]
        indexes = [
            models.Index(fields=["area", "-id"], name="circulars_box_area", condition=Q(body__isnull=True)),
            models.Index(fields=["body", "-id"], name="circulars_box_body", condition=Q(body__isnull=False)),
            models.Index(
                fields=["sign_by"],
                name="circulars_box_late",
                condition=Q(signed_number__lt=models.F("asked_number"), late_reminded_at__isnull=True),
            ),
        ]


class Signature(models.Model):
    """ "Received", in one's own name, for one version. `read_at`: when the page was made that was signed, perhaps
    without a network until now. `deputy`: for whoever holds the place. Only grows."""

    APPEND_ONLY = True

    box = models.ForeignKey(Box, on_delete=models.PROTECT, related_name="signatures")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    read_at = models.DateTimeField()
    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    deputy = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["box", "number"], name="circulars_signature_once")]


class Mailing(models.Model):
    """One version going out: chosen at the moment of sending, then batch by batch until its end, a pause or its stop.

    `foreseen`: the persons whom the preview counted, or those whom a second person approved; `difference`: how those
    chosen differ, by reason (N09).
    """

    circular = models.ForeignKey(Circular, on_delete=models.CASCADE, related_name="mailings")
    number = models.PositiveSmallIntegerField()
    # Only those who have an earlier version, for a correction.
    to_told = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    starts_at = models.DateTimeField()
    foreseen = ArrayField(models.BigIntegerField(), default=list)
    chosen_at = models.DateTimeField(null=True)
    chosen = models.PositiveIntegerField(default=0)
    difference = models.JSONField(default=dict)
    # Too many others than foreseen: it waits for the approver.
    held_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circular", "number"], name="circulars_mailing_once")]
        indexes = [
            models.Index(
                fields=["starts_at"],
                name="circulars_mailing_open",
                condition=Q(ended_at__isnull=True, stopped_at__isnull=True),
            )
        ]


class Recipient(models.Model):
    """One account or person of a mailing; `told_at` is set in the transaction that writes the message."""

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="recipients")
    # Its boxes; and boxes below with nobody in office, which it is told of in their place.
    box_ids = ArrayField(models.BigIntegerField(), default=list)
    above_ids = ArrayField(models.BigIntegerField(), default=list)
    # An account in office, or a volunteer.
    account = models.ForeignKey("accounts.Account", null=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField(null=True)
    # A text message was taken up by a sender: from then on it may have left.
    text_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mailing", "account"], condition=Q(account__isnull=False), name="circulars_account_once"
            ),
            models.UniqueConstraint(
                fields=["mailing", "person"], condition=Q(person__isnull=False), name="circulars_person_once"
            ),
            models.CheckConstraint(
                name="circulars_recipient_is_one",
                condition=Q(account__isnull=False, person__isnull=True) | Q(account__isnull=True, person__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["mailing", "id"], name="circulars_untold", condition=Q(told_at__isnull=True)),
            models.Index(fields=["person"], name="circulars_of_person", condition=Q(person__isnull=False)),
        ]
