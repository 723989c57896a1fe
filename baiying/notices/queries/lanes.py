"""How every way out fares, for whoever operates."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from baiying.notices import senders, words
from baiying.notices.queries.outcomes import Outcome, outcome_of
from baiying.notices.queries.sending import channels, dead, in_lane, last_test, unconfirmed, waiting


@dataclass(frozen=True, slots=True)
class Lane:
    """One way out: by what it leaves, whether it may, what waits, and since when and why nothing leaves."""

    name: str
    label: str | Promise
    sender: str | Promise
    # Messages a second; none where nothing really leaves.
    rate: int | None
    is_closed: bool
    since: datetime | None
    why: str
    waits: int
    last_sent_at: datetime | None
    # What became of the last that was sent to try it, and when it was written.
    tested_at: datetime | None
    test: Outcome | None


def lanes(phone: str, at: datetime) -> list[Lane]:
    """All of them; the tests are those to a phone of whoever looks."""
    troubles, closed, rows = {name: (since, why) for name, since, why in dead(at)}, unconfirmed(), channels()
    found = []
    for name in senders.LANES:
        row, sender = rows[name], senders.chosen(name)
        since, why = troubles.get(name, (row.down_since, row.why))
        test = last_test(name, phone) if phone else None
        found.append(
            Lane(
                name=name,
                label=words.LANES[name],
                sender=words.SENDERS.get(sender, sender),
                rate=senders.rate(name) if senders.is_limited(name) else None,
                is_closed=name in closed,
                since=since,
                why=why,
                waits=in_lane(waiting(), name).count(),
                last_sent_at=row.last_sent_at,
                tested_at=test.written_at if test else None,
                test=outcome_of(test) if test else None,
            )
        )
    return found
