"""Where one guardian agreed and another did not: an office that has seen a document decides whose word counts."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from baiying.accounts.access import Asking, needs
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor
from baiying.people import access, actions, queries
from baiying.people.forms.guardians import GuardianEndForm, GuardianEndLiftForm, SettlementForm
from baiying.people.models import Guardianship
from baiying.people.rights import Right
from baiying.people.rules.ending import End
from baiying.people.views.answers import refuse, see_other
from baiying.people.views.words import guardian_words, said_words
from baiying.ui import flash, formats


def _decide(row: Guardianship, form: SettlementForm, actor: Actor, at: datetime) -> None:
    document, why = form.cleaned_data["document"], form.cleaned_data["why"]
    if form.cleaned_data["outcome"] == SettlementForm.PROVEN:
        actions.decide_between_guardians(guardianship=row, document=document, why=why, actor=actor, at=at)
    else:
        actions.decide_unproven(guardianship=row, document=document, actor=actor, at=at)


@needs(Right.DECIDE_GUARDIANS)
@require_http_methods(["GET", "HEAD", "POST"])
def guardian_settlement(request: Asking, guardianship_pid: str) -> HttpResponse:
    """After naming the document that was seen: put one guardian's consent in force though another withdrew, or say that
    it proves nothing."""
    row, at = access.guardianship_to_settle(request.actor, guardianship_pid), clock.now()
    back = reverse("people:record", args=[row.ward.public_id])
    form = SettlementForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            _decide(row, form, request.actor, at)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.done(request, _("已记下决定，并告诉了孩子和各位监护人。"))
            return see_other(back)
    elif request.method != "POST" and not (queries.is_waiting(row) and row.withdrawn_at is None):
        flash.note(request, _("这份同意不在等别的监护人，不用再决定。"))
        return see_other(back)
    actions.note_look(person=row.ward, page="guardians", actor=request.actor, at=at)
    others = [said_words(one) for one in queries.said_by_others(row)]
    context = {
        "title": _("监护人意见不一致，看证明作决定"),
        "text": _(
            "一位监护人不同意或撤回了同意，另一位同意。法律没有说以谁为准，所以要看证明：证明由这一位决定，才可以让他的同意生效；"
            "不能证明的，注册仍然暂停，以后有了新的证明可以再办。记下以后，孩子和各位监护人都会收到通知；"
            "原来的答复和这次决定都留在记录里。"
        ),
        "facts": [
            (_("孩子"), row.ward.name),
            (_("同意的监护人"), f"{row.guardian_name} · {guardian_words(row)}"),
            *((_("别的监护人"), said) for said in others),
            *(
                [(_("已经看过的材料"), f"{row.unproven_document} · {guardian_words(row)}")]
                if row.unproven_at is not None
                else []
            ),
            (_("处理期限"), formats.date_text(queries.differ_until(row))),
        ],
        "form": form,
        "submit": _("记下结果"),
        "back": back,
    }
    return render(request, "ui/confirm.html", context, status=422 if form.is_bound else 200)


@needs(Right.DECIDE_GUARDIANS)
@require_http_methods(["GET", "HEAD", "POST"])
def guardian_end(request: Asking, guardianship_pid: str) -> HttpResponse:
    """Somebody is no guardian any more, by a paper that was seen: from which day on, and which paper."""
    row, at = access.guardianship_to_end(request.actor, guardianship_pid), clock.now()
    back = reverse("people:record", args=[row.ward.public_id])
    if row.ended_at is not None and request.method != "POST":
        return see_other(reverse("people:guardian_end_lift", args=[row.public_id]))
    form = GuardianEndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        end = End(given["ended_on"], given["why"], given["document"].strip())
        try:
            actions.end_guardianship(guardianship=row, end=end, actor=request.actor, at=at)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.done(request, _("已登记，并告诉了孩子、别的监护人和他本人。"))
            return see_other(back)
    actions.note_look(person=row.ward, page="guardians", actor=request.actor, at=at)
    context = {
        "title": _("监护关系终止，看文书登记"),
        "text": _(
            "凭法院判决、指定监护人的文书等登记。从文书写的那一天起，他的同意不再算数，看不到孩子的任何资料、日程和消息；"
            "他做过的仍留在记录里。只有别的监护人同意过的继续有效；没有别人同意的，孩子的注册暂停。"
        ),
        "facts": [(_("孩子"), row.ward.name), (_("监护人"), f"{row.guardian_name} · {guardian_words(row)}")],
        "form": form,
        "submit": _("登记终止"),
        "back": back,
        "danger": True,
    }
    return render(request, "ui/confirm.html", context, status=422 if form.is_bound else 200)


@needs(Right.DECIDE_GUARDIANS)
@require_http_methods(["GET", "HEAD", "POST"])
def guardian_end_lift(request: Asking, guardianship_pid: str) -> HttpResponse:
    """By a later paper, or because it was written down wrong, somebody may be asked as a guardian again."""
    row, at = access.guardianship_to_end(request.actor, guardianship_pid), clock.now()
    back = reverse("people:record", args=[row.ward.public_id])
    form = GuardianEndLiftForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        document = form.cleaned_data["document"]
        try:
            actions.lift_end(guardianship=row, document=document, actor=request.actor, at=at)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.done(request, _("已登记。孩子可以再请这位监护人，他同意以后才算数。"))
            return see_other(back)
    elif request.method != "POST" and (row.ended_at is None or row.end_lifted_at is not None):
        flash.note(request, _("没有登记着的终止，不用恢复。"))
        return see_other(back)
    actions.note_look(person=row.ward, page="guardians", actor=request.actor, at=at)
    context = {
        "title": _("可以再请这位监护人"),
        "text": _("有新的法律文书，或登记错了的，在这里记下。以前的同意不会因此恢复，要由他本人重新同意。"),
        "facts": [
            (_("孩子"), row.ward.name),
            (_("监护人"), f"{row.guardian_name} · {guardian_words(row)}"),
            (_("登记时看的文书"), row.ended_document),
        ],
        "form": form,
        "submit": _("记下，可以再请"),
        "back": back,
    }
    return render(request, "ui/confirm.html", context, status=422 if form.is_bound else 200)
