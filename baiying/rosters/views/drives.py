"""Open drives: begun at the desk, printed as posters, and the page that a poster's square opens."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baiying.accounts.access import Asking, public, signed_in
from baiying.kit import clock
from baiying.kit.db.fields import new_public_id
from baiying.people import access as people_access
from baiying.people import queries as people
from baiying.rosters import access, actions, queries
from baiying.rosters.drive_forms import DriveForm
from baiying.ui import flash, pages
from baiying.ui.answers import see_other

_PER_PAGE = 30


@signed_in
@require_safe
def drives(request: Asking) -> HttpResponse:
    """The drives of the own bodies or area, the newest first."""
    at = clock.now()
    access.require_work(request.actor, at)
    page = pages.stretch(access.drives_for(request.actor, at), request.GET, _PER_PAGE)
    rows = [(row, queries.drive_is_over(row, at)) for row in page]
    return render(request, "rosters/drives.html", {"page": page, "rows": rows})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new_drive(request: Asking) -> HttpResponse:
    """Begin a drive: its posters are the next page."""
    at = clock.now()
    access.require_work(request.actor, at)
    owners = access.owners(request.actor, at)
    given: dict[str, Any] = {"owners": owners, "teams": access.teams_offered(owners), "today": clock.local_date(at)}
    form = DriveForm(initial={"form_id": new_public_id()}, **given)
    if request.method == "POST":
        form = DriveForm(request.POST, **given)
        if form.is_valid():
            data = form.cleaned_data
            if access.is_team_of(data["team"], data["owner"]):
                new = actions.NewDrive(data["title"], data["words"], data["ends_on"], data["sources"])
                owner = access.owner_for(request.actor, data["owner"], data["team"])
                row = actions.begin_drive(owner=owner, new=new, form_id=data["form_id"], actor=request.actor, at=at)
                return see_other(reverse("rosters:drive", args=[row.public_id]))
            form.add_error("team", access.ANOTHERS_TEAM)
    context = {"form": form, "back": reverse("rosters:drives")}
    return render(request, "rosters/new_drive.html", context, status=422 if form.errors else 200)


@signed_in
@require_safe
def drive(request: Asking, drive_pid: str) -> HttpResponse:
    """Where whoever registered came from, in numbers that name nobody."""
    row = access.drive_for(request.actor, drive_pid)
    at = clock.now()
    yields, together, small = queries.yields_of(row, at)
    context = {
        "row": row,
        "over": queries.drive_is_over(row, at),
        "yields": yields,
        "together": together,
        "small": small,
        "back": reverse("rosters:drives"),
    }
    return render(request, "rosters/drive.html", context)


@signed_in
@require_safe
def posters(request: Asking, drive_pid: str) -> HttpResponse:
    """A poster for each source, or for one: A4, the square large enough to be read from two paces."""
    row = access.drive_for(request.actor, drive_pid)
    wanted = request.GET.get("source", "")
    sources = [one for one in row.sources.order_by("id") if wanted in ("", one.public_id)]
    made = [(one, request.build_absolute_uri(reverse("rosters:source", args=[one.public_id]))) for one in sources]
    who = row.body.name if row.body is not None else row.area.name
    return render(request, "rosters/posters.html", {"row": row, "posters": made, "who": who})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def drive_ending(request: Asking, drive_pid: str) -> HttpResponse:
    """Asks once, then ends it before its last day."""
    row = access.drive_for(request.actor, drive_pid)
    here = reverse("rosters:drive", args=[row.public_id])
    if request.method == "POST":
        actions.end_drive(drive=row, actor=request.actor, at=clock.now())
        flash.done(request, _("招募已结束。已经注册的人不受影响。"))
        return see_other(here)
    if queries.drive_is_over(row, clock.now()):
        return see_other(here)
    page = {
        "title": _("现在结束招募？"),
        "text": _("海报上的码会说明招募已经结束，来的人仍然可以自己注册，只是不再算在这次招募里。"),
        "submit": _("结束招募"),
        "back": here,
        "danger": True,
    }
    return render(request, "ui/confirm.html", page)


@public
@require_safe
def source(request: Asking, source_pid: str) -> HttpResponse:
    """What a poster's square opens. Looking at it is not counted."""
    row = access.source_for(source_pid)
    drive = row.drive
    at = clock.now()
    account_id = request.actor.account_id
    context = {
        "source": row,
        "drive": drive,
        "who": drive.body.name if drive.body is not None else drive.area.name,
        "over": queries.drive_is_over(drive, at),
        "volunteer": account_id is not None and people.person_id_of_account(account_id) is not None,
    }
    return render(request, "rosters/source.html", context)


@public
@require_POST
def source_registration(request: Asking, source_pid: str) -> HttpResponse:
    """On to the ordinary registration; it is counted when that is made."""
    row = access.source_for(source_pid)
    if not queries.drive_is_over(row.drive, clock.now()):
        people_access.begin_brought(request, row.public_id)
    return see_other(reverse("people:register"))
