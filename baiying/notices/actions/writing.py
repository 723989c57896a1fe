"""Writing messages in the caller's transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from baiying.kit import jobs, rooms, sealed
from baiying.kit.db import many, transaction
from baiying.kit.kept import Kept
from baiying.notices import queries, senders
from baiying.notices.models import ChatAccount, MailAddress, Message

# So many messages go to the gateway in one job.
_IN_A_JOB = 100
# What goes to many lets others go first.
_LATER = -10


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What one address is told: an in-app row if there is an inbox, a text message if there is a phone.

    `secret_until`: a text message that lets somebody in until then. It stands sealed and is blanked afterwards.
    `useful_until`: from then on it is dropped instead of sent. `making`: the text message is said anew at the moment of
    sending by the maker of its kind (kit.rooms.MessageKind); `text` is what holds now. `any_hour`: its reader lets it
    ring in the quiet hours. `reader`: whose phone it is where nothing goes into the inbox by this letter, so that the
    text message is among what that person was sent. `area_id`: the place whose offices answer for it; without one it is
    where the reader lives. `by_all`: an emergency, which goes by every way at once. `about`: the ward of whom a
    guardian is told, who reads it no more once that is over (`shut_about`).
    """

    text: str
    inbox: str = ""
    phone: str | None = None
    link: str = ""
    unique_source: str | None = None
    secret_until: datetime | None = None
    useful_until: datetime | None = None
    making: dict[str, Any] | None = None
    any_hour: bool = False
    reader: str = ""
    area_id: int | None = None
    by_all: bool = False
    about: str = ""


def write(
    *,
    kind: str,
    text: str,
    at: datetime,
    inbox: str = "",
    phone: str | None = None,
    link: str = "",
    urgent: bool = False,
    unique_source: str | None = None,
) -> None:
    """Write to one address; see write_many."""
    letter = Letter(text=text, inbox=inbox, phone=phone, link=link, unique_source=unique_source)
    write_many(kind=kind, letters=[letter], at=at, urgent=urgent)


@transaction.atomic
def write_many(*, kind: str, letters: Sequence[Letter], at: datetime, urgent: bool = False) -> None:
    """Write to any number of addresses in a few statements, and queue one job for each hundred text messages.

    The caller's transaction decides whether the messages exist. With `unique_source` a repetition writes nothing.
    A kept text (kit.kept) is read in the reader's own language in the app, and sent in it.
    Phones are tidy numbers; they are stored sealed. `urgent` messages ignore the day's limit and the quiet hours.
    Thousands are told by jobs of some hundred letters each, after the change that they tell of.
    """
    rows: list[Message] = []
    places, mail, chats, told = _places(letters), _mail(letters), _chats(letters, at), _told(letters)
    for letter in letters:
        common = {"kind": kind, "text": letter.text, "link": letter.link, "urgent": urgent, "written_at": at}
        common["area_id"] = letter.area_id or places.get(letter.inbox or letter.reader)
        if letter.inbox:
            rows.append(_in_app(letter, at, common))
        if letter.phone:
            chat = chats.get((letter.inbox or letter.reader, letter.phone)) if letter.secret_until is None else None
            is_new = letter.unique_source not in told
            if chat is not None and is_new:
                rows.append(_to_chat(letter, chat, common))
            if (chat is None or letter.by_all) and is_new:
                rows.append(_to(senders.SMS, letter, letter.phone, common))
            if to := mail.get(letter.inbox or letter.reader):
                copy = _to_mail(letter, to, common)
                # By the last row that it was written beside: what falls back from that one to mail is this one.
                copy.unique_source = copy.unique_source or f"instead:{rows[-1].public_id}:mail"
                rows.append(copy)
    queue(_insert(rows), urgent=urgent)


