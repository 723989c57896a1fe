"""Spot checks of registrations at a desk: the list, one of them, what was found (O4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from baiying.accounts import access as accounts
from baiying.accounts import queries as account_rows
from baiying.accounts.access import Asking, Scope, needs
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.kit.values import identifiers
from baiying.people import access, actions, queries, rules
from baiying.people.forms.desk import SpotCheckForm
from baiying.people.models import SpotCheck, SpotOutcome
from baiying.people.rights import Right
from baiying.people.views import seeking
from baiying.people.views.answers import refuse, see_other
from baiying.people.views.words import document_name, purpose_name
from baiying.places import queries as places
from baiying.ui import flash, listing
from baiying.ui.templatetags.ui import state

_TONES = {"": "amber", "true": "jade", "false": "brick", "unreached": "slate"}
_STATES: list[tuple[str, str | Promise]] = [("waiting", _("还没查")), *(one for one in SpotOutcome.choices if one[0])]


@dataclass(frozen=True, slots=True)
class Row:
    """A spot check as a list shows it."""

    check: SpotCheck
    name: str
    clerk: str
    finder: str


def _rows(found: Sequence[SpotCheck]) -> list[Row]:
    known = account_rows.named({pk for one in found for pk in (one.registered_by_id, one.found_by_id) if pk})
    today = clock.local_date(clock.now())

    def called(account_id: int | None) -> str:
        return known[account_id][1] if account_id in known else ""

    return [
        Row(
            one,
            rules.listed_name(one.person.shown_name, identifiers.age_on(one.person.birth_date, today)),
            called(one.registered_by_id),
            called(one.found_by_id),
        )
        for one in found
    ]


def _in_state(rows: listing.Rows, wish: str) -> listing.Rows:
    return rows.filter(outcome="" if wish == "waiting" else wish)


def _of_clerk(rows: listing.Rows, pid: str) -> listing.Rows:
    clerk = account_rows.account_of_pid(pid)
    return rows.filter(registered_by_id=clerk.pk) if clerk is not None else rows.none()


def _clerk_name(pid: str) -> str:
    clerk = account_rows.account_of_pid(pid)
    return str(_("%(name)s当面注册的")) % {"name": clerk.display_name} if clerk is not None else ""


def checks_list(scope: Scope, *, may_open: bool) -> listing.Listing:
    """The spot checks of a scope, the first due first."""

    def link(row: Row) -> str:
        return reverse("people:spot_check", args=[row.check.public_id])

    return listing.Listing(
        key="spot_checks",
        title=_("当面注册抽查"),
        personal=True,
        order=("due_on", "id"),
        search=seeking.called,
        search_label=_("姓名"),
        rows_of=_rows,
        columns=(
            listing.Column("name", _("姓名"), lambda row: row.name, link=link if may_open else None, fixed=True),
            listing.at_column("at", _("注册"), lambda row: row.check.drawn_at),
            listing.Column("clerk", _("经办人"), lambda row: row.clerk or "—"),
            listing.Column("home", _("居住地"), lambda row: row.check.person.residence.name, width=20),
            listing.Column(
                "due", _("几时前查完"), lambda row: row.check.due_on.isoformat(), sort=("due_on",), nowrap=True
            ),
            listing.Column("outcome", _("结果"), _outcome, value=lambda row: row.check.get_outcome_display()),
            listing.Column("way", _("怎么查的"), lambda row: row.check.get_way_display() or "—", extra=True),
            listing.Column("words", _("说明"), lambda row: row.check.words or "—", width=40),
            listing.Column("finder", _("谁查的"), lambda row: row.finder or "—"),
            listing.at_column("found", _("哪天查的"), lambda row: row.check.found_at),
        ),
        filters=(
            listing.Choice("state", _("结果"), options=_STATES, apply=_in_state),
            seeking.by_area(scope, queries.spot_checks),
            listing.Days("made", _("注册日期"), column="person__created_at", moment=True),
            listing.Pinned("clerk", _("经办人"), apply=_of_clerk, say=_clerk_name),
        ),
    )


def _outcome(row: Row) -> Any:
    return state(_TONES[row.check.outcome], str(row.check.get_outcome_display()))


@needs(Right.SPOT_CHECK, Right.SEE_DESK_SIGNALS)
@require_http_methods(["GET", "HEAD", "POST"])
def spot_checks(request: Asking) -> HttpResponseBase:
    """All spot checks of one's area; whoever may look into them opens them from here."""
    may_open = accounts.may(request.actor, Right.SPOT_CHECK)
    scope = accounts.scope_of(request.actor, Right.SPOT_CHECK if may_open else Right.SEE_DESK_SIGNALS)
    shown = listing.of(
        checks_list(scope, may_open=may_open), request, queries.spot_checks(scope), area_id=scope.area_id
    )  # fmt: skip
    return shown.answer or render(request, "people/desk_spot_checks.html", {"list": shown})


@needs(Right.SPOT_CHECK)
@require_http_methods(["GET", "HEAD", "POST"])
def spot_check(request: Asking, check_pid: str) -> HttpResponse:
    """One spot check: who was registered by whom, the way to call, and what was found."""
    row = access.spot_check_for(request.actor, check_pid)
    form = SpotCheckForm(request.POST or None, initial={"outcome": row.outcome, "way": row.way, "words": row.words})
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_spot_check(check=row, actor=request.actor, at=clock.now(), **form.cleaned_data)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.done(request, _("抽查结果已记下。"))
            return see_other(reverse("people:spot_checks") + "?state=waiting")
    return _page(request, row, form)


@needs(Right.SPOT_CHECK)
@require_POST
def spot_check_call(request: Asking, check_pid: str) -> HttpResponse:
    """Show once by which number the person, or a minor's guardian, is reached; the look is written down first."""
    row = access.spot_check_for(request.actor, check_pid)
    form = SpotCheckForm(initial={"outcome": row.outcome, "way": row.way or "phone", "words": row.words})
    try:
        call = actions.number_to_call(check=row, actor=request.actor, at=clock.now())
    except Refused as refusal:
        return _page(request, row, form, no_call=str(refusal), status=409)
    return _page(request, row, form, call=call)


def _page(request: Asking, row: SpotCheck, form: SpotCheckForm, *, status: int = 200, **more: Any) -> HttpResponse:
    (shown,) = _rows([row])
    why_not = ""
    try:
        access.refuse_own_registration(row, request.actor)
    except Refused as refusal:
        why_not = str(refusal)
    registration = row.person.registrations.order_by("id").first()
    finished = actions.is_anothers(row, request.actor)
    actions.note_look(person=row.person, page="spot_check", actor=request.actor, at=clock.now())
    context = {
        "check": row,
        "due_at": clock.end_of(row.due_on),
        "person": row.person,
        "name": shown.name,
        "clerk": shown.clerk,
        "finder": shown.finder,
        "tone": _TONES[row.outcome],
        "residence": places.path_names(row.person.residence),
        "document": document_name(registration.verified_how) if registration else "",
        "consents": [(one, purpose_name(one.purpose)) for one in queries.consents_of(row.person_id)],
        "form": None if why_not or finished else form,
        "why_not": why_not,
        **more,
    }
    return render(request, "people/desk_spot_check.html", context, status=422 if form.errors else status)
