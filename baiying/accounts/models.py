"""Log-in: accounts, one-time codes, attempts, locks, second factors; dated appointments at a place or the platform."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baiying.accounts.list_models import AppointmentInvitation as AppointmentInvitation
from baiying.accounts.list_models import AppointmentList as AppointmentList
from baiying.accounts.list_models import SuccessorNote as SuccessorNote
from baiying.kit.db import offered
from baiying.kit.db.fields import PublicIdField, SealedField


class AccountManager(BaseUserManager["Account"]):
    pass


class Account(AbstractBaseUser):
    """A way in. Not a person: an office account may have none, a person may have no account.

    By what one comes in stands in its identities. `session_epoch` rises to end every session. Who has given no name is
    shown by the mask of the phone.
    """

    public_id = PublicIdField()
    display_name = models.CharField(max_length=60, blank=True, default="")
    session_epoch = models.PositiveIntegerField(default=0)
    # In which language it last did something here: text messages to it are said in that. Empty: in Chinese.
    language = models.CharField(max_length=12, blank=True, default="", db_default="")
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    # When an office role was first told at the log-in that it needs a second factor: its days of grace run from here.
    factor_asked_at = models.DateTimeField(null=True)
    # The second factor was taken away at a desk: until then an office role does only what an emergency needs.
    held_back_until = models.DateTimeField(null=True)

    # Of the session in which it was read (backend): none where that was never written down.
    session_seen_at: datetime | None = None
    session_acting_id: int | None = None

    USERNAME_FIELD = "public_id"
    objects: ClassVar[AccountManager] = AccountManager()

    class Meta:
        # A list of appointments says names.
        indexes = [models.Index(fields=["display_name"], name="accounts_by_name")]

    def get_session_auth_hash(self) -> str:
        return super().get_session_auth_hash() + f".{self.session_epoch}"

    def get_session_auth_fallback_hash(self) -> Any:
        for value in super().get_session_auth_fallback_hash():
            yield f"{value}.{self.session_epoch}"


class IdentityKind(models.TextChoices):
    PHONE = "phone", _("手机号")
    # An account of another system: OpenID Connect, and a government's work platform.
    OIDC = "oidc", _("统一身份认证")
    WORK = "work", _("政务工作账号")


class Identity(models.Model):
    """By what an account comes in, from one instant to another: a phone, or a subject at another system.

    Phones are not unique; the code proves the phone, then one chooses. A subject elsewhere opens one account only, and
    is a subject only together with its `issuer`: two providers may name two people alike.
    """

    public_id = PublicIdField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="identities")
    kind = models.CharField(max_length=8, choices=IdentityKind.choices)
    subject_hash = models.BinaryField()
    subject_sealed = SealedField()
    mask = models.CharField(max_length=32)
    # The address of the provider that knows the subject, as it is set; empty for a phone.
    issuer = models.CharField(max_length=200, blank=True, default="", db_default="")
    since = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(kind="phone", ended_at__isnull=True),
                name="accounts_identity_one_phone",
            ),
            models.UniqueConstraint(
                fields=["account", "kind", "subject_hash"],
                condition=Q(ended_at__isnull=True),
                name="accounts_identity_once",
            ),
            models.UniqueConstraint(
                fields=["kind", "subject_hash"],
                condition=~Q(kind="phone") & Q(ended_at__isnull=True),
                name="accounts_identity_elsewhere_once",
            ),
        ]
        indexes = [
            models.Index(fields=["subject_hash"], condition=Q(ended_at__isnull=True), name="accounts_identity_subject")
        ]


class LogInCode(models.Model):
    """A one-time code sent to a phone: for a purpose, for a few minutes, for a few tries."""

    phone_hash = models.BinaryField(db_index=True)
    purpose = models.CharField(max_length=24)
    code_hash = models.BinaryField()
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    ip = models.CharField(max_length=45, blank=True, default="")


class LogInAttempt(models.Model):
    """One try to come in, good or bad: limits are counted from these rows."""

    at = models.DateTimeField()
    phone_hash = models.BinaryField(db_index=True)
    ip = models.CharField(max_length=45, blank=True, default="")
    method = models.CharField(max_length=12)
    ok = models.BooleanField()


class Lock(models.Model):
    """A phone locked after too many wrong tries, until a time or until an office unlocks it."""

    phone_hash = models.BinaryField(db_index=True)
    phone_mask = models.CharField(max_length=16)
    locked_at = models.DateTimeField()
    until = models.DateTimeField()
    unlocked_at = models.DateTimeField(null=True)
    unlocked_by_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=120, blank=True, default="")


class FactorKind(models.TextChoices):
    TOTP = "totp", _("验证器里的数字")
    PASSKEY = "passkey", _("通行密钥")


class Factor(models.Model):
    """A second factor of an account, from when it was added to when it ended: an authenticator app, or a passkey.

    `handle` is what no two factors ever have in common: the keyed hash of an app's secret, or the id that a passkey
    gave itself. Of an app the last accepted step of 30 seconds is kept, and it only rises: no code is taken twice.
    Of a passkey the count that it sent last; where that fell, the key is in doubt until its owner says it is the own.
    """

    public_id = PublicIdField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="factors")
    kind = models.CharField(max_length=8, choices=FactorKind.choices)
    label = models.CharField(max_length=40)
    handle = models.BinaryField()
    secret_sealed = SealedField(null=True)
    last_step = models.BigIntegerField(default=0)
    public_key = models.BinaryField(null=True)
    sign_count = models.BigIntegerField(default=0)
    doubted_at = models.DateTimeField(null=True)
    doubted_count = models.BigIntegerField(null=True)
    # The name of the site that a passkey was made for, the only one at which it opens anything; empty where that was
    # not written down yet.
    site = models.CharField(max_length=120, blank=True, default="", db_default="")
    added_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "handle"], name="accounts_factor_once"),
            models.CheckConstraint(
                name="accounts_factor_kind",
                condition=Q(kind="totp", secret_sealed__isnull=False, public_key__isnull=True)
                | Q(kind="passkey", secret_sealed__isnull=True, public_key__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["account"], condition=Q(ended_at__isnull=True), name="accounts_factor_live"),
        ]


class RecoveryCode(models.Model):
    """One of a printed set of codes that each stand in for a second factor once. Kept as a keyed hash only."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="recovery_codes")
    code_hash = models.BinaryField()
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    # Another set was made, or the desk took everything away.
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "code_hash"], name="accounts_recovery_once"),
        ]


