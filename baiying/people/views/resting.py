"""At the desk: somebody withdraws the consent there, or comes back; for whoever has no phone to do it alone."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from baiying.accounts.access import Asking, needs
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.people import access, actions
from baiying.people.forms.desk import NumberConsentForm, RejoiningForm, WithdrawalForm
from baiying.people.rights import Right
from baiying.people.views.answers import refuse, see_other
from baiying.people.views.record import record_page, text_in_force
from baiying.ui import flash


@needs(Right.REGISTER_ON_SITE)
@require_POST
def withdrawal(request: Asking, person_pid: str) -> HttpResponse:
    person = access.person_for(request.actor, person_pid, right=Right.REGISTER_ON_SITE)
    form = WithdrawalForm(request.POST)
    if not form.is_valid():
        return record_page(request, person, status=422, withdrawal_form=form)
    actions.withdraw_on_site(person=person, actor=request.actor, at=clock.now())
    flash.done(request, _("已撤回，注册已结束。从现在起资料只保存，不再查看和使用。"))
    return see_other(reverse("people:record", args=[person.public_id]))


@needs(Right.REGISTER_ON_SITE)
@require_POST
def rejoining(request: Asking, person_pid: str) -> HttpResponse:
    person = access.person_for(request.actor, person_pid, right=Right.REGISTER_ON_SITE)
    at = clock.now()
    form = RejoiningForm(request.POST, text=text_in_force(person, at))
    if not form.is_valid():
        return record_page(request, person, status=422, rejoining_form=form)
    made = actions.rejoin_on_site(person=person, actor=request.actor, at=at)
    flash.done(request, _("已重新注册，新的志愿者编号 %(no)s。") % {"no": made.volunteer_no})
    return see_other(reverse("people:record", args=[person.public_id]))


@needs(Right.REGISTER_ON_SITE)
@require_POST
def number_consent(request: Asking, person_pid: str) -> HttpResponse:
    """Somebody of fourteen or older agrees at the desk to the ID number (PIPL art. 29)."""
    person = access.person_for(request.actor, person_pid, right=Right.REGISTER_ON_SITE)
    form = NumberConsentForm(request.POST)
    if form.is_valid():
        try:
            actions.agree_to_number(
                person=person, actor=request.actor, at=clock.now(), witness=request.actor.account_id
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.done(request, _("已记下本人的同意。"))
            return see_other(reverse("people:record", args=[person.public_id]))
    return record_page(request, person, status=422, number_form=form)
