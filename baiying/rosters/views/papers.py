"""Consents on paper: printed by class, read in one after the other, kept with who read them."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from baiying.accounts import queries as accounts
from baiying.accounts.access import Asking, signed_in
from baiying.kit import clock
from baiying.kit.db.fields import new_public_id
from baiying.kit.errors import Refused
from baiying.kit.values import numbers
from baiying.people.queries import papers as printed
from baiying.rosters import access, actions, keeping, queries
from baiying.rosters.models import Invitation
from baiying.rosters.paper_forms import PURPOSES, CodeForm, PaperForm
from baiying.rosters.rules import papers, progress
from baiying.ui import flash, pages, taken
from baiying.ui.answers import refuse, see_other

# Two to a sheet.
_PER_PAGE = 100
_LISTED = 50


@signed_in
@require_safe
def forms(request: Asking, roster_pid: str) -> HttpResponse:
    """A consent to sign for every child of the roster or of a class, by the text that is in force today."""
    row = access.roster_for(request.actor, roster_pid)
    if row.finished_at is None or row.undone_at is not None:
        # An open tab after the invitations were taken back, or before they are all made: its page says which.
        return see_other(reverse("rosters:roster", args=[row.public_id]))
    today = clock.local_date(clock.now())
    group = request.GET.get("group", "")
    part = max((numbers.whole(request.GET.get("part", "")) or 1) - 1, 0)
    rows = queries.to_print(row, group)
    total = rows.count()
    found = []
    for one in rows[part * _PER_PAGE : (part + 1) * _PER_PAGE]:
        _word, line = keeping.who_of(one)
        form = None if line.leader else printed.to_sign(queries.birth_of(line), row.area.path, today)
        if form is not None:
            address = reverse("rosters:invitation", args=[one.public_id]) + f"?paper={form.version}"
            found.append(
                {
                    "name": line.name + ("*" if line.unsure else ""),
                    "group": one.group,
                    "text": form.text,
                    "version": form.version,
                    "purposes": [PURPOSES.get(name, name) for name in form.purposes],
                    "code": papers.code_of(one.public_id, form.version),
                    "address": request.build_absolute_uri(address),
                }
            )
    actions.note_forms_printed(roster=row, n=len(found), actor=request.actor, at=clock.now())
    context = {
        "row": row,
        "forms": found,
        "groups": sorted((name for name in row.outcome.get("groups", {}) if name), key=progress.order),
        "group": group,
        "parts": papers.parts_of(total, _PER_PAGE),
        "total": total,
        "part": part + 1,
        "who": row.body.name if row.body is not None else row.area.name,
        "relations": [name for code, name in printed.relations() if code != "sibling"],
    }
    return render(request, "rosters/consent_forms.html", context)


def _named(request: Asking, text: str) -> tuple[Invitation, str] | None:
    """The invitation of a code and its version, where the actor may open its roster; nothing tells other codes from
    those of other schools."""
    code = papers.read_code(text)
    row = queries.invitation(code[0]) if code is not None else None
    if row is None or code is None:
        return None
    return (row, code[1]) if access.may_read_paper(request.actor, row) else None


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def reading(request: Asking) -> HttpResponse:
    """First the code, then what the paper says; after it the next code."""
    at = clock.now()
    access.require_work(request.actor, at)
    text = request.GET.get("code", "")
    named = _named(request, text) if text else None
    code = CodeForm({"code": text}) if text else CodeForm()
    if text and code.is_valid() and named is None:
        code.add_error("code", _("没有这样的同意书。请看看有没有抄错，或者是不是别的学校的。"))
    if named is not None and (why := _no_longer(*named, at)):
        code.add_error("code", why)
    if named is None or code.errors:
        # Another code is typed in place of the one that leads nowhere.
        return render(request, "rosters/reading.html", {"code": code, "form": None}, status=422 if code.errors else 200)
    return _paper(request, *named, at)


def _no_longer(row: Invitation, version: str, at: datetime) -> str:
    """Why a paper cannot be read in whatever it says; empty where it can."""
    if row.withdrawn_at is not None or row.who_sealed is None:
        return str(actions.InvitationOver.sentence)
    held, today = queries.rules_of_invitation(row, at), clock.local_date(at)
    path = row.roster.area.path
    if version not in printed.versions_good_on(path, today, held.paper_days + held.paper_back_days):
        return str(actions.OldPrint(version))
    _word, line = keeping.who_of(row)
    if printed.to_sign(queries.birth_of(line), path, today, version=version) is None:
        return str(actions.NoGuardianNeeded.sentence)
    return ""


def _paper(request: Asking, row: Invitation, version: str, at: datetime) -> HttpResponse:
    today = clock.local_date(at)
    _word, line = keeping.who_of(row)
    asked = printed.to_sign(queries.birth_of(line), row.roster.area.path, today, version=version)
    assert asked is not None, "looked at before"
    about: dict[str, Any] = {"purposes": asked.purposes, "known_phone": line.guardian_phone, "today": today}
    form = PaperForm(initial={"form_id": new_public_id()}, **about)
    if request.method == "POST":
        form = PaperForm(request.POST, request.FILES, **about)
        if form.is_valid():
            try:
                actions.read_paper(
                    invitation=row,
                    given=form.given(version),
                    form_id=form.cleaned_data["form_id"],
                    actor=request.actor,
                    at=at,
                )
            except Refused as refusal:
                refuse(form, refusal)
            else:
                flash.done(request, _said(row, version, at))
                return see_other(reverse("rosters:reading"))
    context: dict[str, Any] = {
        "code": CodeForm({"code": papers.code_of(row.public_id, version)}),
        "form": form,
        "row": row,
        "version": version,
        "group": row.group,
    }
    return render(request, "rosters/reading.html", context, status=422 if form.errors else 200)


def _said(row: Invitation, version: str, at: datetime) -> str:
    """What was taken down; the same whatever the family has said elsewhere and whoever is registered."""
    in_force = printed.version_in_force(row.roster.area.path, clock.local_date(at))
    more = printed.unasked(version, in_force)
    text = _("已登记一张第 %(version)s 版同意书。孩子注册以后就算数，以监护人最后一次的答复为准。") % {
        "version": version
    }
    if more:
        listed = "、".join(str(PURPOSES.get(one, one)) for one in more)
        text += _("这一版没有问到：%(purposes)s，要用新版的同意书另外问。") % {"purposes": listed}
    return text


@signed_in
@require_safe
def read(request: Asking, roster_pid: str) -> HttpResponse:
    """What was read in, by whom and when; not what the guardians said."""
    row = access.roster_for(request.actor, roster_pid)
    page = pages.stretch(queries.papers_of(row), request.GET, _LISTED)
    rows = list(page)
    readers = accounts.names_of({one.read_by_id for one in rows})
    context = {
        "row": row,
        "page": page,
        "rows": [(one, readers.get(one.read_by_id, "")) for one in rows],
        "back": reverse("rosters:roster", args=[row.public_id]),
    }
    return render(request, "rosters/papers.html", context)


@signed_in
@require_safe
def scan(request: Asking, paper_pid: str) -> HttpResponseBase:
    """The picture of a paper, for whoever may open its roster."""
    row = queries.paper(paper_pid)
    if row is None or not row.scan_kind:
        raise Http404
    roster = access.roster_for(request.actor, row.invitation.roster.public_id)
    note = taken.File(
        key="consent_paper", title=_("同意书扫描件.%(kind)s") % {"kind": row.scan_kind}, rows=1, path=request.path,
        query="", personal=True, area_id=roster.area_id, by_post=False,
        people=[pk for pk in (row.invitation.person_id,) if pk is not None],
    )  # fmt: skip
    return taken.document(request, note, row.scan_kind, keeping.scan_of(row))
