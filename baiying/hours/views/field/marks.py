"""Marking the list: who has come, who leaves, who walked in, whom to call; each act may be taken back.

The page's script asks for the one row that changed (`In-Place: 1`) and puts it where it stood. Without it the answer
leads back to that row.
"""

from datetime import timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from baiying.accounts.access import Asking, signed_in
from baiying.activities import access as activity_access
from baiying.activities import queries as activities
from baiying.hours import access, actions, queries
from baiying.hours.forms import WalkInForm
from baiying.hours.rules import sheet
from baiying.hours.views.answers import see_other
from baiying.hours.views.field import page
from baiying.hours.views.field import rows as people_rows
from baiying.kit import clock, limits
from baiying.kit.errors import Refused
from baiying.people import access as people_access
from baiying.people import queries as people
from baiying.ui import flash, formats
from baiying.ui.scanning import scans

# So long after somebody was noted as here the same hand notes no leaving.
_AGAIN = timedelta(seconds=60)
# How many numbers one leader may try: more than come to any shift, fewer than it takes to find strangers by trying.
_NUMBERS = limits.Limit("walk_in_numbers", 60, timedelta(hours=1))


def _answer(
    request: Asking,
    shift: activities.Shift,
    person_id: int,
    said: str,
    *,
    refused: bool = False,
    unexpected: bool = False,
) -> HttpResponse:
    """The row of one person as it is now, in place; or the way back to it. What was refused, and what nobody would
    expect of the press, is said in the row: what is only read out is not seen by who looks.
    """
    found = people_rows.rows_of(shift, request.actor, clock.now(), person_id=person_id)
    row = found[0] if found else None
    if request.headers.get("In-Place") == "1":
        if row is not None and refused:
            row = people_rows.with_problem(row, said)
        elif row is not None and unexpected:
            row = people_rows.with_note(row, said)
        return in_place(request, shift, row, said, status=409 if refused else 200)
    if refused:
        flash.failed(request, said)
        return see_other(reverse("hours:field", args=[shift.public_id]))
    flash.done(request, said)
    return back_to(shift.public_id, row)