class Session(models.Model):
    """A session on one device, from when it was opened to when it was ended. Its public id stands in the signed cookie.

    `epoch`: the account's at that time; where that has risen since, all sessions have ended. What it says of the device
    is what the browser said of itself, and of the network no more than its first half.
    """

    public_id = PublicIdField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="sessions")
    epoch = models.PositiveIntegerField()
    browser = models.CharField(max_length=12)
    machine = models.CharField(max_length=12)
    network = models.CharField(max_length=24, blank=True, default="")
    acting = models.ForeignKey("Appointment", null=True, on_delete=models.PROTECT, related_name="+")
    # By which way one came in (the method of the log-in); empty for those from before it was kept.
    came_by = models.CharField(max_length=12, blank=True, default="", db_default="")
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField(null=True)


class FactorReset(models.Model):
    """Somebody of an office lost every second factor: one colleague vouches with the document seen, then a second one.

    With the second word all factors end and the owner adds a new one.
    """

    public_id = PublicIdField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    appointment = models.ForeignKey("Appointment", on_delete=models.PROTECT, related_name="+")
    document = models.CharField(max_length=16)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(done_at__isnull=True, withdrawn_at__isnull=True),
                name="accounts_reset_one_open",
            ),
            models.CheckConstraint(
                name="accounts_reset_two_people",
                condition=~Q(opened_by=F("account"))
                & (Q(done_by__isnull=True) | (~Q(done_by=F("account")) & ~Q(done_by=F("opened_by")))),
            ),
        ]


