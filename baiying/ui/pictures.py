"""A kept photograph shown on a page, and the field by which one is sent."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _


def answer(content: bytes) -> HttpResponse:
    """The picture, which no device and no proxy keeps."""
    shown = HttpResponse(content, content_type="image/jpeg")
    shown["Cache-Control"] = "no-store"
    return shown


def field(help_text: Any) -> forms.FileField:
    """Where a photograph is chosen."""
    accepted = forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"})
    return forms.FileField(label=_("选一张照片"), widget=accepted, help_text=help_text)
