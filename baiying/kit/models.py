"""The audit: one row for every change and every look at personal data."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.fields.json import KeyTransform

from baiying.kit import admission
from baiying.kit.chain.logs import Log
from baiying.kit.db.fields import FromSequence, PublicIdField
from baiying.kit.db.partitions import By


class AuditEvent(models.Model):
    """Who did what to which row when. No foreign keys: the log neither blocks nor follows live data (R156).

    Two more columns are the database's own and not named here: `recorded_at`, when it wrote the row, and `xid`, in
    which transaction. The application role has no right to fill them, and may not date `at` far from them.
    """

    APPEND_ONLY = True
    # Log retention is six months at least (Cybersecurity Law art. 21(3)); we keep three years at hand.
    PARTITIONED = By("at", "month", ahead=12, behind=1, keep_months=36)
    CHAINED = Log("audit", key="at", proofs="kit_auditproof", named=("action",), dated="at", strict=True)

    pk = models.CompositePrimaryKey("at", "id")
    id = models.BigIntegerField(db_default=FromSequence("kit_auditevent_id_seq"))
    at = models.DateTimeField()
    action = models.CharField(max_length=64)
    account_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    appointment_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=32, default="")
    label = models.CharField(max_length=64, default="")
    subject_type = models.CharField(max_length=32, default="")
    subject_id = models.BigIntegerField(null=True)
    area_id = models.BigIntegerField(null=True)
    county_id = models.BigIntegerField(null=True)
    ok = models.BooleanField(default=True)
    detail = models.JSONField(default=dict)
    ip = models.CharField(max_length=45, default="")
    device = models.CharField(max_length=64, default="")
    # Through which door: browser, token, job, command (kit.values.actor.Via); empty in rows from before it was noted.
    via = models.CharField(max_length=8, db_default="browser")

    @property
    def who(self) -> str:
        """Who acted: an office by the name of that moment, anybody else as the account is called now; empty for nobody,
        and once the account is erased."""
        return self.label or ("" if self.account_id is None else admission.door.called(self.account_id))

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="kit_audit_subject"),
            models.Index(fields=["account_id", "id"], name="kit_audit_account"),
            models.Index(
                fields=["person_id", "id"], name="kit_audit_person", condition=models.Q(person_id__isnull=False)
            ),
            models.Index(fields=["action", "at", "id"], name="kit_audit_action_at"),
            # What was done about a person whose sign-up, attendance or hour is the entry's thing.
            models.Index(KeyTransform("person_id", "detail"), "id", name="kit_audit_about_person"),
            models.Index(fields=["area_id", "at", "id"], name="kit_audit_area"),
            models.Index(fields=["at", "id"], name="kit_audit_failed", condition=models.Q(ok=False)),
        ]


class AuditProof(models.Model):
    """What proves one audit row unchanged (kit.chain): a keyed hash of it, and the seal in which it was taken up."""

    APPEND_ONLY = True
    PARTITIONED = By("at", "month", ahead=12, behind=1, keep_months=1200)

    pk = models.CompositePrimaryKey("at", "id")
    at = models.DateTimeField()
    id = models.BigIntegerField()
    seal = models.BigIntegerField(db_index=True)
    proof = models.BinaryField()


class Seal(models.Model):
    """A batch of a log's rows closed in one digest, which includes the digest before it (kit.chain)."""

    APPEND_ONLY = True

    pk = models.CompositePrimaryKey("log", "number")
    log = models.CharField(max_length=16)
    number = models.BigIntegerField()
    rows = models.IntegerField()
    # The rows' ids in the order of their keys, so that a row can be named that is gone together with its proof.
    ids = ArrayField(models.BigIntegerField())
    # The columns that were hashed: one that is added later does not break what was sealed before.
    shape = ArrayField(models.CharField(max_length=63))
    previous = models.BinaryField()
    digest = models.BinaryField()
    # Tells which key was used without telling the key.
    key_mark = models.BinaryField()
    # The last batch of a pass: everything up to `horizon` of the cluster is sealed.
    complete = models.BooleanField()
    horizon = models.BigIntegerField()
    cluster = models.BigIntegerField()
    sealed_at = models.DateTimeField()