class Role(models.TextChoices):
    PLACE_STAFF = "place_staff", _("站所工作人员")
    HOURS_REVIEWER = "hours_reviewer", _("时长复核员")
    COUNTY_OFFICE = "county_office", _("县级主管")
    CITY_OFFICE = "city_office", _("市级主管")
    CIVIL_AFFAIRS = "civil_affairs", _("民政部门")
    AUDITOR = "auditor", _("审计员")
    SYSADMIN = "sysadmin", _("系统管理员")
    SECADMIN = "secadmin", _("安全管理员")

    @classmethod
    def called(cls, role: str) -> str:
        """The post that an entry of the audit names, as people read who did it; without one no office did."""
        known = dict(cls.choices)
        return str(known[role]) if role in known else gettext("志愿者、监护人或领队")


class Appointment(offered.Offered):
    """A role at a place (or on the platform) from one instant to another. Who has several chooses the acting one.

    It gives no right until the appointee has accepted it. The last accepted ones of some roles stay
    (sql/last_one_stays.sql). `last_day`: the end that was agreed when it was given, inclusive, in China; `ends_at`
    is its last instant, or an earlier one. Two offices may give one role at one place: two rows, each with its own end.
    Whoever is away asks another to stand in: that one's row names the own one, and has all that the role may do but
    appointing.
    """

    public_id = PublicIdField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=16, choices=Role.choices)
    area = models.ForeignKey("places.Division", null=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=60, blank=True, default="")
    last_day = models.DateField(null=True)
    # As which office it was given; empty: set-up, a load, or before this was written down.
    given_role = models.CharField(max_length=16, blank=True, default="")
    given_area = models.ForeignKey("places.Division", null=True, on_delete=models.PROTECT, related_name="+")
    # For whose appointment this one is held while that one is away (R015, U34); each of a chain names the one before.
    stands_in_for = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="stand_ins")
    # By which list it was given, with many others.
    listing = models.ForeignKey("AppointmentList", null=True, on_delete=models.PROTECT, related_name="appointments")

    class Meta:
        indexes = [
            models.Index(fields=["listing", "id"], condition=Q(listing__isnull=False), name="accounts_by_list"),
            models.Index(
                fields=["stands_in_for", "ends_at"], condition=Q(stands_in_for__isnull=False), name="accounts_stand_ins"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="accounts_appointment_area",
                condition=Q(role__in=["auditor", "sysadmin", "secadmin"]) | Q(area__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["account", "role", "area", "given_role", "given_area"],
                condition=Q(ends_at__isnull=True),
                nulls_distinct=False,
                name="accounts_appointment_once",
            ),
            # The command that makes the first administrator appoints by nobody.
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(role__in=["auditor", "sysadmin", "secadmin"], ends_at__isnull=True)
                & Q(appointed_by_id__isnull=False),
                name="accounts_one_of_three",
            ),
            # What somebody gave oneself before this was refused may still be ended.
            models.CheckConstraint(
                name="accounts_not_by_oneself",
                condition=Q(appointed_by_id__isnull=True)
                | Q(ends_at__isnull=False, last_day__isnull=True)
                | ~Q(appointed_by_id=F("account_id")),
            ),
            # The three administrators are found by the constraint above: theirs has no end that was agreed beforehand.
            models.CheckConstraint(
                name="accounts_three_without_last_day",
                condition=~Q(role__in=["auditor", "sysadmin", "secadmin"]) | Q(last_day__isnull=True),
            ),
            models.CheckConstraint(
                name="accounts_last_day_has_an_end", condition=Q(last_day__isnull=True) | Q(ends_at__isnull=False)
            ),
            # Whoever stands in does so for days that were agreed, and never for one of the three.
            models.CheckConstraint(
                name="accounts_stands_in_for_days",
                condition=Q(stands_in_for__isnull=True)
                | Q(last_day__isnull=False) & ~Q(role__in=["auditor", "sysadmin", "secadmin"]),
            ),
            *offered.constraints("accounts_appointment"),
        ]
