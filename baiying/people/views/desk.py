"""The offices' lists: search within the scope, and who waits for a real-name check."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from baiying.accounts import access as accounts
from baiying.accounts import actions as account_actions
from baiying.accounts import queries as account_rows
from baiying.accounts.access import Asking, needs
from baiying.accounts.rights import Right as AccountsRight
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.kit.values import identifiers
from baiying.people import queries
from baiying.people.forms.desk import UnlockForm
from baiying.people.models import Person, Registration
from baiying.people.rights import Right
from baiying.people.views.answers import refuse, see_other
from baiying.people.views.words import state_words
from baiying.ui import flash, pages

_PER_PAGE = 50
_MOST_COUNTED = 1000
# Below this a name in a list shows as surname only; the adult age of the Civil Code, art. 17.
_ADULT = 18


def shown_name(person: Person, age: int) -> str:
    """Minors appear in lists by surname; their page, whose opening is written down, has the name (R009)."""
    return person.name if age >= _ADULT else identifiers.mask_name(person.name)


def _row(person: Person, registration: Registration | None) -> dict[str, object]:
    age = identifiers.age_on(person.birth_date, clock.local_date(clock.now()))
    state = queries.state_of(registration) if registration else "ended"
    return {
        "person": person,
        "name": shown_name(person, age),
        "minor": age < _ADULT,
        "age": age,
        "registration": registration,
        "words": state_words(state),
    }


@needs(Right.SEE_PEOPLE)
def people(request: Asking) -> HttpResponse:
    """Search by name, volunteer number, or a whole ID number or phone; only within one's area, always masked."""
    scope = accounts.scope_of(request.actor, Right.SEE_PEOPLE)
    # A whole ID number or phone must not stand in addresses and logs, so the search is a POST as well.
    search = (request.POST.get("q") or request.GET.get("q", "")).strip()[:60]
    page = pages.stretch(queries.persons(scope, search), request.GET, _PER_PAGE)
    found = {r.person_id: r for r in queries.open_registrations([p.pk for p in page])}
    context = {
        "page": page,
        "rows": [_row(person, found.get(person.pk)) for person in page],
        "search": search,
        # A number that was typed is not printed back into the page.
        "shown_search": "" if any(c.isdigit() for c in search) else search,
        # A search goes by POST and is one page: what it leaves out is counted, up to a bound.
        "found": queries.persons(scope, search)[:_MOST_COUNTED].count() if search and page.older else 0,
        "most": _MOST_COUNTED,
        "waiting": queries.waiting_checks(scope).count(),
        "claims": queries.waiting_claims(scope).count(),
    }
    return render(request, "people/desk_people.html", context)


@needs(Right.CHECK_REAL_NAME)
def checks(request: Asking) -> HttpResponse:
    """Who waits for the document to be seen, oldest first."""
    scope = accounts.scope_of(request.actor, Right.CHECK_REAL_NAME)
    page = Paginator(queries.waiting_checks(scope), _PER_PAGE).get_page(request.GET.get("page"))
    rows = [_row(registration.person, registration) for registration in page]
    return render(request, "people/desk_checks.html", {"page": page, "rows": rows})


@needs(AccountsRight.UNLOCK_LOG_IN)
@require_http_methods(["GET", "POST"])
def locks(request: Asking) -> HttpResponse:
    """Unlock a phone for somebody of one's area who stands at the desk."""
    scope = accounts.scope_of(request.actor, AccountsRight.UNLOCK_LOG_IN)
    form, at = UnlockForm(request.POST or None), clock.now()
    if request.method == "POST" and form.is_valid():
        phone = form.cleaned_data["phone"]
        here = (
            scope.area_id is None
            or queries.persons_of_phone(phone).filter(queries.within(scope)).exists()
            or account_rows.phone_serves_within(phone, scope.area_id, at)
        )
        if not here:
            form.add_error("phone", _("您的地区里没有人用这个手机号注册，请对方到注册地的实践站（所）办理。"))
        else:
            try:
                lifted = account_actions.unlock(
                    phone=phone, reason=form.cleaned_data["reason"], actor=request.actor, at=at
                )
            except Refused as refusal:
                refuse(form, refusal)
            else:
                if lifted:
                    flash.done(request, _("已解锁，现在就可以登录。"))
                    return see_other(request.path)
                form.add_error("phone", _("这个手机号现在没有锁定，可以直接登录。"))
    everywhere = account_rows.live_locks(at)[:100] if scope.area_id is None else []
    context = {"form": form, "live": everywhere, "platform": scope.area_id is None}
    return render(request, "people/desk_locks.html", context, status=422 if form.errors else 200)
