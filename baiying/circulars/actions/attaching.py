"""Files that go along with a notice: looked into before they go down, opened by its recipients alone."""

import base64
import hashlib
from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from baiying.circulars import locked, looking, queries
from baiying.circulars.actions import refusals
from baiying.circulars.actions.writing import lay_hand_on, note, refuse_sent, unapprove
from baiying.circulars.models import Attachment, Circular
from baiying.kit import sealed
from baiying.kit.db import transaction
from baiying.kit.values.actor import Actor


@transaction.atomic
def attach(*, circular: Circular, name: str, content: bytes, why: str = "", actor: Actor, at: datetime) -> Attachment:
    """Add a file to a draft. The same file again is once there.

    Of another kind than named, too large, one too many, or a list of people: refused (N34). A few phone numbers, which
    may be an office's own, ask `why` they go to many.
    Refuses: AlreadySent, Withdrawn, FileRefused, NumbersUnexplained.
    """
    row = locked.circular(circular.pk)
    refuse_sent(row)
    made = _add(row, name, content, why, 1, actor, at)
    if made.added_at == at:
        unapprove(row, actor)
    return made


@transaction.atomic
def attach_to_correction(
    *, circular: Circular, name: str, content: bytes, why: str = "", actor: Actor, at: datetime
) -> Attachment:
    """Add a file for the next version of a notice that was sent: nobody has it before a correction goes with it.

    The same rules as for a draft. Refuses: NotYetSent, Withdrawn, CorrectionWaits, FileRefused, NumbersUnexplained.
    """
    row = locked.circular(circular.pk)
    if row.withdrawn_at is not None:
        raise refusals.Withdrawn
    if row.sent_at is None:
        raise refusals.NotYetSent
    if queries.to_be_approved(row.pk) is not None:
        raise refusals.CorrectionWaits
    made = _add(row, name, content, why, queries.newest(row.pk).number + 1, actor, at)
    if made.added_at == at:
        lay_hand_on(row, actor)
        row.save(update_fields=["hands"])
    return made


def _add(row: Circular, name: str, content: bytes, why: str, since: int, actor: Actor, at: datetime) -> Attachment:
    digest = hashlib.sha256(content).hexdigest()
    known = Attachment.objects.filter(circular=row, sha256=digest).first()
    if known is not None:
        return known
    kind, looked, mobiles = _look(row, name, content, at, since)
    if mobiles and not why.strip():
        words = _("附件里有手机号 %(n)s 个，收件的人都看得到。能删的请删去；确实要公开的，写明原因，再选一次文件上传。")
        raise refusals.NumbersUnexplained(words % {"n": mobiles})
    made = Attachment(
        circular=row, name=looking.plain_name(name), kind=kind, size=len(content), sha256=digest, looked=looked,
        since=since, added_at=at,
    )  # fmt: skip
    text = base64.b64encode(content).decode("ascii")
    made.content_sealed = sealed.seal(text, at=sealed.Place.of(made, "content_sealed"))
    made.save(force_insert=True)
    numbers = {"phones": mobiles, "why": why.strip()} if mobiles else {}
    numbers |= {"number": since} if since > 1 else {}
    note("CircularFileAdded", row, actor, at, name=made.name, size=made.size, **numbers)
    return made


def _look(row: Circular, name: str, content: bytes, at: datetime, since: int) -> tuple[str, bool, int]:
    """The kind of the file, whether it could be looked into, and how many phone numbers are in it. Refuses:
    FileRefused."""
    given = queries.rules_of(row, at)
    there = queries.files_added(row.pk) if since > 1 else queries.files_known(row.pk)
    if len(there) >= given.files:
        raise refusals.FileRefused(_("附件最多 %(n)s 个。") % {"n": given.files})
    if len(content) > given.file_megabytes * 1024 * 1024:
        raise refusals.FileRefused(_("附件每个不超过 %(n)s MB。") % {"n": given.file_megabytes})
    kind = looking.kind_of(name, content)
    if kind is None:
        words = _("附件只能是 %(kinds)s，内容要和文件名一致。")
        raise refusals.FileRefused(words % {"kinds": looking.KINDS_IN_WORDS})
    looked, found = looking.numbers_in(kind, content)
    if found.ids or found.mobiles > given.phones_in_file:
        words = _("含手机号 %(phones)s 个、证件号码 %(ids)s 个，不能群发。请删去再上传。")
        raise refusals.FileRefused(words % {"phones": found.mobiles, "ids": found.ids})
    return kind, looked, found.mobiles


def files_wanted(circular: Circular, wanted: Collection[str] | None, at: datetime) -> list[Attachment]:
    """The files of a new version, by their public ids; None: those of the version in force.

    Refuses: FileRefused (one that is gone, or more than may go along).
    """
    if wanted is None:
        return queries.files_of(queries.in_force(circular.pk))
    known = {one.public_id: one for one in queries.files_known(circular.pk)}
    if not set(wanted) <= known.keys():
        raise refusals.FileRefused(_("有的附件已经不在了。请看过现在的附件，再发一次。"))
    most = queries.rules_of(circular, at).files
    if len(set(wanted)) > most:
        raise refusals.FileRefused(_("附件最多 %(n)s 个。") % {"n": most})
    return [one for pid, one in known.items() if pid in wanted]


@transaction.atomic
def detach(*, attachment: Attachment, actor: Actor, at: datetime) -> None:
    """Take a file off a draft. Twice is once. Refuses: AlreadySent, Withdrawn."""
    row = locked.circular(attachment.circular_id)
    refuse_sent(row)
    gone, _kinds = Attachment.objects.filter(pk=attachment.pk).delete()
    if gone:
        unapprove(row, actor)
        note("CircularFileRemoved", row, actor, at, name=attachment.name)


def content_of(attachment: Attachment) -> bytes:
    """The file in the clear; whoever gives it out has asked whether it may be had."""
    box = attachment.content_sealed
    return base64.b64decode(sealed.open_sealed(box, at=sealed.Place.of(attachment, "content_sealed")))
