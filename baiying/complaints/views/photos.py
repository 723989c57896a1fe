"""Photographs of a complaint: added and taken back by who filed it, seen by that one and by who handles it."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from baiying.accounts.access import Asking, needs, public
from baiying.complaints import access, actions, queries
from baiying.complaints.forms import PhotoForm
from baiying.complaints.models import Complaint, Photo
from baiying.complaints.rights import Right
from baiying.complaints.views.answers import refuse, see_other
from baiying.complaints.views.public import complaint_page
from baiying.kit import clock, pictures
from baiying.kit.errors import Refused
from baiying.ui import flash
from baiying.ui import pictures as shown


def _own(request: Asking, complaint_pid: str) -> Complaint | None:
    return access.own_complaint(request, complaint_pid, clock.now())


def _of(row: Complaint, photo_pid: str) -> Photo:
    found = queries.photos_of(row.pk).filter(public_id=photo_pid).first()
    if found is None:
        raise Http404
    return found


@public
@never_cache
@require_POST
def photos(request: Asking, complaint_pid: str) -> HttpResponse:
    """Add one to a complaint that nobody has answered."""
    row = _own(request, complaint_pid)
    if row is None:
        return see_other(reverse("complaints:complaints"))
    form, status = PhotoForm(request.POST, request.FILES), 422
    if form.is_valid():
        try:
            data = form.cleaned_data["photo"].read()
            actions.add_photo(complaint=row, data=data, actor=request.actor, at=clock.now())
        except Refused as refusal:
            refuse(form, refusal)
            status = refusal.status
        else:
            flash.done(request, _("照片加上了：只留画面，地点、时间、手机型号都去掉了。"))
            return see_other(reverse("complaints:complaint", args=[row.public_id]))
    return complaint_page(request, row, status=status, photo_form=form)


@public
@never_cache
@require_safe
def photo(request: Asking, complaint_pid: str, photo_pid: str) -> HttpResponse:
    row = _own(request, complaint_pid)
    if row is None:
        raise Http404
    return shown.answer(pictures.opened(_of(row, photo_pid)))


@public
@require_POST
def photo_removal(request: Asking, complaint_pid: str, photo_pid: str) -> HttpResponse:
    row = _own(request, complaint_pid)
    if row is None:
        return see_other(reverse("complaints:complaints"))
    try:
        actions.remove_photo(complaint=row, photo_pid=photo_pid, actor=request.actor, at=clock.now())
    except Refused as refusal:
        flash.failed(request, str(refusal))
    else:
        flash.done(request, _("照片删去了。"))
    return see_other(reverse("complaints:complaint", args=[row.public_id]))


@needs(Right.ANSWER_COMPLAINTS)
@never_cache
@require_safe
def desk_photo(request: Asking, complaint_pid: str, photo_pid: str) -> HttpResponse:
    """A picture for whoever handles the complaint; each look stands in the audit."""
    at = clock.now()
    row = access.complaint_for(request.actor, complaint_pid, at)
    found = _of(row, photo_pid)
    try:
        content = actions.look_at_photo(complaint=row, photo=found, actor=request.actor, at=at)
    except Refused as refusal:
        raise Http404 from refusal
    return shown.answer(content)
