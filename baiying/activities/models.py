"""Activities, posts, shifts, sign-ups."""

import json
from typing import Any, cast

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Deferrable, F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from baiying.activities.reminded import Reminder as Reminder
from baiying.kit import sealed
from baiying.kit.db import offered
from baiying.kit.db.fields import PublicIdField, SealedField


class ActivityState(models.TextChoices):
    DRAFT = "draft", _("方案草稿")
    SUBMITTED = "submitted", _("待发布")
    PUBLISHED = "published", _("已发布")
    WITHDRAWN = "withdrawn", _("已撤回")
    CANCELLED = "cancelled", _("已取消")


class Activity(models.Model):
    """What a team invites to (R030): the leader plans, the unit's administrator publishes (R032)."""

    public_id = PublicIdField()
    team = models.ForeignKey("teams.Team", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=50)
    plan = models.TextField(blank=True, default="")
    description = models.TextField()
    risk_statement = models.TextField()
    recipients = ArrayField(models.CharField(max_length=32), default=list)
    categories = ArrayField(models.CharField(max_length=32), default=list)
    safeguards = ArrayField(models.CharField(max_length=32), default=list)
    contact_name = models.CharField(max_length=60)
    contact_phone_sealed = SealedField()
    contact_public = models.BooleanField(default=False)
    area = models.ForeignKey("places.Division", on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey("places.Site", null=True, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=120)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=6, null=True)
    recruit_until = models.DateTimeField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    approval = models.CharField(
        max_length=8, choices=[("open", _("报名即录用")), ("leader", _("领队审核"))], default="open"
    )
    leader = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+")
    # What his leading rests on: he wrote the plan, was asked and accepted (Lead), was loaded, or led before that.
    leader_because = models.CharField(max_length=8, default=offered.OWN)
    state = models.CharField(max_length=10, choices=ActivityState.choices, default=ActivityState.DRAFT)
    gate_answers = models.JSONField(default=dict)
    # What the public search finds it by (rules.searching.terms): title, address, posts, categories, recipients. Written
    # by whatever writes these. The team's name is not among them: it changes by itself and is looked up.
    terms = ArrayField(models.TextField(), default=list)
    created_at = models.DateTimeField()
    created_by_id = models.BigIntegerField(null=True)
    submitted_at = models.DateTimeField(null=True)
    # Why the unit's administrator sent the plan back; empty again once it is handed in anew.
    return_reason = models.CharField(max_length=200, blank=True, default="")
    published_at = models.DateTimeField(null=True)
    published_by_id = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)  # withdrawn or cancelled
    ended_by_id = models.BigIntegerField(null=True)
    end_reason = models.CharField(max_length=200, blank=True, default="")

    @property
    def is_dropped(self) -> bool:
        """A plan that was thrown away before anybody else saw it: withdrawn, and never published."""
        return self.state == ActivityState.WITHDRAWN and self.published_at is None

    @property
    def contact_phone(self) -> str:
        """The contact's phone in the clear. Pages show it to who takes part, or to all where it was made public."""
        return sealed.open_sealed(self.contact_phone_sealed, at=sealed.Place.of(self, "contact_phone_sealed"))

    @contact_phone.setter
    def contact_phone(self, phone: str) -> None:
        self.contact_phone_sealed = sealed.seal(phone, at=sealed.Place.of(self, "contact_phone_sealed"))

    class Meta:
        constraints = [
            models.CheckConstraint(name="activities_days_in_order", condition=Q(starts_on__lte=F("ends_on"))),
            models.CheckConstraint(
                name="activities_cancelled_with_reason",
                condition=~Q(state="cancelled") | Q(end_reason__gt=""),
            ),
            models.CheckConstraint(
                name="activities_published_by_somebody",
                condition=~Q(state="published") | Q(published_at__isnull=False, published_by_id__isnull=False),
            ),
            models.CheckConstraint(
                name="activities_leader_because",
                condition=Q(leader_because__in=[offered.OWN, offered.ASKED, offered.LOADED, offered.BEFORE]),
            ),
        ]
        indexes = [
            models.Index(fields=["team", "-starts_on"], name="activities_of_team"),
            models.Index(fields=["leader", "-id"], name="activities_of_leader"),
            # The list of what is over, the last first: read from its beginning, not sorted out of all years.
            models.Index(fields=["-ends_on", "-id"], name="activities_by_end"),
            # What still takes sign-ups; the id with it, so that the rows, wide with their terms, are not read for it.
            models.Index(
                fields=["recruit_until"], include=["id"], condition=Q(state="published"), name="activities_recruiting"
            ),
        ]


