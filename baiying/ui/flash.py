"""Messages that stay for one page: what was done, and how to take it back."""

from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest
from django.utils.functional import Promise

_SAID = "_flashed"


def done(request: HttpRequest, text: str | Promise) -> None:
    _say(request, messages.SUCCESS, text)


def note(request: HttpRequest, text: str | Promise) -> None:
    _say(request, messages.INFO, text)


def warn(request: HttpRequest, text: str | Promise) -> None:
    _say(request, messages.WARNING, text)


def failed(request: HttpRequest, text: str | Promise) -> None:
    _say(request, messages.ERROR, text)


def undoable(request: HttpRequest, text: str | Promise, url: str) -> None:
    """Say what was done with a button beside it that posts to `url`, the noun that takes it back."""
    _say(request, messages.SUCCESS, text, f"undo:{url}")


def leading_on(request: HttpRequest, text: str | Promise, url: str, label: str | Promise) -> None:
    """Say what was done with a link beside it to what is most often done next."""
    _say(request, messages.SUCCESS, text, f"next:{quote(str(label))} to:{url}")


def already(request: HttpRequest, text: str | Promise) -> None:
    """Say that it was done before, unless the next page says so anyhow: whoever pressed twice reads one sentence."""
    waiting = messages.get_messages(request)
    done_unread = any(one.level == messages.SUCCESS for one in waiting)
    # Looked at, not shown.
    waiting.used = False  # type: ignore[union-attr]
    if not done_unread:
        done(request, text)


def only_refused(request: HttpRequest) -> bool:
    """Whether all that was said during this request is that nothing came of it."""
    said: set[int] = getattr(request, _SAID, set())
    return bool(said) and messages.SUCCESS not in said


def _say(request: HttpRequest, level: int, text: str | Promise, tags: str = "") -> None:
    setattr(request, _SAID, getattr(request, _SAID, set()) | {level})
    messages.add_message(request, level, str(text), extra_tags=tags)
