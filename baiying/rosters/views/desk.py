"""The rosters of a body or place, and a new one."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from baiying.accounts.access import Asking, signed_in
from baiying.kit import clock, passing
from baiying.kit.db.fields import new_public_id
from baiying.kit.errors import Refused
from baiying.rosters import access, actions, keeping, queries, reading
from baiying.rosters.forms import RosterForm
from baiying.rosters.rules.sheet import Sheet
from baiying.ui import pages
from baiying.ui.answers import refuse, see_other

_PER_PAGE = 30


@signed_in
@require_safe
def rosters(request: Asking) -> HttpResponse:
    """What was begun and what was sent, the newest first; whoever of the unit began it."""
    at = clock.now()
    access.require_work(request.actor, at)
    page = pages.stretch(access.rosters_for(request.actor, at), request.GET, _PER_PAGE)
    return render(request, "rosters/rosters.html", {"page": page, "rows": list(page)})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Asking) -> HttpResponse:
    """Upload or paste: what it comes to is the next page, and nothing is sent before that was read."""
    at = clock.now()
    access.require_work(request.actor, at)
    owners = access.owners(request.actor, at)
    asked = request.GET.get("owner", "")
    # From the page of a body its teams are offered, however many bodies there are.
    teams = access.teams_offered(owners, asked if len(owners) > access.MOST_WITH_TEAMS else "")
    given = {"owners": owners, "teams": teams}
    initial = {"form_id": new_public_id(), "owner": asked}
    initial["pasted"] = _pasted_before(request)
    if request.method != "POST":
        return _page(request, RosterForm(initial=initial, **given))
    form = RosterForm(request.POST, request.FILES, **given)
    if form.is_valid() and not access.is_team_of(form.cleaned_data["team"], form.cleaned_data["owner"]):
        form.add_error("team", access.ANOTHERS_TEAM)
    if form.is_valid():
        data = form.cleaned_data
        owner = access.owner_for(request.actor, data["owner"], data["team"])
        try:
            row = actions.read_roster(
                owner=owner,
                sheet=_sheet(data),
                title=_title(data),
                form_id=data["form_id"],
                actor=request.actor,
                at=at,
            )
        except Refused as refusal:
            refuse(form, refusal, instead=None if data.get("file") else {"file": "pasted"})
            if isinstance(refusal, reading.NoSuchSheet) and refusal.names:
                form.add_error("sheet", _("文件里有这些工作表：%(names)s") % {"names": "、".join(refusal.names)})
        else:
            access.roster_for(request.actor, row.public_id)
            return see_other(reverse("rosters:roster", args=[row.public_id]))
    return _page(request, form, 422)


def _page(request: Asking, form: RosterForm, status: int = 200) -> HttpResponse:
    return render(request, "rosters/new.html", {"form": form, "back": reverse("rosters:rosters")}, status=status)


def _pasted_before(request: Asking) -> str:
    """What the same clerk pasted and wants to mend; of a roster that waits, and of nobody else's."""
    pid = request.GET.get("again", "")
    if not pid or request.method == "POST":
        return ""
    row = access.roster_for(request.actor, pid)
    own = row.made_by_id == request.actor.account_id
    if not own or not queries.is_open(row) or not row.summary.get("pasted"):
        return ""
    sheet = keeping.sheet_of(row)
    return "\n".join("\t".join(" ".join(cell.text.split()) for cell in one.cells) for one in sheet.rows)


def _title(data: dict[str, Any]) -> str:
    name = data["file"].name if data.get("file") else _("粘贴的名册")
    return str(name)[-80:]


def _sheet(data: dict[str, Any]) -> Sheet:
    """What was given, read; the file is gone with the request, whatever came of it."""
    file = data.get("file")
    if file is None:
        return reading.of_text(data["pasted"])
    with passing.held(file) as path:
        return reading.of_file(path, sheet=data["sheet"].strip())
