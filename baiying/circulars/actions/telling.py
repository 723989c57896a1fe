"""Telling the recipients of a mailing: in the app, by text message, and into the boxes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from baiying.accounts import access as accounts
from baiying.accounts import queries as account_rows
from baiying.circulars import locked, queries, rules, said
from baiying.circulars.models import Box, Mailing, Recipient, Sort, Wording
from baiying.kit import clock
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
    phones = people.phones_to_text(person_ids, clock.local_date(at)) if row.circular.by_text else {}
    offices: list[notices.Letter] = []
    volunteers: list[notices.Letter] = []
    for one in some:
        if one.person_id is not None:
            volunteers.append(_letter(row, wording, one, inboxes[one.person_id], phones.get(one.person_id)))
        else:
            offices.extend(_to_account(row, wording, one, names))
    urgent = row.circular.sort == Sort.EMERGENCY
    notices.write_many(kind=TO_OFFICES, letters=offices, at=at, urgent=urgent)
    notices.write_many(kind=queries.TO_VOLUNTEERS, letters=volunteers, at=at, urgent=urgent)


def put_into(row: Mailing, box_ids: Sequence[int], at: datetime) -> None:
    """From now on these boxes show the version; each one's own clock for signing begins (N38)."""
    circular = row.circular
    boxes = Box.objects.filter(pk__in=box_ids, told_number__lt=row.number)
    signs = rules.sign_by(at, circular.sign_hours) if circular.is_signed else None
    anew = queries.wording(row.circular_id, row.number).signs_anew
    asked = row.number if circular.is_signed else 0
    fresh = boxes.filter(told_at__isnull=True)
    fresh.update(told_at=at, told_number=row.number, asked_number=asked, sign_by=signs, due_on=circular.due_on)
    again: dict[str, Any] = {"sign_by": signs, "asked_number": asked, "reminded_at": None} if anew else {}
    boxes.update(told_number=row.number, **again)


def _letter(row: Mailing, wording: Wording, one: Recipient, inbox: str, phone: str | None) -> notices.Letter:
    circular = row.circular
    link = reverse("circulars:read", args=[circular.public_id])
    return notices.Letter(
        text=_words(row, wording), inbox=inbox, phone=phone, link=link,
        unique_source=f"circulars:{row.pk}:{one.pk}", making={"recipient": one.pk},
    )  # fmt: skip


def _words(row: Mailing, wording: Wording) -> Kept:
    circular = row.circular
    if row.number > 1 and wording.changed:
        return said.corrected(circular.area.name, wording.title, wording.changed)
    by = ""
    if circular.due_on is not None:
        by = translate("%(day)s前办理。") % {"day": kept.day(circular.due_on)}
    return said.told(circular.area.name, wording.title, emergency=circular.sort == Sort.EMERGENCY, by=by)


def _to_account(row: Mailing, wording: Wording, one: Recipient, names: dict[int, str]) -> list[notices.Letter]:
    """In the app where the account's person has an inbox; by text where it has none, or the notice asks for it."""
    assert one.account_id is not None
    person_id = accounts.neighbours.person_of_account(one.account_id)
    inbox = people.public_id_of(person_id) if person_id else ""
    texts = not inbox or (row.circular.by_text and _lets_it_ring(row, inbox))
    account = account_rows.account(one.account_id) if texts else None
    phone = account_rows.phone_of(account) if account is not None else None
    if not inbox and not phone:
        return []
    made = [_letter(row, wording, one, inbox, phone)] if one.box_ids else []
    if one.above_ids:
        whose = names[one.above_ids[0]]
        if len(one.above_ids) > 1:
            whose = translate("%(name)s等处") % {"name": whose}
        text = said.empty_box(row.circular.area.name, wording.title, whose)
        source = f"circulars:{row.pk}:{one.pk}:above"
        link = reverse("circulars:received")
        made.append(notices.Letter(text=text, inbox=inbox, phone=phone, link=link, unique_source=source,
                                   making={"recipient": one.pk, "above": whose}))  # fmt: skip
    return made


def _lets_it_ring(row: Mailing, inbox: str) -> bool:
    """Whether its reader has not kept this kind to the inbox; an emergency asks nobody."""
    if row.circular.sort == Sort.EMERGENCY:
        return True
    set_to = messages.preferences(TO_OFFICES, [inbox]).get(inbox)
    return set_to is None or set_to.by_text


def text_now(making: dict[str, Any], at: datetime) -> "str | notices.Dropped | notices.Later":
    """A text message at its claim: the words as they hold now; nothing after a stop, for a version that was corrected,
    or a notice that was withdrawn; later while the mailing pauses.

    Runs in the transaction of the claim, under a lock that the stop takes alone: a claim is before the stop or sees it.
    """
    one = Recipient.objects.filter(pk=making["recipient"]).values_list("mailing_id", flat=True).first()
    if one is None:
        return notices.Dropped(translate("通知已经不在，没有再发。"))
    locked.stop_of(one, shared=True)
    row = Mailing.objects.select_related("circular", "circular__area").get(pk=one)
    if row.circular.withdrawn_at is not None:
        return notices.Dropped(translate("通知已撤回，没有再发。"))
    if row.stopped_at is not None:
        return notices.Dropped(translate("发送已停止，没有再发。"))
    wording = queries.newest(row.circular_id)
    if wording.number > row.number:
        return notices.Dropped(translate("通知已更正，旧的一版没有再发。"))
    if row.paused_at is not None:
        return notices.Later(_PAUSE)
    Recipient.objects.filter(pk=making["recipient"], text_at__isnull=True).update(text_at=at)
    area = row.circular.area.name
    if "above" in making:
        return said.empty_box(area, wording.title, making["above"])
    if row.number > 1 and wording.changed:
        return said.corrected(area, wording.title, wording.changed)
    return said.text_message(area, wording.title, emergency=row.circular.sort == Sort.EMERGENCY)
