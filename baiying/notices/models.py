"""Messages: written in the caller's transaction, delivered by the worker. Knows addresses, not people."""

from django.db import models
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from baiying.kit import kept, sealed
from baiying.kit.db.fields import FromSequence, PublicIdField, SealedField
from baiying.kit.db.partitions import By

CHANNELS = [
    ("inapp", _("站内")),
    ("sms", _("短信")),
    ("mail", _("邮件")),
    ("wechat", _("微信")),
    ("wecom", _("企业微信")),
]


class Message(models.Model):
    """One text to one address.

    `inbox` is an opaque key given by the caller (a person's public id): the in-app inbox lists by it; a text message
    bears it too where its reader has one. A phone stays sealed; `address_mask` is what staff see. `unique_source` names
    what it was written for, so that nothing is told twice: MessageSource.
    """

    # Whom it concerns reads old messages rarely; the acts themselves stand in the audit.
    PARTITIONED = By("written_at", "month", ahead=12, behind=1, keep_months=24)

    pk = models.CompositePrimaryKey("written_at", "id")
    id = models.BigIntegerField(db_default=FromSequence("notices_message_id_seq"))
    public_id = PublicIdField(unique=False)
    channel = models.CharField(max_length=8, choices=CHANNELS)
    inbox = models.CharField(max_length=32, blank=True, default="")
    address_sealed = SealedField(null=True)
    address_hash = models.BinaryField(null=True)
    address_mask = models.CharField(max_length=32, blank=True, default="")
    kind = models.CharField(max_length=48)
    # The place whose offices answer for it: of what it speaks of, else of its reader. Empty for the platform's own.
    area_id = models.BigIntegerField(null=True)
    # Empty where the text is a secret: that stands sealed, until its time is over.
    text = models.TextField()
    text_sealed = SealedField(null=True)
    secret_until = models.DateTimeField(null=True)
    # How the text was made (kit.kept), so that a reader of English gets it in English; empty for texts as they stand.
    recipe = models.JSONField(null=True)
    link = models.CharField(max_length=200, blank=True, default="")
    urgent = models.BooleanField(default=False)
    # Its reader lets it ring in the quiet hours; the day's limit holds.
    any_hour = models.BooleanField(db_default=False, default=False)
    # From then on it helps nobody: it is dropped, with the reason, not sent late.
    useful_until = models.DateTimeField(null=True)
    # Of whom its reader is told who answers for somebody else: the ward's public id. Empty where the reader is meant.
    about = models.CharField(max_length=32, blank=True, db_default="", default="")
    # Since when its reader answers for that one no more, and reads it no more.
    shut_at = models.DateTimeField(null=True)
    # What its kind’s maker (kit.rooms.MessageKind) is asked when it is sent, for a text that may be false by then.
    making = models.JSONField(null=True)
    unique_source = models.CharField(max_length=96, null=True)
    written_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    # Sending: how often it was tried; since when a worker has it, and since when its gateway has it without an answer;
    # not before when it is tried again.
    tries = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    handed_at = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    # Not sent because it would have been late or false: nothing to mend.
    dropped = models.BooleanField(db_default=False, default=False)
    # The gateway had it and nobody knows whether it left: its kind is not sent twice on the chance (kit.rooms.Told).
    unclear = models.BooleanField(db_default=False, default=False)
    # By what its gateway knows it.
    gateway_number = models.CharField(max_length=64, blank=True, db_default="", default="")
    # When its gateway said that the phone has it.
    received_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=200, blank=True, default="")
    # It left as a part of another message (its id): what waited for the morning is one for its reader (N03).
    joined = models.BigIntegerField(null=True)
    # How often an office sent it again: what is said of a try before is not of this one.
    again = models.PositiveSmallIntegerField(default=0, db_default=0)

    @property
    def wording(self) -> str:
        """The text as it is sent; empty for a secret whose time is over."""
        if self.secret_until is None:
            return self.text
        if self.text_sealed is None:
            return ""
        return sealed.open_sealed(self.text_sealed, at=sealed.Place.of(self, "text_sealed"))

    @property
    def text_to_read(self) -> str:
        """The text in the reader's language: on this site; what left the house as it was sent."""
        if self.channel != "inapp" or self.recipe is None or (translation.get_language() or "").startswith("zh"):
            return self.text
        return kept.said(self.recipe)

    class Meta:
        indexes = [
            models.Index(fields=["inbox", "-id"], name="notices_inbox", condition=~Q(inbox="")),
            models.Index(
                fields=["address_hash", "-id"], name="notices_address", condition=Q(address_hash__isnull=False)
            ),
            models.Index(
                fields=["inbox"],
                name="notices_unread",
                condition=Q(channel="inapp", read_at__isnull=True) & ~Q(inbox=""),
            ),
            # The outbox of an office: the newest of its places.
            models.Index(
                fields=["area_id", "-written_at", "-id"], name="notices_outbox", condition=Q(area_id__isnull=False)
            ),
            models.Index(fields=["gateway_number"], name="notices_gateway", condition=~Q(gateway_number="")),
            models.Index(fields=["secret_until"], name="notices_secret", condition=Q(text_sealed__isnull=False)),
            # What was given up or dropped: few, and looked for by when.
            models.Index(fields=["failed_at"], name="notices_failed", condition=Q(failed_at__isnull=False)),
            # What WeChat took and has not said of that it arrived.
            models.Index(
                fields=["delivered_at"],
                name="notices_unanswered",
                condition=Q(
                    channel="wechat", delivered_at__isnull=False, received_at__isnull=True, failed_at__isnull=True
                ),
            ),
            # What is to leave the house, urgent ones first.
            models.Index(
                fields=["-urgent", "id"],
                name="notices_to_send",
                condition=Q(delivered_at__isnull=True, failed_at__isnull=True) & ~Q(channel="inapp"),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["public_id", "written_at"], name="notices_message_public_id"),
            models.CheckConstraint(
                name="notices_message_has_address",
                condition=Q(channel="inapp", inbox__gt="") | (~Q(channel="inapp") & Q(address_hash__isnull=False)),
            ),
        ]


