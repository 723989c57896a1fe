"""Rosters of a body or place, and the invitations that come of them. No table here is a person or a consent."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baiying.kit.db.fields import PublicIdField, SealedField
from baiying.rosters.drive_models import Drive as Drive
from baiying.rosters.drive_models import DriveArrival as DriveArrival
from baiying.rosters.drive_models import DriveSource as DriveSource

# As what a roster is named outside this room: by a legal hold (kit.keeping).
KIND = "roster"


class Roster(models.Model):
    """A roster (名册) as it was read: looked at, sent once, and perhaps taken back.

    Until it is sent its lines stand in `lines_sealed`, and what the clerk chose in `choices`; sent or forgotten, the
    lines are emptied. `summary` and `outcome` hold numbers, columns and codes, never a name or a number of somebody.
    """

    public_id = PublicIdField()
    # One form is one roster, however often its button is pressed.
    form_id = models.CharField(max_length=12, unique=True)
    # Whose it is: a body, else the place itself.
    body = models.ForeignKey("teams.Body", null=True, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey("places.Division", on_delete=models.PROTECT, related_name="+")
    # Volunteers who are known already are asked to join it.
    team = models.ForeignKey("teams.Team", null=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    made_by_id = models.BigIntegerField()
    lines_sealed = SealedField(null=True)
    choices = models.JSONField(default=dict)
    summary = models.JSONField(default=dict)
    emptied_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    sent_by_id = models.BigIntegerField(null=True)
    # Whose records the sender may compare with: those of this area too, where the office sees people.
    seen_area = models.ForeignKey("places.Division", null=True, on_delete=models.PROTECT, related_name="+")
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    outcome = models.JSONField(default=dict)
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="rosters_sent_by_somebody",
                condition=Q(sent_at__isnull=True, sent_by_id__isnull=True)
                | Q(sent_at__isnull=False, sent_by_id__isnull=False),
            ),
            models.CheckConstraint(
                name="rosters_undone_after_sending", condition=Q(undone_at__isnull=True) | Q(sent_at__isnull=False)
            ),
            models.CheckConstraint(
                name="rosters_emptied_whole", condition=Q(emptied_at__isnull=True) | Q(lines_sealed__isnull=True)
            ),
        ]
        indexes = [
            models.Index(fields=["body", "-id"], name="rosters_of_body"),
            models.Index(fields=["area", "-id"], name="rosters_of_area"),
            models.Index(fields=["made_at"], condition=Q(lines_sealed__isnull=False), name="rosters_waiting"),
        ]


class InvitationKind(models.TextChoices):
    REGISTER = "register", _("邀请注册")
    JOIN = "join", _("邀请入队")


class Invitation(models.Model):
    """One invitation, whatever copies of it go round: the text, each print of the slip, each link.

    Open until it is accepted, withdrawn or over. A no (`declined_at`) leaves it open, so that nothing that a clerk sees
    tells it from silence, and whoever said it may still change it. `who_sealed`: what the line said, with the word of
    the slip; emptied when it ends. `person`: who accepted it, or, not accepted, the child that came by another way and
    whose guardian's paper was read in under it.
    """

    public_id = PublicIdField()
    roster = models.ForeignKey(Roster, on_delete=models.PROTECT, related_name="invitations")
    kind = models.CharField(max_length=8, choices=InvitationKind.choices)
    # Who invites: a body or a place; the same line is invited by each once.
    owner = models.CharField(max_length=24)
    line = models.PositiveIntegerField()
    line_hash = models.BinaryField()
    number_hash = models.BinaryField(null=True)
    phone_hash = models.BinaryField(null=True)
    who_sealed = SealedField(null=True)
    name_mask = models.CharField(max_length=8)
    group = models.CharField(max_length=40, blank=True, default="")
    leader = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    texted_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    declined_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    emptied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "line_hash"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True, emptied_at__isnull=True),
                name="rosters_invited_once",
            ),
            models.CheckConstraint(
                name="rosters_accepted_or_withdrawn",
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                name="rosters_emptied_invitation",
                condition=Q(emptied_at__isnull=True) | Q(who_sealed__isnull=True, phone_hash__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["roster", "group", "id"], name="rosters_by_group"),
            models.Index(
                fields=["number_hash"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True, number_hash__isnull=False),
                name="rosters_open_number",
            ),
            models.Index(fields=["ends_at"], condition=Q(emptied_at__isnull=True), name="rosters_ends"),
            models.Index(fields=["roster", "phone_hash"], name="rosters_by_phone"),
            models.Index(fields=["person"], condition=Q(person__isnull=False), name="rosters_of_person"),
        ]


class Paper(models.Model):
    """A consent that a guardian signed on paper, as somebody read it in: kept whatever came of it, beside what the same
    guardian said before and after.

    `signed_at`: the time of the act, never that of typing. `who_sealed`: name and telephone of who signed. `effect`:
    empty while the child has not registered; `counts`, or `overtaken` where it changed nothing.
    """

    public_id = PublicIdField()
    # One form is one paper, however often its button is pressed.
    form_id = models.CharField(max_length=12, unique=True)
    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="papers")
    version = models.CharField(max_length=16)
    relation = models.CharField(max_length=16)
    who_sealed = SealedField()
    answers = models.JSONField()
    signed_at = models.DateTimeField()
    read_at = models.DateTimeField()
    read_by_id = models.BigIntegerField()
    effect = models.CharField(max_length=12, blank=True, default="")
    # The guardian's row that says since then what the paper says.
    guardianship_id = models.BigIntegerField(null=True)
    scan_kind = models.CharField(max_length=4, blank=True, default="")
    scan_sealed = SealedField(null=True)

    class Meta:
        indexes = [models.Index(fields=["invitation", "signed_at"], name="rosters_papers_of")]
