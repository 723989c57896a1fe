"""Taking messages in sets, and each in hand at the moment in which it leaves.

Two short transactions: a worker takes a set that nobody else has (skipping what others lock, so that nobody who signs
up waits for it), and shortly before each leaves it is looked at again, with the clock of that moment: whether it still
is of use, may ring now, and what it says by now. A worker that is killed leaves a claim that ends after rules.CLAIM.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import InterfaceError, OperationalError
from django.utils import translation

from baiying.kit import clock, kept, rooms
from baiying.kit.db import transaction
from baiying.kit.kept import translate
from baiying.notices import locked, queries, rules, senders, words
from baiying.notices.actions import noting
from baiying.notices.actions.writing import recipe_to_send
from baiying.notices.models import Message

# So many leave as one, and so long is what they say together at the most: the rest is a message of its own after it.
_MOST_TOGETHER, _LONGEST_TOGETHER = 9, 400
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Dropped:
    """What a kind's maker answers at the moment of sending if there is nothing to say any more, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Later:
    """What a kind's maker answers if nothing may be sent now and it shall be asked again: a mailing that pauses."""

    ask_again: timedelta


class CannotSay(Exception):
    """The maker of a kind failed at this one message: it would fail again, and is a dead letter of its own (N24)."""


@transaction.atomic
def claim(ids: Sequence[int], at: datetime) -> list[Message]:
    """Take those of some messages that are due and that nobody has, for this worker alone.

    What another had handed to its gateway when it was killed is sent again or not, as its kind says (rooms.Told).
    """
    mine = []
    for row in locked.messages(queries.due(at), ids):
        # What is over goes at once, also while its gateway is down.
        if _is_over(row, at):
            continue
        if row.handed_at is not None and not rooms.told_of(row.kind).repeated:
            noting.cut_off(row, at)
        else:
            mine.append(row)
            row.claimed_at, row.handed_at = at, None
    taken = Message.objects.filter(id__in=[row.id for row in mine], written_at__in={row.written_at for row in mine})
    taken.update(claimed_at=at, handed_at=None)
    return mine


@transaction.atomic
def in_hand(row: Message, at: datetime, *, alone: bool = False) -> list[Message]:
    """The message as it leaves at this moment, noted as handed over, and after it those that leave with it as one:
    what waited for the same morning (N03), unless it was refused with them. Empty if it does not leave now.

    Empty too if this worker was so slow that another has taken it. Raises CannotSay.
    """
    if not row.urgent and row.address_hash is not None:
        locked.address(bytes(row.address_hash))
    one = locked.claimed(row)
    if one is None or _is_over(one, at) or not _may_ring(one, at):
        return []
    # Locked before anything is said: a maker may lock what comes after messages.
    beside = [] if alone else _locked_beside(one, at)
    if not _is_said(one, at):
        return []
    leaving = _that_fit(one, [other for other in beside if not _is_over(other, at) and _is_said_beside(other, at)])
    for each in leaving:
        each.claimed_at, each.handed_at, each.tries = at, at, each.tries + 1
        each.joined = None if each is leaving[0] else leaving[0].id
        each.save(update_fields=["claimed_at", "handed_at", "tries", "text", "recipe", "joined"])
    return leaving


def _that_fit(one: Message, others: Sequence[Message]) -> list[Message]:
    """What leaves as one message: as many texts as it holds; or all, the most pressing in front, where that one alone
    is shown and says how many more there are (WeChat)."""
    if not senders.takes_any(one.channel):
        able = [row for row in (one, *others) if senders.stands_for_all(row.channel, row.kind)]
        first = min(able or [one], key=lambda row: (row.useful_until or _NEVER, row.id))
        return [first, *(row for row in (one, *others) if row is not first)]
    leaving, length = [one], len(one.text)
    for other in others:
        length += len(other.text)
        if length > _LONGEST_TOGETHER:
            break
        leaving.append(other)
    return leaving


def _locked_beside(row: Message, at: datetime) -> list[Message]:
    rows = queries.held_beside(row, at)
    ids = list(rows.values_list("id", flat=True)[:_MOST_TOGETHER])
    return locked.messages(rows, ids) if ids else []


def _is_said(row: Message, at: datetime) -> bool:
    """Say a message as it holds now, in its reader's language; False where nothing is sent now."""
    if row.making is not None and not _say_anew(row, at):
        return False
    _in_its_readers_language(row)
    return not _has_gap(row, at)


