"""At the desk: a copy printed for somebody who stands there, with the document and a reason."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from baiying.accounts.access import Asking, needs
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.people import actions as people_actions
from baiying.people import queries as people
from baiying.privacy import access, actions, queries, rules
from baiying.privacy.forms import ActForm, DeskCopyForm
from baiying.privacy.rights import Right
from baiying.privacy.views.printing import printed
from baiying.ui import flash
from baiying.ui.answers import refuse, see_other


@needs(Right.HAND_OUT_COPIES)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: Asking, person_pid: str) -> HttpResponse:
    """Ask for the copy of who stands here; when it is made, print it."""
    person = access.at_desk(request.actor, person_pid)
    form = DeskCopyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.ask_copy_at_desk(
                person=person, last_six=given["last_six"], reason=given["reason"], actor=request.actor, at=clock.now()
            )
        except Refused as refusal:
            refuse(form, refusal)
            return _page(request, person, form, ActForm(), refusal.status)
        return see_other(reverse("privacy:desk", args=[person.public_id]))
    return _page(request, person, form, ActForm(), 422 if form.errors else 200)


@needs(Right.HAND_OUT_COPIES)
@never_cache
@require_POST
def prints(request: Asking, person_pid: str) -> HttpResponse:
    """Print it, the document being there again: nobody prints what was asked for this morning in the evening, alone."""
    person, at = access.at_desk(request.actor, person_pid), clock.now()
    row = queries.at_desk(person.pk, request.actor.account_id or 0)
    if row is None or queries.state_of(row, at) != rules.READY:
        return see_other(reverse("privacy:desk", args=[person.public_id]))
    act = ActForm(request.POST)
    if not act.is_valid():
        return _page(request, person, DeskCopyForm(), act, 422)
    try:
        found = actions.print_at_desk(
            person=person, copy_id=row.pk, last_six=act.cleaned_data["last_six"], actor=request.actor, at=at
        )
    except Refused as refusal:
        refuse(act, refusal)
        return _page(request, person, DeskCopyForm(), act, refusal.status)
    return printed(request, found, back=reverse("privacy:desk", args=[person.public_id]))


@needs(Right.HAND_OUT_COPIES)
@require_POST
def removal(request: Asking, person_pid: str) -> HttpResponse:
    """Printed and handed over: the desk keeps nothing."""
    person = access.at_desk(request.actor, person_pid)
    row = queries.at_desk(person.pk, request.actor.account_id or 0)
    if row is not None:
        actions.drop_copy(copy_id=row.pk, actor=request.actor, at=clock.now())
    flash.done(request, _("已删除，柜台不留副本。"))
    return see_other(reverse("people:record", args=[person.public_id]))


@needs(Right.HAND_OUT_COPIES)
@require_POST
def closing(request: Asking, person_pid: str) -> HttpResponse:
    """Who stands here with the document wishes the closing, or stops it: for whoever has no phone, or lost it."""
    person, at = access.at_desk(request.actor, person_pid), clock.now()
    act = ActForm(request.POST)
    if not act.is_valid():
        return _page(request, person, DeskCopyForm(), ActForm(), 422, closing_form=act)
    row = queries.open_closing(person.pk)
    stops, six = request.POST.get("do") == "stop", act.cleaned_data["last_six"]
    try:
        if stops and row is not None:
            actions.stop_closing_at_desk(person=person, closing_id=row.pk, last_six=six, actor=request.actor, at=at)
        elif not stops:
            actions.ask_closing_at_desk(person=person, last_six=six, actor=request.actor, at=at)
    except Refused as refusal:
        refuse(act, refusal)
        status = refusal.status
        return _page(request, person, DeskCopyForm(), ActForm(), status, closing_form=act)
    flash.done(request, _("注销已停止。") if stops else _("已登记注销。到期以前本人可以停止。"))
    return see_other(reverse("privacy:desk", args=[person.public_id]))


def _page(
    request: Asking,
    person: people.Person,
    form: DeskCopyForm,
    act: ActForm,
    status: int,
    closing_form: ActForm | None = None,
) -> HttpResponse:
    at = clock.now()
    # By whatever method the page came: an office is shown whose record it is (R153).
    people_actions.note_look(person=person, page="data", actor=request.actor, at=at)
    row = queries.at_desk(person.pk, request.actor.account_id or 0)
    closing = queries.open_closing(person.pk)
    context = {
        "person": person,
        "form": form,
        "act": act,
        "row": row,
        "state": queries.state_of(row, at) if row is not None else "",
        "closing": closing,
        "closing_late": closing is not None and closing.due_at <= at,
        "closing_form": closing_form or ActForm(auto_id="closing_%s"),
        "waits": queries.to_hand_over(person.pk, person.account_id, at),
        "outcome": queries.outcome(),
    }
    return render(request, "privacy/desk.html", context, status=status)
