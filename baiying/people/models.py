"""Persons, registrations as volunteers, guardians, consent, skills, availability, cards, claims."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Lower, Right
from django.utils.translation import gettext_lazy as _

from baiying.kit.db.fields import PublicIdField, SealedField, Signs
from baiying.kit.values import identifiers, names
from baiying.people.catalogue_models import ServiceCategory as ServiceCategory
from baiying.people.catalogue_models import Skill as Skill
from baiying.people.claim_models import Claim as Claim
from baiying.people.draft_models import RegistrationDraft as RegistrationDraft
from baiying.people.file_leave_models import FileLeave as FileLeave
from baiying.people.guardian_models import ClosedWhy as ClosedWhy
from baiying.people.guardian_models import EndWhy as EndWhy
from baiying.people.guardian_models import Guardianship as Guardianship
from baiying.people.guardian_models import Relation as Relation
from baiying.people.leave_models import MinorLeave as MinorLeave
from baiying.people.merge_models import Merge as Merge
from baiying.people.merge_models import MergeProof as MergeProof
from baiying.people.merge_models import Moved as Moved
from baiying.people.oath_models import Oath as Oath
from baiying.people.oath_models import OathWay as OathWay
from baiying.people.sleep_models import Dormancy as Dormancy
from baiying.people.sleep_models import DormancyCount as DormancyCount
from baiying.people.sleep_models import DormancyStart as DormancyStart
from baiying.people.span_models import ConsentSpan as ConsentSpan
from baiying.people.spot_models import Doubt as Doubt
from baiying.people.spot_models import Finding as Finding
from baiying.people.spot_models import SpotCheck as SpotCheck
from baiying.people.spot_models import SpotOutcome as SpotOutcome
from baiying.people.spot_models import SpotWay as SpotWay


class Sex(models.TextChoices):
    MALE = "male", _("男")
    FEMALE = "female", _("女")


class InvitedBy(models.TextChoices):
    AREA = "area", _("本地区的单位和办公室都可以")
    OWN = "own", _("只有我加入过的单位")
    NOBODY = "nobody", _("谁都不要邀请我")


class Person(models.Model):
    """A human being known to the system (Order 67 art. 5). Number and phone are sealed under the person's own key."""

    public_id = PublicIdField()
    account = models.OneToOneField("accounts.Account", null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=names.MOST_SIGNS)
    # What the name is found by, as names.key() makes it of a kept name.
    name_key = models.GeneratedField(
        expression=Func(
            Lower("name"), Value(names.KEYLESS), Value(""), Value("g"), function="regexp_replace",
            output_field=models.TextField(),
        ),
        output_field=models.TextField(),
        db_persist=True,
    )  # fmt: skip
    sex = models.CharField(max_length=6, choices=Sex.choices)
    birth_date = models.DateField()
    id_type = models.CharField(max_length=32, default="citizen")
    id_no_sealed = SealedField(null=True, own_key="data_key_sealed")
    id_no_hash = models.BinaryField(null=True, unique=True)
    id_no_mask = models.CharField(max_length=24, blank=True, default="")
    phone_sealed = SealedField(null=True, own_key="data_key_sealed")
    phone_hash = models.BinaryField(null=True, db_index=True)
    phone_mask = models.CharField(max_length=16, blank=True, default="")
    # When the phone was found to be somebody else's by now (F30); it says nothing once there is another.
    phone_lost_at = models.DateTimeField(null=True)
    data_key_sealed = SealedField(null=True)
    residence = models.ForeignKey("places.Division", on_delete=models.PROTECT, related_name="+")
    service_area = models.ForeignKey("places.Division", on_delete=models.PROTECT, related_name="+")
    # Since when these two are so; empty: since the record was made. Who changes one of them must set it: the database
    # writes the old ones down as a Move with this instant, and refuses a change without a later one.
    areas_since = models.DateTimeField(null=True)
    # Asked on the page of the day for a village in place of a county or city, and put off: it is not asked there again.
    home_later_at = models.DateTimeField(null=True)
    skills = ArrayField(models.CharField(max_length=32), default=list)
    categories = ArrayField(models.CharField(max_length=32), default=list)
    # Weekly availability: weekday (0 Monday) * 3 + slot (0 morning, 1 afternoon, 2 evening).
    availability = ArrayField(models.PositiveSmallIntegerField(), default=list)
    # Whether strangers read the whole name where this volunteer leads, and who may ask the volunteer to join (R012).
    name_public = models.BooleanField(default=False)
    invited_by = models.CharField(max_length=8, choices=InvitedBy.choices, default=InvitedBy.AREA)
    created_at = models.DateTimeField()
    created_by_id = models.BigIntegerField(null=True)
    channel = models.CharField(max_length=8, choices=[("self", _("本人网上")), ("office", _("现场代办"))])
    closed_at = models.DateTimeField(null=True)
    # Since when the record is only stored: the consent is withdrawn (written by the database, sql/note_rest.sql), or it
    # is parked after long sleep, since `parked_at` (U40); whatever keeps stored records out of lists keeps both out.
    rests_since = models.DateTimeField(null=True)
    parked_at = models.DateTimeField(null=True)
    # The other record of the same human, into which this one was merged; it is closed then, and leads there.
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    @property
    def shown_name(self) -> str:
        """How others read the name: whole; at rest (PIPL art. 47: storage only) the surname alone, for books."""
        return self.name if self.rests_since is None else identifiers.mask_name(self.name)

    @property
    def id_no_shown(self) -> str:
        return self.id_no_mask if self.rests_since is None else ""

    @property
    def phone_shown(self) -> str:
        return self.phone_mask if self.rests_since is None else ""

    @property
    def lost_phone(self) -> bool:
        """Whether nobody is reached by telephone because the number is somebody else's now."""
        return self.phone_lost_at is not None and self.phone_hash is None

    class Meta:
        indexes = [
            models.Index(fields=["residence"], name="people_residence"),
            # How many a clerk registered at the desk on a day.
            models.Index(
                fields=["created_by_id", "created_at"], name="people_made_at_desk", condition=models.Q(channel="office")
            ),
            models.Index(fields=["created_at"], name="people_made"),  # How many were registered in a month.
            # The orders of the offices' list; who has left or rests is in none.
            models.Index(
                fields=["name_key", "id"], name="people_by_name",
                condition=models.Q(closed_at__isnull=True, rests_since__isnull=True),
            ),
            models.Index(
                fields=["birth_date", "id"], name="people_by_birth",
                condition=models.Q(closed_at__isnull=True, rests_since__isnull=True),
            ),
            models.Index(OpClass("name_key", name="text_pattern_ops"), name="people_name_begins"),  # As one types.
            GinIndex(Signs("name_key"), name="people_name_signs"),  # A part of a name, or one with a wrong sign.
            models.Index(Right("phone_mask", 4), name="people_phone_ends"),
            models.Index(fields=["id"], name="people_parked", condition=models.Q(parked_at__isnull=False)),
            models.Index(
                fields=["merged_into"], name="people_merged", condition=models.Q(merged_into__isnull=False)
            ),
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(
                name="people_merged_is_closed", condition=Q(merged_into__isnull=True) | Q(closed_at__isnull=False)
            ),
            models.CheckConstraint(
                name="people_merged_into_another", condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id"))
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Registration(models.Model):
    """Being a volunteer, from-to. Counts only once verified and, below 18, with the guardian's consent (R003, R007).

    States follow from the columns (rules.registration_state). Since when it counts, and until when, are rows of its own
    (Counting).
    """

    public_id = PublicIdField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="registrations")
    volunteer_no = models.CharField(max_length=16, unique=True)
    # The number in the national system, once it is known; opaque, never derived (R016).
    external_no = models.CharField(max_length=32, blank=True, default="")
    registered_at = models.DateTimeField()
    channel = models.CharField(max_length=8)
    needs_guardian = models.BooleanField(default=False)
    guardian_ok_at = models.DateTimeField(null=True)
    # Since when the guardian has agreed and nobody entitled to the ID number: who turned fourteen meanwhile is asked
    # (PIPL art. 29, 31), and nothing counts by it.
    number_waits_since = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)
    verified_by_id = models.BigIntegerField(null=True)
    verified_how = models.CharField(max_length=32, blank=True, default="")
    failed_at = models.DateTimeField(null=True)
    failed_reason = models.CharField(max_length=120, blank=True, default="")
    # While somebody asks whether it is true (Doubt): nobody is signed up by it, and new hours wait.
    held_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at__isnull=True), name="people_one_open_registration"
            ),
            models.CheckConstraint(
                name="people_verified_by_somebody",
                condition=Q(verified_at__isnull=True) | Q(verified_by_id__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["registered_at"],
                condition=Q(verified_at__isnull=True, failed_at__isnull=True, ended_at__isnull=True),
                name="people_waiting_check",
            ),
            # Those who may come of age: the daily job looks only here.
            models.Index(
                fields=["person"],
                condition=Q(needs_guardian=True, ended_at__isnull=True),
                name="people_under_age",
            ),
        ]


