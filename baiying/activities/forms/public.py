"""What the address of the public list says, and short forms about a sign-up."""

import math
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baiying.kit.values import numbers


def point(text: str | None) -> tuple[float, float] | None:
    """Latitude and longitude of "34.62,112.45"; None if it is no place in or near China."""
    try:
        latitude, longitude = (float(part) for part in (text or "").split(","))
    except ValueError:
        return None
    inside = math.isfinite(latitude) and 3 < latitude < 54 and 73 < longitude < 136
    return (latitude, longitude) if inside else None


def day(text: str | None) -> date | None:
    """The day of "2026-11-23"; None if it is none."""
    try:
        found = date.fromisoformat(text or "")
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2100 else None


def number(text: str | None) -> int:
    """The number of a page; 1 if it is none."""
    return numbers.whole(text or "", least=1, most=99_999) or 1


class DocumentForm(forms.Form):
    """What the leader saw before somebody may do what needs a licence. No number, no copy: only which one."""

    document = forms.CharField(
        label=_("您当面看过的证件"),
        max_length=80,
        help_text=_("写证件的名称就行，例如：救护员证、护士执业证。不用写号码，不要拍照。"),
        error_messages={"required": _("请写下您看过的是什么证件。"), "max_length": _("最多 80 个字，请写短一些。")},
    )


class NoteForm(forms.Form):
    """A note to everybody with a place; the nonce makes sending it twice harmless."""

    words = forms.CharField(
        label=_("通知"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("200 字以内。例如集合地点、要带什么。不要写电话、证件号码。"),
        error_messages={"required": _("请写要通知的话，200 字以内。"), "max_length": _("最多 200 个字，请写短一些。")},
    )
    nonce = forms.UUIDField(widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    """One reason, written for the person whom it concerns."""

    reason = forms.CharField(
        label=_("原因"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写明原因。"), "max_length": _("最多 200 个字，请写短一些。")},
    )

    def __init__(
        self, *args: Any, label: Any = None, help_text: Any = "", required: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reason"]
        field.label, field.help_text, field.required = label or field.label, help_text, required
