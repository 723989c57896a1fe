"""The filters of the public list, and short forms about a sign-up."""

import math
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baiying.people import queries as people


class ActivityFilters(forms.Form):
    """Every field may be empty; what cannot be read is left out instead of stopping the reader."""

    q = forms.CharField(label=_("关键词"), required=False, max_length=40)
    day = forms.DateField(label=_("日期"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    category = forms.ChoiceField(label=_("类别"), required=False)
    area = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)
    near = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, categories: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"] = forms.ChoiceField(
            label=_("类别"), required=False, choices=[("", _("全部类别")), *categories]
        )

    def readable(self) -> dict[str, Any]:
        """The values that could be read; the others as if they had not been given."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or None for name in self.fields}


def category_choices() -> list[tuple[str, str]]:
    return list(people.categories().values_list("code", "name"))


def point(text: str | None) -> tuple[float, float] | None:
    """Latitude and longitude of "34.62,112.45"; None if it is no place in or near China."""
    try:
        latitude, longitude = (float(part) for part in (text or "").split(","))
    except ValueError:
        return None
    inside = math.isfinite(latitude) and 3 < latitude < 54 and 73 < longitude < 136
    return (latitude, longitude) if inside else None


class ReasonForm(forms.Form):
    """One reason, written for the person whom it concerns."""

    reason = forms.CharField(
        label=_("原因"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写明原因。"), "max_length": _("最多 200 个字,请写短一些。")},
    )

    def __init__(
        self, *args: Any, label: Any = None, help_text: Any = "", required: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reason"]
        field.label, field.help_text, field.required = label or field.label, help_text, required
