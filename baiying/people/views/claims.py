"""Claims at the desk: decided by a named human with the document in hand."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from baiying.accounts import access as accounts
from baiying.accounts.access import Asking, needs
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.people import access, actions, queries
from baiying.people.forms.desk import ClaimAnswerForm
from baiying.people.rights import Right
from baiying.people.views.answers import refuse, see_other
from baiying.people.views.listed import claims_list
from baiying.places import queries as places
from baiying.ui import flash, listing


@needs(Right.DECIDE_CLAIMS)
@require_http_methods(["GET", "HEAD", "POST"])
def claims(request: Asking) -> HttpResponseBase:
    """Undecided claims, oldest first; and what became void of late."""
    scope = accounts.scope_of(request.actor, Right.DECIDE_CLAIMS)
    shown = listing.of(claims_list(scope.area_id), request, queries.waiting_claims(scope), area_id=scope.area_id)
    voided = queries.voided_claims(scope, clock.now())[:20]
    return shown.answer or render(request, "people/desk_claims.html", {"list": shown, "voided": voided})


@needs(Right.DECIDE_CLAIMS)
@require_http_methods(["GET", "POST"])
def claim(request: Asking, claim_pid: str) -> HttpResponse:
    row = access.claim_for(request.actor, claim_pid)
    form = ClaimAnswerForm(request.POST or None, end=queries.number_end_of(row.person))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.decide_claim(
                claim=row,
                granted=given["granted"] == "yes",
                answer=given["answer"],
                last_six=given["last_six"],
                actor=request.actor,
                at=clock.now(),
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.done(request, _("已答复，申请人和原手机号都会收到消息。"))
            return see_other(reverse("people:claims"))
    actions.note_look(person=row.person, page="claim", actor=request.actor, at=clock.now())
    context = {
        "claim": row,
        "person": row.person,
        "form": form,
        "saw_number": row.decided_at is None and queries.saw_number(row.person_id, request.actor),
        "residence": places.path_names(row.person.residence),
        "registration": queries.registration_of(row.person_id),
        "same_name": row.claimed_name == row.person.name,
    }
    return render(request, "people/desk_claim.html", context, status=422 if form.errors else 200)