class Listed(models.Model):
    """What the public list reads of a published activity, in a narrow row: written by a trigger (sql/list_activity).

    `keys` are the activity's terms as numbers (sql/keys), for half the room.
    """

    activity = models.OneToOneField(Activity, primary_key=True, on_delete=models.CASCADE, related_name="+")
    # Copies: that there is such a team and area holds for the activity's own columns.
    team = models.ForeignKey("teams.Team", on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    area = models.ForeignKey("places.Division", on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    recruit_until = models.DateTimeField(db_index=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=6, null=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    keys = ArrayField(models.IntegerField(), default=list)

    class Meta:
        indexes = [GinIndex(fields=["keys"], name="activities_listed_keys")]


class Lead(offered.Offered):
    """An activity that somebody was asked to lead. Until they accept, `Activity.leader` keeps leading, never nobody."""

    public_id = PublicIdField()
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="leads")
    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            # One is asked, or leads by having been asked; whoever comes after him ends it.
            models.UniqueConstraint(
                fields=["activity"],
                condition=Q(accepted_at__isnull=True, ends_at__isnull=True),
                name="activities_one_asked_to_lead",
            ),
            models.UniqueConstraint(
                fields=["activity"],
                condition=Q(accepted_at__isnull=False, ends_at__isnull=True),
                name="activities_one_leads",
            ),
            models.CheckConstraint(
                name="activities_lead_not_by_oneself",
                condition=Q(appointed_by_id__isnull=True) | ~Q(appointed_by_id=F("account_id")),
            ),
            *offered.constraints("activities_lead"),
        ]


class PlanDraft(models.Model):
    """What was typed into a plan that is not saved yet: kept while the leader picks an area, deleted when saved."""

    public_id = PublicIdField()
    account = models.ForeignKey("accounts.Account", on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey("teams.Team", on_delete=models.CASCADE, related_name="+")
    activity = models.ForeignKey(Activity, null=True, on_delete=models.CASCADE, related_name="+")
    # Holds the contact's phone like the plan that it becomes.
    content_sealed = SealedField(null=True)
    changed_at = models.DateTimeField()

    @property
    def content(self) -> dict[str, Any]:
        """What was typed so far."""
        if self.content_sealed is None:
            return {}
        text = sealed.open_sealed(self.content_sealed, at=sealed.Place.of(self, "content_sealed"))
        return cast("dict[str, Any]", json.loads(text))

    @content.setter
    def content(self, typed: dict[str, Any]) -> None:
        self.content_sealed = sealed.seal(json.dumps(typed), at=sealed.Place.of(self, "content_sealed"))


class Post(models.Model):
    """What one does at an activity, and who may (R034)."""

    public_id = PublicIdField()
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="posts")
    name = models.CharField(max_length=40)
    duties = models.CharField(max_length=300, blank=True, default="")
    min_age = models.PositiveSmallIntegerField(null=True)
    max_age = models.PositiveSmallIntegerField(null=True)
    # Minors come only where the plan says so; then from min_age on, and those below 16 with whom `minors_with` names.
    minors_welcome = models.BooleanField(default=False)
    minors_with = models.CharField(
        max_length=8, choices=[("guardian", _("监护人陪同")), ("leader", _("领队全程在场"))], default="guardian"
    )
    skills = ArrayField(models.CharField(max_length=32), default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="activities_post_minors_by_age",
                condition=Q(minors_welcome=False) | Q(min_age__isnull=True) | Q(min_age__lt=18),
            )
        ]


class Series(models.Model):
    """A shift that comes again: on the same weekdays, every so many weeks, between two days. Its shifts are rows.

    `weekdays` are counted from 1, Monday; `from_on` is the day of the first shift, `until_on` the last day on which one
    may stand (inclusive). Times are China's; a shift whose end is not later than its start ends on the next day.
    """

    public_id = PublicIdField()
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="series")
    weekdays = ArrayField(models.PositiveSmallIntegerField())
    interval_weeks = models.PositiveSmallIntegerField(default=1)
    from_on = models.DateField()
    until_on = models.DateField()
    starts_time = models.TimeField()
    ends_time = models.TimeField()
    places = models.PositiveSmallIntegerField()
    break_minutes = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    created_by_id = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="activities_series_in_order", condition=Q(from_on__lte=F("until_on"))),
            models.CheckConstraint(name="activities_series_has_places", condition=Q(places__gte=1)),
            models.CheckConstraint(name="activities_series_interval", condition=Q(interval_weeks__gte=1)),
        ]


