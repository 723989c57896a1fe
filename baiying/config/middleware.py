"""Language, actor and refusals: what every request gets before and after its view."""

import re
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from typing import cast

from csp.constants import HEADER
from csp.middleware import CSPMiddleware, PolicyParts
from csp.utils import build_policy
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext
from django.utils.translation.trans_real import parse_accept_lang_header

from baiying.accounts import access as accounts
from baiying.accounts import actions as account_actions
from baiying.accounts import backend, devices, sessions
from baiying.kit import addresses, clock, errors
from baiying.kit.db import errors as database
from baiying.kit.values import texts
from baiying.ui import scanning

Answer = Callable[[HttpRequest], HttpResponse]


class LongPagesMiddleware(GZipMiddleware):
    """Packs long pages for the way: a leader's list of two hundred is 131 kB bare, a tenth of it packed.

    Short ones go as they are: packing would cost more than the way. Tokens in pages are masked anew each time and the
    packed length is blurred, so that it tells nothing about them (BREACH).
    """

    LONG = 16_000

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if not is_page or not isinstance(response, HttpResponse) or len(response.content) < self.LONG:
            return response
        return super().process_response(request, response)


class PolicyMiddleware(CSPMiddleware):
    """Says what a page may load: written out once for all pages but those that ask for more, which say so themselves.

    Writing it out anew is a fifteenth of what answering a sign-up takes.
    """

    PLAIN = PolicyParts()

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer)
        self.plain = build_policy()

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        exempt = getattr(response, "_csp_exempt", False)
        if settings.DEBUG or exempt or self.get_policy_parts(request, response) != self.PLAIN:
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self.plain)
        return response


def preferred_language(wishes: str, known: Mapping[str, str]) -> str | None:
    """The first language of an Accept-Language header, by weight, of which we speak the one its first part names.

    `known` maps that part to our code. None where the header names none of them, or is not one.
    """
    wanted = ((tag.lower().partition("-")[0], weight) for tag, weight in parse_accept_lang_header(wishes.lower()))
    return next((known[part] for part, weight in wanted if weight > 0 and part in known), None)


