"""What was typed comes back with every refusal: one piece for all pages, whichever view or door said no."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils.html import escape
from django.utils.translation import gettext

from baiying.config.middleware import Answer
from baiying.kit import admission
from baiying.ui import answers, flash, typed

_MAIN_ENDS = b"</main>"
_STOPS = b'class="by-stop"'


class GivenBackMiddleware:
    """Shows what somebody typed on the page that refused it, unless that page has it already.

    Three ways lose it: a page that is not the form (no right any more, not found, a refusal that no view took, a page
    whose form is gone), a press that only leads away with a sentence, and the question who it is.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answers.begin()
        answer = self._given_back(request)
        if request.method == "POST" and answer.status_code not in (302, 303):
            # It has what was typed, be it an ID number: no browser and no server between keeps it, logged in or not.
            answer.headers.setdefault("Cache-Control", "private, no-store")
        return answer

    def _given_back(self, request: HttpRequest) -> HttpResponse:
        answer = self.answer(request)
        if request.method != "POST" or request.path.startswith("/api/") or answer.streaming or _from_elsewhere(request):
            return answer
        if answer.status_code in (302, 303):
            return self._led_away(request, answer)
        if answer.status_code >= 400 and _MAIN_ENDS in answer.content and not getattr(answer, "asks_for_words", False):
            _add(request, answer)
        return answer

    def _led_away(self, request: HttpRequest, answer: HttpResponse) -> HttpResponse:
        asked = _asks_who(request, answer)
        if asked and (typed.of(request) or typed.has_choices(request) or _stood_inside(request)):
            return _asked(request, answer.headers["Location"])
        if asked or not flash.only_refused(request) or not typed.words(request):
            return answer
        said = " ".join(str(message) for message in messages.get_messages(request))
        page = {"refusal": said, "onward": answer.headers["Location"], "onward_label": gettext("看看现在的情况")}
        page_of_it = render(request, "ui/refused.html", page, status=409)
        _add(request, page_of_it)
        return page_of_it


def _asked(request: HttpRequest, where: str) -> HttpResponse:
    """Nobody is logged in any more: what was filled in, and the way to log in and back to the page."""
    if typed.of(request) or typed.has_choices(request):
        said = gettext("您已退出登录，这次没有提交。请登录后回到刚才的页面，再提交一次。")
    else:
        said = gettext("您已退出登录，刚才按的没有记上。请登录，回到刚才的页面，再按一次。")
    page = {"refusal": said, "onward": where, "onward_label": gettext("登录"), "apart": typed.is_personal(request)}
    answer = render(request, "ui/refused.html", page, status=403)
    _add(request, answer)
    return answer


def _stood_inside(request: HttpRequest) -> bool:
    """Whether the page whose button was pressed is only for who is logged in: then a session ended on it, and somebody
    thinks that the press was taken. On a page for everybody a press begins with the log-in, and nothing ended.
    """
    try:
        view = resolve(urlsplit(admission.came_from(request)).path).func
    except Resolver404:
        return False
    return getattr(view, "audience", "public") != "public"


def _from_elsewhere(request: HttpRequest) -> bool:
    """Whether another site sent the form: its words would stand here under the city's name."""
    origin = request.headers.get("Origin", "")
    foreign = bool(origin) and urlsplit(origin).netloc != request.get_host()
    return foreign or request.headers.get("Sec-Fetch-Site") == "cross-site"


def _asks_who(request: HttpRequest, answer: HttpResponse) -> bool:
    """Whether a page that is not for everybody sends to the log-in."""
    audience = getattr(getattr(request.resolver_match, "func", None), "audience", "public")
    where = urlsplit(answer.headers["Location"])
    return audience != "public" and where.path == resolve_url(settings.LOGIN_URL) and bool(where.query)


def _add(request: HttpRequest, answer: HttpResponse) -> None:
    """Put what is not there yet before the end of a page that only says no, else where the page begins."""
    page = answer.content.decode()
    stops = _STOPS in answer.content
    # Who is asked to log in gets all of it, also a 9 or a name that stands elsewhere on the page by chance.
    asked = stops and answer.status_code == 403
    lost = typed.of(request) if asked else [one for one in typed.words(request) if one.is_long]
    lost = lost if asked else [one for one in lost if escape(one.text) not in page]
    choices = stops and typed.has_choices(request)
    if not lost and not (asked and choices):
        return
    said = answers.refusal()
    told = {
        "lost": lost,
        "files": bool(request.FILES),
        "choices": choices,
        "personal": typed.is_personal(request),
        "said": "" if escape(said) in page else said,
    }
    block = render_to_string("ui/components/typed_text.html", told, request)
    if stops:
        page = page.replace("</main>", f"{block}</main>", 1)
    else:
        begins = page.index(">", page.index("<main ")) + 1
        page = page[:begins] + block + page[begins:]
    answer.content = page.encode()
