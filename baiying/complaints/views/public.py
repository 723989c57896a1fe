"""For everybody: complaining or suggesting, the receipt with its query code, and what became of it."""

from hashlib import blake2s
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baiying.accounts.access import Asking, public, signed_in
from baiying.complaints import access, actions, queries, rules
from baiying.complaints.forms import ComplaintForm, LookUpForm, PhotoForm, path_of
from baiying.complaints.models import MOST_PHOTOS, Complaint
from baiying.complaints.views.answers import refuse, see_other
from baiying.kit import clock
from baiying.kit.db.fields import new_public_id
from baiying.kit.errors import Refused
from baiying.people import queries as people
from baiying.ui import flash, pages
from baiying.ui.cards import Thing

_PER_PAGE = 30


def _first_area(request: Asking, thing: Thing | None) -> int | None:
    """The county of what it is about, else of where the reader serves."""
    if thing is not None:
        return queries.county_of(thing.area_path)
    home = people.home_of(request.actor.person_id) if request.actor.person_id else None
    return queries.county_of(home.path) if home is not None else None


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Asking) -> HttpResponse:
    """The form. What was filed once leads to its receipt, however often the button is pressed."""
    at = clock.now()
    path = path_of(request.POST.get("path") if request.method == "POST" else request.GET.get("from"))
    thing = queries.thing_at(path, at) if path else None
    who = {"signed_in": request.actor.is_signed_in, "civil_affairs": queries.has_civil_affairs(at)}
    if request.method != "POST":
        start = {"form_id": new_public_id(), "path": path, "area": _first_area(request, thing)}
        return _form_page(request, ComplaintForm(initial=start, **who), thing, 200)
    form = ComplaintForm(request.POST, **who)
    if not form.is_valid():
        return _form_page(request, form, thing, 422)
    given: dict[str, Any] = form.cleaned_data
    wanted = _wanted(given, signed_in=who["signed_in"])
    if wanted.anonymous and _may_give_away(request, wanted) and given["looked"] != _seen(wanted):
        return _look_again(request, who, wanted, thing)
    try:
        row = actions.file_complaint(new=wanted, thing=thing, actor=request.actor, at=at)
    except Refused as refusal:
        refuse(form, refusal)
        return _form_page(request, form, thing, refusal.status)
    if not actions.says_the_same(row, wanted):
        # Somebody went back, wrote something else and pressed again: that is another complaint.
        again = request.POST.copy()
        again["form_id"] = new_public_id()
        form = ComplaintForm(again, **who)
        form.add_error(None, _("上一次填的已经提交了。现在写的不一样，要再提交一件的话，请再按一次。"))
        return _form_page(request, form, thing, 409)
    access.open_here(request, row, at)
    flash.done(request, _("已提交。请记下编号和查询码。"))
    return see_other(reverse("complaints:complaint", args=[row.public_id]))


def _wanted(given: dict[str, Any], *, signed_in: bool) -> actions.NewComplaint:
    same = ("form_id", "kind", "words", "about", "about_office", "path", "name", "phone", "text_me")
    more = {"addressee": given["addressee"]} if "addressee" in given else {}
    anonymous = not signed_in or bool(given.get("anonymous"))
    return actions.NewComplaint(
        **{name: given[name] for name in same}, area_id=given["area"], anonymous=anonymous, **more
    )


def _may_give_away(request: Asking, wanted: actions.NewComplaint) -> bool:
    """Who leaves name or telephone wants to be known to whoever handles it."""
    if wanted.name or wanted.phone:
        return False
    own = people.names_and_numbers([request.actor.person_id] if request.actor.person_id else []).values()
    return rules.may_give_away(f"{wanted.words} {wanted.about}", [part for one in own for part in one[:1]])


def _seen(wanted: actions.NewComplaint) -> str:
    """Of which words somebody has read that they may give away who wrote them."""
    return blake2s(f"{wanted.about}\0{wanted.words}".encode(), digest_size=8).hexdigest()


def _look_again(
    request: Asking, who: dict[str, bool], wanted: actions.NewComplaint, thing: Thing | None
) -> HttpResponse:
    again = request.POST.copy()
    again["looked"] = _seen(wanted)
    return _form_page(request, ComplaintForm(again, **who), thing, 200, look=wanted.words)


