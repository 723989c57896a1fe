"""Claims at the desk: decided by a named human with the document in hand."""

from datetime import datetime
from typing import cast

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from baiying.accounts import access as accounts
from baiying.accounts import queries as account_rows
from baiying.accounts.access import Asking, needs
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.people import access, actions, queries
from baiying.people.forms.desk import ClaimAnswerForm
from baiying.people.models import Claim
from baiying.people.rights import Right
from baiying.people.views.answers import refuse, see_other
from baiying.people.views.listed import claims_list
from baiying.places import queries as places
from baiying.ui import flash, formats, listing


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
    was_seen = row.state in {"seen", "cooling"}
    form = ClaimAnswerForm(request.POST or None, end=queries.number_end_of(row.person), was_seen=was_seen)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.decide_claim(
                claim=row,
                granted=given["granted"] == "yes",
                answer=given["answer"],
                last_six=given.get("last_six", ""),
                actor=request.actor,
                at=clock.now(),
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            row.refresh_from_db()
            if row.state == "seen":
                flash.done(request, _("已记下您看过证件。记录上还有别的手机号，等另一位有权的人确认后再交还。"))
                return see_other(reverse("people:claim", args=[row.public_id]))
            flash.done(request, _("已答复，申请人和原手机号都会收到消息。"))
            return see_other(reverse("people:claims"))
    return _page(request, row, form, 422 if form.errors else 200)


@needs(Right.DECIDE_CLAIMS)
@require_POST
def confirmation(request: Asking, claim_pid: str) -> HttpResponse:
    """The second person, with one press on what the page shows."""
    row = access.claim_for(request.actor, claim_pid)
    try:
        done = actions.confirm_claim(claim=row, actor=request.actor, at=clock.now())
    except Refused as refusal:
        flash.failed(request, str(refusal))
    else:
        if done.state == "cooling":
            words = _("已确认。%(when)s交还，两个号码都会收到消息；在那以前原手机号的人可以说明。")
            flash.done(request, words % {"when": formats.datetime_text(cast("datetime", done.cools_until))})
        else:
            flash.done(request, _("已确认，记录已交还，申请人会收到消息。"))
    return see_other(reverse("people:claim", args=[row.public_id]))


def _page(request: Asking, row: Claim, form: ClaimAnswerForm, status: int) -> HttpResponse:
    actions.note_look(person=row.person, page="claim", actor=request.actor, at=clock.now())
    by = [pk for pk in (row.seen_by_id, row.confirmed_by_id, row.decided_by_id) if pk]
    known = account_rows.named(set(by))
    names = {pk: known[pk][1] for pk in by if pk in known}
    hands = accounts.own_hands(request.actor)
    context = {
        "claim": row,
        "person": row.person,
        "form": form,
        "seen_by": names.get(row.seen_by_id or 0, ""),
        "confirmed_by": names.get(row.confirmed_by_id or 0, ""),
        "mine": row.seen_by_id in hands,
        "may_confirm": row.state == "seen" and row.seen_by_id not in hands,
        "two": row.state == "waiting" and queries.claim_needs_second(row, clock.now()),
        "saw_number": row.decided_at is None and queries.saw_number(row.person_id, request.actor),
        "residence": places.path_names(row.person.residence),
        "registration": queries.registration_of(row.person_id),
        "same_name": None if row.person.rests_since else row.claimed_name == row.person.name,
    }
    return render(request, "people/desk_claim.html", context, status=status)
