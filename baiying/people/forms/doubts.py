"""The shape of what is said about a registration in doubt."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baiying.kit.forms import for_the_record
from baiying.people.models import Finding


def _words(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[for_the_record],
        help_text=help_text,
        error_messages={"required": _("请写明理由。")},
    )


class ProposeForm(forms.Form):
    """What it comes to, and why."""

    finding = forms.ChoiceField(
        label=_("核实的结果"),
        choices=[
            (Finding.UNTRUE.value, _("不属实，终止这份注册")),
            (Finding.RIGHT.value, _("属实，恢复正常")),
        ],
        widget=forms.RadioSelect,
    )
    words = _words(_("理由"), _("写明向谁核实、看了什么。本人会看到，不要写电话和证件号码。"))


class ConfirmForm(forms.Form):
    """What the page showed is what is confirmed."""

    finding = forms.ChoiceField(choices=Finding.choices, widget=forms.HiddenInput)
    # To the microsecond; a page that does not say it confirms nothing.
    proposed_at = forms.DateTimeField(widget=forms.HiddenInput)


class SendBackForm(forms.Form):
    words = _words(_("为什么不同意"), _("提出意见的人会看到。"))


class LookAgainForm(forms.Form):
    words = _words(_("为什么要重新核实"))


class SayForm(forms.Form):
    words = _words(_("您要说明的"), _("例如哪天去的、谁陪着、现场有谁。决定的人会看到，不要写电话和证件号码。"))