def _form_page(
    request: Asking, form: ComplaintForm, thing: Thing | None, status: int, *, look: str = ""
) -> HttpResponse:
    given = queries.complaint_rules((), clock.local_date(clock.now()))
    context = {"form": form, "thing": thing, "rules": given, "path": path_of(form["path"].value()), "look": look}
    return render(request, "complaints/new.html", context, status=status)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def complaints(request: Asking) -> HttpResponse:
    """The way back: number and query code, without an account."""
    form = LookUpForm(request.POST or None, initial={"number": request.GET.get("number", "")[:40]})
    status = 200
    if request.method == "POST":
        status, at = 422, clock.now()
        if form.is_valid():
            try:
                row = actions.look_up(actor=request.actor, at=at, **form.cleaned_data)
            except Refused as refusal:
                refuse(form, refusal)
                status = refusal.status
            else:
                access.open_here(request, row, at)
                return see_other(reverse("complaints:complaint", args=[row.public_id]))
    return render(request, "complaints/look_up.html", {"form": form}, status=status)


@public
@never_cache
@require_safe
def complaint(request: Asking, complaint_pid: str) -> HttpResponse:
    """What was said and what became of it, for whoever filed it; anybody else is asked for the query code."""
    row = access.own_complaint(request, complaint_pid, clock.now())
    if row is None:
        # The same whether there is such a number or not.
        return see_other(f"{reverse('complaints:complaints')}?number={complaint_pid}")
    return complaint_page(request, row)


def complaint_page(
    request: Asking, row: Complaint, *, status: int = 200, photo_form: PhotoForm | None = None
) -> HttpResponse:
    """The page of one's own complaint; with the form of a photograph again, where that was refused."""
    own = access.is_filed_by(row, request.actor)
    photos = list(queries.photos_of(row.pk))
    context = {
        "row": row,
        "photos": photos,
        "photo_form": photo_form or (PhotoForm() if not row.ended_at and len(photos) < MOST_PHOTOS else None),
        "own": own,
        "code": queries.query_code(row.public_id),
        "state": queries.state_of(row),
        "steps": queries.steps_of(row.pk),
        "due_at": queries.due_at(row),
        "handled_in": queries.handled_in(row, clock.now()).name,
        "back": reverse("complaints:mine") if own else row.path or "/",
    }
    answer = render(request, "complaints/complaint.html", context, status=status)
    if not own:
        # What stands on the screen of a shared device goes as well: the browser asks again, and is asked for the code.
        answer["Refresh"] = f"{int(access.OPEN_FOR.total_seconds()) + 1};url={reverse('complaints:complaints')}"
    return answer


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdrawal(request: Asking, complaint_pid: str) -> HttpResponse:
    """Take it back as long as nobody has answered; asked before, because it cannot be taken up again."""
    at = clock.now()
    row = access.own_complaint(request, complaint_pid, at)
    if row is None:
        return see_other(reverse("complaints:complaints"))
    if request.method != "POST":
        page = {
            "title": _("撤回这件投诉或建议"),
            "text": _("撤回后不再办理，也不再答复，不能恢复。还想办的，要重新提交。"),
            "facts": [(_("编号"), row.public_id)],
            "submit": _("撤回，不再办理"),
            "back": reverse("complaints:complaint", args=[row.public_id]),
            "danger": True,
        }
        return render(request, "ui/confirm.html", page)
    try:
        actions.withdraw_complaint(complaint=row, actor=request.actor, at=at)
    except Refused as refusal:
        flash.failed(request, str(refusal))
    else:
        flash.done(request, _("已撤回，不再办理。"))
    return see_other(reverse("complaints:complaint", args=[row.public_id]))


@public
@require_POST
def closing(request: Asking, complaint_pid: str) -> HttpResponse:
    """Close it on this device. What was not open is closed too: the answer is the same."""
    access.close_here(request, complaint_pid)
    flash.done(request, _("已在这台设备上关掉。凭编号和查询码可以再打开。"))
    return see_other(reverse("complaints:complaints"))


@signed_in
@require_safe
def mine(request: Asking) -> HttpResponse:
    """What the account filed under its name, the newest first."""
    page = pages.stretch(queries.of_account(request.actor.account_id or 0), request.GET, _PER_PAGE)
    rows = [(row, queries.state_of(row), queries.due_at(row)) for row in page]
    return render(request, "complaints/mine.html", {"page": page, "rows": rows})
