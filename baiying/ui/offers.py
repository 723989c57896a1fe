"""What was given to somebody and waits for their own answer, on one page. Rooms fill, the room of accounts shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Offer:
    """`what` it is and where; what its holder `may` do, in words; `accept` and `decline` are addresses to post to."""

    what: Text
    given_at: datetime
    given_by_id: int | None
    accept: str
    decline: str
    may_head: Text
    may: Sequence[Text] = ()
    note: Text = ""
    # A colleague's request to lead, not an appointment by whoever is above.
    is_request: bool = False
