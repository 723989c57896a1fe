"""The shape of what is typed by whoever is responsible for personal data."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from baiying.kit.forms import DayField, for_the_record
from baiying.kit.rule_kinds import NewUse, SwitchedUse
from baiying.privacy import breach_models as breaches
from baiying.privacy.actions import AssessmentGiven, BreachGiven, ReceiverGiven
from baiying.privacy.assessment_models import MOST_WORDS as MOST_ASSESSED
from baiying.privacy.assessment_models import Assessment, Use
from baiying.privacy.receiver_models import MOST_NAME, MOST_WORDS, ReceiverKind

_DAY = {"type": "date"}


class SourceForm(forms.Form):
    """One press is one row: the number of the form itself."""

    source = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def clean_source(self) -> str:
        typed: str = self.cleaned_data["source"]
        if not typed.isalnum():
            raise ValidationError(_("请重新打开这一页再提交。"))
        return typed


class ReceiverForm(SourceForm):
    """What the contract or order says."""

    name = forms.CharField(label=_("单位名称"), max_length=MOST_NAME, validators=[for_the_record])
    kind = forms.ChoiceField(
        label=_("凭什么给"),
        choices=ReceiverKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一项。")},
    )
    what = forms.CharField(
        label=_("给哪些信息"),
        max_length=MOST_WORDS,
        help_text=_("例如：姓名、手机号；不满 14 周岁的写明。"),
        validators=[for_the_record],
    )
    purpose = forms.CharField(
        label=_("用来做什么"), max_length=MOST_WORDS, help_text=_("例如：投保意外险。"), validators=[for_the_record]
    )
    contract = forms.CharField(
        label=_("合同或文件"), max_length=MOST_NAME, help_text=_("名称和编号。"), validators=[for_the_record]
    )
    contact = forms.CharField(
        label=_("怎么联系"),
        max_length=MOST_NAME,
        help_text=_("部门和座机，公开给所有人看；不要写个人的手机号。"),
        validators=[for_the_record],
    )
    assessment = forms.ChoiceField(label=_("凭哪份影响评估"), required=False)
    from_on = DayField(label=_("从哪天起"), widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))
    until_on = DayField(
        label=_("最后一天"),
        widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
        help_text=_("过了这一天自动停止，要续的重新登记。"),
    )

    def __init__(self, *args: Any, filed: Iterable[Assessment] = (), **more: Any) -> None:
        """`filed`: the assessments that the area has."""
        super().__init__(*args, **more)
        said = [(one.public_id, f"{one.get_use_display()}：{one.about}") for one in filed]
        field = cast("forms.ChoiceField", self.fields["assessment"])
        field.choices = [("", _("法律规定要提供的，不用评估")), *said]

    def given(self) -> ReceiverGiven:
        return ReceiverGiven(**{name: self.cleaned_data[name] for name in ReceiverGiven.__slots__})


class EndReceiverForm(forms.Form):
    why = forms.CharField(
        label=_("为什么停止"),
        max_length=MOST_WORDS,
        help_text=_("例如：合同提前解除，对方已书面确认删除。"),
        widget=forms.Textarea(attrs={"rows": 2}),
        validators=[for_the_record],
    )


def _assessed(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=MOST_ASSESSED,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[for_the_record],
    )


class AssessmentForm(SourceForm):
    """What PIPL art. 56 asks of an assessment; for a use that begins by rules (`begun`) its kind is no question."""

    begins = forms.CharField(required=False, max_length=48, widget=forms.HiddenInput)
    use = forms.ChoiceField(
        label=_("要做的是哪一种"),
        choices=Use.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一项。")},
    )
    about = forms.CharField(
        label=_("具体是什么"), max_length=120, help_text=_("例如：意外险投保。"), validators=[for_the_record]
    )
    purpose = _assessed(_("目的和方式"), _("为什么、怎么处理，涉及哪些信息、哪些人。"))
    necessity = _assessed(_("是否合法、正当、必要"), _("依据是什么，少一点行不行。"))
    risks = _assessed(_("对个人的影响和风险"), _("泄露、滥用会怎样，孩子和老人另外写。"))
    measures = _assessed(_("保护措施"), _("怎样和风险相当：最少的字段、期限、谁看得到、合同里写了什么。"))

    def __init__(self, *args: Any, begun: NewUse | SwitchedUse | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.begun = begun
        if begun is not None:
            del self.fields["use"]
            self.fields["about"].initial = str(begun.label)

    def given(self) -> AssessmentGiven:
        by_rules = {"use": self.begun.use, "begins": self.begun.code} if self.begun else {"begins": ""}
        typed = {name: self.cleaned_data[name] for name in AssessmentGiven.__slots__ if name in self.cleaned_data}
        return AssessmentGiven(**(typed | by_rules))


_MOMENT = _("时间不对，例如 2026-11-23 18:00。")
_FIRST, _LAST = 1900, 2199


class MomentField(forms.DateTimeField):
    """A day with its hour and minute in China."""

    def __init__(self, **more: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, error_messages={"invalid": _MOMENT}, **more)

    def to_python(self, value: Any) -> datetime | None:
        """Years that nobody means are mistakes of the keyboard; some of them no database gives back."""
        moment: datetime | None = super().to_python(value)
        if moment is not None and not _FIRST <= moment.year <= _LAST:
            raise forms.ValidationError(_MOMENT, code="invalid")
        return moment


def _words(label: Any, help_text: Any, rows: int = 2) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=breaches.MOST_WORDS,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        validators=[for_the_record],
    )


class BreachForm(SourceForm):
    """What is known when a leak is found. Those concerned read what is written here."""

    kind = forms.ChoiceField(
        label=_("发生了什么"),
        choices=breaches.BreachKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一项。")},
    )
    found_at = MomentField(label=_("什么时候发现的"), help_text=_("期限从这时起算。"))
    what = _words(_("哪些信息"), _("例如：姓名、手机号、学校和班级。"))
    cause = _words(_("什么原因"), _("例如：一份名单被传到了公开的网盘。"))
    harm = _words(_("可能有什么影响"), _("例如：可能接到骚扰或诈骗电话。"))
    advice = _words(_("本人可以做什么"), _("例如：有人说得出孩子的姓名来要钱，先打电话核实。"))

    def given(self) -> BreachGiven:
        return BreachGiven(**{name: self.cleaned_data[name] for name in BreachGiven.__slots__})


class StepForm(SourceForm):
    """What was done or found, and when."""

    kind = forms.ChoiceField(
        label=_("是哪一步"),
        choices=breaches.StepKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一项。")},
    )
    words = _words(_("做了什么"), _("止住的措施会写进给大家的通知。例如：已要求网盘下架并确认删除。"))
    done_at = MomentField(label=_("什么时候"))


class MarkForm(forms.Form):
    """The mark of a file that was taken out."""

    mark = forms.CharField(
        label=_("文件上的编号"),
        max_length=24,
        help_text=_("印在文件每页的末尾和“导出说明”里。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )


class NumbersForm(forms.Form):
    """A list of volunteer numbers."""

    numbers = forms.CharField(
        label=_("志愿者编号"),
        max_length=60_000,
        help_text=_("一行一个，或用逗号隔开，一次最多 3000 个。"),
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )


class SpareForm(forms.Form):
    why = _words(
        _("为什么不用通知"),
        _("写明采取的措施怎样完全避免了危害（《个人信息保护法》第57条第2款）。主管部门可以要求通知。"),
    )


class ConclusionForm(forms.Form):
    conclusion = _words(_("结论"), _("原因查清了没有，谁负责，以后怎么防止。"), 3)
