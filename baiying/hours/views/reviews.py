"""The second person's desk: what waits, by shift, the oldest deadline first; many decided at once, and taken back."""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from baiying.accounts import queries as accounts
from baiying.accounts.access import Asking, signed_in
from baiying.hours import access, actions, queries
from baiying.hours.forms import DecisionForm
from baiying.hours.views.answers import refuse, see_other
from baiying.hours.views.decided import decided_list
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.ui import flash, formats, listing, pages

# A page of forty shifts with all their rows weighed 82 kB.
_GROUPS = 25
WHY_NOT = {
    "beneficiary": _("这是您本人（或您孩子）的时长"),
    "leader": _("您是领队，由另一个人复核"),
    "proposer": _("由您提交或记录，由另一个人复核"),
    "nobody": _("请先登录"),
}
_OBJECTED = _("本人提出了异议，还没有答复，先答复再决定")
# Why a batch could not carry a row out, for whoever sees it waiting again.
_RETURNED = {
    "day_full": _("上一次通过没有办成：当天（或本活动）已经记满上限"),
    "second_person_needed": _("上一次决定没有办成：要由另一个人决定"),
    "objection_open": _("上一次通过没有办成：本人提出了异议"),
}


def described(
    proposal: queries.Proposal, decider: access.Decider, objected: Mapping[int, str] | None = None
) -> dict[str, object]:
    """One row as the pages show it; `objected`: against which the volunteer objects (queries.objected_since)."""
    why = WHY_NOT.get(actions.why_not(decider, proposal, proposal.attendance), "")
    said = (objected or {}).get(proposal.pk, "")
    return {
        "proposal": proposal,
        "person": proposal.attendance.person,
        "shift": proposal.attendance.shift,
        "title": queries.occasion_of(proposal.attendance).title,
        "unsigned": translate("没有报名这一班") if queries.came_unsigned(proposal.attendance) else "",
        "reasons": queries.reason_words(proposal.reason),
        "returned": _RETURNED.get(proposal.returned, ""),
        "why_not": why or (_OBJECTED if said else ""),
        "barred": why,
        "objected": said,
        "due_at": clock.end_of(proposal.due_on),
    }


def _sum_of(rows: Iterable[queries.Proposal], taken: queries.Taken) -> dict[str, object]:
    """How many persons, and what approving changes: minutes that come less those that are taken back for them."""
    listed = list(rows)
    minutes = sum(row.minutes - taken[row.pk].minutes for row in listed)
    credit = sum((row.minutes if row.tier == "credit" else 0) - taken[row.pk].credit for row in listed)
    return {
        "persons": len({row.attendance.person_id for row in listed}),
        "minutes": minutes,
        "change": change_text(minutes),
        "credit": change_text(credit) if credit else "",
        "corrections": sum(bool(row.replaces) for row in listed),
        "count": len(listed),
    }


def change_text(minutes: int) -> str:
    """What a decision changes in somebody's hours, in words."""
    words = formats.minutes_text(abs(minutes))
    return translate("减去 %(hours)s") % {"hours": words} if minutes < 0 else words


def _change_of(row: queries.Proposal, taken: queries.Taken) -> dict[str, object]:
    """Of one row: what it changes, and of a correction from what to what."""
    was = taken[row.pk].minutes
    words = change_text(row.minutes - was)
    # What still waits is no line yet: what stands then is what was measured.
    stood = was or (row.stood or {}).get("was") or 0
    if row.part == "correction" and not row.minutes:
        words = translate("记为“没有来”，原来 %(before)s") % {"before": formats.minutes_text(stood)}
    elif (row.replaces or row.part == "correction") and row.minutes:
        before, after = formats.minutes_text(stood), formats.minutes_text(row.minutes)
        words = translate("%(before)s → %(after)s") % {"before": before, "after": after}
    return {"change": words, "changes": row.minutes - was}


