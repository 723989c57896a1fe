"""Two records of one human at the desk: the list, one beside the other, and what two decide (R006)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from baiying.accounts import access as accounts
from baiying.accounts import queries as account_rows
from baiying.accounts.access import Asking, Scope, needs
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.kit.parting import OTHERS, OWN
from baiying.kit.values import identifiers
from baiying.people import access, actions, queries, rules
from baiying.people.forms.merging import EndMergeForm, ProposeMergeForm, TakeUpForm, UndoMergeForm
from baiying.people.models import Merge
from baiying.people.rights import Right
from baiying.people.views.answers import refuse, see_other
from baiying.ui import flash, formats, listing
from baiying.ui.templatetags.ui import state

STATES = {
    "asked": ("amber", _("等这里接办")),
    "proposed": ("amber", _("等另一人确认")),
    "cooling": ("amber", _("已确认，等着办理")),
    "ended": ("slate", _("没有合并")),
    "done": ("jade", _("已合并")),
    "undone": ("slate", _("又分开了")),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A merge as a list shows it."""

    merge: Merge
    name: str
    proposer: str

    @property
    def words(self) -> Any:
        return STATES[self.merge.state][1]


def _rows(found: Sequence[Merge]) -> list[Row]:
    known = account_rows.named({pk for one in found for pk in (one.proposed_by_id, one.asked_by_id) if pk})
    today = clock.local_date(clock.now())
    rows = []
    for one in found:
        who = known.get(one.proposed_by_id or one.asked_by_id)
        age = identifiers.age_on(one.survivor.birth_date, today)
        rows.append(Row(one, rules.listed_name(one.survivor.shown_name, age), who[1] if who else ""))
    return rows


def _in_state(rows: listing.Rows, wish: str) -> listing.Rows:
    narrow: dict[str, dict[str, bool]] = {
        "open": {"ended_at__isnull": True, "done_at__isnull": True},
        "done": {"done_at__isnull": False, "undone_at__isnull": True},
        "undone": {"undone_at__isnull": False},
        "ended": {"ended_at__isnull": False},
    }
    return rows.filter(**narrow[wish])


def merges_list() -> listing.Listing:
    """The merges of a scope, the newest first."""

    def link(row: Row) -> str:
        return reverse("people:merge", args=[row.merge.public_id])

    return listing.Listing(
        key="merges",
        title=_("合并记录"),
        personal=True,
        order=("-id",),
        rows_of=_rows,
        columns=(
            listing.Column("name", _("姓名"), lambda row: row.name, link=link, fixed=True),
            listing.Column("number", _("编号"), lambda row: row.merge.public_id, nowrap=True),
            listing.Column("area", _("地区"), lambda row: row.merge.area.name, width=20),
            listing.Column("proof", _("证明"), lambda row: row.merge.get_proof_display()),
            listing.at_column("asked", _("提出"), lambda row: row.merge.asked_at),
            listing.Column("due", _("最晚答复"), lambda row: row.merge.due_on.isoformat(), nowrap=True),
            listing.Column("proposer", _("谁提出"), lambda row: row.proposer or _("本人")),
            listing.Column(
                "state", _("结果"), lambda row: state(STATES[row.merge.state][0], str(row.words)),
                value=lambda row: str(row.words),
            ),
        ),
        filters=(
            listing.Choice(
                "state", _("结果"), apply=_in_state,
                options=[
                    ("open", _("还在办")), ("done", _("已合并")), ("undone", _("又分开了")), ("ended", _("没有合并")),
                ],
            ),
            listing.Days("asked", _("提出"), column="asked_at", moment=True),
        ),
    )  # fmt: skip


def _scope(request: Asking) -> Scope:
    return accounts.scope_of(request.actor, Right.MERGE_RECORDS)


@needs(Right.MERGE_RECORDS)
@require_http_methods(["GET", "HEAD", "POST"])
def merges(request: Asking) -> HttpResponseBase:
    """All merges of records that lie in one's area."""
    scope = _scope(request)
    shown = listing.of(merges_list(), request, queries.merges(scope), area_id=scope.area_id)
    return shown.answer or render(request, "people/desk_merges.html", {"list": shown})


