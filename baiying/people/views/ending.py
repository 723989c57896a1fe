"""How a registration ends: in a person or a claim, and the same answer to every press that ended it."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from baiying.accounts import access as accounts
from baiying.accounts import queries as account_rows
from baiying.accounts.access import Asking
from baiying.kit import clock
from baiying.people import actions, queries
from baiying.people.models import Person
from baiying.people.rights import Right
from baiying.people.views import drafting
from baiying.people.views.answers import see_other
from baiying.people.views.drafting import Drafting
from baiying.places import queries as places
from baiying.ui import flash

SESSION_REGISTERED = "registered"


def answered_once(view: Callable[[Asking], HttpResponse]) -> Callable[[Asking], HttpResponse]:
    """Whoever presses again what ended the registration, at the same moment or later, gets the answer of the first."""

    @wraps(view)
    def answered(request: Asking) -> HttpResponse:
        at = clock.now()
        before = drafting.ended(request, at) if request.method == "POST" else None
        if before is not None:
            return _ended(request, before)
        try:
            return view(request)
        except actions.DraftEnded:
            meanwhile = drafting.ended(request, at)
            if meanwhile is not None:
                return _ended(request, meanwhile)
            # Deleted: the number is somebody else's.
            drafting.let_go(request)
            return see_other(reverse("people:register"))

    return answered


def _ended(request: Asking, loaded: Drafting) -> HttpResponse:
    made = loaded.draft.made
    return claimed(request, loaded, loaded.content["claimed_in"]) if made is None else come_in(request, loaded, made)


def claimed(request: Asking, loaded: Drafting, area_id: int) -> HttpResponse:
    """A claim was filed: its number, who decides it and in how many days, what follows, and what need not wait."""
    drafting.let_go(request)
    office = queries.office_of_county(area_id, loaded.at, right=Right.DECIDE_CLAIMS)
    area = places.division_by_id(area_id)
    filed = queries.open_claims_of_phone(loaded.content.get("phone", ""))
    context = {
        "office": office,
        "number": filed[0].public_id if filed else "",
        "days": loaded.limits().claim_answer_days,
        "hours": queries.claim_rules_at(area.path if area is not None else [], loaded.at).cooling_hours,
    }
    return render(request, "people/claim_filed.html", context)


def come_in(request: Asking, loaded: Drafting, person: Person) -> HttpResponse:
    """The registration made this person, or found its record at a desk: come in, and see how one stands."""
    drafting.let_go(request)
    draft, wanted, account = loaded.draft, accounts.wanted(request), person.account
    # The record may have got another phone since.
    may_enter = account is not None and account_rows.comes_in_by(account.pk, bytes(draft.phone_hash))
    if draft.account_id is not None and draft.account_id == person.account_id:
        accounts.act_for(request, person.pk)
    elif account is not None and may_enter and not request.actor.is_signed_in:
        accounts.enter(request, account)
    if person.channel == "office":
        flash.done(request, _("工作人员已经为您注册过，以后用这个手机号登录就行。"))
        return see_other(wanted or reverse("people:profile"))
    request.session[SESSION_REGISTERED] = person.public_id
    # Coming in may have begun another session; who comes back to the page finds the activity there again.
    accounts.keep_wanted(request, wanted)
    return see_other(reverse("people:registered"))