def _group(
    group: queries.Group, decider: access.Decider, names: dict[int, str], taken: queries.Taken,
    objected: Mapping[int, str],
) -> dict[str, object]:  # fmt: skip
    rows = [described(row, decider, objected) | _change_of(row, taken) for row in group.rows]
    sources: dict[str, int] = {}
    for row in group.rows:
        name = str(row.get_source_display())
        sources[name] = sources.get(name, 0) + 1
    occasion = queries.occasion_of(group.first.attendance)
    for row, shown in zip(group.rows, rows, strict=True):
        shown["asked_by"] = names.get(row.proposed_by_id or 0, "") if row.part != "whole" else ""
    # A sentence that every row repeats is said once, above them.
    shared = [words for words in _texts(rows[0]) if all(words in _texts(row) for row in rows)]
    for shown in rows:
        shown["own"] = [words for words in _texts(shown) if words not in shared]
    return {
        "key": group.key,
        "title": occasion.title,
        "shift": group.first.attendance.shift,
        "starts_at": occasion.window.starts_at,
        "ends_at": occasion.window.ends_at,
        "leader": names.get(occasion.leader_id or 0, ""),
        "sources": sources,
        "noticed": [*queries.noticed_words(group.noticed), *_unsigned(group.rows)],
        "shared": shared,
        "rows": rows,
        "may": _sum_of((row for row, shown in zip(group.rows, rows, strict=True) if not shown["why_not"]), taken),
        "all": _sum_of(group.rows, taken),
        "parts": sorted({str(row.get_part_display()) for row in group.rows if row.part != "whole"}),
        "not_mine": sum(bool(row["why_not"]) for row in rows),
        "due_at": rows[0]["due_at"],
    }


def _unsigned(rows: Sequence[queries.Proposal]) -> list[str]:
    """How many of a shift's rows are of somebody who had no place there."""
    number = len({row.attendance.person_id for row in rows if queries.came_unsigned(row.attendance)})
    return [translate("%(n)s 人没有报名这一班") % {"n": number}] if number else []


def _texts(row: dict[str, object]) -> list[str]:
    proposal, reasons = row["proposal"], row["reasons"]
    said = proposal.words if isinstance(proposal, queries.Proposal) else ""
    return [words for words in (said, *(reasons if isinstance(reasons, list) else [])) if words]


