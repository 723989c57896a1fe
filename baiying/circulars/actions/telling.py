"""Telling the recipients of a mailing: in the app, by text message, and into the boxes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from baiying.accounts import queries as account_rows
from baiying.circulars import locked, queries, rules, said
from baiying.circulars.models import Box, Circular, Mailing, Recipient, Sort, Wording
from baiying.kit import clock, each, sealed
from baiying.kit.kept import Kept, translate
from baiying.notices import actions as notices
from baiying.notices import queries as messages
from baiying.people import queries as people
from baiying.ui import kept

TO_OFFICES = "circulars.boxes"
# How soon a text message of a mailing that pauses is asked again.
_PAUSE = timedelta(minutes=5)


def tell(row: Mailing, some: Sequence[Recipient], at: datetime) -> None:
    """Write the messages of one batch and put the notice into its boxes; the caller notes that they were told."""
    wording = queries.wording(row.circular_id, row.number)
    box_ids = sorted({pk for one in some for pk in (*one.box_ids, *one.above_ids)})
    put_into(row, box_ids, at)
    names = dict(Box.objects.filter(pk__in=[pk for one in some for pk in one.above_ids]).values_list("pk", "name"))
    person_ids = [one.person_id for one in some if one.person_id is not None]
    inboxes = people.public_ids_of(person_ids)
    phones = _each_once(row, phones_of_volunteers(person_ids, at)) if row.circular.by_text else {}
    to = _accounts(row.circular, [one.account_id for one in some if one.account_id is not None], at)
    # The same for all: hundreds of thousands are told one thing.
    same = _Same(_words(row, wording), reverse("circulars:read", args=[row.circular.public_id]))
    offices: list[notices.Letter] = []
    volunteers: list[notices.Letter] = []
    for one in some:
        if one.person_id is not None:
            volunteers.append(_letter(row, same, one, inboxes[one.person_id], phones.get(one.person_id)))
        else:
            offices.extend(_to_account(row, wording, same, one, names, to.get(one.account_id or 0, _Address())))
    urgent = rings(row.circular, wording)
    notices.write_many(kind=TO_OFFICES, letters=offices, at=at, urgent=urgent)
    notices.write_many(kind=queries.TO_VOLUNTEERS, letters=volunteers, at=at, urgent=urgent)


def _each_once(row: Mailing, phones: dict[int, str]) -> dict[int, str]:
    """One text to a phone of each version: a family shares one, and who holds a box hears of it there (N14).

    Everybody has it in the app all the same.
    """
    source = f"circulars:{row.pk}:"
    accounts = Recipient.objects.filter(mailing=row, account__isnull=False).values_list("account_id", flat=True)
    had = {one for found in account_rows.phones_of_many(list(accounts)).values() for one in found}
    had |= messages.addresses_written_to(source, list(phones.values()))
    found: dict[int, str] = {}
    for person_id in sorted(phones):
        address = messages.phone_hash(phones[person_id])
        if address not in had:
            had.add(address)
            found[person_id] = phones[person_id]
    return found


def phones_of_volunteers(person_ids: Sequence[int], at: datetime) -> dict[int, str]:
    """One phone that cannot be read keeps nobody from being told: it is noted for the machine room."""
    wrong: dict[int, sealed.Unreadable] = {}
    found = people.phones_to_text(person_ids, clock.local_date(at), unreadable=wrong)
    each.passed_over("circulars.phones_of_persons", person_ids, wrong, at=at)
    return found


def rings_always(circular: Circular) -> bool:
    """An emergency rings at any hour and before others, and so does what is said of it afterwards."""
    return circular.sort == Sort.EMERGENCY


def rings(circular: Circular, wording: Wording) -> bool:
    """Whether a version leaves at any hour and over the day's limit: an emergency, or a correction with its reason."""
    return rings_always(circular) or bool(wording.rings_why)


def put_into(row: Mailing, box_ids: Sequence[int], at: datetime) -> None:
    """From now on these boxes show the version; each one's own clock for signing begins (N38)."""
    circular = row.circular
    boxes = Box.objects.filter(pk__in=box_ids, told_number__lt=row.number)
    signs = rules.sign_by(at, circular.sign_hours) if circular.is_signed else None
    wording = queries.wording(row.circular_id, row.number)
    asked = row.number if circular.is_signed else 0
    fresh = boxes.filter(told_at__isnull=True)
    fresh.update(told_at=at, told_number=row.number, asked_number=asked, sign_by=signs, due_on=circular.due_on)
    again: dict[str, Any] = {}
    if wording.signs_anew:
        again |= {"sign_by": signs, "asked_number": asked, "reminded_at": None, "late_reminded_at": None}
    if row.number > 1:
        # Of today's deadline also where the version that moved it was stopped before it came here.
        again |= {"due_on": circular.due_on}
    boxes.update(told_number=row.number, **again)


@dataclass(frozen=True, slots=True)
class _Same:
    """What every letter of a batch has alike."""

    text: Kept
    link: str


def _letter(row: Mailing, same: _Same, one: Recipient, inbox: str, phone: str | None) -> notices.Letter:
    circular = row.circular
    return notices.Letter(
        text=same.text, inbox=inbox, phone=phone, link=same.link,
        unique_source=f"circulars:{row.pk}:{one.pk}", making={"recipient": one.pk}, area_id=circular.area_id,
        by_all=rings_always(circular),
    )  # fmt: skip


def _words(row: Mailing, wording: Wording) -> Kept:
    circular = row.circular
    if row.number > 1 and wording.changed:
        return correction_in_words(circular, wording)
    return told_in_words(circular, wording.title)