def queue(made: Sequence[Message], *, urgent: bool) -> None:
    """The jobs that send what was written: codes and mail by their own, many in pieces and behind others."""
    by_lane: dict[str, list[int]] = {}
    for row in made:
        by_lane.setdefault(queries.lane_of(row), []).append(row.id)
    jobs.enqueue_many("notices.deliver_code", [{"message_id": pk} for pk in by_lane.get(senders.CODES, [])])
    _in_batches("notices.deliver_mail", by_lane.get(senders.MAIL, []), urgent=urgent)
    _in_batches("notices.deliver_chat", [pk for lane in senders.CHATS for pk in by_lane.get(lane, [])], urgent=urgent)
    others = by_lane.get(senders.SMS, [])
    if len(others) == 1:
        jobs.enqueue("notices.deliver", message_id=others[0])
        return
    _in_batches("notices.deliver_batch", others, urgent=urgent)


def _in_batches(name: str, ids: Sequence[int], *, urgent: bool) -> None:
    batches = [list(ids[n : n + _IN_A_JOB]) for n in range(0, len(ids), _IN_A_JOB)]
    priority = 0 if urgent or len(ids) == 1 else _LATER
    jobs.enqueue_many(name, [{"message_ids": batch} for batch in batches], priority=priority)


def _places(letters: Sequence[Letter]) -> Mapping[str, int]:
    """Where the readers live of whose letters nobody says to which place they belong."""
    inboxes = {letter.inbox or letter.reader for letter in letters if letter.area_id is None} - {""}
    return queries.neighbours.areas_of_inboxes(inboxes) if inboxes else {}


def _mail(letters: Sequence[Letter]) -> Mapping[str, MailAddress]:
    """Where those readers are written to who want each text message by mail too; never what lets somebody in."""
    readers = {letter.inbox or letter.reader for letter in letters if letter.phone and letter.secret_until is None}
    return queries.copied_to(readers) if readers - {""} else {}


def _chats(letters: Sequence[Letter], at: datetime) -> Mapping[tuple[str, str], ChatAccount]:
    """The bound accounts of those readers whose own phone a letter goes to, by reader and phone.

    A text message to somebody else's phone (a child's guardian) is not replaced by the reader's own WeChat.
    """
    readers = {letter.inbox or letter.reader for letter in letters if letter.phone and letter.secret_until is None}
    bound = queries.chats_of(readers, at)
    phones = queries.neighbours.phones_of_inboxes(bound) if bound else {}
    return {(inbox, phones[inbox]): row for inbox, row in bound.items() if inbox in phones}


def _told(letters: Sequence[Letter]) -> set[str]:
    """Of the letters' sources those that were told by text message or WeChat already, whichever their reader has now:
    who links or unlinks an account between two writings of one source hears it once.
    """
    if not queries.chat_lanes():
        return set()
    sources = {one.unique_source for one in letters if one.phone and one.unique_source}
    ways = {f"{source}:{way}": source for source in sources for way in (senders.SMS, *senders.CHATS)}
    return {ways[key] for key in queries.told(ways)}


@transaction.atomic
def write_mail(*, to: MailAddress, kind: str, text: str, secret_until: datetime, at: datetime) -> None:
    """Write a code to an address that is not proven yet."""
    common = {"kind": kind, "text": text, "link": "", "urgent": True, "written_at": at, "area_id": None}
    letter = Letter(text=text, secret_until=secret_until, reader=to.inbox)
    queue(_insert([_to_mail(letter, to, common)]), urgent=True)


@transaction.atomic
def write_test_mail(*, text: str, kind: str, at: datetime) -> None:
    """Write to the box that our mail comes from, to try the way."""
    address = queries.test_address()
    common = {"kind": kind, "text": text, "link": "", "urgent": True, "written_at": at, "area_id": None}
    queue(_insert([_to(senders.MAIL, Letter(text=text), address, common)]), urgent=True)