class Channel(models.Model):
    """How a way out fares (senders.LANES): since when its gateway takes nothing and why, when it is asked again, and
    when it last took a message."""

    name = models.CharField(max_length=8, primary_key=True)
    down_since = models.DateTimeField(null=True)
    why = models.CharField(max_length=200, blank=True, default="")
    probe_at = models.DateTimeField(null=True)
    last_sent_at = models.DateTimeField(null=True)


class Outage(models.Model):
    """From when to when a way out took nothing, and why: what it says it dropped meanwhile is found by it."""

    name = models.CharField(max_length=8)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    why = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name"], name="notices_outage_open", condition=Q(until__isnull=True))
        ]


class Instance(models.Model):
    """Which copy of the city may write to people: the one whose `var` holds the same mark (queries.instances)."""

    mark = models.CharField(max_length=32)
    confirmed_at = models.DateTimeField()


class Receipt(models.Model):
    """What a gateway said of a message that it had taken: each word once, also before we know its number."""

    gateway = models.CharField(max_length=8)
    number = models.CharField(max_length=64)
    arrived = models.BooleanField()
    reason = models.CharField(max_length=120, blank=True, default="")
    heard_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gateway", "number", "arrived", "reason"], name="notices_receipt_once")
        ]
        indexes = [
            models.Index(fields=["number"], name="notices_receipt_number"),
            models.Index(fields=["heard_at"], name="notices_receipt_heard"),
        ]


class Preference(models.Model):
    """What somebody set for one kind of message. Without a row: by text message too, outside the quiet hours."""

    inbox = models.CharField(max_length=32)
    kind = models.CharField(max_length=48)
    by_text = models.BooleanField(default=True)
    any_hour = models.BooleanField(default=False)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["inbox", "kind"], name="notices_preference_once")]


class MailAddress(models.Model):
    """Where a reader is written to by mail. It counts once the code that was sent there came back, and until the
    address refuses for good: what bounces belongs to the address, so that another one is free at once (N11).
    """

    public_id = PublicIdField()
    inbox = models.CharField(max_length=32, unique=True)
    address_sealed = SealedField()
    address_hash = models.BinaryField()
    address_mask = models.CharField(max_length=32)
    # Every text message also by mail; without it only what could not be sent as a text message.
    copies = models.BooleanField(default=True)
    code_hash = models.BinaryField(null=True)
    code_until = models.DateTimeField(null=True)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["address_hash"], name="notices_mail_address"),
            models.Index(fields=["failed_at"], name="notices_mail_failed", condition=Q(failed_at__isnull=False)),
        ]


class Reading(models.Model):
    """How far somebody who is not the owner has read an inbox: a guardian in the child's.

    The owner's own reading stands on each message (read_at): nothing is read for whoever has not seen it.
    """

    inbox = models.CharField(max_length=32)
    account_id = models.BigIntegerField()
    upto = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["inbox", "account_id"], name="notices_reading_once")]


class ChatAccount(models.Model):
    """The WeChat, or the account in WeCom, that a reader has bound: written to first, until it refuses or is given up.

    It lets nobody in. One account has one reader, and a reader one of each lane.
    """

    public_id = PublicIdField()
    lane = models.CharField(max_length=8)
    inbox = models.CharField(max_length=32)
    account_sealed = SealedField()
    account_hash = models.BinaryField()
    account_mask = models.CharField(max_length=32)
    bound_at = models.DateTimeField()
    # It does not follow the city's service account, or left the corporation: not tried again until bound anew.
    refused_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inbox", "lane"], name="notices_chat_one_a_reader"),
            models.UniqueConstraint(fields=["account_hash", "lane"], name="notices_chat_one_reader"),
        ]


class Stopped(models.Model):
    """A phone whose holder answered with a word of stopping: nothing that goes to many is texted there (N13).

    It belongs to the number, whoever reads there; codes, the own shift and emergencies come all the same.
    """

    address_hash = models.BinaryField(unique=True)
    stopped_at = models.DateTimeField()
    # Switched on again since. The row stays: what was answered before this moment, and comes once more, stops nothing.
    started_at = models.DateTimeField(null=True)


class HeardReply(models.Model):
    """An answer to a text message that was heard: what a gateway hands on once more changes nothing.

    `key`: a keyed hash of what tells it from others, by what its gateway gives (replying.py); no phone and no words.
    `address_hash`: of whom it came, where it says that somebody cannot come: whoever leads asks by telephone.
    """

    key = models.BinaryField(unique=True)
    said_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField()
    address_hash = models.BinaryField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["heard_at"], name="notices_reply_heard"),
            models.Index(fields=["heard_at"], name="notices_reply_cannot", condition=Q(address_hash__isnull=False)),
        ]


class MessageSource(models.Model):
    """What was told already. Filled by a trigger of the messages (sql/remember_source.sql), which leaves a second
    message from one source unwritten: whoever writes, in whichever way, tells once."""

    unique_source = models.CharField(max_length=96, primary_key=True)
    written_at = models.DateTimeField()
    message_id = models.BigIntegerField()
