"""Public pages that many strangers open at one moment are made once and shown to all of them for about a second.

Only what is the same for everybody is kept: an answer to a GET of a visitor without a session and without a message
for him. Whoever is logged in always gets a page of his own. Nothing shown is older than two seconds: after one second
the first who comes makes the page anew, and the others are shown the old one meanwhile, for one second at most.
"""

import os
import re
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from threading import Condition
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.utils.translation import get_language

from baiying.kit.admission import Asking

P = ParamSpec("P")
View = Callable[Concatenate[Asking, P], HttpResponse]

# The cookie that changes what a visitor is shown, beside the language; any other is not looked at.
_SHOWN_BY = "elder"
# Cookies that mean that the page is for one reader alone.
_ONE_READER = (settings.SESSION_COOKIE_NAME, "messages")
_TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[A-Za-z0-9]+(")')
_MOST_PAGES, _MOST_BYTES, _LONGEST_ADDRESS = 512, 16_000_000, 500
_WAIT_SECONDS = 2.0
_now = time.monotonic


def seconds() -> float:
    """For how long a page is kept before it is made anew; 0 keeps none (BAIYING_MOMENT_SECONDS, for tests)."""
    return float(os.environ.get("BAIYING_MOMENT_SECONDS", "1"))


@dataclass(slots=True)
class _Page:
    made_at: float
    body: bytes
    headers: dict[str, str]
    has_token: bool


@dataclass(slots=True)
class _Shelf:
    """The pages of one process, the least lately shown first."""

    pages: OrderedDict[tuple[str, ...], _Page] = field(default_factory=OrderedDict)
    in_the_making: set[tuple[str, ...]] = field(default_factory=set)
    bytes: int = 0
    changed: Condition = field(default_factory=Condition)

    def put(self, key: tuple[str, ...], page: _Page) -> None:
        old = self.pages.pop(key, None)
        self.bytes += len(page.body) - (len(old.body) if old else 0)
        self.pages[key] = page
        while len(self.pages) > _MOST_PAGES or self.bytes > _MOST_BYTES:
            _, gone = self.pages.popitem(last=False)
            self.bytes -= len(gone.body)

    def take(self, key: tuple[str, ...]) -> tuple[_Page | None, bool]:
        """A page to show, or (None, True) if the asker must make it. Waits for another who makes the first one."""
        kept = seconds()
        deadline = _now() + _WAIT_SECONDS
        with self.changed:
            while True:
                now = _now()
                page = self.pages.get(key)
                age = now - page.made_at if page else float("inf")
                if page is not None and (age < kept or (age < 2 * kept and key in self.in_the_making)):
                    self.pages.move_to_end(key)
                    return page, False
                if key not in self.in_the_making:
                    self.in_the_making.add(key)
                    return None, True
                if now >= deadline:
                    return None, False
                self.changed.wait(deadline - now)

    def made(self, key: tuple[str, ...], page: _Page | None) -> None:
        with self.changed:
            self.in_the_making.discard(key)
            if page is not None:
                self.put(key, page)
            self.changed.notify_all()


_shelf = _Shelf()


def for_a_moment(view: "View[P]") -> "View[P]":
    """Put below `@public` on a page that shows every visitor the same."""

    @wraps(view)
    def shown(request: Asking, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        key = _key(request)
        if key is None:
            return view(request, *args, **kwargs)
        page, mine = _shelf.take(key)
        if page is not None:
            return _show(page, request)
        if not mine:
            return view(request, *args, **kwargs)
        made = None
        try:
            answer = view(request, *args, **kwargs)
            made = _kept(answer, request)
        finally:
            _shelf.made(key, made)
        return answer

    return shown


def _key(request: Asking) -> tuple[str, ...] | None:
    if request.method != "GET" or not seconds() or request.actor.is_signed_in:
        return None
    address = request.get_full_path()
    if len(address) > _LONGEST_ADDRESS or any(name in request.COOKIES for name in _ONE_READER):
        return None
    elder = request.COOKIES.get(_SHOWN_BY, "")[:16]
    # The language that is active, whoever asked for it: the cookie, or the browser.
    language = get_language() or settings.LANGUAGE_CODE
    return (
        request.get_host(),
        request.scheme or "",
        address,
        request.headers.get("HX-Request", "")[:8],
        language,
        elder,
    )


def _kept(answer: HttpResponse, request: Asking) -> _Page | None:
    if answer.status_code != 200 or answer.cookies or answer.streaming:
        return None
    body = bytes(answer.content)
    has_token = bool(_TOKEN.search(body))
    if request.META.get("CSRF_COOKIE_NEEDS_UPDATE") and not has_token:
        return None
    return _Page(_now(), body, dict(answer.headers), has_token)


def _show(page: _Page, request: Asking) -> HttpResponse:
    body = page.body
    if page.has_token:
        # The form's token belongs to the one who reads, not to the one for whom the page was made.
        body = _TOKEN.sub(rb"\g<1>" + get_token(request).encode() + rb"\g<2>", body)
    return HttpResponse(body, headers=page.headers)
