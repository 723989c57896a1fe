"""The shape of what is typed into the pages of this room."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from baiying.kit.forms import for_the_record
from baiying.people import queries as people
from baiying.privacy.opening_models import MOST_WORDS, Ground, What


class ActForm(forms.Form):
    """The act of who stands at the desk: the document is there, and the clerk copies the end of its number."""

    keeps_nothing = True

    last_six = forms.CharField(
        label=_("证件号码后六位"),
        max_length=24,
        help_text=_("看着本人带来的证件抄写；护照抄全部。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, person: people.Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_last_six(self) -> str:
        typed: str = self.cleaned_data["last_six"]
        if not people.is_end_of_number(self.person, typed):
            raise ValidationError(_("和登记的证件号码不一致，请看着证件再抄一遍。"))
        return typed


class DeskCopyForm(ActForm):
    """Why somebody wants the copy printed here, in their own words."""

    reason = forms.CharField(
        label=_("为什么在柜台要"),
        max_length=120,
        help_text=_("例如：没有手机，想看看记了些什么。"),
        validators=[for_the_record],
    )


class OpeningForm(forms.Form):
    """For which reason of the law, and what exactly it is about."""

    ground = forms.ChoiceField(
        label=_("法定理由"),
        choices=Ground.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一项。")},
    )
    words = forms.CharField(
        label=_("具体是什么事"),
        max_length=MOST_WORDS,
        help_text=_("例如：法院来函的文号和要查的事项。不要写姓名和号码。"),
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[for_the_record],
    )


class OpeningRefusalForm(forms.Form):
    why = forms.CharField(
        label=_("不同意的原因"),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
        validators=[for_the_record],
    )


class StoredLookForm(forms.Form):
    """One thing a look."""

    what = forms.ChoiceField(label=_("看什么"), choices=What.choices, widget=forms.RadioSelect)
