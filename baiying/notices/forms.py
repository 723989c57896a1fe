"""What a reader sets: for each kind of message whether it also comes as a text message, and whether at any hour."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as translate

from baiying.kit import rooms
from baiying.notices.models import Preference


class PreferencesForm(forms.Form):
    """Two ticks a kind at most; the kinds are those that the rooms bring."""

    def __init__(self, *args: Any, standing: Mapping[str, Preference], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, kind in rooms.settable_kinds().items():
            row = standing.get(code)
            words = {"kind": kind.label}
            self.fields[f"{code}_by_text"] = forms.BooleanField(
                label=translate("%(kind)s也发短信") % words,
                help_text=str(kind.note),
                required=False,
                initial=row.by_text if row else True,
            )
            if kind.any_hour:
                self.fields[f"{code}_any_hour"] = forms.BooleanField(
                    label=translate("%(kind)s在夜里也可以发") % words,
                    required=False,
                    initial=row.any_hour if row else False,
                )

    def wishes(self) -> dict[str, dict[str, bool]]:
        """By kind what was ticked."""
        ticked = self.cleaned_data
        return {
            code: {
                "by_text": bool(ticked[f"{code}_by_text"]),
                "any_hour": bool(ticked.get(f"{code}_any_hour")),
            }
            for code in rooms.settable_kinds()
        }