@needs(Right.MERGE_RECORDS)
@require_http_methods(["GET", "HEAD", "POST"])
def merge_new(request: Asking, person_pid: str) -> HttpResponse:
    """Propose that this record and another are of one human; shows nothing of the other."""
    person = access.person_for(request.actor, person_pid, right=Right.MERGE_RECORDS)
    form, at = ProposeMergeForm(request.POST or None), clock.now()
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        kind = "six" if given["proof"] == "documents" else "card"
        proof = actions.Proof(given["proof"], given[f"one_{kind}"], given[f"other_{kind}"])
        try:
            other = actions.seek_other(number=given["other"], actor=request.actor, at=at)
            sees = access.sees_both(request.actor, person, other)
            row = actions.ask_merge(
                one=person, other=other, proof=proof, words=given["words"], sees=sees, actor=request.actor, at=at
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            if row.proposed_at is not None:
                flash.done(request, _("已提出，等另一位有权的人确认。登记了手机号的会收到消息。"))
                return see_other(reverse("people:merge", args=[row.public_id]))
            words = _("另一条记录不在您的辖区，已交给上一级办公室，编号 %(number)s。您不用再做什么。")
            if sees:
                words = _("两份证件的号码是两个人的，已交给市级办公室决定，编号 %(number)s。您不用再做什么。")
            flash.done(request, words % {"number": row.public_id})
            return see_other(reverse("people:record", args=[person.public_id]))
    actions.note_look(person=person, page="merge", actor=request.actor, at=at)
    context = {"person": person, "form": form}
    return render(request, "people/desk_merge_new.html", context, status=422 if form.errors else 200)


@needs(Right.MERGE_RECORDS)
@require_http_methods(["GET", "HEAD"])
def merge(request: Asking, merge_pid: str) -> HttpResponse:
    """The two records beside each other, what a merge would do, and what one may do."""
    return _page(request, access.merge_for(request.actor, merge_pid))


@needs(Right.MERGE_RECORDS)
@require_http_methods(["GET", "HEAD"])
def merge_slip(request: Asking, merge_pid: str) -> HttpResponse:
    """On paper, for who has no telephone: how it stands, until when one may say no, and whom to ask."""
    row, at = access.merge_for(request.actor, merge_pid), clock.now()
    _note_looks(request, row)
    context = {
        "merge": row,
        "name": row.survivor.shown_name,
        "records": queries.compared(row),
        "until": queries.last_day_to_undo(row),
        "office": queries.office_near(row.survivor.residence_id, at, right=Right.MERGE_RECORDS),
        "printed_at": at,
    }
    return render(request, "people/merge_slip.html", context)


def _act(request: Asking, merge_pid: str, act: Callable[[Merge], Merge], said: Any) -> HttpResponse:
    row = access.merge_for(request.actor, merge_pid)
    try:
        done = act(row)
    except Refused as refusal:
        row.refresh_from_db()
        return _page(request, row, status=refusal.status, said=str(refusal))
    flash.done(request, said)
    return see_other(reverse("people:merge", args=[done.public_id]))


@needs(Right.MERGE_RECORDS)
@require_POST
def merge_taking_up(request: Asking, merge_pid: str) -> HttpResponse:
    """Make it one's own proposal, with the reason where facts differ."""
    row, form = access.merge_for(request.actor, merge_pid), TakeUpForm(request.POST)
    if form.is_valid():
        try:
            actions.take_up(merge=row, **form.cleaned_data, actor=request.actor, at=clock.now())
        except actions.SayWhyThough as refusal:
            refuse(form, refusal)
            return _page(request, row, status=422, take=form)
        except Refused as refusal:
            row.refresh_from_db()
            return _page(request, row, status=refusal.status, said=str(refusal))
        flash.done(request, _("已接办，等另一位有权的人确认。"))
        return see_other(reverse("people:merge", args=[row.public_id]))
    return _page(request, row, status=422, take=form)


@needs(Right.MERGE_RECORDS)
@require_POST
def merge_confirmation(request: Asking, merge_pid: str) -> HttpResponse:
    """Agree, as the second person."""
    return _act(
        request, merge_pid,
        lambda row: actions.confirm_merge(merge=row, actor=request.actor, at=clock.now()),
        _("已确认。登记了手机号的会收到消息。"),
    )  # fmt: skip


@needs(Right.MERGE_RECORDS)
@require_POST
def merge_ending(request: Asking, merge_pid: str) -> HttpResponse:
    """Say that it is not so."""
    row, form = access.merge_for(request.actor, merge_pid), EndMergeForm(request.POST)
    if form.is_valid():
        try:
            actions.end_merge(merge=row, **form.cleaned_data, actor=request.actor, at=clock.now())
        except Refused as refusal:
            row.refresh_from_db()
            refuse(form, refusal)
            return _page(request, row, status=refusal.status, end=form)
        flash.done(request, _("不合并，两条记录都没有变化。"))
        return see_other(reverse("people:merge", args=[row.public_id]))
    return _page(request, row, status=422, end=form)


@needs(Right.MERGE_RECORDS)
@require_http_methods(["GET", "HEAD", "POST"])
def merge_undoing(request: Asking, merge_pid: str) -> HttpResponse:
    """What came since the merge, and to whom each of it belongs; then two again."""
    row, at = access.merge_for(request.actor, merge_pid), clock.now()
    if row.done_at is None:
        return see_other(reverse("people:merge", args=[row.public_id]))
    newer = queries.newer_words(row, at) if row.undone_at is None else []
    form = UndoMergeForm(request.POST if request.method == "POST" else None, newer=newer, whose=_whose(row))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.undo_merge(
                    merge_id=row.pk, said=form.said(), chosen=form.theirs(), words=form.cleaned_data["words"],
                    actor=request.actor, at=at,
                )  # fmt: skip
            except Refused as refusal:
                refuse(form, refusal)
                status = refusal.status
            else:
                flash.done(request, _("已分开，各归各的；登记了手机号的会收到消息。"))
                return see_other(reverse("people:merge", args=[row.public_id]))
    _note_looks(request, row)
    context = {"merge": row, "form": form, "newer": newer, "until": queries.last_day_to_undo(row)}
    return render(request, "people/desk_merge_undoing.html", context, status=status)


def _whose(row: Merge) -> list[tuple[str, str]]:
    """The two records as one chooses between them: by name and number, never as "this" and "the other"."""
    words = {OWN: gettext("%(name)s，%(number)s（留下的记录）"), OTHERS: gettext("%(name)s，%(number)s（并入的记录）")}
    return [
        (
            OWN if one.goes_on else OTHERS,
            words[OWN if one.goes_on else OTHERS] % {"name": one.person.name, "number": one.number},
        )
        for one in queries.compared(row)
    ]


def _note_looks(request: Asking, row: Merge) -> None:
    for person in (row.survivor, row.loser):
        actions.note_look(person=person, page="merge", actor=request.actor, at=clock.now())


def _page(request: Asking, row: Merge, *, status: int = 200, **given: Any) -> HttpResponse:
    at, actor = clock.now(), request.actor
    hands = accounts.own_hands(actor)
    concerned = any(access.is_own(actor, pk) for pk in (row.survivor_id, row.loser_id))
    waits = row.state in {"asked", "proposed"}
    (shown,) = _rows([row])
    names = account_rows.named({pk for pk in (row.confirmed_by_id, row.ended_by_id, row.undone_by_id) if pk})
    like = queries.likeness_of(row.survivor, row.loser)
    asks_why = queries.needs_reason(like)
    double = queries.double_minutes(row.survivor_id, row.loser_id) if row.done_at is None else 0
    _note_looks(request, row)
    context = {
        "merge": row,
        "row": shown,
        "tone": STATES[row.state][0],
        "due_at": clock.end_of(row.due_on) if waits else None,
        "records": queries.compared(row),
        "like": like if row.done_at is None else None,
        "facts": [actions.FACTS[one] for one in like.differs],
        "wants_city": waits and like.two_humans and not queries.may_decide_two(row),
        "take": TakeUpForm() if asks_why else None,
        "double": formats.minutes_text(double) if double else "",
        "hindered": queries.hinders_merging(row.survivor_id, row.loser_id, at) if waits else "",
        "concerned": concerned,
        "mine": waits and bool({row.proposed_by_id, row.asked_by_id} & hands),
        "may_take_up": row.state == "asked" and row.asked_by_id not in hands and not concerned,
        "may_confirm": row.state == "proposed" and not {row.proposed_by_id, row.asked_by_id} & hands and not concerned,
        "end": EndMergeForm() if row.state in {"asked", "proposed", "cooling"} and not concerned else None,
        "may_undo": row.state == "done" and not concerned,
        "until": queries.last_day_to_undo(row),
        "confirmer": names.get(row.confirmed_by_id or 0, ("", ""))[1],
        "ender": names.get(row.ended_by_id or 0, ("", ""))[1],
        "undoer": names.get(row.undone_by_id or 0, ("", ""))[1],
        **given,
    }
    return render(request, "people/desk_merge.html", context, status=status)
