"""What was written to a phone of somebody who is erased, and what others were told of them by name."""

from datetime import datetime

from django.db import connection

from baiying.kit.db import transaction
from baiying.kit.erasing import Erased
from baiying.notices.models import Message

# The name in what others were told gives way to its mask, in every form in which the text is kept.
_MASK = """
  UPDATE notices_message
     SET text = replace(text, %(name)s, %(mask)s), recipe = replace(recipe::text, %(escaped)s, %(mask)s)::jsonb,
         making = replace(making::text, %(escaped)s, %(mask)s)::jsonb
   WHERE text LIKE %(like)s OR recipe::text LIKE %(like)s OR making::text LIKE %(like)s
"""


@transaction.atomic
def erase(whom: Erased, at: datetime) -> None:
    """Codes and texts to the own phone go; a name or number in a message to somebody else becomes a mask.

    All messages that are kept are read for it, once for each closing: a name has no index.
    """
    Message.objects.filter(address_hash__in=whom.phone_hashes, inbox="").delete()
    with connection.cursor() as cursor:
        for word in (*whom.names, *whom.numbers):
            values = {"name": word, "escaped": word, "mask": word[0] + "*" * (len(word) - 1), "like": f"%{word}%"}
            cursor.execute(_MASK, values)
