"""What was given to one and waits for the own answer: appointments, and what other rooms give; accept, decline."""

from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from baiying.accounts import access, actions, queries
from baiying.accounts.access import Asking, signed_in
from baiying.accounts.views.answers import see_other
from baiying.kit import clock

_HERE = "/mine/appointments/"


@signed_in
def offers(request: Asking) -> HttpResponse:
    """Each with where, by whom it was given, and in words what its holder may do."""
    rows = queries.offers_to(request.actor.account_id or 0, clock.now())
    givers = queries.names_of(row.given_by_id for row in rows if row.given_by_id is not None)
    context = {"offers": [(row, givers.get(row.given_by_id or 0, "")) for row in rows]}
    return render(request, "accounts/offers.html", context)


def _own(request: Asking, appointment_pid: str) -> int:
    row = queries.appointment(appointment_pid)
    if row is None or row.account_id != request.actor.account_id:
        raise Http404
    return row.pk


@signed_in
@require_POST
def acceptance(request: Asking, appointment_pid: str) -> HttpResponse:
    """Accept, and go to work in the role."""
    appointment_id = _own(request, appointment_pid)
    act = partial(actions.accept_appointment, appointment_id=appointment_id, actor=request.actor, at=clock.now())
    if not access.answers(request, act, _("已接受任命，现在就可以办事。")):
        return see_other(_HERE)
    access.act_as(request, appointment_pid)
    return see_other(access.after_answer(request, clock.now()))


@signed_in
@require_POST
def refusal(request: Asking, appointment_pid: str) -> HttpResponse:
    """Decline: nothing is asked, whoever appointed is told."""
    appointment_id = _own(request, appointment_pid)
    act = partial(actions.decline_appointment, appointment_id=appointment_id, actor=request.actor, at=clock.now())
    access.answers(request, act, _("您没有接受这项任命，已经告诉任命您的人。"))
    return see_other(_HERE)
