"""The shape of what people type: clock times, digits, reasons. No writes."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from baiying.kit import clock
from baiying.kit.forms import ClockField, for_the_record, read_together
from baiying.kit.values import identifiers, times
from baiying.ui import formats

# How long somebody may have been out where no shift says when: a visit to a household.
_LONGEST_VISIT = timedelta(hours=16)


@dataclass(frozen=True, slots=True)
class Window:
    """The span inside which a time of day is read: the shift's, which may pass midnight."""

    starts_at: datetime
    ends_at: datetime

    @classmethod
    def of(cls, shift: Any, came_at: datetime) -> "Window":
        """Of a shift, or of a visit that began then."""
        return cls(shift.starts_at, shift.ends_at) if shift is not None else cls(came_at, came_at + _LONGEST_VISIT)

    def instant(self, at: time) -> datetime:
        """The instant that is meant. Raises ValidationError for a time of day that fits nowhere near."""
        found = times.inside(at, clock.local(self.starts_at), clock.local(self.ends_at))
        if not times.is_near(found, self.starts_at, self.ends_at):
            words = {"time": f"{at:%H:%M}", "span": formats.span_text(self.starts_at, self.ends_at)}
            raise ValidationError(_("%(time)s 离这次服务的时间（%(span)s）太远了，请核对是几点。"), "far", words)
        return found

    def read_span(self, form: forms.Form, came: str, left: str) -> None:
        """Read two fields together, and say it at each whose time fits nowhere near."""
        read_together(form, came, left)
        self.refuse_far(form, (came, left))

    def refuse_far(self, form: forms.Form, names: Iterable[str]) -> None:
        """Say it at each of these fields whose time fits nowhere near."""
        for name in names:
            typed = form.cleaned_data.get(name)
            if typed is None:
                continue
            try:
                found = self.instant(typed)
            except ValidationError as error:
                form.add_error(name, error)
                continue
            day = getattr(form.fields[name], "day", None)
            if day is not None and day != clock.local_date(found):
                words = {"day": formats.date_text(day), "span": formats.span_text(self.starts_at, self.ends_at)}
                form.add_error(
                    name, ValidationError(_("%(day)s 不是这次服务的日子（%(span)s），请核对。"), "day", words)
                )


