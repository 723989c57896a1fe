"""Scanning volunteers' cards in the leader's page: one after the other, each answered with a sentence."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.http import HttpResponse
from django.utils.translation import gettext as translate
from django.views.decorators.http import require_POST

from baiying.accounts.access import Asking, signed_in
from baiying.activities import queries as activities
from baiying.hours import access, actions, queries, rules
from baiying.hours.forms import WalkInForm
from baiying.hours.views.field import marks, page
from baiying.hours.views.field import rows as people_rows
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor
from baiying.people import access as people_access
from baiying.people import queries as people
from baiying.ui import flash, formats
from baiying.ui.scanning import scans

# A card held before the camera for so long, or shown twice in it, means one thing and not its opposite.
HELD = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Scanned:
    """What is said of the card before the camera.

    `offers`: a press that its holder may want: to join, to leave before the end, to come again. `undo`: the coming to
    take back, with `left` the leaving.
    """

    said: str
    code: str = ""
    done: bool = False
    offers: Literal["", "walk_in", "leave", "again"] = ""
    undo: str = ""
    left: bool = False


@scans
@signed_in
@require_POST
def scanned(request: Asking, shift_pid: str) -> HttpResponse:
    """A card was scanned: its holder has come; or leaves, near the end, or when that is pressed.

    Who did not sign up is offered to join, and who has just left to come again: presses of their own.
    """
    at = clock.now()
    shift = access.led_shift(request.actor, shift_pid)
    joins = request.POST.get("walk_in", "")
    pressed = next((name for name in ("walk_in", "leave", "again") if request.POST.get(name)), "code")
    card = marks.card_code_of(request.POST.get(pressed, ""))
    person = people.person_by_card(card) if card else None
    if person is None:
        dead = translate("这张证已经作废或不是志愿者证。请让本人出示新证，或在名单上为他签到。")
        return _answer(request, shift, None, Scanned(dead), at, status=404)
    code, signed_up = _stands(request, person.pk, shift, at)
    name = person.shown_name
    if code == "checked_in" and not signed_up and not joins and not people_access.is_own(request.actor, person.pk):
        said = translate("%(name)s 没有报上这个班次。可以现场加入，本人会收到消息。") % {"name": name}
        return _answer(request, shift, None, Scanned(said, code=f"/v/{card}/", offers="walk_in"), at, status=409)
    gone = queries.last_closed_of(person.pk, [shift.pk])
    if pressed != "again" and gone is not None and at - (gone.checked_out_at or at) < HELD and code != "already":
        said = translate("%(name)s %(time)s 已经签退。") % {"name": name, "time": _time(gone.checked_out_at)}
        return _answer(request, shift, person.pk, Scanned(said, code=f"/v/{card}/", done=True, offers="again"), at)
    try:
        row = actions.tick_in(shift=shift, person_id=person.pk, source="scan", actor=request.actor, at=at)
        if code == "already" and (pressed == "leave" or _leaves(row, at)):
            row = actions.check_out(attendance=row, source="scan", actor=request.actor, at=at)
            return _answer(request, shift, person.pk, _said_left(row, name, request.actor, at), at)
    except people_access.OwnMatter as refusal:
        said = f"{refusal}{marks.others_words(access.other_hands(request.actor, shift))}"
        return _answer(request, shift, person.pk, Scanned(said), at, status=refusal.status)
    except Refused as refusal:
        said = formats.about(name, refusal)
        return _answer(request, shift, person.pk, Scanned(said), at, status=refusal.status)
    return _answer(request, shift, person.pk, _said(row, name, code, f"/v/{card}/"), at)


def _leaves(row: queries.Attendance, at: datetime) -> bool:
    """Whether a card that is shown again means leaving: near the end, and not when it was just shown to come."""
    return queries.nearly_over(row, at) and at - row.checked_in_at >= HELD


def _said_left(row: queries.Attendance, name: str, actor: Actor, at: datetime) -> Scanned:
    """A leaving whose minutes are posted at once is not undone but followed by coming again."""
    words = {"name": name, "time": _time(row.checked_out_at)}
    if actions.may_undo_leaving(row, actor.account_id, at) and not queries.standing_entries_of(row.pk):
        return Scanned(translate("%(name)s %(time)s 签退了。") % words, done=True, undo=str(row.public_id), left=True)
    said = translate("%(name)s %(time)s 签退了，时长已经入账。还没走的，再扫一次，就是又到了。") % words
    return Scanned(said, done=True)


def _time(instant: datetime | None) -> str:
    return formats.time_text(instant) if instant is not None else ""


def _stands(request: Asking, person_id: int, shift: activities.Shift, at: datetime) -> tuple[str, bool]:
    """How the rule would answer, and whether the person is expected."""
    given = queries.rules_of(queries.occasion_of_shift(shift)).rules
    comer = queries.comer(request.actor.account_id, person_id, shift, at)
    return rules.may_check_in(comer, queries.shift_times(shift), given, at, by_leader=True), comer.signed_up


def _said(row: queries.Attendance, name: str, code: str, card: str) -> Scanned:
    words = {"name": name, "time": formats.time_text(row.checked_in_at)}
    if code == "already":
        said = translate("%(name)s %(time)s 已经到了，不用再扫。要提前走的，请点“现在签退”。") % words
        return Scanned(said, code=card, done=True, offers="leave")
    came = translate("%(name)s %(time)s 到了（现场加入）。") if row.walk_in else translate("%(name)s %(time)s 到了。")
    said = came % words + people_rows.unchecked_words(row.person_id)
    return Scanned(said, done=True, undo=str(row.public_id))


def _answer(
    request: Asking, shift: activities.Shift, person_id: int | None, note: Scanned, at: datetime, *, status: int = 200
) -> HttpResponse:
    """In place the note beside the camera and the row; else the page, which asks what is to be asked."""
    rows = people_rows.rows_of(shift, request.actor, at, person_id=person_id) if person_id is not None else []
    row = rows[0] if rows else None
    if request.headers.get("In-Place") == "1":
        return marks.in_place(request, shift, row, note.said, status=status, scanned=note)
    if note.done and not note.offers:
        flash.done(request, note.said)
        return marks.back_to(str(shift.public_id), row)
    return page.field_page(request, shift, WalkInForm(), at, scanned=note, status=status)