class Shift(models.Model):
    """When a post is filled, and with how many. `taken` moves only together with sign-ups, under this row's lock.

    A shift that was called off keeps its row, its place in the series and its history: it never comes again by itself.
    """

    public_id = PublicIdField()
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="shifts")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="shifts")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    break_minutes = models.PositiveSmallIntegerField(default=0)
    places = models.PositiveSmallIntegerField()
    taken = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)
    # Called off before it began, by itself or with its series; the activity goes on.
    called_off_at = models.DateTimeField(null=True)
    call_off_reason = models.CharField(max_length=200, blank=True, default="")
    # The repetition that made it, and its place there from 0; empty for a shift of its own.
    series = models.ForeignKey(Series, null=True, on_delete=models.PROTECT, related_name="shifts")
    place_in_series = models.PositiveSmallIntegerField(null=True)
    # How often times, being called off or what is said of it have changed: calendars ask for it (counted by triggers,
    # sql/shift_revision.sql and sql/shift_revision_of_words.sql).
    revision = models.PositiveIntegerField(default=0, db_default=0)
    # Filled by a trigger from the activity's area.
    county_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="activities_shift_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(name="activities_shift_not_oversold", condition=Q(taken__lte=F("places"))),
            models.CheckConstraint(name="activities_shift_has_places", condition=Q(places__gte=1)),
            models.UniqueConstraint(fields=["series", "place_in_series"], name="activities_once_in_series"),
            models.CheckConstraint(
                name="activities_called_off_is_closed",
                condition=Q(called_off_at__isnull=True)
                | Q(closed_at__isnull=False, taken=0, call_off_reason__gt="", called_off_at__lt=F("starts_at")),
            ),
            models.CheckConstraint(
                name="activities_series_with_place",
                condition=Q(series__isnull=True, place_in_series__isnull=True)
                | Q(series__isnull=False, place_in_series__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["starts_at"], name="activities_shift_start"),
            models.Index(fields=["ends_at"], name="activities_shift_end"),
            models.Index(fields=["activity", "starts_at"], name="activities_shift_of"),
        ]

    @property
    def waiting(self) -> int:
        """How many wait: never stored, there only where a query counted them (queries.shifts_of)."""
        return int(self.__dict__["_waiting"])


class SignupState(models.TextChoices):
    APPLIED = "applied", _("待审核")
    ACCEPTED = "accepted", _("已录用")
    WAITLISTED = "waitlisted", _("候补中")
    REFUSED = "refused", _("未录用")
    CANCELLED = "cancelled", _("已取消")


class Signup(models.Model):
    """A person at a shift; copies the shift's times so that the database keeps one person in one place (R038, R040)."""

    public_id = PublicIdField()
    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="signups")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=SignupState.choices)
    period = DateTimeRangeField()
    signed_up_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    promoted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=200, blank=True, default="")
    by_id = models.BigIntegerField(null=True)
    # The account of the guardian who said no: it holds for this shift, until the same guardian signs the child up.
    refused_by_guardian_id = models.BigIntegerField(null=True)
    # The shift's, given by the statement that signs up, else filled by a trigger.
    county_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="activities_one_person_one_place",
                expressions=[
                    (
                        Func(F("person_id"), F("person_id"), Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(state="accepted"),
                deferrable=Deferrable.IMMEDIATE,
            ),
            models.UniqueConstraint(
                fields=["shift", "person"],
                condition=Q(state__in=["applied", "accepted", "waitlisted"]),
                name="activities_signup_once",
            ),
        ]
        indexes = [
            models.Index(fields=["shift", "id"], condition=Q(state="waitlisted"), name="activities_waiting"),
            models.Index(fields=["person", "-id"], name="activities_signup_person"),
            # Who got a place since the last minute, by whichever way: they are confirmed.
            models.Index(fields=["accepted_at"], condition=Q(state="accepted"), name="activities_signup_accepted"),
        ]

    @property
    def position(self) -> int:
        """The place in the line from 1 of who waits: in the order of the ids, there only where a query counted it."""
        return int(self.__dict__["_position"])


class CalendarFeed(models.Model):
    """The secret address at which a calendar reads somebody's sign-ups, one a reader; a new one ends the old. Signed
    with the installation's key: a copy of the database opens none."""

    public_id = PublicIdField()
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField()
    created_by_id = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "created_by_id"],
                condition=Q(ended_at__isnull=True),
                name="activities_one_calendar_feed_each",
            )
        ]


class LeaderTold(models.Model):
    """As which state the leader knows a sign-up: what differs from it is news (P9). No row: never heard of."""

    signup = models.OneToOneField(Signup, on_delete=models.CASCADE, primary_key=True, related_name="leader_told")
    state = models.CharField(max_length=10, choices=SignupState.choices)
    # When a message said so; empty where the leader did it.
    told_at = models.DateTimeField(null=True)


class Note(models.Model):
    """What a leader wrote to everybody with a place at a shift: sent once, kept as it was sent."""

    public_id = PublicIdField()
    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="notes")
    words = models.CharField(max_length=200)
    # Chosen by the page for one note, so that sending it again after a lost answer tells nobody twice.
    nonce = models.UUIDField(unique=True)
    told = models.PositiveIntegerField()
    guardians_told = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField()
    sent_by_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["shift", "-id"], name="activities_note_of_shift")]
        constraints = [models.CheckConstraint(name="activities_note_says_something", condition=Q(words__gt=""))]
