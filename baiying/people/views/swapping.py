"""The guardian's phone was proven as the child's: the child's is proven too, and what was filled in stays."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from baiying.accounts.access import Asking, public
from baiying.kit import clock
from baiying.kit.forms import PhoneForm
from baiying.people.views import drafting
from baiying.people.views.answers import proven_next, see_other


@public
@require_http_methods(["GET", "HEAD", "POST"])
def child_phone(request: Asking) -> HttpResponse:
    """Asks for the child's number and sends its code; comes here again once that was given."""
    at = clock.now()
    if (swapped := drafting.swapped(request, at)) is not None:
        return see_other(swapped.next_url())
    loaded = drafting.opened(request, at)
    if loaded is None or not loaded.may_open("guardian") or loaded.draft.account_id is not None:
        return see_other(loaded.next_url() if loaded is not None else reverse("people:register"))
    form = PhoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["phone"] == loaded.content["phone"]:
            form.add_error("phone", _("这是刚才那个号码。请填孩子自己的手机号。"))
        elif (sent := proven_next(request, form, reverse("people:register_child_phone"), at)) is not None:
            drafting.begin_swap(request, loaded)
            return sent
    page = {
        "title": _("孩子的手机号"),
        "lead": gettext("%(phone)s 记作监护人的号码。用孩子的手机号再收一次验证码，前面填好的都留着。")
        % {"phone": loaded.phone_shown()},
        "form": form,
        "submit": _("发送验证码"),
        "back": reverse("people:register_guardian"),
    }
    return render(request, "ui/form.html", page, status=422 if form.errors else 200)
