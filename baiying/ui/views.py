"""Reading preferences, the gallery of components, and the page for a form that was open too long."""

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template import RequestContext, Template
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import requires_csrf_token

from baiying.kit import admission, returning
from baiying.kit.admission import Asking, public
from baiying.ui import gallery_content

YEAR = 365 * 24 * 3600
ELDER_CHOICES = [("0", _("标准")), ("1", _("大字")), ("2", _("特大字"))]


class PreferencesForm(forms.Form):
    elder = forms.ChoiceField(label=_("字号"), choices=ELDER_CHOICES, required=False, widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("语言"), choices=settings.LANGUAGES, required=False, widget=forms.RadioSelect)
    next = forms.CharField(required=False, widget=forms.HiddenInput)


@public
def preferences(request: Asking) -> HttpResponse:
    """Text size and language live in two cookies of the device; nobody needs an account for them."""
    if request.method != "POST":
        start = {
            "elder": request.COOKIES.get("elder", "0"),
            "language": getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE),
            "next": request.GET.get("next", "/"),
        }
        asked = PreferencesForm(initial=start)
        for name in ("elder", "language"):
            # The buttons at the head of a page send one of the two; the page asks for both.
            asked.fields[name].required = True
        return _preferences_page(request, asked, 200)
    form = PreferencesForm(request.POST)
    if not form.is_valid():
        return _preferences_page(request, form, 422)
    answer = HttpResponseRedirect(returning.local(form.cleaned_data["next"]) or "/", status=303)
    names = {"elder": "elder", "language": settings.LANGUAGE_COOKIE_NAME}
    for field, cookie in names.items():
        if value := form.cleaned_data[field]:
            answer.set_cookie(cookie, value, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return answer


def _preferences_page(request: HttpRequest, form: PreferencesForm, status: int) -> HttpResponse:
    page = {"title": _("字号和语言"), "lead": _("只记在这台设备上，不需要登录。"), "form": form, "submit": _("就这样")}
    return render(request, "ui/form.html", page, status=status)


@public
def gallery(request: Asking) -> HttpResponse:
    """Every component with real sentences in it: for builders and for the eye. Not on a real city's server."""
    if not (settings.DEBUG or _is_demo(request)):
        raise Http404
    page = gallery_content.page(request.GET.get("page", ""))
    return render(request, page.template, page.context)


def _is_demo(request: HttpRequest) -> bool:
    """What the context processors say; this room knows no other."""
    surroundings = RequestContext(request)
    with surroundings.bind_template(Template("")):
        return bool(surroundings.get("demo"))


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page stood open too long or its cookie is gone: say so, that nothing was done, and how one goes on.

    Whose cookies are all gone is not logged in any more either: then to log in comes first, and back to that page.
    """
    back = admission.came_from(request)
    gone = admission.asks_who(request) and not request.user.is_authenticated
    page = {
        "title": _("您已退出登录") if gone else _("这个页面放得太久了"),
        "text": _("这台设备上的登录已经清掉了，这次没有提交。请登录后回到刚才的页面，再提交一次。")
        if gone
        else _("为了安全，这次提交没有生效。请打开刚才的页面，再提交一次。"),
        "onward": admission.to_log_in(request).headers["Location"] if gone else back,
        "onward_label": _("登录") if gone else _("打开刚才的页面"),
    }
    return render(request, "ui/stop.html", page, status=403)
