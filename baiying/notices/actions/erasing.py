"""What was written to a phone of somebody who is erased, and what others were told of them by name."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from baiying.kit.db import transaction
from baiying.kit.erasing import Erased, Upto
from baiying.notices.models import Message

# So many messages are read in one transaction: a fraction of a second, and nobody who is written to waits longer.
SLICE = 5000

# The end of the next slice, in the order of the primary key; a part of the table is left out by its own limits.
_END = """
  SELECT written_at, id
    FROM (SELECT written_at, id FROM notices_message
           WHERE written_at >= %(from_at)s AND (written_at, id) > (%(from_at)s, %(from_id)s) AND written_at < %(before)s
           ORDER BY written_at, id LIMIT %(size)s) AS slice
   ORDER BY written_at DESC, id DESC LIMIT 1
"""
# The name in what others were told gives way to its mask, in every form in which the text is kept.
_MASK = """
  UPDATE notices_message
     SET text = replace(text, %(name)s, %(mask)s), recipe = replace(recipe::text, %(name)s, %(mask)s)::jsonb,
         making = replace(making::text, %(name)s, %(mask)s)::jsonb
   WHERE (text LIKE %(like)s OR recipe::text LIKE %(like)s OR making::text LIKE %(like)s)
"""
_AFTER = " AND written_at >= %(from_at)s AND (written_at, id) > (%(from_at)s, %(from_id)s)"
_UPTO = " AND written_at <= %(end_at)s AND (written_at, id) <= (%(end_at)s, %(end_id)s)"


@transaction.atomic
def mask_slice(*, words: Sequence[str], after: Upto | None, before: datetime) -> Upto | None:
    """Mask the words in the next messages that were written before an instant; up to which it has come.

    Nothing where none is left. Again over the same messages: nothing changes, a mask holds no name.
    """
    with connection.cursor() as cursor:
        values = {**_from(after), "before": before, "size": SLICE}
        cursor.execute(_END, values)
        end: Upto | None = cursor.fetchone()
        if end is not None:
            _mask(words, _MASK + _AFTER + _UPTO, {**_from(after), "end_at": end[0], "end_id": end[1]})
    return end


@transaction.atomic
def erase(whom: Erased, at: datetime) -> None:
    """Codes and texts to the own phone go; a name or number in a message to somebody else becomes a mask.

    A name has no index: what was read in slices before (`Erased.read_upto`) is not read again here, only the rest.
    """
    Message.objects.filter(address_hash__in=whom.phone_hashes, inbox="").delete()
    limits = _MASK if whom.read_upto is None else _MASK + _AFTER
    _mask((*whom.names, *whom.numbers), limits, _from(whom.read_upto))


def _from(after: Upto | None) -> dict[str, Any]:
    return {"from_at": after[0] if after else "-infinity", "from_id": after[1] if after else 0}


def _mask(words: Sequence[str], statement: str, limits: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        for word in words:
            values = {"name": word, "mask": word[0] + "*" * (len(word) - 1), "like": f"%{word}%"}
            cursor.execute(statement, {**limits, **values})
