"""The shape of what is typed into the pages of this room."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from baiying.kit.forms import DayField, for_the_record
from baiying.privacy import request_models as wishes
from baiying.privacy.actions import HoldDayWrong, HoldGiven
from baiying.privacy.hold_models import MOST_CASE, MOST_STATUTE, HoldGround
from baiying.privacy.hold_models import MOST_WORDS as MOST_HELD_WORDS
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


class HoldForm(forms.Form):
    """What the law or the letter of an authority says, and which persons and records it is about."""

    source = forms.CharField(widget=forms.HiddenInput, max_length=40)
    ground = forms.ChoiceField(
        label=_("为什么要保存"),
        choices=HoldGround.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一项。")},
    )
    statute = forms.CharField(
        label=_("依据哪一条"),
        max_length=MOST_STATUTE,
        help_text=_("例如：《民事诉讼法》关于保全证据的规定，写明条号。"),
        validators=[for_the_record],
    )
    case_no = forms.CharField(
        label=_("案号或文号"),
        max_length=MOST_CASE,
        help_text=_("例如：（2026）某民初 12 号。不要写姓名和号码。"),
        validators=[for_the_record],
    )
    things = forms.CharField(
        label=_("保存谁、哪些记录"),
        max_length=20_000,
        help_text=_("志愿者编号、投诉编号、名册编号，一行一个。只保存写明的，别的照常清除。"),
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )
    until_on = DayField(
        label=_("最后一天"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("到这一天自动结束。还说不准的，空着，填下面复查的日子。"),
    )
    review_on = DayField(
        label=_("没有最后一天的，哪天复查"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    tells = forms.TypedChoiceField(
        label=_("告诉本人吗"),
        choices=[("yes", _("告诉：保存了、为什么、到哪天")), ("no", _("不告诉：法律不许告诉"))],
        coerce=lambda typed: typed == "yes",
        initial="yes",
        widget=forms.RadioSelect,
    )
    untold_why = forms.CharField(
        label=_("哪一条不许告诉"), required=False, max_length=MOST_HELD_WORDS, validators=[for_the_record]
    )

    def clean_source(self) -> str:
        typed: str = self.cleaned_data["source"]
        if not typed.isalnum():
            raise ValidationError(_("请重新打开这一页再提交。"))
        return typed

    def clean(self) -> None:
        if not self.cleaned_data.get("tells", True) and not self.cleaned_data.get("untold_why", "").strip():
            self.add_error("untold_why", _("不告诉的，写明是哪一条法律不许告诉。"))
        days = [name for name in ("until_on", "review_on") if self.cleaned_data.get(name)]
        # Said with all the rest; otherwise it comes only once everything else is right.
        if len(days) != 1 and not {"until_on", "review_on"} & set(self.errors):
            self.add_error("until_on", HoldDayWrong.sentence)

    def given(self) -> HoldGiven:
        return HoldGiven(**{name: self.cleaned_data[name] for name in HoldGiven.__slots__})


class HoldRefusalForm(forms.Form):
    why = forms.CharField(
        label=_("不确认的原因"),
        max_length=MOST_HELD_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
        validators=[for_the_record],
    )


class HoldEndForm(forms.Form):
    until_on = DayField(
        label=_("最后一天"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("最早是明天。过了这一天，该清除的自动清除。"),
    )
    why = forms.CharField(
        label=_("为什么结束"),
        max_length=MOST_HELD_WORDS,
        help_text=_("例如：案件已审结，来函解除。"),
        widget=forms.Textarea(attrs={"rows": 2}),
        validators=[for_the_record],
    )


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
