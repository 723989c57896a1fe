"""The second person's desk: what waits, oldest deadline first; approve, refuse, or tick a batch."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baiying.accounts import queries as accounts
from baiying.accounts.access import Asking, signed_in
from baiying.hours import access, actions, queries
from baiying.hours.forms import DecisionForm
from baiying.hours.views.answers import refuse, see_other
from baiying.kit import audit, clock
from baiying.kit.errors import Refused
from baiying.ui import flash, formats, pages

_PER_PAGE = 50
_MOST = 200
WHY_NOT = {
    "beneficiary": _("这是您本人（或您孩子）的时长"),
    "leader": _("您是领队，由另一个人复核"),
    "proposer": _("由您提交或记录，由另一个人复核"),
    "nobody": _("请先登录"),
}


def _row(proposal: queries.Proposal, decider: access.Decider) -> dict[str, object]:
    why = actions.why_not(decider, proposal, proposal.attendance)
    return {
        "proposal": proposal,
        "person": proposal.attendance.person,
        "shift": proposal.attendance.shift,
        "title": queries.occasion_of(proposal.attendance).title,
        "reasons": queries.reason_words(proposal.reason),
        "why_not": WHY_NOT.get(why, ""),
        "due_at": clock.next_midnight(clock.midnight(proposal.due_on)),
    }


@signed_in
@require_safe
def reviews(request: Asking) -> HttpResponse:
    """For hours reviewers by area, and administrators of a unit."""
    scope, bodies = access.reviewing(request.actor)
    done = request.GET.get("state") == "decided"
    waiting = queries.waiting_for(scope, bodies)
    rows = queries.decided(scope, bodies) if done else waiting
    page = pages.stretch(rows, request.GET, _PER_PAGE)
    decider = access.decider(request.actor)
    count = waiting.count()
    context = {
        "page": page,
        "rows": [_row(proposal, decider) for proposal in page],
        "done": done,
        "count": count,
        "tabs": [
            (_("待复核"), reverse("hours:reviews"), not done, count),
            (_("已复核"), "?state=decided", done, None),
        ],
    }
    return render(request, "hours/reviews.html", context)


@signed_in
@require_POST
def decisions(request: Asking) -> HttpResponse:
    """Approve the ticked ones; what may not be approved is named with the reason."""
    wanted = request.POST.getlist("proposal")[:_MOST]
    found = list(access.reviewable(request.actor).filter(public_id__in=wanted).order_by("id"))
    if not found:
        flash.warn(request, _("还没有勾选。先勾选要通过的，再点“通过所选”。"))
        return see_other(reverse("hours:reviews"))
    batch = actions.approve_batch(proposals=found, actor=request.actor, at=clock.now())
    if batch.done:
        flash.done(request, translate("已通过 %(count)s 笔。") % {"count": len(batch.done)})
    for proposal, refusal in batch.refused[:5]:
        flash.failed(request, formats.about(proposal.attendance.person.name, refusal))
    return see_other(reverse("hours:reviews"))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: Asking, proposal_pid: str) -> HttpResponse:
    """One proposal with its story, and the two buttons."""
    proposal = access.proposal_for(request.actor, proposal_pid)
    form = DecisionForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        decide = actions.approve if request.POST.get("decision") == "approve" else actions.refuse
        try:
            decide(proposal=proposal, words=form.cleaned_data["words"], actor=request.actor, at=clock.now())
        except Refused as refusal:
            refuse(form, refusal)
            status = refusal.status
        else:
            approved = decide is actions.approve
            flash.done(request, _("已通过。") if approved else _("已标为不通过，本人和提交人会收到原因。"))
            return see_other(reverse("hours:reviews"))
    context = {
        **_row(proposal, access.decider(request.actor)),
        "form": form,
        "attendance": proposal.attendance,
        "open": proposal.decided_by_id is None,
        "events": _story(proposal),
        "before": _before(proposal),
        "today": queries.minutes_on(proposal.attendance.person_id, proposal.served_on),
    }
    return render(request, "hours/review.html", context, status=status)


def _before(proposal: queries.Proposal) -> dict[str, int] | None:
    """Of a correction: the minutes that are posted now, and those there will be once it is approved."""
    if proposal.part != "correction" or proposal.decided_by_id is not None:
        return None
    posted = sum(entry.minutes for entry in queries.standing_entries_of(proposal.attendance_id))
    return {"posted": posted, "then": proposal.minutes if proposal.replaces else posted + proposal.minutes}


_ACTIONS = {
    "CheckedIn": _("签到"),
    "CheckedOut": _("签退"),
    "ForcedOut": _("没有签退，系统关闭"),
    "EndSaid": _("本人说明离开时间"),
    "EndConfirmed": _("领队确认离开时间"),
    "PaperRecorded": _("按纸质表录入"),
    "CheckInUndone": _("撤销签到"),
    "CorrectionProposed": _("领队提出更正"),
}


def _name(account_id: int | None) -> str:
    found = accounts.account(account_id) if account_id else None
    return found.display_name if found else ""


def _story(proposal: queries.Proposal) -> list[dict[str, object]]:
    events: list[dict[str, object]] = [
        {"at": e.at, "title": _ACTIONS.get(e.action, e.action), "who": e.label, "why": e.detail.get("words", "")}
        for e in audit.story_of("attendance", proposal.attendance_id)
    ]
    events.append(
        {
            "at": proposal.proposed_at,
            "title": translate("提交 %(hours)s 待复核") % {"hours": formats.minutes_text(proposal.minutes)},
            "tone": "amber",
            "who": _name(proposal.proposed_by_id),
            "why": proposal.words,
        }
    )
    if proposal.approved_at or proposal.refused_at:
        title = _("通过") if proposal.approved_at else _("不通过")
        events.append(
            {
                "at": proposal.approved_at or proposal.refused_at,
                "title": title,
                "tone": "jade" if proposal.approved_at else "brick",
                "who": _name(proposal.decided_by_id),
                "why": proposal.decision_words,
            }
        )
    return events[::-1]
