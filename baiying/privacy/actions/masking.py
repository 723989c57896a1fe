"""What others were told by name is masked before an account is closed: slice by slice, each a transaction of its own.

All messages that are kept are read for it, because a name has no index; in one transaction that would hold rows and
wait for minutes. The closing keeps up to which message it has come, so that a run that was cut off goes on from there.
The words are read from the record, which stands until the end; if they have changed meanwhile, reading begins anew.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from baiying.kit import sealed
from baiying.kit.db import transaction
from baiying.kit.erasing import Upto
from baiying.notices import actions as notices
from baiying.privacy import locked, queries
from baiying.privacy.models import Closing

# What was written a moment ago may still be on its way into the table: the transaction that erases reads the rest.
_REST = timedelta(hours=1)


def mask_told(*, closing_id: int, at: datetime) -> int:
    """Mask all but the last hour of messages for a closing that is due; in how many slices. Twice: from where it is."""
    slices = 0
    while _mask_some(closing_id=closing_id, at=at):
        slices += 1
    return slices


def mask_all(*, words: Sequence[str], before: datetime) -> Upto | None:
    """The same without keeping how far it has come: for a replay after a restore."""
    upto = None
    while found := notices.mask_slice(words=words, after=upto, before=before):
        upto = found
    return upto


@transaction.atomic
def _mask_some(*, closing_id: int, at: datetime) -> bool:
    """One slice; whether there was one. Between two of them the closing can still be stopped."""
    row = locked.closing(closing_id)
    is_over = row.closed_at is not None or row.stopped_at is not None
    if is_over or row.person is None or row.due_at > at:
        return False
    if row.read_at is None and queries.to_hand_over(row.person.pk, row.person.account_id, at):
        return False
    words = queries.words_of(queries.to_erase(row.person))
    found = notices.mask_slice(words=words, after=_after(row, words), before=at - _REST)
    if found is None:
        return False
    row.read_at, row.read_id = found
    row.read_for = _hash(words)
    row.save(update_fields=["read_at", "read_id", "read_for"])
    return True


def read_upto(row: Closing) -> Upto | None:
    """Up to where a closing's masking has come; nothing where the words are other ones by now."""
    assert row.person is not None
    return _after(row, queries.words_of(queries.to_erase(row.person)))


def _after(row: Closing, words: Sequence[str]) -> Upto | None:
    if row.read_at is None or row.read_id is None or row.read_for is None or bytes(row.read_for) != _hash(words):
        return None
    return row.read_at, row.read_id


def _hash(words: Sequence[str]) -> bytes:
    return sealed.lookup("closing_words", "\n".join(words))