@transaction.atomic
def write_test_chat(*, to: ChatAccount, text: str, kind: str, at: datetime) -> None:
    """Write to the account that whoever tries the way has bound."""
    common = {"kind": kind, "text": text, "link": "", "urgent": True, "written_at": at, "area_id": None}
    queue(_insert([_to_chat(Letter(text=text, reader=to.inbox), to, common)]), urgent=True)


def instead(row: Message, channel: str, address: str, at: datetime) -> None:
    """By another way what one could not carry: once, whatever comes back how often (N22)."""
    source = row.unique_source.removesuffix(f":{row.channel}") if row.unique_source else f"instead:{row.public_id}"
    text = Kept(row.text, row.recipe) if row.recipe is not None else row.text
    letter = Letter(
        text=text, reader=row.inbox, unique_source=source, useful_until=row.useful_until, making=row.making,
        any_hour=row.any_hour, area_id=row.area_id, about=row.about,
    )  # fmt: skip
    common = {"kind": row.kind, "text": row.text, "link": row.link, "urgent": row.urgent, "written_at": at}
    queue(_insert([_to(channel, letter, address, {**common, "area_id": row.area_id})]), urgent=row.urgent)


def _to_mail(letter: Letter, to: MailAddress, common: dict[str, Any]) -> Message:
    return _to(senders.MAIL, letter, queries.address_of(to), common)


def _to_chat(letter: Letter, to: ChatAccount, common: dict[str, Any]) -> Message:
    return _to(to.lane, letter, queries.account_of(to), common)


def _to(channel: str, letter: Letter, address: str, common: dict[str, Any]) -> Message:
    """What leaves the house by one way to one address."""
    row = Message(
        channel=channel,
        inbox=letter.inbox or letter.reader,
        unique_source=f"{letter.unique_source}:{channel}" if letter.unique_source else None,
        useful_until=_useful_until(letter, common),
        making=letter.making,
        any_hour=letter.any_hour,
        about=letter.about,
        recipe=recipe_to_send(letter.text) if letter.secret_until is None else None,
        **common,
    )
    put_address(row, address)
    return _sealed(row, letter)


def recipe_to_send(text: str) -> Any:
    """How a text was made, so that it leaves in its reader's language, or fills the fields of a gateway's template."""
    return text.recipe if isinstance(text, Kept) else None


def put_address(row: Message, address: str) -> None:
    """Where a message goes: a tidy phone number, a mail address or an account, as its channel says."""
    row.address_hash = queries.address_hash(row.channel, address)
    row.address_mask = senders.chat_mask(address) if row.channel in senders.CHATS else senders.masked(address)
    row.address_sealed = sealed.seal(address, at=sealed.Place.of(row, "address_sealed"))


def _useful_until(letter: Letter, common: dict[str, Any]) -> datetime:
    return letter.useful_until or common["written_at"] + rooms.told_of(common["kind"]).useful_for


def _sealed(row: Message, letter: Letter) -> Message:
    """A text that lets somebody in stands sealed."""
    if letter.secret_until is not None:
        row.text, row.secret_until = "", letter.secret_until
        row.text_sealed = sealed.seal(letter.text, at=sealed.Place.of(row, "text_sealed"))
    return row


def _in_app(letter: Letter, at: datetime, common: dict[str, Any]) -> Message:
    recipe = letter.text.recipe if isinstance(letter.text, Kept) else None
    return Message(
        channel="inapp",
        inbox=letter.inbox,
        unique_source=letter.unique_source,
        delivered_at=at,
        recipe=recipe,
        about=letter.about,
        making=letter.making if not letter.phone else None,
        **common,
    )


def _insert(rows: list[Message]) -> list[Message]:
    """The one place where messages are inserted; gives the new ones that leave the house.

    Two writers of one source at one moment: the database leaves the second's row out (sql/remember_source.sql).
    """
    ids = dict(many.insert_many(rows, returning=("public_id", "id")))
    made = [row for row in rows if row.public_id in ids and row.channel != "inapp"]
    for row in made:
        row.id = ids[row.public_id]
    return made
