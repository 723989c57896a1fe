"""Registrations in doubt: the list, one of them with what two decide, and what the person says (O4)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from baiying.accounts import access as accounts
from baiying.accounts import queries as account_rows
from baiying.accounts.access import Asking, Scope, needs, signed_in
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.kit.values import identifiers
from baiying.people import access, actions, queries, rules
from baiying.people.forms.doubts import ConfirmForm, LookAgainForm, ProposeForm, SayForm, SendBackForm
from baiying.people.models import Doubt, Finding
from baiying.people.rights import Right
from baiying.people.views import seeking
from baiying.people.views.answers import refuse, see_other
from baiying.ui import flash, listing
from baiying.ui.templatetags.ui import state

TONES = {"": "amber", "untrue": "brick", "right": "jade", "corrected": "slate"}


@dataclass(frozen=True, slots=True)
class Row:
    """A doubt as a list shows it."""

    doubt: Doubt
    name: str
    clerk: str
    proposer: str
    decider: str

    @property
    def words(self) -> Any:
        if self.doubt.decided_at is not None:
            return self.doubt.get_found_display()
        return _("等另一人确认") if self.doubt.proposed else _("等核实")


def _rows(found: Sequence[Doubt]) -> list[Row]:
    ids = {pk for one in found for pk in (one.check_row.registered_by_id, one.proposed_by_id, one.decided_by_id) if pk}
    known = account_rows.named(ids)
    today = clock.local_date(clock.now())

    def called(account_id: int | None) -> str:
        return known[account_id][1] if account_id in known else ""

    return [
        Row(
            one,
            rules.listed_name(one.person.shown_name, identifiers.age_on(one.person.birth_date, today)),
            called(one.check_row.registered_by_id),
            called(one.proposed_by_id),
            called(one.decided_by_id),
        )
        for one in found
    ]


def _in_state(rows: listing.Rows, wish: str) -> listing.Rows:
    return rows.filter(decided_at__isnull=True) if wish == "open" else rows.filter(found=wish)


def doubts_list(scope: Scope, *, may_open: bool) -> listing.Listing:
    """The doubts of a scope, the first due first."""

    def link(row: Row) -> str:
        return reverse("people:doubt", args=[row.doubt.public_id])

    return listing.Listing(
        key="doubts",
        title=_("核实中的注册"),
        personal=True,
        order=("due_on", "id"),
        search=seeking.called,
        search_label=_("姓名"),
        rows_of=_rows,
        columns=(
            listing.Column("name", _("姓名"), lambda row: row.name, link=link if may_open else None, fixed=True),
            listing.Column("home", _("居住地"), lambda row: row.doubt.person.residence.name, width=20),
            listing.Column("why", _("为什么核实"), lambda row: row.doubt.get_why_display()),
            listing.Column("clerk", _("经办人"), lambda row: row.clerk or "—"),
            listing.at_column("since", _("从哪天起"), lambda row: row.doubt.opened_at),
            listing.Column(
                "due", _("几时前决定"), lambda row: row.doubt.due_on.isoformat(), sort=("due_on",), nowrap=True
            ),
            listing.Column("state", _("结果"), _outcome, value=lambda row: str(row.words)),
            listing.Column("said", _("本人说明"), lambda row: row.doubt.said or "—", width=40, extra=True),
            listing.Column("proposer", _("谁提出"), lambda row: row.proposer or "—"),
            listing.Column("decider", _("谁确认"), lambda row: row.decider or "—"),
        ),
        filters=(
            listing.Choice(
                "state", _("结果"), apply=_in_state, options=[("open", _("还没决定")), *Finding.choices]
            ),
            seeking.by_area(scope, queries.doubts),
            listing.Days("opened", _("从哪天起"), column="opened_at", moment=True),
        ),
    )  # fmt: skip


def _outcome(row: Row) -> Any:
    return state(TONES[row.doubt.found], str(row.words))


@needs(Right.DECIDE_DOUBTS, Right.SEE_DESK_SIGNALS)
@require_http_methods(["GET", "HEAD", "POST"])
def doubts(request: Asking) -> HttpResponseBase:
    """All doubts of one's area; whoever may decide opens them from here."""
    may_open = accounts.may(request.actor, Right.DECIDE_DOUBTS)
    scope = accounts.scope_of(request.actor, Right.DECIDE_DOUBTS if may_open else Right.SEE_DESK_SIGNALS)
    shown = listing.of(doubts_list(scope, may_open=may_open), request, queries.doubts(scope), area_id=scope.area_id)
    return shown.answer or render(request, "people/desk_doubts.html", {"list": shown})


@needs(Right.DECIDE_DOUBTS)
@require_http_methods(["GET", "HEAD"])
def doubt(request: Asking, doubt_pid: str) -> HttpResponse:
    """One doubt: what the check found, what the person says, what is proposed, and what one may do."""
    return _page(request, access.doubt_for(request.actor, doubt_pid))