def _has_gap(row: Message, at: datetime) -> bool:
    """Whether something is missing in what goes to many: it does not leave, and is listed with what is missing (N33).

    Of the own shift whoever reads it learns more from the rest than from nothing.
    """
    empty = kept.empty_gaps(row.recipe) if queries.goes_to_many(row.kind) else []
    if empty:
        words = {"names": "、".join(dict.fromkeys(empty))}
        noting.give_up(row, at, translate("短信里有一项是空的（%(names)s），没有发。") % words, by_another=False)
    return bool(empty)


def _is_said_beside(row: Message, at: datetime) -> bool:
    """The same of one that would leave with another: what cannot be said keeps nobody, and fails by itself (N24)."""
    try:
        return _is_said(row, at)
    except CannotSay:
        return False


@transaction.atomic
def let_go(row: Message, until: datetime | None = None) -> None:
    """Put back what was claimed and did not leave now."""
    rows = Message.objects.filter(id=row.id, written_at=row.written_at, claimed_at=row.claimed_at)
    rows.update(claimed_at=None, handed_at=None, next_try_at=until)


def _is_over(row: Message, at: datetime) -> bool:
    if row.address_sealed is None or row.address_hash is None:
        noting.give_up(row, at, translate("没有可以发送的号码。"))
    elif row.secret_until is not None and row.secret_until <= at:
        noting.give_up(row, at, translate("没有及时发出，内容已失效，没有再发。"))
    elif row.useful_until is not None and row.useful_until <= at:
        noting.drop(row, at, translate("没有及时发出，再发已经没有用，没有再发。"))
    elif row.channel in senders.CHATS and not queries.takes_chat(row):
        noting.give_up(row, at, words.no_chat_any_more())
    elif row.channel == senders.MAIL and not queries.takes_mail(row):
        noting.drop(row, at, words.no_mail_any_more())
    elif queries.is_refused(row):
        noting.drop(row, at, words.not_wanted())
    else:
        return False
    return True


def _may_ring(row: Message, at: datetime) -> bool:
    """The quiet hours and the day's limit, which hold for all but urgent messages."""
    if row.urgent:
        return True
    given = queries.neighbours.rules(clock.local_date(at))
    at_any_hour = row.any_hour and not queries.rings_no_more(row)
    if not at_any_hour and rules.is_quiet(clock.local(at).time(), given):
        let_go(row, row.next_try_at)
        return False
    if row.channel not in senders.LIMITED or rooms.told_of(row.kind).needed:
        return True
    if rules.over_limit(queries.delivered_on_day(bytes(row.address_hash or b""), at), given):
        if row.channel == senders.SMS:
            noting.give_up(row, at, translate("今天发给这个号码的短信已到上限，没有再发。站内消息照常可看。"))
        else:
            # By text message neither: the limit is the reader's, not the way's.
            reason = translate("今天发到对方微信的消息已到上限，没有再发。站内消息照常可看。")
            noting.give_up(row, at, reason, by_another=False)
        return False
    return True


def _say_anew(row: Message, at: datetime) -> bool:
    """The text as it holds at this moment; gives False where nothing is sent now: dropped, or later."""
    try:
        said = rooms.called(rooms.message_kinds()[row.kind].maker)(row.making, at)
    except (OperationalError, InterfaceError):
        # The database, not the message: it is tried again.
        raise
    except Exception as error:
        raise CannotSay from error
    if isinstance(said, Dropped):
        noting.drop(row, at, said.reason)
        return False
    if isinstance(said, Later):
        let_go(row, at + said.ask_again)
        return False
    row.text, row.recipe = str(said), recipe_to_send(said)
    return True


def _in_its_readers_language(row: Message) -> None:
    """What can be said again (kit.kept) leaves in the language in which its reader uses the pages; not what a gateway
    says by templates, which are Chinese.
    """
    by_template = row.channel == senders.WECHAT or (row.channel == senders.SMS and senders.by_text(senders.SMS))
    if row.recipe is None or not row.inbox or by_template:
        return
    language = queries.neighbours.language_of_inbox(row.inbox)
    if language and not language.startswith("zh"):
        with translation.override(language):
            row.text = kept.said(row.recipe)
