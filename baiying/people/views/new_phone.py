"""At the desk, for who lost the phone: end every device, and put a new number on the record."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from baiying.accounts import access as accounts
from baiying.accounts.access import Asking, needs
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.people import access, actions, queries
from baiying.people.actions.new_phone import PURPOSE
from baiying.people.forms.desk import DevicesForm, NewPhoneForm
from baiying.people.models import Person
from baiying.people.rights import Right
from baiying.people.views.answers import refuse, see_other, send_code
from baiying.ui import flash


@needs(Right.DECIDE_CLAIMS)
@require_http_methods(["GET", "POST"])
def desk_phone(request: Asking, person_pid: str) -> HttpResponse:
    """A new number: a code goes to it, then one press makes it a claim that was seen."""
    person = access.person_for(request.actor, person_pid, right=Right.DECIDE_CLAIMS)
    end = queries.number_end_of(person)
    form = NewPhoneForm(request.POST or None, end=end, sending=request.POST.get("do") == "send")
    sent = ""
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if request.POST.get("do") == "send":
            sent = given["phone"] if send_code(request, given["phone"], PURPOSE) else ""
        else:
            try:
                row = actions.change_phone_at_desk(
                    person=person, phone=given["phone"], code=given["code"], last_six=given["last_six"],
                    actor=request.actor, at=clock.now(),
                )  # fmt: skip
            except Refused as refusal:
                refuse(form, refusal)
            else:
                flash.done(request, _said(row.state))
                return see_other(reverse("people:claim", args=[row.public_id]))
    return _page(request, person, form, DevicesForm(end=end), sent)


def _said(state: str) -> str | Promise:
    if state == "granted":
        return _("已换成新号码，现在就能用它登录。")
    return _("已登记。记录上还有原来的号码，等另一位有权的人确认，过几个小时换成新号码。")


@needs(Right.DECIDE_CLAIMS)
@require_POST
def desk_devices(request: Asking, person_pid: str) -> HttpResponse:
    person = access.person_for(request.actor, person_pid, right=Right.DECIDE_CLAIMS)
    end = queries.number_end_of(person)
    form = DevicesForm(request.POST, end=end)
    if form.is_valid():
        try:
            said = form.cleaned_data["devices_six"]
            actions.end_devices_at_desk(person=person, last_six=said, actor=request.actor, at=clock.now())
        except Refused as refusal:
            refusal.field = "devices_six" if refusal.field == "last_six" else refusal.field
            refuse(form, refusal)
        else:
            flash.done(request, _("所有设备上的登录都已退出。"))
            return see_other(reverse("people:desk_phone", args=[person.public_id]))
    return _page(request, person, NewPhoneForm(end=end, sending=False), form, "")


def _page(request: Asking, person: Person, form: NewPhoneForm, devices: DevicesForm, sent: str) -> HttpResponse:
    actions.note_look(person=person, page="phone", actor=request.actor, at=clock.now())
    context = {
        "person": person,
        "form": form,
        "devices": devices,
        "sent": sent,
        "on_screen": accounts.on_screen(sent) if sent else [],
    }
    wrong = form.errors or devices.errors
    return render(request, "people/desk_phone.html", context, status=422 if wrong else 200)
