"""Photographs of the papers of an application: added and taken back by who applies, seen by who reviews."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from baiying.accounts.access import Asking, signed_in
from baiying.kit import clock, pictures
from baiying.kit.errors import Refused
from baiying.teams import access, actions, queries
from baiying.teams.forms.applying import ScanForm
from baiying.teams.models import Application, Scan
from baiying.teams.views.answers import refuse, see_other
from baiying.teams.views.applying import own_page
from baiying.ui import flash
from baiying.ui import pictures as shown


def _page_of(row: Application) -> str:
    return reverse("teams:application", args=[row.public_id])


def _of(row: Application, scan_pid: str) -> Scan:
    found = queries.scans_of(row.pk).filter(public_id=scan_pid).first()
    if found is None:
        raise Http404
    return found


@signed_in
@require_POST
def scans(request: Asking, application_pid: str) -> HttpResponse:
    """Put one to the own application that nobody has decided."""
    row = access.application_for(request.actor, application_pid, to="own")
    form = ScanForm(request.POST, request.FILES)
    status = 422
    if form.is_valid():
        try:
            data = form.cleaned_data["photo"].read()
            actions.add_scan(application_id=row.pk, data=data, actor=request.actor, at=clock.now())
        except Refused as refusal:
            refuse(form, refusal)
            status = refusal.status
        else:
            flash.done(request, _("照片加上了，审核的人看得到。"))
            return see_other(_page_of(row))
    return own_page(request, row, status=status, scan_form=form)


@signed_in
@never_cache
@require_safe
def scan(request: Asking, application_pid: str, scan_pid: str) -> HttpResponse:
    row = access.application_for(request.actor, application_pid, to="own")
    return shown.answer(pictures.opened(_of(row, scan_pid)))


@signed_in
@require_POST
def scan_removal(request: Asking, application_pid: str, scan_pid: str) -> HttpResponse:
    row = access.application_for(request.actor, application_pid, to="own")
    try:
        actions.remove_scan(application_id=row.pk, scan_pid=scan_pid, actor=request.actor, at=clock.now())
    except Refused as refusal:
        flash.failed(request, str(refusal))
    else:
        flash.done(request, _("照片删去了。"))
    return see_other(_page_of(row))


@signed_in
@never_cache
@require_safe
def desk_scan(request: Asking, application_pid: str, scan_pid: str) -> HttpResponse:
    """A picture for whoever reviews the application; each look stands in the audit."""
    row = access.application_for(request.actor, application_pid, to="review")
    return shown.answer(actions.look_at_scan(scan=_of(row, scan_pid), actor=request.actor, at=clock.now()))
