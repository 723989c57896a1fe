"""One proposal with its story, and the two buttons of the second person."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from baiying.accounts import queries as accounts
from baiying.accounts.access import Asking, signed_in
from baiying.hours import access, actions, queries
from baiying.hours.forms import DecisionForm
from baiying.hours.views.answers import refuse, see_other
from baiying.hours.views.reviews import described
from baiying.kit import audit, clock, rooms
from baiying.kit.errors import Refused
from baiying.ui import flash, formats


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
        **described(proposal, access.decider(request.actor), queries.objected_since([proposal])),
        "form": form,
        "attendance": proposal.attendance,
        "open": proposal.decided_by_id is None,
        "asked_on": queries.counts_from(
            queries.occasion_of(proposal.attendance), clock.local_date(proposal.proposed_at), proposal.due_on
        ),
        "events": _story(proposal),
        "before": _before(proposal),
        "refused": [{"row": one, "who": _name(one.decided_by_id)} for one in queries.refused_before(proposal)],
        "entry_pids": _entry_pids(request, proposal),
        "today": queries.minutes_on(proposal.attendance.person_id, proposal.served_on),
    }
    return render(request, "hours/review.html", context, status=status)


def _entry_pids(request: Asking, proposal: queries.Proposal) -> list[str]:
    """The lines that somebody asked to take back, as far as they open for the reader."""
    if proposal.part != "reversal":
        return []
    lines = [one for one in queries.entries_of_attendance(proposal.attendance_id) if one.id in proposal.replaces]
    return sorted(access.openable(request.actor, lines))


def _before(proposal: queries.Proposal) -> queries.Doubt | None:
    """Of a correction or reversal: what is on record now, and what will be once it is approved."""
    if proposal.part not in queries.ABOUT_A_RECORD or proposal.decided_by_id is not None:
        return None
    return queries.doubt_of(proposal, queries.standing_entries_of(proposal.attendance_id))


_ACTIONS = {
    "CheckedIn": _("签到"),
    "CheckedOut": _("签退"),
    "ForcedOut": _("没有签退，系统关闭"),
    "EndSaid": _("本人说明离开时间"),
    "EndConfirmed": _("领队确认离开时间"),
    "PaperRecorded": _("按纸质表录入"),
    "CheckInUndone": _("撤销签到"),
    "CorrectionProposed": _("领队提出更正"),
    "ReversalProposed": _("申请冲销"),
    "ReversalWithdrawn": _("收回冲销申请"),
}


def _name(account_id: int | None) -> str:
    found = accounts.account(account_id) if account_id else None
    return found.display_name if found else ""


def _story(proposal: queries.Proposal) -> list[dict[str, object]]:
    events: list[dict[str, object]] = [
        {
            "at": e.at,
            "title": _ACTIONS.get(e.action, e.action),
            "who": rooms.who(e.who),
            "why": e.detail.get("words", ""),
        }
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