def _groups(rows: Iterable[queries.Proposal], decider: access.Decider) -> list[dict[str, object]]:
    found = queries.grouped(rows)
    hands = {queries.occasion_of(group.first.attendance).leader_id for group in found}
    # Who asks for a correction or a reversal is named where it is decided.
    hands |= {row.proposed_by_id for group in found for row in group.rows if row.part != "whole"}
    names = accounts.names_of(pk for pk in hands if pk is not None)
    every = [row for group in found for row in group.rows]
    taken, objected = queries.taken_back_by(every), queries.objected_since(every)
    return [_group(group, decider, names, taken, objected) for group in found]


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def reviews(request: Asking) -> HttpResponseBase:
    """For hours reviewers by area, and administrators of a unit: what waits, by shift; on the other tab what was
    decided, as a list with its file."""
    scope, bodies = access.reviewing(request.actor)
    done = request.GET.get("state") == "decided"
    waiting = queries.waiting_for(scope, bodies)
    at, count = clock.now(), waiting.count()
    context: dict[str, object] = {
        "done": done,
        "count": count,
        "tabs": [
            (_("待复核"), reverse("hours:reviews"), not done, count),
            (_("已复核"), "?state=decided", done, None),
        ],
        "batches": [
            (batch, change_text(batch.minutes))
            for batch in queries.batches_to_take_back(request.actor.account_id or 0, at)
        ],
        "at": at,
    }
    if done:
        area_id = scope.area_id if scope is not None else None
        shown = listing.of(decided_list(area_id), request, queries.decided(scope, bodies), area_id=area_id)
        if shown.answer is not None:
            return shown.answer
        context["list"] = shown
    else:
        page = pages.stretch(queries.first_of_groups(scope, bodies), request.GET, _GROUPS)
        rows = queries.of_groups(waiting, [queries.key_of(row) for row in page])[: queries.MOST_DECIDED]
        context |= {"page": page, "groups": _groups(rows, access.decider(request.actor))}
    return render(request, "hours/reviews.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def decisions(request: Asking) -> HttpResponse:
    """What a decision about the ticked ones would do; then the decision, which can be taken back for some minutes."""
    scope, bodies = access.reviewing(request.actor)
    waiting = queries.waiting_for(scope, bodies)
    if request.method == "POST":
        return _decide(request, waiting)
    wanted = [*request.GET.getlist("group"), *(f"-{pid}" for pid in request.GET.getlist("proposal"))]
    if "all" in request.GET or "only" in request.GET:
        wanted = request.GET.getlist("shown") if "all" in request.GET else request.GET.getlist("only")
    rows = list(queries.of_groups(waiting, wanted)[: queries.MOST_DECIDED])
    if not rows:
        if queries.decided_by(wanted, request.actor.account_id):
            flash.already(request, _("勾选的您刚才已决定，不用再决定一次。"))
        else:
            flash.warn(request, _("还没有勾选，或者勾选的刚被别人决定了。先勾选，再点“决定所选”。"))
        return see_other(reverse("hours:reviews"))
    return _preview(request, rows, DecisionForm())


def _preview(request: Asking, rows: Sequence[queries.Proposal], form: DecisionForm, status: int = 200) -> HttpResponse:
    decider = access.decider(request.actor)
    objected = queries.objected_since(rows)
    why_not = {row.pk: described(row, decider, objected)["why_not"] for row in rows}
    mine = [row for row in rows if not why_not[row.pk]]
    context = {
        "form": form,
        "groups": _groups(mine, decider),
        "ids": [row.public_id for row in mine],
        "sum": _sum_of(mine, queries.taken_back_by(mine)),
        "others": [(row.attendance.person.shown_name, why) for row in rows if (why := why_not[row.pk])],
        "to_take_back": int(actions.TO_TAKE_BACK.total_seconds() // 60),
        "cut": queries.MOST_DECIDED if len(rows) >= queries.MOST_DECIDED else 0,
    }
    return render(request, "hours/decisions.html", context, status=status)


def _decide(request: Asking, waiting: QuerySet[queries.Proposal]) -> HttpResponse:
    pids = request.POST.getlist("proposal")[: queries.MOST_DECIDED]
    rows = list(waiting.filter(public_id__in=pids))
    form = DecisionForm(request.POST)
    back = see_other(reverse("hours:reviews"))
    if not rows:
        own = queries.decided_by(pids, request.actor.account_id)
        if own and own == len(pids):
            flash.already(request, _("这些您刚才已决定，不用再决定一次。"))
        else:
            flash.warn(request, _("这些刚被别人决定了，没有剩下要您决定的。"))
        return back
    if not form.is_valid():
        return _preview(request, rows, form, 422)
    approve = request.POST.get("decision") == "approve"
    try:
        found = actions.decide_together(
            proposals=rows, approve=approve, words=form.cleaned_data["words"], actor=request.actor, at=clock.now()
        )
    except Refused as refusal:
        refuse(form, refusal)
        return _preview(request, rows, form, refusal.status)
    if found.batch is not None:
        # The button that takes it back stands above the list for as long as it works.
        flash.done(request, _said(found.batch))
    own = queries.decided_by(pids, request.actor.account_id) if found.batch is None else 0
    gone = len(pids) - (found.batch.rows if found.batch is not None else 0) - own
    if own:
        flash.already(request, _("这些您刚才已决定，不用再决定一次。"))
    if gone:
        flash.note(request, translate("%(n)s 笔不在内：刚被别人决定了，或者要由另一个人决定。") % {"n": gone})
    return back


def _said(batch: queries.DecisionBatch) -> str:
    words = (
        translate("已通过 %(n)s 笔：%(hours)s。%(time)s 入账并通知本人，在那之前可以撤销。")
        if batch.approve
        else translate("已标为不通过 %(n)s 笔：%(hours)s。%(time)s 通知本人和提交人，在那之前可以撤销。")
    )
    time = formats.time_text(batch.takes_effect_at)
    return words % {"n": batch.rows, "hours": change_text(batch.minutes), "time": time}


@signed_in
@require_POST
def withdrawal(request: Asking, batch_pid: str) -> HttpResponse:
    """Take a decision about many back, while it has not taken effect."""
    batch = access.batch_for(request.actor, batch_pid)
    try:
        actions.take_back_together(batch=batch, actor=request.actor, at=clock.now())
    except Refused as refusal:
        flash.failed(request, refusal.sentence)
    else:
        flash.done(request, translate("已撤销，%(n)s 笔和决定之前一样，回到待复核。") % {"n": batch.rows})
    return see_other(reverse("hours:reviews"))
