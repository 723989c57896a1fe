"""What will become of what waits, and what stands in an inbox and holds no longer: asked of the rooms that wrote it."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext

from baiying.kit import rooms
from baiying.kit.db import transaction
from baiying.notices.models import Message
from baiying.notices.queries.outcomes import RETRY, TO_DROP, WAITING, Outcome, outcome_of
from baiying.notices.queries.sending import rests_until
from baiying.ui import formats


def foreseen(row: Message, at: datetime) -> Outcome:
    """What became of a message; of one that waits, what will become of it as things stand now."""
    outcome = outcome_of(row)
    if outcome.key not in {WAITING, RETRY}:
        return outcome
    if why := _will_drop(row, at):
        return Outcome(TO_DROP, row.written_at, why)
    rests = rests_until(at) if not row.urgent and not row.any_hour else None
    if outcome.key == WAITING and not outcome.why and rests is not None:
        return replace(outcome, why=gettext("夜里不发，%(at)s 起发出。") % {"at": formats.datetime_text(rests)})
    return outcome


def _will_drop(row: Message, at: datetime) -> str:
    """Why it will not be sent, asked as it will be asked when it is due; empty where it will, or where nobody knows."""
    kind = rooms.message_kinds().get(row.kind)
    if row.making is None or kind is None or not kind.maker:
        return ""
    # What cannot be said now is found out when it is sent. A maker may note that it spoke: a look takes that back.
    reason = ""
    with suppress(Exception), transaction.atomic():
        said = rooms.called(kind.maker)(row.making, at)
        reason = getattr(said, "reason", "")
        transaction.set_rollback(True)
    return gettext(reason) if reason else ""


def outdated(rows: Sequence[Message]) -> dict[int, str]:
    """Of messages in an inbox, why each holds no longer, by id; one question a kind."""
    asked: dict[str, list[Message]] = {}
    for row in rows:
        kind = rooms.message_kinds().get(row.kind)
        if row.channel == "inapp" and row.making is not None and kind is not None and kind.outdated:
            asked.setdefault(kind.outdated, []).append(row)
    found: dict[int, str] = {}
    for name, some in asked.items():
        whys = rooms.called(name)([row.making for row in some])
        found |= {row.id: why for row, why in zip(some, whys, strict=True) if why}
    return found
