"""How every way out fares, for whoever operates."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from baiying.notices import senders, words
from baiying.notices.queries import mailing
from baiying.notices.queries.outcomes import Outcome, outcome_of
from baiying.notices.queries.sending import channels, dead, in_lane, last_test, phone_hash, unconfirmed, waiting


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
    # Where a message goes that tries it, masked; empty where there is no such address.
    tested_to: str
    # What became of the last that was sent to try it, and when it was written.
    tested_at: datetime | None
    test: Outcome | None


def lanes(phone: str, at: datetime) -> list[Lane]:
    """All that are set up or hold something; the tests are those to a phone of whoever looks, and to the own box."""
    troubles, closed, rows = {name: (since, why) for name, since, why in dead(at)}, unconfirmed(), channels()
    found = []
    for name in senders.LANES:
        row, sender, waits = rows[name], senders.chosen(name), in_lane(waiting(), name).count()
        if not waits and not senders.is_on(name):
            continue
        since, why = troubles.get(name, (row.down_since, row.why))
        tested_to = mailing.test_address() if name == senders.MAIL else phone
        test = last_test(name, _hash(name, tested_to)) if tested_to else None
        found.append(
            Lane(
                name=name,
                label=words.LANES[name],
                sender=words.SENDERS.get(sender, sender),
                rate=senders.rate(name) if senders.is_limited(name) else None,
                is_closed=name in closed,
                since=since,
                why=why,
                waits=waits,
                last_sent_at=row.last_sent_at,
                tested_to=senders.masked(tested_to) if tested_to else "",
                tested_at=test.written_at if test else None,
                test=outcome_of(test) if test else None,
            )
        )
    return found


def _hash(lane: str, address: str) -> bytes:
    return mailing.mail_hash(address) if lane == senders.MAIL else phone_hash(address)
