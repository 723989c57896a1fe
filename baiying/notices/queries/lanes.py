"""How every way out fares, for whoever operates."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.functional import Promise

from baiying.kit import kept
from baiying.kit.kept import Kept
from baiying.notices import senders, words
from baiying.notices.queries import chats, mailing
from baiying.notices.queries.outcomes import Outcome, outcome_of
from baiying.notices.queries.sending import channels, dead, in_lane, last_test, unconfirmed, waiting
from baiying.notices.senders import wechat_fields


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
    # What is wrong with how it is set up, a sentence each.
    wrong: list[str]
    test: Outcome | None


def tested_to(lane: str, phone: str, inbox: str) -> str:
    """Where a message goes that tries a way: to the phone or the bound account of whoever tries, or to the own box."""
    if lane == senders.MAIL:
        return mailing.test_address()
    if lane in senders.CHATS:
        row = chats.chat_accounts_of(inbox).get(lane)
        return chats.account_of(row) if row is not None and row.refused_at is None else ""
    return phone


def lanes(phone: str, inbox: str, at: datetime) -> list[Lane]:
    """All that are set up or hold something; the tests are those to a phone or an account of whoever looks, and to
    the own box.
    """
    troubles, closed, rows = {name: (since, why) for name, since, why in dead(at)}, unconfirmed(), channels()
    found = []
    for name in senders.LANES:
        row, sender, waits = rows[name], senders.chosen(name), in_lane(waiting(), name).count()
        if not waits and not senders.is_on(name):
            continue
        since, why = troubles.get(name, (row.down_since, row.why))
        address = tested_to(name, phone, inbox)
        test = last_test(name, chats.address_hash(name, address)) if address else None
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
                tested_to=_masked(name, address) if address else "",
                wrong=[kept.said(why.recipe) for why in template_problems()] if name == senders.WECHAT else [],
                tested_at=test.written_at if test else None,
                test=outcome_of(test) if test else None,
            )
        )
    return found


def template_problems() -> list[Kept]:
    """What is wrong with the templates of WeChat, where it is set up."""
    return wechat_fields.problems(settings.WECHAT_ACCOUNT["templates"]) if senders.is_on(senders.WECHAT) else []


def _masked(lane: str, address: str) -> str:
    return senders.chat_mask(address) if lane in senders.CHATS else senders.masked(address)