class Archive(models.Model):
    """A part of a large table that was written to a file and taken out of the database. Its proofs stay."""

    APPEND_ONLY = True

    table = models.CharField(max_length=63)
    part = models.CharField(max_length=63)
    since = models.DateField()
    until = models.DateField()
    rows = models.BigIntegerField()
    file = models.CharField(max_length=200)
    # SHA-256 of the file, and a keyed hash over this line: nobody without the key can say that a part was archived.
    digest = models.BinaryField()
    mark = models.BinaryField()
    # An archive that was put back is a second line of the same part.
    is_back = models.BooleanField(default=False)
    at = models.DateTimeField()


class Taken(models.Model):
    """A file that somebody took out of the house: who, when, why, what, and until when it may be fetched again.

    The rows themselves are not kept: `path` and `query` make the file anew, with what its taker may see by then. Both
    are emptied when `until` is over (kit.taking); the line stays for whoever asks where a file came from. `people`:
    whom its rows were about, by number alone and packed (kit.taking), so that all of them can be told if it leaks.
    """

    # The mark that stands in the file.
    public_id = PublicIdField()
    at = models.DateTimeField()
    account_id = models.BigIntegerField()
    role = models.CharField(max_length=32)
    label = models.CharField(max_length=64, default="")
    # Where the taker acted; empty for one without an appointment. With the role it says which office took it.
    office_id = models.BigIntegerField(null=True)
    # Where what was taken lies: whoever watches over that area sees the line.
    area_id = models.BigIntegerField(null=True)
    key = models.CharField(max_length=32)
    title = models.CharField(max_length=120)
    reason = models.CharField(max_length=200, default="")
    personal = models.BooleanField()
    # Under which conditions and with which columns, in words.
    narrowed = models.JSONField(default=list)
    columns = models.JSONField(default=list)
    rows = models.PositiveIntegerField()
    people = models.BinaryField(null=True)
    path = models.CharField(max_length=200)
    query = models.TextField(default="")
    by_post = models.BooleanField(default=True)
    # The last day, in China.
    until = models.DateField()
    opened = models.PositiveIntegerField(default=1)
    last_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["account_id", "id"], name="kit_taken_account"),
            models.Index(fields=["office_id", "role", "id"], name="kit_taken_office"),
            models.Index(fields=["area_id", "id"], name="kit_taken_area"),
            models.Index(fields=["until"], name="kit_taken_kept", condition=~models.Q(path="")),
        ]


class SavedView(models.Model):
    """A way to look at a list that somebody keeps under a name: the query of its address, never its rows."""

    public_id = PublicIdField()
    account_id = models.BigIntegerField()
    # The office that may use it too, by place and role; empty for a view of one’s own.
    office_id = models.BigIntegerField(null=True)
    office_role = models.CharField(max_length=32, default="")
    # The list, and the page on which it stands.
    key = models.CharField(max_length=32)
    path = models.CharField(max_length=200)
    name = models.CharField(max_length=30)
    query = models.TextField(default="")
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    # When its maker left the office it was shared with: since then it is the office's own, whoever sits there.
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account_id", "path", "key", "name"],
                name="kit_view_once",
                condition=models.Q(ended_at__isnull=True, left_at__isnull=True),
            )
        ]
        indexes = [models.Index(fields=["path", "key", "id"], name="kit_view_of_list")]


class JobFault(models.Model):
    """A row that recurring work could not do, while it did the others: kept until it is done, for the machine room.

    The error is told by its kind and constraint alone: its text may hold what people typed.
    """

    job = models.CharField(max_length=64)
    subject_id = models.BigIntegerField()
    error = models.CharField(max_length=120)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "subject_id"], name="kit_fault_once")]


class Limit(models.Model):
    """How far one key has used up its tries (kit.limits): until this instant they are not paid back."""

    key = models.BinaryField(primary_key=True)
    used_until = models.DateTimeField(db_index=True)
