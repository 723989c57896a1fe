"""Whose registration is it: the phone proven again after a pause, and who is meant where a phone is shared."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from baiying.accounts import access as accounts
from baiying.accounts import actions as account_actions
from baiying.accounts.access import Asking, public
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.kit.forms import CodeForm
from baiying.kit.values import identifiers
from baiying.people import queries
from baiying.people.views import drafting
from baiying.people.views.answers import refuse, see_other, send_code
from baiying.people.views.drafting import Drafting

PURPOSE = "registration"
_SENT = "registration_code_sent"


def _asked(request: Asking) -> str:
    """The step that was wanted, as it stands in the address; empty if none."""
    step = request.GET.get("step", "")
    if step not in {*drafting.LABELS, "claim"}:
        return ""
    return urlencode({"step": step} | ({"other": "1"} if "other" in request.GET else {}))


def _back(request: Asking, loaded: Drafting) -> str:
    """To the step that was wanted; a step that is not open yet leads on to the one that is."""
    if not _asked(request):
        return loaded.next_url()
    other = "?other=1" if "other" in request.GET else ""
    return reverse(f"people:register_{request.GET['step']}") + other


@public
@require_http_methods(["GET", "POST"])
def proof(request: Asking) -> HttpResponse:
    """Some minutes passed: the code again, before anything that was filled in is shown. All of it is still there."""
    loaded = drafting.opened(request, clock.now())
    if loaded is None:
        return see_other(reverse("people:register"))
    if loaded.proven:
        return see_other(_back(request, loaded))
    phone = loaded.content["phone"]
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        try:
            account_actions.check_code(phone=phone, purpose=PURPOSE, code=code, actor=request.actor, at=loaded.at)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            request.session.pop(_SENT, None)
            drafting.prove(request, loaded)
            return see_other(_back(request, loaded))
    sent = request.session.get(_SENT) == loaded.draft.public_id
    context = {
        "form": form,
        "mask": loaded.phone_shown(),
        "draft_phone": loaded.phone_shown(),
        "sent": sent,
        "on_screen": accounts.on_screen(phone) if sent else [],
        "asked": _asked(request),
    }
    return render(request, "people/register_proof.html", context, status=422 if form.errors else 200)


@public
@require_POST
def code(request: Asking) -> HttpResponse:
    """Send the code that proves the draft's phone again."""
    loaded = drafting.opened(request, clock.now())
    if loaded is None:
        return see_other(reverse("people:register"))
    if not loaded.proven and send_code(request, loaded.content["phone"], PURPOSE):
        request.session[_SENT] = loaded.draft.public_id
    asked = _asked(request)
    return see_other(reverse("people:register_proof") + (f"?{asked}" if asked else ""))


@public
@require_http_methods(["GET", "POST"])
def whose(request: Asking) -> HttpResponse:
    """A phone is shared: whether it is oneself who began, before anything but a surname is shown."""
    at = clock.now()
    found = drafting.whose(request, at)
    if not found:
        return see_other(reverse("people:register"))
    if request.method == "POST":
        chosen = next((one for one in found if one.draft.public_id == request.POST.get("draft")), None)
        loaded = drafting.take(request, chosen.draft, at) if chosen else drafting.take_new(request, at)
        return see_other(loaded.next_url() if loaded else reverse("people:register"))
    return render(
        request, "people/register_whose.html", {"found": [(one.draft.public_id, *_shown(one)) for one in found]}
    )


def _shown(one: Drafting) -> tuple[str, str]:
    """The surname, and the last two characters of the document: enough to know oneself by."""
    said = queries.says_who(one.content)
    return identifiers.mask_name(said.get("name") or "") or "*", str(said.get("id_number") or "")[-2:]
