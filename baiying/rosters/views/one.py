"""One roster: what it comes to, the one press, what came of it, and taking it back."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baiying.accounts.access import Asking, signed_in
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.kit.values import numbers
from baiying.rosters import access, actions, keeping, queries, words
from baiying.rosters.forms import ChoicesForm, SendForm
from baiying.rosters.models import Roster
from baiying.rosters.rules import progress
from baiying.ui import flash
from baiying.ui.answers import refuse, see_other

_FAULTS_SHOWN = 100


@signed_in
@require_safe
def roster(request: Asking, roster_pid: str) -> HttpResponse:
    """Before the press: what would be sent. After it: how many came, in numbers that name nobody."""
    row = access.roster_for(request.actor, roster_pid)
    if row.sent_at is not None:
        return _sent(request, row)
    return _preview(request, row)


def _preview(request: Asking, row: Roster, status: int = 200, **more: Any) -> HttpResponse:
    if not queries.is_open(row):
        return render(request, "rosters/gone.html", {"row": row})
    if "looking" in row.summary:
        return render(request, "rosters/looking.html", {"row": row, "n": row.summary["looking"]}, status=status)
    seen = access.sees(request.actor, row)
    summary = {**row.summary, **queries.known_to(row, seen)}
    columns = row.choices["columns"]
    part = max((numbers.whole(request.GET.get("part", "")) or 1) - 1, 0)
    faults = summary["faults"]
    here = faults[part * _FAULTS_SHOWN : (part + 1) * _FAULTS_SHOWN]
    # A clerk knows the child by name, not by line; of a long roster the sheet is not opened for every look.
    called = keeping.names_of(row, {one[0] for one in here}) if summary["rows"] <= actions.LONG else {}
    choices = more.pop("choices_form", None) or ChoicesForm(summary=summary, choices=row.choices)
    context = {
        "row": row,
        "summary": summary,
        "fates": summary["fates"],
        "new": summary["fates"]["invited"] + summary["fates"]["asked_to_join"],
        "groups": sorted(summary.get("groups", {}).items(), key=lambda one: progress.order(one[0])),
        "may_edit": summary.get("pasted") and row.made_by_id == request.actor.account_id,
        "faults": [(*words.fault(one, columns), called.get(one[0], "")) for one in here],
        "parts": range(1, (len(faults) - 1) // _FAULTS_SHOWN + 2) if len(faults) > _FAULTS_SHOWN else [],
        "part": part + 1,
        "whole": [words.whole_column(*one) for one in summary["whole_columns"]],
        "asked": [choices[name] for name in choices.asked],
        "columns": [field for field in choices if field.name.startswith("column_")],
        "choices_form": choices,
        "blocked": bool(summary["dates"])
        and not (row.choices.get("dates_are_groups") or row.choices.get("dates_left")),
        "send_form": more.pop("send_form", None) or SendForm(faults=summary["fault_count"]),
        "days": queries.rules_of(row, clock.now()).typed_days,
        **more,
    }
    return render(request, "rosters/preview.html", context, status=status)


def _sent(request: Asking, row: Roster) -> HttpResponse:
    at = clock.now()
    fates = row.outcome["fates"]
    before = row.outcome.get("before", {})
    # What an office knows of people beyond the body is no number on the body's own page.
    plain = row.seen_area_id is not None and access.sees(request.actor, row) != row.seen_area_id
    context = {
        "row": row,
        "fates": fates,
        "sum": sum(fates.values()),
        "plain": plain,
        "told": fates["invited"] + fates["asked_to_join"] + fates["known"],
        "changed": not plain and bool(before) and before != fates and row.finished_at is not None,
        "before": before,
        "faults": len(row.outcome.get("faults", [])),
        "left_out": row.outcome.get("left_out", 0),
        "by_text": row.outcome.get("by_text", False),
        "progress": queries.progress_of(row, at) if row.finished_at is not None else None,
        "small": queries.rules_of(row, at).small_group,
    }
    return render(request, "rosters/sent.html", context)


@signed_in
@require_POST
def choices(request: Asking, roster_pid: str) -> HttpResponse:
    """The clerk says which column is what, and answers what was asked; the page is reckoned anew."""
    row = access.roster_for(request.actor, roster_pid)
    here = reverse("rosters:roster", args=[row.public_id])
    if not queries.is_open(row) or "looking" in row.summary:
        return see_other(here)
    form = ChoicesForm(request.POST, summary=row.summary, choices=row.choices)
    if form.is_valid():
        try:
            said = form.said(row.choices)
            actions.choose(
                roster=row, said=said, actor=request.actor, at=clock.now(), seen_area_id=access.sees(request.actor, row)
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.done(request, _("已按您的选择重新核对。"))
            return see_other(here)
    return _preview(request, row, 422, choices_form=form)


@signed_in
@require_POST
def sendings(request: Asking, roster_pid: str) -> HttpResponse:
    """The one press. A second one, by whomever, shows the same roster."""
    row = access.roster_for(request.actor, roster_pid)
    here = reverse("rosters:roster", args=[row.public_id])
    form = SendForm(request.POST, faults=row.summary.get("fault_count", 0))
    if form.is_valid():
        try:
            actions.send(
                roster=row,
                without_faults=form.cleaned_data["without_faults"],
                by_text=form.cleaned_data["by_text"],
                actor=request.actor,
                at=clock.now(),
                seen_area_id=access.sees(request.actor, row),
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return see_other(here)
    return _preview(request, row, 422, send_form=form)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def discarding(request: Asking, roster_pid: str) -> HttpResponse:
    """Asks once, then what was read and not sent is forgotten."""
    row = access.roster_for(request.actor, roster_pid)
    if request.method != "POST":
        here = reverse("rosters:roster", args=[row.public_id])
        if not queries.is_open(row):
            return see_other(here)
        page = {
            "title": _("清空这份名册？"),
            "text": _("读到的内容和您核对过的选择都清空，没有发给任何人。要再用，得重新上传。"),
            "submit": _("清空"),
            "back": here,
            "danger": True,
        }
        return render(request, "ui/confirm.html", page)
    actions.discard(roster=row, actor=request.actor, at=clock.now())
    if row.sent_at is None:
        flash.done(request, _("名册已清空，没有发给任何人。"))
    return see_other(reverse("rosters:rosters"))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def undoing(request: Asking, roster_pid: str) -> HttpResponse:
    """Asks once, then withdraws what is open."""
    row = access.roster_for(request.actor, roster_pid)
    here = reverse("rosters:roster", args=[row.public_id])
    if request.method == "POST":
        actions.undo(roster=row, actor=request.actor, at=clock.now())
        flash.done(request, _("还没有接受的邀请都已收回。"))
        return see_other(here)
    if row.sent_at is None or row.undone_at is not None:
        return see_other(here)
    page = {
        "title": _("收回这批邀请？"),
        "text": _("还没有接受的邀请全部作废，短信和邀请单里的链接会说明已经收回。已经接受的人不受影响。"),
        "facts": [(_("还没有接受的"), _("最多 %(n)s 份") % {"n": queries.most_open(row, clock.now())})],
        "submit": _("收回邀请"),
        "back": here,
        "danger": True,
    }
    return render(request, "ui/confirm.html", page)