def in_place(
    request: Asking,
    shift: activities.Shift,
    row: people_rows.Row | None,
    said: str,
    *,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    """What changed of the page, for its script: one row, the count, what is said; `more` for the parts that need it."""
    others = access.other_hands(request.actor, shift) if row is not None and row.own else []
    context = {**page.list_context(shift, clock.now()), "row": row, "said": said, "others": others, **more}
    return render(request, "hours/parts/marked.html", context, status=status)


def back_to(shift_pid: str, row: people_rows.Row | None = None) -> HttpResponse:
    """The list again: at the row, which keeps its place among the others once more."""
    path = reverse("hours:field", args=[shift_pid])
    return see_other(f"{path}?kept={row.key}#p-{row.key}" if row is not None else f"{path}#people")


@signed_in
@require_POST
def ticks(request: Asking, shift_pid: str) -> HttpResponse:
    """One tap: somebody of the list has come, or leaves."""
    at = clock.now()
    shift = access.led_shift(request.actor, shift_pid)
    if request.POST.get("attendance"):
        row = _attendance_of(request, shift)
        if row.checked_out_at is None and row.in_by_id == request.actor.account_id and at < row.checked_in_at + _AGAIN:
            # Where “here” was tapped, “left” stands now: a second tap of a cold finger is no leaving.
            again = translate("%(name)s 刚刚记了到。真的要离开，过一分钟再点。") % {"name": people_rows.shown(row)}
            return _answer(request, shift, row.person_id, again, refused=True)
        try:
            row = actions.leave_one(attendance=row, shift=shift, actor=request.actor, at=at)
        except Refused as refusal:
            return _answer(request, shift, row.person_id, formats.about(people_rows.shown(row), refusal), refused=True)
        said = translate("%(name)s 已签退，时长待复核。") % {"name": people_rows.shown(row)}
        nothing = queries.comes_to_nothing(row, row.checked_out_at or at)
        if nothing:
            said = translate("%(name)s 已签退，这次不计时长。点错了请撤销。") % {"name": people_rows.shown(row)}
        return _answer(request, shift, row.person_id, said, unexpected=nothing)
    signup = _signup_of(request, shift)
    try:
        actions.tick_in(shift=shift, person_id=signup.person_id, actor=request.actor, at=at)
    except Refused as refusal:
        return _answer(request, shift, signup.person_id, formats.about(signup.person.shown_name, refusal), refused=True)
    said = translate("%(name)s 到了。") % {"name": signup.person.shown_name} + people_rows.unchecked_words(
        signup.person_id
    )
    return _answer(request, shift, signup.person_id, said)


def _attendance_of(request: Asking, shift: activities.Shift) -> queries.Attendance:
    pid = request.POST.get("attendance") or request.GET.get("attendance", "")
    row = access.led_attendance(request.actor, pid)
    if row.shift_id != shift.pk:
        raise Http404
    return row


def _signup_of(request: Asking, shift: activities.Shift) -> activities.Signup:
    signup = activity_access.signup_for(request.actor, request.POST.get("signup", ""), to="lead")
    if signup.shift_id != shift.pk:
        raise Http404
    return signup


@signed_in
@require_POST
def undone_ticks(request: Asking, shift_pid: str) -> HttpResponse:
    """The wrong name was tapped: take the coming back."""
    shift = access.led_shift(request.actor, shift_pid)
    row = _attendance_of(request, shift)
    try:
        actions.undo_tick(attendance=row, actor=request.actor, at=clock.now())
    except Refused as refusal:
        return _answer(request, shift, row.person_id, str(refusal), refused=True)
    said = translate("已撤销 %(name)s 的签到。") % {"name": people_rows.shown(row)}
    return _answer(request, shift, row.person_id, said)


@signed_in
@require_POST
def undone_leavings(request: Asking, shift_pid: str) -> HttpResponse:
    """Somebody has not left after all: take the leaving back. With `said`, of all who were noted in that one act."""
    shift = access.led_shift(request.actor, shift_pid)
    if request.GET.get("said"):
        return _undo_all(request, shift, request.GET["said"])
    row = _attendance_of(request, shift)
    try:
        actions.undo_leaving(attendance=row, actor=request.actor, at=clock.now())
    except Refused as refusal:
        return _answer(request, shift, row.person_id, str(refusal), refused=True)
    said = translate("已撤销 %(name)s 的离开时间。") % {"name": people_rows.shown(row)}
    return _answer(request, shift, row.person_id, said)


def _undo_all(request: Asking, shift: activities.Shift, said_at: str) -> HttpResponse:
    rows = queries.attendances_of(shift.pk).filter(end_before__at=said_at)
    done = actions.undo_leavings(attendances=list(rows), actor=request.actor, at=clock.now())
    flash.done(request, translate("已撤销 %(count)s 人的离开时间。") % {"count": len(done.done)})
    for row, refusal in done.refused:
        flash.failed(request, formats.about(people_rows.shown(row), refusal))
    return back_to(shift.public_id)


@signed_in
@never_cache
@require_POST
def calls(request: Asking, shift_pid: str) -> HttpResponse:
    """The number of one person who is expected, to call; looking it up is on record."""
    shift = activity_access.shift_for(request.actor, shift_pid, to="lead")
    signup = _signup_of(request, shift)
    try:
        call = actions.number_of(signup=signup, actor=request.actor, at=clock.now())
    except Refused as refusal:
        said = formats.about(signup.person.shown_name, refusal)
        if not activities.stands(shift):
            flash.failed(request, said)
            return see_other(reverse("activities:record", args=[shift.activity.public_id]))
        return _answer(request, shift, signup.person_id, said, refused=True)
    if request.headers.get("In-Place") == "1":
        found = people_rows.rows_of(shift, request.actor, clock.now(), person_id=signup.person_id)
        return in_place(request, shift, people_rows.with_call(found[0], call), "")
    back = reverse("activities:record", args=[shift.activity.public_id])
    if activities.stands(shift):
        back = f"{reverse('hours:field', args=[shift.public_id])}#p-{signup.public_id}"
    context = {"signup": signup, "call": call, "shift": shift, "back": back}
    return render(request, "hours/call.html", context)


def card_code_of(text: str) -> str:
    """The code in a card's address, if that is what was typed or scanned."""
    parts = [part for part in text.strip().split("/") if part]
    return parts[parts.index("v") + 1] if "v" in parts[:-1] else ""


@scans
@signed_in
@require_POST
def walk_ins(request: Asking, shift_pid: str) -> HttpResponse:
    """Somebody who did not sign up is here: by card, by volunteer number, or as a line of the paper sheet says it."""
    at = clock.now()
    shift = access.led_shift(request.actor, shift_pid)
    form = WalkInForm(request.POST)
    card = card_code_of(form.cleaned_data["number"]) if form.is_valid() else ""
    if form.is_valid() and not card and not limits.take(_NUMBERS, request.actor.account_id, at=at):
        form.add_error("number", _("试得太多了，请过一会儿再输，或扫志愿者证。"))
        return page.field_page(request, shift, form, at, status=429)
    person_id = _meant(form, shift, card) if form.is_valid() else None
    if person_id is None:
        return page.field_page(request, shift, form, at, status=422)
    try:
        source = "scan" if card else "roll"
        row = actions.tick_in(shift=shift, person_id=person_id, source=source, actor=request.actor, at=at)
    except people_access.OwnMatter as refusal:
        form.add_error("number", f"{refusal}{others_words(access.other_hands(request.actor, shift))}")
    except Refused as refusal:
        form.add_error("number", str(refusal))
    else:
        _say_joined(request, shift, row)
        rows = people_rows.rows_of(shift, request.actor, at, person_id=person_id)
        return back_to(shift_pid, rows[0] if rows else None)
    return page.field_page(request, shift, form, at, status=422)


def _meant(form: WalkInForm, shift: activities.Shift, card: str) -> int | None:
    """Who is meant, by the finder of the paper sheet; None, with what is asked at the field, if not one person."""
    typed = form.cleaned_data["number"]
    if card:
        person = people.person_by_card(card)
        if person is not None:
            return person.pk
    around = queries.Around(shift)
    found = [] if card else around.of(typed)
    near = [] if found or card else around.near(typed)
    picked = [one for one in found or near if one.public_id == form.data.get("pick")]
    if len(found) == 1 or picked:
        return (picked or found)[0].person_id
    if found or near:
        form.ask_which([(one.public_id, f"{one.name} {one.number}") for one in found or near])
        several = translate("有 %(n)s 个人对得上，请选一个。") % {"n": len(found)}
        form.add_error("number", several if found else people_rows.near_words([one.name for one in near]))
        return None
    if sheet.says_too_little(typed):
        form.add_error("number", people_rows.too_little())
        return None
    form.add_error("number", _("没有找到这位志愿者。请核对编号；还没有注册的，先由工作人员现场登记，再到这里签到。"))
    return None


def _say_joined(request: Asking, shift: activities.Shift, row: queries.Attendance) -> None:
    """Who has come, with enough to notice that it is somebody else: a typed number gives away no given name (S17)."""
    undo = reverse("hours:undone_ticks", args=[shift.public_id]) + "?" + urlencode({"attendance": row.public_id})
    name = people_rows.shown(row)
    if not row.walk_in:
        said = translate("%(name)s 已签到。") % {"name": name}
    else:
        said = translate("%(name)s 已签到（现场加入）。") % {"name": name}
    if name != row.person.shown_name:
        tail = people.names_and_numbers([row.person_id])[row.person_id][1][-4:]
        said += translate("请当面问一句姓名，看一眼编号：尾号应是 %(tail)s。不是这一位的，点“撤销”。") % {"tail": tail}
    flash.undoable(request, said + people_rows.unchecked_words(row.person_id), undo)


def others_words(names: list[str]) -> str:
    """Who else has a hand free, by name; empty where nobody else is known."""
    return translate("可以请：%(names)s。") % {"names": formats.listed(names)} if names else ""
