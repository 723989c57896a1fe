"""The receiving side: what waits, reading, signing, answering; and a volunteer's reading."""

from datetime import UTC, datetime
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from baiying.accounts.access import Asking, signed_in
from baiying.circulars import access, actions, queries
from baiying.circulars.forms import BoxAnswerForm, SignForm
from baiying.circulars.models import Box
from baiying.circulars.views import words
from baiying.circulars.views.answers import refuse, see_other
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.ui import flash, formats, pages, taken

_PER_PAGE = 30


@signed_in
@require_safe
def received(request: Asking) -> HttpResponse:
    """What lies in the own boxes, in one list: what is to be done, by when it is due; then the rest, newest first."""
    at = clock.now()
    mine = queries.mine(request.actor, at)
    waiting = [(box, queries.wanted_by(box)) for box in queries.waiting(mine)]
    page = pages.stretch(mine.exclude(pk__in=[box.pk for box, _due in waiting]).order_by("-id"), request.GET, _PER_PAGE)
    titles = queries.titles(box.circular_id for box in (*(one for one, _due in waiting), *page))
    context = {
        "waiting": [(box, titles[box.circular_id], due) for box, due in waiting],
        "rest": [(box, titles[box.circular_id]) for box in page],
        "page": page,
    }
    return render(request, "circulars/received.html", context)


@signed_in
@require_safe
def box(request: Asking, box_pid: str) -> HttpResponse:
    """One of them. Opening it is noted nowhere."""
    return _page(request, access.box_for(request.actor, box_pid, clock.now()))


def _page(request: Asking, row: Box, status: int = 200, **more: Any) -> HttpResponse:
    at = clock.now()
    circular = row.circular
    # A version that has not come to this box yet is not shown to it.
    versions = [one for one in queries.wordings(circular.pk) if one.number <= row.told_number]
    start = {"number": row.told_number, "read_at": int(at.timestamp())}
    context = {
        "row": row, "circular": circular, "last": versions[0], "versions": words.versions(versions),
        "files": queries.files_of(versions[0]), "gone": access.files_are_gone(request.actor, circular),
        "signatures": queries.signatures_of_box(row.pk),
        "waits": row.asked_number > row.signed_number and circular.withdrawn_at is None,
        "due_at": queries.wanted_by(row), "answer_form": BoxAnswerForm(),
        "sign_form": SignForm(initial=start, others=_others(request, row, at)),
        **more,
    }  # fmt: skip
    return render(request, "circulars/box.html", context, status=status)


@signed_in
@require_POST
def signatures(request: Asking, box_pid: str) -> HttpResponse:
    """Received, in the own name, for the version that was on the screen."""
    at = clock.now()
    row = access.box_for(request.actor, box_pid, at)
    others = _others(request, row, at)
    # What was signed or left this hand since the page was made is not signed here, and no reason to refuse the rest.
    data = request.POST.copy()
    known = {one.public_id for one in others}
    data.setlist("together", [one for one in data.getlist("together") if one in known])
    form = SignForm(data, others=others)
    if not form.is_valid():
        return _page(request, row, 422, sign_form=form)
    given = form.cleaned_data
    act: dict[str, Any] = {
        "number": given["number"], "read_at": _read_at(given["read_at"], at), "deputy": given["deputy"],
        "actor": request.actor, "at": at,
    }  # fmt: skip
    try:
        actions.sign(box=row, **act)
    except Refused as refusal:
        flash.failed(request, str(refusal))
    else:
        ticked = [one for one in others if one.public_id in given.get("together", ())]
        _say_signed(request, *actions.sign_together(boxes=ticked, **act))
    return see_other(reverse("circulars:box", args=[row.public_id]))


def _others(request: Asking, row: Box, at: datetime) -> list[Box]:
    """What the same hand may sign at the same press: for a township its villages with nobody in office."""
    return queries.signed_with(row, queries.mine(request.actor, at))


def _say_signed(request: Asking, more: int, left: list[str]) -> None:
    if not more:
        flash.done(request, _("已签收。"))
    else:
        flash.done(request, ngettext("已签收 %(n)s 处。", "已签收 %(n)s 处。", more + 1) % {"n": more + 1})
    if left:
        flash.failed(request, _("没有签上：%(names)s。请打开看原因。") % {"names": formats.listed(left, _("、"))})


def _read_at(stamp: int | None, at: datetime) -> datetime:
    """When the page was made that is signed; what cannot be true is the moment of signing."""
    if not stamp or not 0 < stamp <= at.timestamp():
        return at
    return datetime.fromtimestamp(stamp, tz=UTC)


@signed_in
@require_POST
def answers(request: Asking, box_pid: str) -> HttpResponse:
    """Done or not, when, and what else; once."""
    at = clock.now()
    row = access.box_for(request.actor, box_pid, at)
    form = BoxAnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, row, 422, answer_form=form)
    try:
        actions.answer(box=row, actor=request.actor, at=at, **form.cleaned_data)
    except Refused as refusal:
        refuse(form, refusal)
        return _page(request, row, refusal.status, answer_form=form)
    flash.done(request, _("已回复，不会再问。"))
    return see_other(reverse("circulars:box", args=[row.public_id]))


@signed_in
@require_safe
def paper(request: Asking, box_pid: str) -> HttpResponse:
    """On A4, for the wall of the station."""
    row = access.box_for(request.actor, box_pid, clock.now())
    last = queries.wording(row.circular_id, row.told_number)
    context = {"row": row.circular, "last": last, "box": row, "signatures": queries.signatures_of_box(row.pk)}
    return render(request, "circulars/paper.html", context)


@signed_in
@require_safe
def read(request: Asking, circular_pid: str) -> HttpResponse:
    """A notice for whoever was told of it: who has a box is led there, a volunteer reads it here."""
    row, box_of = access.read_for(request.actor, circular_pid, clock.now())
    if box_of is not None:
        return see_other(reverse("circulars:box", args=[box_of.public_id]))
    versions = queries.versions_told(row.pk, account_id=request.actor.account_id, person_id=request.actor.person_id)
    if not versions:
        raise Http404
    context = {
        "row": row,
        "last": versions[0],
        "versions": words.versions(versions),
        "files": queries.files_of(versions[0]),
        "gone": access.files_are_gone(request.actor, row),
    }
    return render(request, "circulars/read.html", context)


@signed_in
@require_safe
def file(request: Asking, file_pid: str) -> HttpResponseBase:
    """An attachment, for whoever has the notice."""
    found = access.attachment_for(request.actor, file_pid, clock.now())
    note = taken.File(
        key="circular_file", title=found.name, rows=1, path=request.path, query="", area_id=found.circular.area_id,
        by_post=False,
    )  # fmt: skip
    return taken.document(request, note, found.kind, actions.content_of(found))
