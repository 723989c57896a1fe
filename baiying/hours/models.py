"""Attendance and the append-only ledger of hours."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from baiying.hours.looked_models import LackingShift as LackingShift
from baiying.hours.looked_models import LookedThrough as LookedThrough
from baiying.hours.sheet_models import PaperSheet as PaperSheet
from baiying.kit.chain.logs import Log
from baiying.kit.db.fields import FromSequence, PublicIdField
from baiying.kit.db.partitions import By


class Source(models.TextChoices):
    """How a minute came to be known. The tier follows from it by the dated rule set."""

    # The own live code, opened as an address or typed. Until migration 0018_digits both were written as `code`.
    CODE = "code", _("本人扫码")
    DIGITS = "digits", _("本人输入数字")
    SCAN = "scan", _("领队扫卡")
    ROLL = "roll", _("领队点名")
    PAPER = "paper", _("纸质签到表")
    TYPED = "typed", _("事后补录")
    TRANSFERRED = "transferred", _("外部转入")


class Tier(models.TextChoices):
    CREDIT = "credit", _("信用时长")
    HONOUR = "honour", _("荣誉时长")


class Attendance(models.Model):
    """Somebody came, and left; one open at a time per person, none overlapping another (R050, R051).

    `checked_in_at` and `checked_out_at` are what counts: the server's time, or what a second person may confirm. Beside
    them stands what a client without signal claimed, when the server heard of it, and who vouched for it.
    """

    public_id = PublicIdField()
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    # Empty for a visit to a household: then `area` says where.
    shift = models.ForeignKey("activities.Shift", null=True, on_delete=models.PROTECT, related_name="+")
    signup = models.ForeignKey("activities.Signup", null=True, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey("places.Division", null=True, on_delete=models.PROTECT, related_name="+")
    # Of the place where it was, as the tree stood then; empty where a city has no counties.
    county_id = models.BigIntegerField(null=True)
    walk_in = models.BooleanField(default=False)
    checked_in_at = models.DateTimeField()
    in_source = models.CharField(max_length=12, choices=Source.choices)
    in_by_id = models.BigIntegerField(null=True)
    # Who led the activity when it was noted: the lead may change hands before somebody decides about these minutes.
    # Empty for a visit, which nobody leads, and for what was noted before this was kept.
    led_by_id = models.BigIntegerField(null=True)
    checked_out_at = models.DateTimeField(null=True)
    out_source = models.CharField(max_length=12, choices=Source.choices, blank=True, default="")
    out_by_id = models.BigIntegerField(null=True)
    # Chosen by the client for one act, so that sending it again after a lost answer changes nothing.
    nonce = models.UUIDField(null=True)
    in_claimed_at = models.DateTimeField(null=True)
    in_received_at = models.DateTimeField(null=True)
    out_claimed_at = models.DateTimeField(null=True)
    out_received_at = models.DateTimeField(null=True)
    vouched_by_id = models.BigIntegerField(null=True)
    # With which other lines it was typed from paper, since that is kept.
    sheet = models.ForeignKey(PaperSheet, null=True, on_delete=models.PROTECT, related_name="+")
    # Closed by the system because nobody checked out: counts nothing until confirmed.
    forced_out_at = models.DateTimeField(null=True)
    # What stood there before a leader last said the end, who said it and when: for taking it back soon after.
    end_before = models.JSONField(null=True)
    # News of what a leader noted wait until then: before, the leader may take it back (rules.undoing).
    say_after = models.DateTimeField(null=True)
    # A tick on the wrong name, taken back: it never was, and is left out of every list and count.
    undone_at = models.DateTimeField(null=True)
    # When nothing waits any more: posted, refused, or it counts nothing. Empty while somebody must act.
    settled_at = models.DateTimeField(null=True)
    # Why so many minutes, as the rules counted them: [{"code": "late", "minutes": 10}, ...].
    reason = models.JSONField(default=list)
    # On record before overlaps were refused, and overlapping another: kept as it was found.
    kept_overlap = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(checked_out_at__isnull=True), name="hours_one_open_attendance"
            ),
            models.CheckConstraint(
                name="hours_out_after_in",
                condition=Q(checked_out_at__isnull=True) | Q(checked_out_at__gte=models.F("checked_in_at")),
            ),
            models.CheckConstraint(
                name="hours_attendance_somewhere", condition=Q(shift__isnull=False) | Q(area__isnull=False)
            ),
            # What a client claims is never taken without the moment at which the server heard of it.
            models.CheckConstraint(
                name="hours_claim_was_received",
                condition=(Q(in_claimed_at__isnull=True) | Q(in_received_at__isnull=False))
                & (Q(out_claimed_at__isnull=True) | Q(out_received_at__isnull=False)),
            ),
            models.UniqueConstraint(fields=["nonce"], name="hours_attendance_once"),
            # An open one reaches into the future; one without any length (taken back, left at once) is nowhere.
            ExclusionConstraint(
                name="hours_no_time_twice",
                expressions=[
                    (Func(F("person_id"), F("person_id"), Value("[]"), function="int8range"), RangeOperators.OVERLAPS),
                    (Func(F("checked_in_at"), F("checked_out_at"), function="tstzrange"), RangeOperators.OVERLAPS),
                ],
                condition=Q(kept_overlap=False),
            ),
        ]
        indexes = [
            models.Index(fields=["shift"], name="hours_attendance_shift"),
            models.Index(fields=["person", "checked_in_at"], name="hours_attendance_day"),
            models.Index(fields=["checked_in_at"], condition=Q(settled_at__isnull=True), name="hours_unsettled"),
            models.Index(fields=["say_after"], condition=Q(say_after__isnull=False), name="hours_to_say"),
        ]


class DecisionBatch(models.Model):
    """One decision about many proposals, carried out `takes_effect_at`; until then who made it takes it back whole.

    A proposal of the batch is unchanged but for its `batch` until then, so that taking it back leaves nothing behind.
    """

    public_id = PublicIdField()
    approve = models.BooleanField()
    words = models.CharField(max_length=200, blank=True, default="")
    rows = models.PositiveSmallIntegerField()
    # What it changes: below nought where more is taken back than comes.
    minutes = models.IntegerField()
    made_at = models.DateTimeField()
    made_by_id = models.BigIntegerField()
    takes_effect_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="hours_batch_undone_in_time",
                condition=Q(undone_at__isnull=True) | Q(undone_at__lt=models.F("takes_effect_at")),
            )
        ]
        indexes = [models.Index(fields=["made_by_id", "-id"], name="hours_batch_by")]


class Proposal(models.Model):
    """Minutes that wait for a second person who is neither leader nor beneficiary (R058)."""

    public_id = PublicIdField()
    attendance = models.ForeignKey(Attendance, on_delete=models.PROTECT, related_name="proposals")
    part = models.CharField(
        max_length=10,
        default="whole",
        choices=[
            ("whole", _("全部")),
            ("over_cap", _("超出日上限")),
            ("correction", _("更正")),
            ("reversal", _("冲销")),
        ],
    )
    # Corrections of one attendance are numbered; the first of everything is 0.
    serial = models.PositiveSmallIntegerField(default=0)
    # Ledger ids that are reversed at the moment this is approved: the volunteer is never without either.
    replaces = ArrayField(models.BigIntegerField(), default=list)
    minutes = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=12, choices=Source.choices)
    tier = models.CharField(max_length=8, choices=Tier.choices)
    served_on = models.DateField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.JSONField(default=list)
    words = models.CharField(max_length=200, blank=True, default="")
    # Of a correction: the minutes that the record said before, and what waited then and comes back if it is refused.
    stood = models.JSONField(null=True)
    proposed_at = models.DateTimeField()
    proposed_by_id = models.BigIntegerField(null=True)
    # Whom the database itself keeps from deciding: the activity's leader and the one whose hours these are.
    leader_id = models.BigIntegerField(null=True)
    beneficiary_id = models.BigIntegerField(null=True)
    due_on = models.DateField()
    approved_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    decided_by_id = models.BigIntegerField(null=True)
    decision_words = models.CharField(max_length=200, blank=True, default="")
    # Decided with others, and not yet carried out.
    batch = models.ForeignKey(
        DecisionBatch, null=True, on_delete=models.PROTECT, related_name="proposals", db_index=False
    )
    # Why a batch could not carry it out, as a code of the refusal: it waits again.
    returned = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["attendance", "part", "serial"],
                condition=Q(refused_at__isnull=True),
                name="hours_one_live_proposal",
            ),
            models.CheckConstraint(
                name="hours_second_person",
                condition=Q(decided_by_id__isnull=True)
                | (
                    (Q(proposed_by_id__isnull=True) | ~Q(decided_by_id=models.F("proposed_by_id")))
                    & (Q(leader_id__isnull=True) | ~Q(decided_by_id=models.F("leader_id")))
                    & (Q(beneficiary_id__isnull=True) | ~Q(decided_by_id=models.F("beneficiary_id")))
                ),
            ),
            models.CheckConstraint(
                name="hours_decided_by_somebody",
                condition=Q(approved_at__isnull=True, refused_at__isnull=True) | Q(decided_by_id__isnull=False),
            ),
            models.CheckConstraint(
                name="hours_decided_once", condition=Q(approved_at__isnull=True) | Q(refused_at__isnull=True)
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=Q(approved_at__isnull=True, refused_at__isnull=True),
                name="hours_waiting",
            ),
            models.Index(fields=["batch"], condition=Q(batch__isnull=False), name="hours_proposal_batch"),
        ]


class HourEntry(models.Model):
    """One line of the ledger: frozen at posting, never changed, corrected only by a reversal (R056, R061).

    No inbound foreign keys, and no outbound ones either: a frozen entry must outlive what it names. Minutes are
    integers; a reversal is negative. `unique_source` names what made it, so that nothing posts twice: EntrySource.
    The columns `recorded_at` and `xid` are the database's own, as in the audit (kit.models.AuditEvent).
    """

    APPEND_ONLY = True
    # GB/T 40143: ten years at least. We never archive sooner than after thirty.
    PARTITIONED = By("served_on", "year", ahead=1, behind=3, keep_months=360)
    CHAINED = Log(
        "ledger", key="served_on", proofs="hours_entryproof", named=("unique_source",), dated="posted_at", strict=False
    )

    pk = models.CompositePrimaryKey("served_on", "id")
    id = models.BigIntegerField(db_default=FromSequence("hours_hourentry_id_seq"))
    served_on = models.DateField()
    unique_source = models.CharField(max_length=64)
    public_id = models.CharField(max_length=12)
    person_id = models.BigIntegerField()
    minutes = models.SmallIntegerField()
    source = models.CharField(max_length=12, choices=Source.choices)
    tier = models.CharField(max_length=8, choices=Tier.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    attendance_id = models.BigIntegerField(null=True)
    proposal_id = models.BigIntegerField(null=True)
    reversal_of = models.BigIntegerField(null=True)
    residence_id = models.BigIntegerField()
    service_area_id = models.BigIntegerField()
    site_id = models.BigIntegerField(null=True)
    area_id = models.BigIntegerField()
    body_id = models.BigIntegerField(null=True)
    team_id = models.BigIntegerField(null=True)
    activity_id = models.BigIntegerField(null=True)
    shift_id = models.BigIntegerField(null=True)
    post_id = models.BigIntegerField(null=True)
    # Empty until their rooms come: projects, residents' requests, call-outs, batches of other platforms.
    project_id = models.BigIntegerField(null=True)
    order_id = models.BigIntegerField(null=True)
    callout_id = models.BigIntegerField(null=True)
    batch_id = models.BigIntegerField(null=True)
    # The row by which the person counted as a registered volunteer on the day.
    counting_id = models.BigIntegerField(null=True)
    # The county of the activity's area, so that a county's lines are found without the tree.
    county_id = models.BigIntegerField(null=True)
    category = models.CharField(max_length=32, blank=True, default="")
    age_band = models.CharField(max_length=8, blank=True, default="")
    rule_set_id = models.BigIntegerField(null=True)
    # Plain sentences' codes with their numbers, shown to the volunteer: [{"code": "rounded", ...}, ...].
    reason = models.JSONField(default=list)
    recorded_by_id = models.BigIntegerField(null=True)
    approved_by_id = models.BigIntegerField(null=True)
    posted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["public_id", "served_on"], name="hours_entry_public_id"),
            models.CheckConstraint(
                name="hours_entry_sign",
                condition=Q(reversal_of__isnull=True, minutes__gt=0) | Q(reversal_of__isnull=False, minutes__lt=0),
            ),
        ]
        indexes = [
            models.Index(fields=["person_id", "served_on"], name="hours_entry_person"),
            models.Index(fields=["attendance_id"], name="hours_entry_attendance"),
            models.Index(fields=["residence_id", "served_on"], name="hours_entry_residence"),
            models.Index(fields=["team_id", "served_on"], name="hours_entry_team"),
            models.Index(fields=["county_id", "served_on"], name="hours_entry_county"),
            models.Index(fields=["posted_at"], condition=Q(reversal_of__isnull=False), name="hours_entry_taken_back"),
        ]


class EntrySource(models.Model):
    """What made which line: one line for each source, over all years.

    A table in parts holds nothing unique without the day, and a day is no part of what a source is: a shift that was
    moved over midnight between two postings would let one attendance be posted twice. Filled by a trigger of the
    ledger (sql/remember_sources.sql), in the statement that adds the line.
    """

    APPEND_ONLY = True

    unique_source = models.CharField(max_length=64, primary_key=True)
    served_on = models.DateField()
    entry_id = models.BigIntegerField()


class EntryProof(models.Model):
    """What proves one line unchanged (kit.chain): a keyed hash of it, and the seal in which it was taken up."""

    APPEND_ONLY = True
    PARTITIONED = By("served_on", "year", ahead=1, behind=3, keep_months=1200)

    pk = models.CompositePrimaryKey("served_on", "id")
    served_on = models.DateField()
    id = models.BigIntegerField()
    seal = models.BigIntegerField(db_index=True)
    proof = models.BinaryField()


class Objection(models.Model):
    """ "This is wrong": a case that someone answers (Order 67 art. 13, R066). About an entry or a missing one."""

    public_id = PublicIdField()
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    attendance = models.ForeignKey(Attendance, null=True, on_delete=models.PROTECT, related_name="+")
    entry_id = models.BigIntegerField(null=True)
    shift = models.ForeignKey("activities.Shift", null=True, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=500)
    filed_at = models.DateTimeField()
    due_on = models.DateField()
    answered_at = models.DateTimeField(null=True)
    answered_by_id = models.BigIntegerField(null=True)
    upheld = models.BooleanField(null=True)
    answer = models.CharField(max_length=500, blank=True, default="")
    # Taken back by who filed it, before anybody answered.
    withdrawn_at = models.DateTimeField(null=True)
    # Filed while a correction or reversal waited: no later one of the record is approved before the answer either.
    to_change = models.BooleanField(default=False)
    # The answered case from which this one appeals, once; another person answers it.
    appeal_of = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="appeal")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="hours_objection_ends_once", condition=Q(answered_at__isnull=True) | Q(withdrawn_at__isnull=True)
            ),
            models.CheckConstraint(
                name="hours_objection_answered_whole",
                condition=Q(answered_at__isnull=True, answered_by_id__isnull=True, upheld__isnull=True)
                | Q(
                    answered_at__isnull=False,
                    answered_by_id__isnull=False,
                    upheld__isnull=False,
                    answer__gt="",
                ),
            ),
            # One open case per record: per attendance, or per shift at which the person has none.
            models.UniqueConstraint(
                fields=["attendance"],
                condition=Q(answered_at__isnull=True, withdrawn_at__isnull=True, attendance__isnull=False),
                name="hours_one_open_objection",
            ),
            models.UniqueConstraint(
                fields=["person", "shift"],
                condition=Q(answered_at__isnull=True, withdrawn_at__isnull=True, attendance__isnull=True),
                name="hours_one_open_objection_of_shift",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=Q(answered_at__isnull=True, withdrawn_at__isnull=True),
                name="hours_objection_waiting",
            ),
            models.Index(fields=["person", "-id"], name="hours_objection_person"),
        ]


class ShiftRecord(models.Model):
    """The leader says that the record of a shift is complete: whoever is not on it did not come (R057).

    Needed only where somebody expected has no attendance; a shift with everybody on record is complete by itself.
    """

    shift = models.OneToOneField("activities.Shift", on_delete=models.PROTECT, related_name="+")
    completed_at = models.DateTimeField()
    completed_by_id = models.BigIntegerField(null=True)
    absent = models.PositiveSmallIntegerField(default=0)
    words = models.CharField(max_length=200, blank=True, default="")
