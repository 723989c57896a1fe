"""What a station heard of somebody long without any act, and what an office saw before it began."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baiying.kit.forms import for_the_record


class HeardForm(forms.Form):
    """What the person said, and how the station asked."""

    answer = forms.ChoiceField(
        label=_("本人怎么说"),
        choices=[("stays", _("继续做志愿者")), ("parks", _("暂时不做了，记录休眠"))],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("怎么问到的"),
        max_length=120,
        widget=forms.Textarea(attrs={"rows": 2}),
        validators=[for_the_record],
        help_text=_("例如：打电话问过本人；上门问过。不要写号码。"),
    )

    def said(self) -> dict[str, Any]:
        return {"stays": self.cleaned_data["answer"] == "stays", "words": self.cleaned_data["words"]}


class StartForm(forms.Form):
    """How many the page showed: another number is looked at first."""

    found = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