class InstantRange(Func):
    function = "tstzrange"
    output_field = DateTimeRangeField()


class Counting(models.Model):
    """From when to when (end exclusive) a person counts as a registered volunteer, and why it began and ended.

    Rows are opened and closed, never changed back or deleted (sql/guard_counting.sql): what is done today leaves the
    years before as they were. One opens only for a registration that is verified and, where needed, has the guardian's
    consent (sql/check_counting.sql), and that cannot lose either while it is open (sql/check_registration.sql).
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="countings")
    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="countings")
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=24)
    end_why = models.CharField(max_length=24, blank=True, default="")

    class Meta:
        constraints = [
            # Also keeps a second one from being open: two without an end overlap.
            ExclusionConstraint(
                name="people_counted_once_at_a_time",
                expressions=[
                    (
                        Func(F("person_id"), F("person_id"), Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    (InstantRange(F("from_at"), F("to_at")), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="people_counting_ends_after_it_began",
                condition=Q(to_at__isnull=True, end_why="") | (Q(to_at__gte=F("from_at")) & ~Q(end_why="")),
            ),
        ]


class Move(models.Model):
    """Where a person lived and served until an instant, written by the database when either changes.

    Past days and years keep the area of their time.
    """

    APPEND_ONLY = True

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="moves")
    residence = models.ForeignKey("places.Division", on_delete=models.PROTECT, related_name="+")
    service_area = models.ForeignKey("places.Division", on_delete=models.PROTECT, related_name="+")
    moved_at = models.DateTimeField()


class Consent(models.Model):
    """Who agreed to what, by which version, when and how; and when it was withdrawn (R002, PIPL 14-15)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=32)
    version = models.CharField(max_length=16)
    given_at = models.DateTimeField()
    given_by = models.CharField(
        max_length=8, choices=[("self", _("本人")), ("guardian", _("监护人")), ("on_site", _("现场"))]
    )
    giver_name = models.CharField(max_length=names.MOST_SIGNS, blank=True, default="")
    channel = models.CharField(max_length=16)
    witness_id = models.BigIntegerField(null=True)
    evidence = models.CharField(max_length=120, blank=True, default="")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose", "version"],
                condition=Q(withdrawn_at__isnull=True),
                name="people_consent_once",
            )
        ]


class Card(models.Model):
    """A printed card with a code that a leader scans; revoked when lost."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cards")
    code = PublicIdField()
    printed_at = models.DateTimeField()
    printed_by_id = models.BigIntegerField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoke_reason = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(revoked_at__isnull=True), name="people_one_live_card"
            )
        ]
