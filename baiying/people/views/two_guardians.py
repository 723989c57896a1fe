"""Where one guardian agreed and another did not: an office that has seen a document decides whose word counts."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from baiying.accounts.access import Asking, needs
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.people import access, actions, queries
from baiying.people.forms.desk import SettlementForm
from baiying.people.rights import Right
from baiying.people.views.answers import refuse, see_other
from baiying.people.views.words import guardian_words, said_words
from baiying.ui import flash, formats

_DECISIONS = {
    SettlementForm.PROVEN: actions.decide_between_guardians,
    SettlementForm.UNPROVEN: actions.decide_unproven,
}


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
            decide = _DECISIONS[form.cleaned_data["outcome"]]
            decide(guardianship=row, document=form.cleaned_data["document"], actor=request.actor, at=at)
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
