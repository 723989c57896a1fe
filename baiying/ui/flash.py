"""Messages that stay for one page: what was done, and how to take it back."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.functional import Promise


def done(request: HttpRequest, text: str | Promise) -> None:
    messages.success(request, str(text))


def note(request: HttpRequest, text: str | Promise) -> None:
    messages.info(request, str(text))


def warn(request: HttpRequest, text: str | Promise) -> None:
    messages.warning(request, str(text))


def failed(request: HttpRequest, text: str | Promise) -> None:
    messages.error(request, str(text))


def undoable(request: HttpRequest, text: str | Promise, url: str) -> None:
    """Say what was done with a button beside it that posts to `url`, the noun that takes it back."""
    messages.success(request, str(text), extra_tags=f"undo:{url}")