def told_in_words(circular: Circular, title: str) -> Kept:
    """What is told of a notice in the app, with the day by which it must be done as it holds now."""
    by = ""
    if circular.due_on is not None:
        by = translate("%(day)s前办理。") % {"day": kept.day(circular.due_on)}
    return said.told(circular.area.name, title, emergency=circular.sort == Sort.EMERGENCY, by=by)


def correction_in_words(circular: Circular, wording: Wording) -> Kept:
    """What is told of a version that corrects another: the same in the app and by text message."""
    due_on = wording.due_on or queries.moved_to(circular)
    return said.corrected(circular.area.name, wording.title, wording.changed, due_on=due_on)


@dataclass(frozen=True, slots=True)
class _Address:
    """Where an account is told: in the app if its person has an inbox, by text if it has none or the notice asks."""

    inbox: str = ""
    phone: str | None = None


def _accounts(
    circular: Circular, account_ids: Sequence[int], at: datetime, *, texts_too: bool = True
) -> dict[int, _Address]:
    """A few questions for a batch, however many accounts. An emergency asks nobody whether it may ring."""
    inboxes = people.inboxes_of_accounts(account_ids)
    by_text = circular.by_text and texts_too
    wishes = messages.preferences(TO_OFFICES, inboxes.values()) if by_text else {}
    emergency = rings_always(circular)

    def rings(inbox: str) -> bool:
        return emergency or (wish := wishes.get(inbox)) is None or wish.by_text

    texts = [pk for pk in account_ids if pk not in inboxes or (by_text and rings(inboxes[pk]))]
    wrong: dict[int, sealed.Unreadable] = {}
    phones = account_rows.phones_to_send(texts, unreadable=wrong)
    each.passed_over("circulars.phones_of_accounts", texts, wrong, at=at)
    return {pk: _Address(inboxes.get(pk, ""), phones.get(pk)) for pk in account_ids}


def _to_account(
    row: Mailing, wording: Wording, same: _Same, one: Recipient, names: dict[int, str], to: _Address
) -> list[notices.Letter]:
    if not to.inbox and not to.phone:
        return []
    made = [_letter(row, same, one, to.inbox, to.phone)] if one.box_ids else []
    if one.above_ids:
        whose = names[one.above_ids[0]]
        if len(one.above_ids) > 1:
            whose = translate("%(name)s等处") % {"name": whose}
        text = said.empty_box(row.circular.area.name, wording.title, whose)
        source = f"circulars:{row.pk}:{one.pk}:above"
        link = reverse("circulars:received")
        made.append(
            notices.Letter(
                text=text,
                inbox=to.inbox,
                phone=to.phone,
                link=link,
                unique_source=source,
                making={"recipient": one.pk, "above": whose},
                area_id=row.circular.area_id,
                by_all=rings_always(row.circular),
            )
        )
    return made


def to_offices(
    circular: Circular, account_ids: Iterable[int], *, kind: str, text: Kept, link: str, source: str, at: datetime,
    to_recipients: bool = True,
) -> int:  # fmt: skip
    """Tell some accounts the same of a notice, each once a source: in the app, and by text where the notice itself
    comes by text to them (`to_recipients`) or they have no inbox. Of an emergency it rings as the emergency did.

    A few statements however many. Gives how many were asked for.
    """
    ids = sorted(set(account_ids))
    to = _accounts(circular, ids, at, texts_too=to_recipients)
    letters = [
        notices.Letter(
            text=text,
            inbox=to[pk].inbox,
            phone=to[pk].phone,
            link=link,
            unique_source=f"{source}:{pk}",
            area_id=circular.area_id,
            by_all=rings_always(circular),
        )
        for pk in ids
    ]
    notices.write_many(kind=kind, letters=letters, at=at, urgent=rings_always(circular))
    return len(ids)


def text_now(making: dict[str, Any], at: datetime) -> "Kept | notices.Dropped | notices.Later":
    """A text message at its claim: the words as they hold now; nothing after a stop, for a version that was corrected,
    or a notice that was withdrawn; later while the mailing pauses.

    Runs in the transaction of the claim, under a lock that the stop takes alone: a claim is before the stop or sees it.
    """
    one = Recipient.objects.filter(pk=making["recipient"]).first()
    if one is None:
        return notices.Dropped(translate("通知已经不在，没有再发。"))
    locked.stop_of(one.mailing_id, shared=True)
    row = Mailing.objects.select_related("circular", "circular__area").get(pk=one.mailing_id)
    if row.circular.withdrawn_at is not None:
        return notices.Dropped(translate("通知已撤回，没有再发。"))
    if row.stopped_at is not None:
        return notices.Dropped(translate("发送已停止，没有再发。"))
    wording = queries.in_force(row.circular_id)
    if wording.number > row.number:
        return notices.Dropped(translate("通知已更正，旧的一版没有再发。"))
    if row.paused_at is not None:
        return notices.Later(_PAUSE)
    if one.person_id is not None and not people.is_told(one.person_id, clock.local_date(at)):
        return notices.Dropped(translate("收件人已不再是志愿者，没有再发。"))
    Recipient.objects.filter(pk=making["recipient"], text_at__isnull=True).update(text_at=at)
    area = row.circular.area.name
    if "above" in making:
        return said.empty_box(area, wording.title, making["above"])
    if row.number > 1 and wording.changed:
        return correction_in_words(row.circular, wording)
    return said.text_message(
        area, wording.title, emergency=row.circular.sort == Sort.EMERGENCY, to_volunteer=one.person_id is not None
    )
