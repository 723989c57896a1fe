"""The shape of what is typed into the pages of this room."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from baiying.kit.forms import for_the_record
from baiying.privacy import request_models as wishes
from baiying.privacy.opening_models import MOST_WORDS, Ground, What


class ActForm(forms.Form):
    """The act of who stands at the desk: the clerk copies the end of the number; the action compares and counts."""

    keeps_nothing = True

    last_six = forms.CharField(
        label=_("证件号码后六位"),
        max_length=24,
        help_text=_("看着本人带来的证件抄写；护照抄全部。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


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


_SAID = [(kind.value, kind.label) for kind in wishes.SAID_IN_WORDS]


class RequestForm(forms.Form):
    """What somebody asks about the own data, in the own words."""

    source = forms.CharField(widget=forms.HiddenInput, max_length=40)
    kind = forms.ChoiceField(
        label=_("想办什么"), choices=_SAID, widget=forms.RadioSelect, error_messages={"required": _("请选一项。")}
    )
    words = forms.CharField(
        label=_("具体说说"),
        max_length=wishes.MOST_WORDS,
        help_text=_("例如：姓名里的字记错了，应该是哪个字。不要写证件号码和手机号。"),
        widget=forms.Textarea(attrs={"rows": 4}),
        validators=[for_the_record],
    )

    def clean_source(self) -> str:
        """A number of the form itself, never one that the house gives to what enters by itself."""
        typed: str = self.cleaned_data["source"]
        if not typed.isalnum():
            raise ValidationError(_("请重新打开这一页再提交。"))
        return typed


class DeskRequestForm(RequestForm, ActForm):
    """The same for who stands at the desk with the document, or wrote a letter."""

    way = forms.ChoiceField(
        label=_("怎么提出的"),
        choices=[
            (wishes.RequestWay.DESK.value, wishes.RequestWay.DESK.label),
            (wishes.RequestWay.PAPER.value, wishes.RequestWay.PAPER.label),
        ],
        widget=forms.RadioSelect,
        initial=wishes.RequestWay.DESK.value,
    )
    field_order = ("way", "kind", "words", "last_six", "source")


class AnswerRequestForm(forms.Form):
    """What was done, or why not."""

    outcome = forms.ChoiceField(
        label=_("结果"),
        choices=[
            (wishes.RequestOutcome.DONE.value, wishes.RequestOutcome.DONE.label),
            (wishes.RequestOutcome.REFUSED.value, wishes.RequestOutcome.REFUSED.label),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一项。")},
    )
    answer = forms.CharField(
        label=_("答复"),
        max_length=wishes.MOST_WORDS,
        help_text=_("怎么办的；不办理的写明原因。本人会收到，另外会告诉本人可以到哪里去。"),
        widget=forms.Textarea(attrs={"rows": 4}),
        validators=[for_the_record],
    )