class LanguageMiddleware:
    """What the reader chose on this device; else what the browser asks for, if we speak it; else simplified Chinese."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.known = {code for code, _ in settings.LANGUAGES}
        self.parts = {code.partition("-")[0]: code for code in self.known}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        wish = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if wish not in self.known:
            wish = preferred_language(request.headers.get("Accept-Language", ""), self.parts) or settings.LANGUAGE_CODE
        language = wish
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.answer(request)
        response.headers.setdefault("Content-Language", language)
        # Whoever keeps the page for others (a cache on the way) keeps one for each language.
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response


class ReadableMiddleware:
    """Refuses what no text field of the database could hold, wherever it was typed: a NUL, half a character.

    Nobody types these; a broken program does, or somebody who looks for cracks. What comes along unseen when somebody
    copies (marks of direction, zero-width blanks) is left out of every field and every search: here, once for all.
    In which signs it was written is not for the asker to say: our pages are UTF-8, and so is what they send. Another
    name in the header would be looked up among Python's codecs, some of which are no text at all.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.encoding not in {None, "utf-8"}:
            request.encoding = "utf-8"
        try:
            if request.content_type == "multipart/form-data" and not _parses(request):
                return _unreadable(request)
            if request.content_type == _FORM and request.method == "POST":
                request.POST  # noqa: B018  # Too long a form is refused before anything else reads it.
        except _TOO_MUCH:
            return _too_much(request)
        asked = (request.path_info, *request.COOKIES.values(), *_texts(request.GET))
        if not all(map(_readable, asked)):
            return _unreadable(request)
        request.GET = _visible(request.GET)  # type: ignore[assignment]
        return self.answer(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        # Only here, after the check of the form's token, has the body been read.
        typed = (*_texts(request.POST), *(str(getattr(file, "name", "")) for file in request.FILES.values()))
        if not all(map(_readable, typed)):
            return _unreadable(request)
        request.POST = _visible(request.POST)  # type: ignore[assignment]
        return None


def _parses(request: HttpRequest) -> bool:
    """Whether the parts of a form can be read; a name of signs that stands in one of them may be no text at all."""
    try:
        return request.POST is not None
    except LookupError:
        request._mark_post_parse_error()  # type: ignore[attr-defined]
        return False


def _visible(given: QueryDict) -> QueryDict:
    """The same, itself if nothing is unseen in it."""
    if all(texts.visible(text) == text for text in _texts(given)):
        return given
    kept = QueryDict(mutable=True, encoding=given.encoding)
    for name, values in given.lists():
        kept.setlist(texts.visible(name), [texts.visible(value) for value in map(str, values)])
    kept._mutable = False
    return kept


def _texts(given: QueryDict) -> Iterator[str]:
    for name, values in given.lists():
        yield name
        yield from map(str, values)


_UNREADABLE = re.compile("[\0\ud800-\udfff]")


def _readable(text: str) -> bool:
    return _UNREADABLE.search(text) is None


def _unreadable(request: HttpRequest) -> HttpResponse:
    sentence = gettext("这里面有无法识别的字符，没有办理。请删去以后再试一次。")
    if request.path.startswith("/api/"):
        return JsonResponse({"code": "unreadable", "sentence": sentence}, status=400)
    return render(request, "ui/stop.html", {"title": gettext("这样的内容不能接收"), "text": sentence}, status=400)


def _too_much(request: HttpRequest) -> HttpResponse:
    """More was typed or pasted than one form may hold (DATA_UPLOAD_MAX_MEMORY_SIZE, _FIELDS, _FILES)."""
    request._mark_post_parse_error()  # type: ignore[attr-defined]
    sentence = gettext("一次填写或粘贴的内容不超过 5 MB。请返回上一页，分成几份，或者改为上传文件；什么都没有办理。")
    if request.path.startswith("/api/"):
        return JsonResponse({"code": "too_much", "sentence": sentence}, status=413)
    return render(request, "ui/stop.html", {"title": gettext("内容太多，没有收下"), "text": sentence}, status=413)


_FORM = "application/x-www-form-urlencoded"
_TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def _keep_language(request: HttpRequest, response: HttpResponseBase) -> None:
    """Of who did something signed in, the language that was chosen by it or that the page had; a look keeps nothing."""
    if request.method != "POST" or not request.user.is_authenticated or response.status_code >= HTTPStatus.BAD_REQUEST:
        return
    chosen = response.cookies.get(settings.LANGUAGE_COOKIE_NAME)
    language = chosen.value if chosen is not None else request.LANGUAGE_CODE
    account_actions.keep_language(account=request.user, language=language)


def _write_session(request: HttpRequest) -> None:
    """The row of a session that was opened, kept or seen by this request."""
    user, at = request.user, clock.now()
    if not user.is_authenticated:
        return
    acting = cast("accounts.Asking", request).actor.acting
    acting_id = acting.appointment_id if acting else None
    what = sessions.to_write(request, user, acting_id, at)
    if not what:
        return
    pid = sessions.id_of(request)
    network = devices.mask_of(addresses.address_of(request.META, settings.BAIYING_PROXIES))
    if what == sessions.NEW:
        browser, machine = devices.codes_of(request.headers.get("User-Agent", ""))
        device = account_actions.Device(browser, machine, network, sessions.came_by(request))
        account_actions.begin_session(public_id=pid, account=user, device=device, acting=acting_id, at=at)
    elif what == sessions.KEPT:
        account_actions.keep_session(public_id=pid, account=user)
    else:
        account_actions.see_session(public_id=pid, network=network, acting=acting_id, at=at)


class ActorMiddleware:
    """Puts `request.actor`: who acts, for whom, in which appointment. Keeps in which language whoever acts reads."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Read when it is first asked for, before or after this.
        with backend.in_session(sessions.id_of(request)):
            accounts.attach_actor(request)
        response = self.answer(request)
        _write_session(request)
        _keep_language(request, response)
        if request.user.is_authenticated or _is_personal(request):
            # Whoever has the phone next finds nothing behind the button "back" (U41).
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


def _is_personal(request: HttpRequest) -> bool:
    """Whether the session of who is not logged in keeps a phone, a proof or a draft: pages show what it opens."""
    kept = list(request.session.keys())
    return any(key.startswith(("pending_", "guardian_", "registration_")) for key in kept)


class RefusalMiddleware:
    """An expected refusal that no view took: the sentence, with 409 (or the refusal's own status).

    An address that only takes forms, opened as a page (a reload, a link kept), is told so as well.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.answer(request)
        if not isinstance(answer, HttpResponseNotAllowed) or request.path.startswith("/api/"):
            return answer
        sentence = gettext("这个地址只用来提交，不能直接打开。请回到上一页，再点一次按钮。")
        page = render(request, "ui/refused.html", {"refusal": sentence}, status=answer.status_code)
        page.headers["Allow"] = answer.headers["Allow"]
        return page

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if database.is_busy(exception):
            exception = database.Busy()
        if database.is_unwritable(exception):
            exception = database.NotWritten()
        if not isinstance(exception, errors.Refused):
            return None
        if request.path.startswith("/api/"):
            body = {"code": exception.code, "sentence": str(exception)}
            return JsonResponse(body, status=exception.status)
        return render(request, "ui/refused.html", {"refusal": exception}, status=exception.status)


class InPlaceMiddleware:
    """Says to a page that sends its form by itself where to go next, instead of sending the answer there.

    `ui.js` puts what has to be corrected into the page that stands (P24); what went through is a page of its own, with
    its own entry in the history. Without scripts nothing of this happens.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        if response.status_code not in (302, 303) or "X-In-Place" not in request.headers:
            return response
        response.headers["X-See-Other"] = response.headers["Location"]
        del response.headers["Location"]
        response.status_code = 200
        response.content = b""
        return response


class PermissionsMiddleware:
    """Says what pages may ask of a device. A page with a scanner says for itself that it needs the camera."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        response.headers.setdefault("Permissions-Policy", scanning.EVERYWHERE)
        return response
