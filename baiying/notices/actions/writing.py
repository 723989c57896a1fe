"""Writing messages in the caller's transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from baiying.kit import jobs, rooms, sealed
from baiying.kit.db import transaction
from baiying.kit.kept import Kept
from baiying.kit.values import identifiers
from baiying.notices import queries
from baiying.notices.models import Message, MessageSource

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
    where the reader lives.
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
    A kept text (kit.kept) is read in the reader's own language in the app; a text message is sent as it stands.
    Phones are tidy numbers; they are stored sealed. `urgent` messages ignore the day's limit and the quiet hours.
    Thousands are told by jobs of some hundred letters each, after the change that they tell of.
    """
    rows: list[Message] = []
    places = _places(letters)
    for letter in letters:
        common = {"kind": kind, "text": letter.text, "link": letter.link, "urgent": urgent, "written_at": at}
        common["area_id"] = letter.area_id or places.get(letter.inbox or letter.reader)
        if letter.inbox:
            rows.append(_in_app(letter, at, common))
        if letter.phone:
            rows.append(_to_phone(letter, letter.phone, common))
    _queue(_insert(rows), urgent=urgent)


def _queue(made: Sequence[Message], *, urgent: bool) -> None:
    """The jobs that send what was written: codes by their own, what goes to many in pieces and behind others."""
    codes = [row.id for row in made if row.secret_until is not None]
    jobs.enqueue_many("notices.deliver_code", [{"message_id": pk} for pk in codes])
    others = [row.id for row in made if row.secret_until is None]
    if len(others) == 1:
        jobs.enqueue("notices.deliver", message_id=others[0])
        return
    batches = [others[n : n + _IN_A_JOB] for n in range(0, len(others), _IN_A_JOB)]
    jobs.enqueue_many(
        "notices.deliver_batch", [{"message_ids": batch} for batch in batches], priority=0 if urgent else _LATER
    )


def _places(letters: Sequence[Letter]) -> Mapping[str, int]:
    """Where the readers live of whose letters nobody says to which place they belong."""
    inboxes = {letter.inbox or letter.reader for letter in letters if letter.area_id is None} - {""}
    return queries.neighbours.areas_of_inboxes(inboxes) if inboxes else {}


def _in_app(letter: Letter, at: datetime, common: dict[str, Any]) -> Message:
    recipe = letter.text.recipe if isinstance(letter.text, Kept) else None
    return Message(
        channel="inapp",
        inbox=letter.inbox,
        unique_source=letter.unique_source,
        delivered_at=at,
        recipe=recipe,
        **common,
    )


def _to_phone(letter: Letter, phone: str, common: dict[str, Any]) -> Message:
    row = Message(
        channel="sms",
        inbox=letter.inbox or letter.reader,
        address_hash=queries.phone_hash(phone),
        address_mask=identifiers.mask_phone(phone),
        unique_source=f"{letter.unique_source}:sms" if letter.unique_source else None,
        useful_until=letter.useful_until or common["written_at"] + rooms.told_of(common["kind"]).useful_for,
        making=letter.making,
        any_hour=letter.any_hour,
        **common,
    )
    row.address_sealed = sealed.seal(phone, at=sealed.Place.of(row, "address_sealed"))
    if letter.secret_until is not None:
        row.text, row.secret_until = "", letter.secret_until
        row.text_sealed = sealed.seal(letter.text, at=sealed.Place.of(row, "text_sealed"))
    return row


def _insert(rows: list[Message]) -> list[Message]:
    """The one place where messages are inserted; gives the new ones that leave the house.

    Two writers of one source at one moment: the database leaves the second's row out (sql/remember_source.sql).
    """
    sources = [row.unique_source for row in rows if row.unique_source]
    if sources:
        known = set(MessageSource.objects.filter(unique_source__in=sources).values_list("unique_source", flat=True))
        rows = [row for row in rows if row.unique_source not in known]
    if not rows:
        return []
    Message.objects.bulk_create(rows, ignore_conflicts=bool(sources), batch_size=2000)
    outward = [row for row in rows if row.channel != "inapp"]
    if not outward:
        return []
    made = Message.objects.filter(public_id__in=[r.public_id for r in outward], written_at=outward[0].written_at)
    return list(made.order_by("id").only("id", "written_at", "secret_until"))
