"""What became of a message, in plain words: the same for its reader and for the office."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baiying.notices.models import CHANNELS, Message, MessageSource
from baiying.ui import formats

WAITING, RETRY, SENT, READ, FAILED, DROPPED = "waiting", "retry", "sent", "read", "failed", "dropped"
UNCLEAR = "unclear"
# Still waits, and will not be sent as things stand now: no state of its own, nothing is kept of it.
TO_DROP = "to_drop"
# How a state is drawn, and its words.
STATES: dict[str, tuple[str, str | Promise]] = {
    WAITING: ("amber", _("等着发出")),
    RETRY: ("amber", _("没有发成，还会再试")),
    SENT: ("jade", _("已送出")),
    READ: ("jade", _("已读")),
    FAILED: ("brick", _("没有发成")),
    UNCLEAR: ("amber", _("不知道送到没有")),
    DROPPED: ("plain", _("没有再发")),
}
_SAID = STATES | {TO_DROP: ("plain", _("不会再发"))}
# How the ways of one letter are told apart in its source.
_TAILS = ("", *(f":{code}" for code, _label in CHANNELS if code != "inapp"))
# What others are told of the two that are finer than they ask for.
_COARSE = {RETRY: WAITING, UNCLEAR: FAILED}


@dataclass(frozen=True, slots=True)
class Outcome:
    """A state, since when it is so, and why where somebody may ask; `next_at`: when it is tried again."""

    key: str
    at: datetime
    why: str = ""
    next_at: datetime | None = None

    @property
    def tone(self) -> str:
        return _SAID[self.key][0]

    @property
    def words(self) -> str:
        return str(_SAID[self.key][1])


def outcome_of(row: Message) -> Outcome:
    """What became of a message by now."""
    # Reasons of ours are kept in Chinese and are texts of the catalogue; a gateway's words stay as they came.
    why = gettext(row.failure) if row.failure else ""
    if row.failed_at is not None:
        key = DROPPED if row.dropped else UNCLEAR if row.unclear else FAILED
        return Outcome(key, row.failed_at, why)
    if row.read_at is not None:
        return Outcome(READ, row.read_at)
    if row.delivered_at is not None:
        return Outcome(SENT, row.delivered_at)
    if row.tries:
        return Outcome(RETRY, row.written_at, why, row.next_try_at)
    return Outcome(WAITING, row.written_at, why)


def full_until(opens: datetime) -> str:
    """Why what the day's limit kept cannot be sent once more yet, and from when on it can."""
    return gettext("今天发到这个号码的消息已到上限，现在再发也发不出去。%(at)s以后可以再发。") % {
        "at": formats.datetime_text(opens)
    }


@dataclass(slots=True)
class Became:
    """What became of a letter: of its row in the inbox, empty if it has none, and of each that went out."""

    in_app: str = ""
    outward: list[str] = field(default_factory=list)


def became(sources: Collection[str]) -> dict[str, Became]:
    """What became of some letters, by their source (`Letter.unique_source`); who was not written to has no entry."""
    named = {f"{source}{tail}": source for source in sources for tail in _TAILS}
    known = MessageSource.objects.filter(unique_source__in=named)
    places = list(known.values_list("unique_source", "written_at", "message_id"))
    rows = Message.objects.filter(
        written_at__in={written_at for _, written_at, _ in places}, id__in=[pk for _, _, pk in places]
    )
    by_id = {row.id: row for row in rows}
    found: dict[str, Became] = {}
    for source, _written_at, pk in places:
        if pk in by_id:
            here = found.setdefault(named[source], Became())
            how = outcome_of(by_id[pk]).key
            if by_id[pk].channel == "inapp":
                here.in_app = how
            else:
                here.outward.append(_COARSE.get(how, how))
    return found


@dataclass(slots=True)
class Leaving:
    """Whether a letter really left the house: `at`, when the first way out took it that has not given it back since;
    `waits`: some way is still being tried."""

    at: datetime | None = None
    waits: bool = False


def leaving(sources: Collection[str]) -> dict[str, Leaving]:
    """When some letters left, by their source; who has no way out at all (the inbox alone) has no entry."""
    named = {f"{source}{tail}": source for source in sources for tail in _TAILS}
    places = list(
        MessageSource.objects.filter(unique_source__in=named).values_list("unique_source", "written_at", "message_id")
    )
    rows = Message.objects.filter(
        written_at__in={written_at for _, written_at, _ in places}, id__in=[pk for _, _, pk in places]
    ).exclude(channel="inapp")
    by_id = {row.id: row for row in rows.only("id", "written_at", "delivered_at", "failed_at")}
    found: dict[str, Leaving] = {}
    for source, _written_at, pk in places:
        row = by_id.get(pk)
        if row is None:
            continue
        here = found.setdefault(named[source], Leaving())
        if row.failed_at is None and row.delivered_at is None:
            here.waits = True
        elif row.failed_at is None and (here.at is None or (row.delivered_at or here.at) < here.at):
            here.at = row.delivered_at
    return found
