"""The register of requests: asked on one's own page or at the desk, answered by the office, read by who asked."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baiying.accounts import access as accounts
from baiying.accounts.access import Asking, needs, signed_in
from baiying.kit import clock
from baiying.kit.db.fields import new_public_id
from baiying.kit.errors import Refused
from baiying.people import actions as people_actions
from baiying.people import queries as people
from baiying.privacy import access, actions, queries
from baiying.privacy.forms import AnswerRequestForm, DeskRequestForm, RequestForm
from baiying.privacy.models import DataRequest
from baiying.privacy.rights import Right
from baiying.privacy.views.listed import requests_list
from baiying.ui import flash, listing
from baiying.ui.answers import refuse, see_other


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Asking) -> HttpResponse:
    """Ask for something about the own data, or the ward's."""
    (person, way), at = access.own(request.actor), clock.now()
    form = RequestForm(request.POST or None, initial={"source": new_public_id()})
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.file_request(person=person, way=way, actor=request.actor, at=at, **form.cleaned_data)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.done(request, _("已收到。办好了会发消息，进展在这里看。"))
            return see_other(reverse("privacy:request", args=[row.public_id]))
    days = queries.privacy_rules(person.residence.path, clock.local_date(at)).answer_working_days
    context = {"form": form, "days": days}
    return render(request, "privacy/request_new.html", context, status=422 if form.errors else 200)


@signed_in
@never_cache
@require_safe
def own(request: Asking, request_pid: str) -> HttpResponse:
    """What one asked, and what came of it."""
    row = access.own_request(request.actor, request_pid)
    context = {"row": row, "due_at": clock.end_of(row.due_on)}
    return render(request, "privacy/request.html", context)


@signed_in
@require_POST
def removal(request: Asking, request_pid: str) -> HttpResponse:
    """No longer wished."""
    row = access.own_request(request.actor, request_pid)
    here = see_other(reverse("privacy:request", args=[row.public_id]))
    if ":" in row.source:
        # What was done on a page of its own is stopped there.
        return here
    try:
        actions.take_back_request(request_id=row.pk, actor=request.actor, at=clock.now())
    except Refused as refusal:
        flash.failed(request, str(refusal))
    else:
        flash.done(request, _("已撤回。"))
    return here


@needs(Right.HAND_OUT_COPIES)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def at_desk(request: Asking, person_pid: str) -> HttpResponse:
    """Enter what somebody wishes who stands here, or who wrote a letter."""
    person, at = access.at_desk(request.actor, person_pid), clock.now()
    people_actions.note_look(person=person, page="request", actor=request.actor, at=at)
    form = DeskRequestForm(request.POST or None, initial={"source": new_public_id()})
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("kind", "way", "words", "source", "last_six")}
        try:
            actions.file_request_at_desk(person=person, actor=request.actor, at=at, **given)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.done(request, _("已登记，主管部门会答复，本人会收到消息。"))
            return see_other(reverse("privacy:desk", args=[person.public_id]))
    context = {"person": person, "form": form}
    return render(request, "privacy/request_desk.html", context, status=422 if form.errors else 200)


@needs(Right.ANSWER_REQUESTS)
@require_http_methods(["GET", "HEAD", "POST"])
def waiting(request: Asking) -> HttpResponseBase:
    """The register of an area: what waits, what is due first on top; what has ended on the other tab."""
    scope = accounts.scope_of(request.actor, Right.ANSWER_REQUESTS)
    if scope.area_id is None:
        raise PermissionDenied
    done = request.GET.get("state") == "ended"
    rows = queries.requests_within(scope)
    open_rows = rows.filter(ended_at__isnull=True)
    chosen = rows.filter(ended_at__isnull=False) if done else open_rows
    shown = listing.of(requests_list(scope.area_id, ended=done), request, chosen, area_id=scope.area_id)
    if shown.answer is not None:
        return shown.answer
    here = reverse("privacy:requests")
    tabs = [(_("待答复"), here, not done, open_rows.count()), (_("已办结"), f"{here}?state=ended", done, None)]
    return render(request, "privacy/requests.html", {"list": shown, "done": done, "tabs": tabs})


@needs(Right.ANSWER_REQUESTS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Asking, request_pid: str) -> HttpResponse:
    """One wish, and the answer to it."""
    row = access.request_for(request.actor, request_pid)
    form = AnswerRequestForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, row, form, 422 if form.errors else 200)
    try:
        actions.answer_request(request_id=row.pk, actor=request.actor, at=clock.now(), **form.cleaned_data)
    except Refused as refusal:
        refuse(form, refusal)
        return _page(request, row, form, refusal.status)
    flash.done(request, _("已答复，本人会收到消息。"))
    return see_other(reverse("privacy:requests"))


def _page(request: Asking, row: DataRequest, form: AnswerRequestForm, status: int) -> HttpResponse:
    at = clock.now()
    people_actions.note_look(person=row.person, page="request", actor=request.actor, at=at)
    context = {
        "row": row,
        "form": form,
        "number": people.last_volunteer_no(row.person_id),
        "due_at": clock.end_of(row.due_on),
        "by_itself": ":" in row.source,
    }
    return render(request, "privacy/desk_request.html", context, status=status)