class DigitsForm(forms.Form):
    digits = forms.CharField(
        label=_("领队手机上的 6 位数字"),
        max_length=16,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    # "out" where the page has said what leaving now comes to; a press for coming in, sent twice, is none for leaving.
    intent = forms.CharField(required=False, max_length=3, widget=forms.HiddenInput)

    def clean_digits(self) -> str:
        digits = identifiers.tidy(self.cleaned_data["digits"])
        if not re.fullmatch(r"\d{6}", digits):
            raise ValidationError(_("签到码是 6 位数字，请照领队手机上的再输一次。"), code="shape")
        return digits


class WalkInForm(forms.Form):
    """Who walked in, as a line of the paper sheet names somebody, or by the card's address."""

    number = forms.CharField(
        label=_("志愿者编号、姓名或手机号后四位"),
        help_text=_("按姓名和电话只找本队、报名和近来一起服务过的人；别的人请他出示编号。志愿者证上的网址也可以填。"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def ask_which(self, found: Sequence[tuple[str, str]]) -> None:
        """Several may be meant, or none is called just so: one of them is chosen, by public id."""
        self.fields["pick"] = forms.ChoiceField(
            label=_("是哪一位"), required=False, choices=[("", _("请选一个")), *found], widget=forms.Select
        )


class EndForm(forms.Form):
    """When somebody left, read inside the shift's window."""

    ends_at = ClockField(label=_("几点离开"))
    words = forms.CharField(
        label=_("说明"),
        max_length=200,
        required=False,
        validators=[for_the_record],
    )

    def __init__(self, *args: Any, window: Window, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.window = window

    def clean_ends_at(self) -> datetime:
        return self.window.instant(self.cleaned_data["ends_at"])


class EndsForm(forms.Form):
    """When some people left: one time for all, and for single ones another; who is not ticked is left out.

    `rows` are (key, what the volunteer said or nothing). `only`: the key of the one who is meant, ticked alone; for
    another or none everybody is. `comes_to_nothing` says of a key and an end whether no minute would be counted.
    """

    all_at = ClockField(label=_("都在几点离开"))
    words = forms.CharField(
        label=_("说明"),
        max_length=200,
        required=False,
        validators=[for_the_record],
    )
    # Asked only where it matters: who left too early has no minutes at all.
    nothing = forms.BooleanField(label=_("是的，这次不计时长"), required=False)

    def __init__(
        self,
        *args: Any,
        shift: Any,
        rows: list[tuple[str, str]],
        comes_to_nothing: Callable[[str, datetime], bool],
        only: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.comes_to_nothing = comes_to_nothing
        self.asks = False
        alone = only in {key for key, _said in rows}
        self.window, self.rows = Window(shift.starts_at, shift.ends_at), rows
        self.fields["all_at"].initial = f"{clock.local(shift.ends_at):%H:%M}"
        for key, said in rows:
            self.fields[f"confirm_{key}"] = forms.BooleanField(
                required=False, initial=not alone or key == only, label=_("一起确认")
            )
            self.fields[f"ends_{key}"] = ClockField(required=False, initial=said, label=_("另外的时间"))
            # An example in grey reads like a time that was entered.
            self.fields[f"ends_{key}"].widget.attrs.pop("placeholder", None)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not any(cleaned.get(f"confirm_{key}") for key, _said in self.rows):
            self.add_error(None, _("还没有勾选任何人。"))
        self.window.refuse_far(self, ["all_at", *(f"ends_{key}" for key, _said in self.rows)])
        if not self.errors and not cleaned.get("nothing"):
            empty = sum(self.comes_to_nothing(key, ends_at) for key, ends_at in self.chosen())
            self.asks = bool(empty)
            if empty:
                said = _("按这样的离开时间，%(n)s 人这次不计时长。写错了请改；真是这样，请勾选。")
                self.add_error("nothing", said % {"n": empty})
        return cleaned

    def chosen(self) -> list[tuple[str, datetime]]:
        """(key, instant) of everybody who is ticked."""
        given = self.cleaned_data
        ticked = [key for key, _said in self.rows if given.get(f"confirm_{key}")]
        return [(key, self.window.instant(given.get(f"ends_{key}") or given["all_at"])) for key in ticked]


class ReasonForm(forms.Form):
    words = forms.CharField(
        label=_("原因"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("本人会看到。"),
        validators=[for_the_record],
    )


class DecisionForm(forms.Form):
    words = forms.CharField(
        label=_("说明"), max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("不通过时必填，本人和提交人会看到。"), validators=[for_the_record],)  # fmt: skip


class ObjectionForm(forms.Form):
    words = forms.CharField(
        label=_("哪里不对"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("写清楚您几点到、几点走，有谁可以证实。"),
        validators=[for_the_record],
    )


class AnswerForm(forms.Form):
    """Upheld needs the right times; both need reasons."""

    sometimes = ("starts_at", "ends_at")
    upheld = forms.ChoiceField(
        label=_("结论"),
        choices=[("yes", _("成立，按下面的时间更正")), ("no", _("不成立"))],
        widget=forms.RadioSelect,
    )
    starts_at = ClockField(
        label=_("实际几点到"), required=False, dated=True, help_text=_("时间不对的话，到和走都要填。")
    )
    ends_at = ClockField(label=_("实际几点走"), required=False, dated=True)
    answer = forms.CharField(
        label=_("理由"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("本人会看到。写明问过谁、看过什么。"),
        validators=[for_the_record],
    )

    def __init__(self, *args: Any, window: Window, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.window = window

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("upheld") == "yes":
            for name in ("starts_at", "ends_at"):
                if name not in self.errors and not cleaned.get(name):
                    self.add_error(name, _("异议成立时，请填核实后的时间。"))
            self.window.read_span(self, "starts_at", "ends_at")
        elif cleaned.get("upheld") == "no" and (cleaned.get("starts_at") or cleaned.get("ends_at")):
            # Two answers in one: which of them holds is for the one who gives it to say.
            self.add_error(
                "upheld", _("结论是不成立，却填了时间：要按这个时间更正，请选成立；确实不成立，请把时间清空。")
            )
        return cleaned

    def times(self) -> tuple[datetime, datetime] | None:
        """The corrected times, if the case is upheld."""
        if self.cleaned_data["upheld"] != "yes":
            return None
        return tuple(self.window.instant(self.cleaned_data[name]) for name in ("starts_at", "ends_at"))  # type: ignore[return-value]


class CorrectionForm(forms.Form):
    """What the leader found wrong afterwards: other times, or that the person was not there; and how that is known."""

    sometimes = ("starts_at", "ends_at")
    what = forms.ChoiceField(
        label=_("哪里记错了"),
        choices=[("times", _("时间不对")), ("absent", _("这个人没有来"))],
        initial="times",
        widget=forms.RadioSelect,
    )
    starts_at = ClockField(label=_("实际几点到"), required=False, help_text=_("时间不对的话，到和走都要填。"))
    ends_at = ClockField(label=_("实际几点走"), required=False)
    words = forms.CharField(
        label=_("怎么知道的"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("例如“点错了人，纸质表上没有他的签名”。本人和复核的人会看到。"),
        validators=[for_the_record],
    )

    def __init__(self, *args: Any, window: Window, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.window = window

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("what") == "times":
            for name in ("starts_at", "ends_at"):
                if name not in self.errors and not cleaned.get(name):
                    self.add_error(name, _("请填实际的时间。"))
            self.window.read_span(self, "starts_at", "ends_at")
        return cleaned

    def times(self) -> tuple[datetime, datetime] | None:
        """When the person really was there; None: not at all."""
        if self.cleaned_data["what"] == "absent":
            return None
        return (self.window.instant(self.cleaned_data["starts_at"]), self.window.instant(self.cleaned_data["ends_at"]))


class CompleteForm(forms.Form):
    words = forms.CharField(
        label=_("备注"),
        max_length=200,
        required=False,
        validators=[for_the_record],
    )


class SheetBackForm(forms.Form):
    words = forms.CharField(
        label=_("为什么收回"),
        max_length=100,
        help_text=_("名单上的人和复核的人会看到。例如：录错了班次，应该是下午那一班。"),
        validators=[for_the_record],
    )