Act = Callable[[Doubt, dict[str, Any]], Doubt]


def _act(request: Asking, doubt_pid: str, form: forms.Form, name: str, act: Act, said: Any) -> HttpResponse:
    row = access.doubt_for(request.actor, doubt_pid)
    if form.is_valid():
        try:
            done = act(row, form.cleaned_data)
        except Refused as refusal:
            row.refresh_from_db()
            if name == "confirm":
                # What is shown now, so that the next press confirms that and not the page of before.
                form = ConfirmForm(_to_confirm(row))
            refuse(form, refusal)
            return _page(request, row, status=refusal.status, **{name: form})
        flash.done(request, said)
        return see_other(reverse("people:doubt", args=[done.public_id]))
    return _page(request, row, status=422, **{name: form})


def _to_confirm(row: Doubt) -> dict[str, Any]:
    return {"finding": row.proposed, "proposed_at": row.proposed_at}


@needs(Right.DECIDE_DOUBTS)
@require_POST
def doubt_finding(request: Asking, doubt_pid: str) -> HttpResponse:
    """Propose what it comes to."""
    return _act(
        request, doubt_pid, ProposeForm(request.POST), "propose",
        lambda row, data: actions.propose_finding(doubt=row, **data, actor=request.actor, at=clock.now()),
        _("意见已记下，等另一位有权的人确认。"),
    )  # fmt: skip


@needs(Right.DECIDE_DOUBTS)
@require_POST
def doubt_decision(request: Asking, doubt_pid: str) -> HttpResponse:
    """Confirm what another proposed."""
    return _act(
        request, doubt_pid, ConfirmForm(request.POST), "confirm",
        lambda row, data: actions.confirm_finding(doubt=row, **data, actor=request.actor, at=clock.now()),
        _("已确认，并通知了本人。"),
    )  # fmt: skip


@needs(Right.DECIDE_DOUBTS)
@require_POST
def doubt_return(request: Asking, doubt_pid: str) -> HttpResponse:
    """Not confirm it, and say why."""
    return _act(
        request, doubt_pid, SendBackForm(request.POST, auto_id="back_%s"), "send_back",
        lambda row, data: actions.send_back_finding(doubt=row, **data, actor=request.actor, at=clock.now()),
        _("已退回，等新的意见。"),
    )  # fmt: skip


@needs(Right.DECIDE_DOUBTS)
@require_POST
def doubt_again(request: Asking, doubt_pid: str) -> HttpResponse:
    """Take up again what was decided."""
    return _act(
        request, doubt_pid, LookAgainForm(request.POST), "again",
        lambda row, data: actions.look_again(doubt=row, **data, actor=request.actor, at=clock.now()),
        _("已重新核实，等两个人决定。"),
    )  # fmt: skip


def _page(request: Asking, row: Doubt, *, status: int = 200, **given: Any) -> HttpResponse:
    (shown,) = _rows([row])
    why_not = ""
    try:
        access.refuse_own_registration(row.check_row, request.actor)
    except Refused as refusal:
        why_not = str(refusal)
    open_one, hands = row.decided_at is None, accounts.own_hands(request.actor)
    others = open_one and bool(row.proposed) and row.proposed_by_id not in hands
    story = [one for one in queries.doubts_of(row.person_id) if one.pk != row.pk]
    actions.note_look(person=row.person, page="doubt", actor=request.actor, at=clock.now())
    context = {
        "doubt": row,
        "row": shown,
        "tone": TONES[row.found],
        "due_at": clock.end_of(row.due_on),
        "others_rows": story,
        "why_not": why_not,
        "mine": open_one and bool(row.proposed) and not others,
        "propose": ProposeForm() if open_one else None,
        "confirm": ConfirmForm(initial=_to_confirm(row)) if others else None,
        "send_back": SendBackForm(auto_id="back_%s") if others else None,
        "again": LookAgainForm() if not open_one and not any(one.decided_at is None for one in story) else None,
        **given,
    }
    return render(request, "people/desk_doubt.html", context, status=status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def doubt_words(request: Asking) -> HttpResponse:
    """The person, or who acts for the child, says something about the doubt, or objects to what was decided."""
    person = access.own_person(request.actor)
    last = queries.last_doubt_of(person.pk)
    if last is None:
        return see_other(reverse("people:profile"))
    form = SayForm(request.POST or None, initial={"words": last.said if last.decided_at is None else ""})
    if request.method == "POST" and form.is_valid():
        try:
            actions.say_about_doubt(person_id=person.pk, **form.cleaned_data, actor=request.actor, at=clock.now())
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.done(request, _("已记下，决定的人会看到。"))
            return see_other(reverse("people:profile"))
    context = {"doubt": last, "form": form, "over": last.decided_at is not None}
    return render(request, "people/doubt_words.html", context, status=422 if form.errors else 200)
