"""Whose lists of appointments somebody may open: those of the own office, whoever of it began them."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.http import Http404

from baiying.accounts import access, rules
from baiying.accounts.list_models import AppointmentInvitation, AppointmentList, SuccessorNote
from baiying.accounts.models import Appointment
from baiying.accounts.rights import Right
from baiying.kit.db import offered
from baiying.kit.values.actor import Actor


def lists_for(actor: Actor) -> QuerySet[AppointmentList]:
    """The lists of the office in whose name the actor acts, the newest first. Raises PermissionDenied."""
    scope = access.scope_of(actor, Right.APPOINT)
    return AppointmentList.objects.filter(area_id=scope.area_id, role=actor.role).order_by("-id")


def list_for(actor: Actor, list_pid: str) -> AppointmentList:
    """A list of the own office. Raises Http404."""
    row = lists_for(actor).filter(public_id=list_pid).select_related("area").first()
    if row is None:
        raise Http404
    return row


def invitation_for(invited_pid: str) -> AppointmentInvitation:
    """An invitation, for whoever has its address: it tells nothing by itself. Raises Http404."""
    rows = AppointmentInvitation.objects.select_related("listing", "area")
    row = rows.filter(public_id=invited_pid).first()
    if row is None:
        raise Http404
    return row


_MOST_NOTES = 100


def notes_for(actor: Actor, at: datetime) -> list[SuccessorNote]:
    """The notes that wait for the office in whose name the actor acts: of the same role at the same place; where
    nobody holds that role there any more, for whoever appoints it: nothing waits for nobody. Never one's own."""
    acting = actor.acting
    if acting is None or actor.account_id is None:
        return []
    rows = SuccessorNote.objects.filter(done_at__isnull=True).exclude(appointment__account_id=actor.account_id)
    rows = rows.select_related("appointment__area", "appointment__account").order_by("id")
    own = Q(appointment__role=acting.role, appointment__area_id=acting.area_id)
    if not access.may(actor, Right.APPOINT):
        return list(rows.filter(own)[:_MOST_NOTES])
    below: dict[str, object] = {"appointment__role__in": rules.roles_to_give(acting.role)}
    if acting.area_id is not None:
        below["appointment__area__path__contains"] = [acting.area_id]
    found = [(note, note.appointment.role, note.appointment.area_id) for note in rows.filter(own | Q(**below))]
    # Asked for the few places where a note waits: within the statement above, every appointment would be read.
    places = {area_id for _note, _role, area_id in found if area_id is not None}
    there = Appointment.objects.filter(Q(area_id__in=places) | Q(area__isnull=True), offered.in_force(at))
    held = set(there.values_list("role", "area_id")) if found else set()
    mine = (acting.role, acting.area_id)
    return [note for note, *place in found if tuple(place) == mine or tuple(place) not in held][:_MOST_NOTES]
