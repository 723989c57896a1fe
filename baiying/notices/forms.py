"""What a reader sets: for each kind of message whether it also comes as a text message, and whether at any hour."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from baiying.kit.rooms import MessageKind
from baiying.notices.models import Preference


class PreferencesForm(forms.Form):
    """Two ticks a kind at most, of what one leads only the second; the kinds are those that can reach who sets them
    (`queries.kinds_reaching`).

    A tick means the same for every kind: the text message, and nothing else. The inbox has what is unticked too; what
    comes by text message all the same stands at the kind.
    """

    def __init__(
        self, *args: Any, standing: Mapping[str, Preference], kinds: Mapping[str, MessageKind], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = kinds
        for code, kind in kinds.items():
            row = standing.get(code)
            words = {"kind": kind.label}
            help_text = translate("%(note)s%(always)s") % {"note": kind.note, "always": kind.always}
            if not kind.night_only:
                self.fields[f"{code}_by_text"] = forms.BooleanField(
                    label=(translate("接收%(kind)s") if kind.whole else translate("%(kind)s也发短信")) % words,
                    help_text=help_text,
                    required=False,
                    initial=row.by_text if row else True,
                )
            if kind.any_hour:
                self.fields[f"{code}_any_hour"] = forms.BooleanField(
                    label=translate("%(kind)s在夜里也可以发") % words,
                    help_text=help_text if kind.night_only else "",
                    required=False,
                    initial=row.any_hour if row else kind.night_only,
                )

    def wishes(self) -> dict[str, dict[str, bool]]:
        """By kind what was ticked."""
        ticked = self.cleaned_data
        return {
            code: {
                "by_text": bool(ticked.get(f"{code}_by_text", True)),
                "any_hour": bool(ticked.get(f"{code}_any_hour")),
            }
            for code in self.kinds
        }


class MailForm(forms.Form):
    address = forms.EmailField(
        label=_("邮箱"),
        max_length=120,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("这不是一个邮箱地址，例如 name@example.com。")},
    )

    def clean_address(self) -> str:
        """Refuses letters outside ASCII, which not every mail server takes (RFC 6531)."""
        address = str(self.cleaned_data["address"])
        if not address.isascii():
            raise forms.ValidationError(self.fields["address"].error_messages["invalid"], code="invalid")
        return address


class MailCodeForm(forms.Form):
    code = forms.RegexField(
        r"^\s*\d{6}\s*$",
        label=_("邮件里的验证码"),
        help_text=_("六位数字"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"invalid": _("验证码是六位数字。")},
    )

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).strip()
