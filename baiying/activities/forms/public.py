"""What the address of the public list says, and short forms about a sign-up."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from baiying.activities.rules import asking
from baiying.kit import kept
from baiying.kit.forms import for_many, for_the_record, without_landline
from baiying.kit.values import days, names, points
from baiying.ui import seeking


def day(text: str | None) -> date | None:
    """The day of "2026-11-23", or as people write it; None if it is none."""
    found = days.read(text or "")
    return found if found is not None and 2000 <= found.year <= 2100 else None


# The chips of the public list, as they stand in its address.
SPANS = (asking.WEEKEND, asking.NEXT_WEEKEND)
PARTS = (asking.MORNING, asking.AFTERNOON, asking.EVENING)


@dataclass(frozen=True, slots=True)
class Wish:
    """What the address of the public list asks for; what cannot be read in it is left out, not refused."""

    q: str = ""
    when: str = ""
    part: str = ""
    free: bool = False
    minors: bool = False
    mine: bool = False
    day: date | None = None
    category: str = ""
    area: str = ""
    near: tuple[float, float] | None = None

    @classmethod
    def of(cls, asked: QueryDict) -> "Wish":
        when, part = asked.get("when", ""), asked.get("part", "")
        return cls(
            q=names.plain(asked.get("q", ""))[: seeking.LONGEST],
            when=when if when in SPANS else "",
            part=part if part in PARTS else "",
            free=asked.get("free") == "1",
            minors=asked.get("minors") == "1",
            mine=asked.get("mine") == "1",
            day=day(asked.get("day")),
            category=asked.get("category", "")[:32],
            area=asked.get("area", "")[:16],
            near=points.point(asked.get("near")),
        )

    def address(self, **changes: Any) -> str:
        """The list's address with this wish, changed in some points; empty where nothing is wished."""
        return seeking.address(replace(self, **changes).told())

    def told(self) -> dict[str, str]:
        """What the address says by the names in it, empty where it says nothing."""
        return {
            "q": self.q, "when": self.when, "part": self.part, "free": "1" if self.free else "",
            "minors": "1" if self.minors else "", "mine": "1" if self.mine else "",
            "day": self.day.isoformat() if self.day else "", "category": self.category, "area": self.area,
            "near": seeking.written(self.near),
        }  # fmt: skip


class DocumentForm(forms.Form):
    """What the leader saw before somebody may do what needs a licence. No number, no copy: only which one."""

    document = forms.CharField(
        label=_("您当面看过的证件"),
        max_length=80,
        help_text=_("写证件的名称就行，例如：救护员证、护士执业证。不用写号码，不要拍照。"),
        error_messages={"required": _("请写下您看过的是什么证件。"), "max_length": _("最多 80 个字，请写短一些。")},
        validators=[for_the_record],
    )


class LeaderForm(forms.Form):
    """Who is to lead from now on."""

    leader = forms.ChoiceField(
        label=_("请谁带队"),
        widget=forms.RadioSelect,
        help_text=_("要等本人确认；确认之前由现在的领队带队。"),
        error_messages={"required": _("请选一位。")},
    )

    def __init__(self, *args: Any, leaders: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["leader"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = leaders


class NoteForm(forms.Form):
    """A note to everybody with a place; the nonce makes sending it twice harmless."""

    words = forms.CharField(
        label=_("通知"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 4}),
        validators=[for_many, without_landline],
        help_text=_("例如集合地点、要带什么。不要写电话、证件号码。"),
        error_messages={"required": _("请写要通知的话，200 字以内。"), "max_length": _("最多 200 个字，请写短一些。")},
    )
    nonce = forms.UUIDField(widget=forms.HiddenInput)


# Why people cannot come, as they most often say it; others read it, so it is kept in Chinese.
_WHY = {
    "busy": _("临时有事"),
    "ill": _("身体不适"),
    "work": _("要上班或上课"),
    "family": _("要照顾家里人"),
    "way": _("天气或交通不便"),
}


class LeaveForm(forms.Form):
    """Not coming after all: one tap says why, own words may, and neither must."""

    why = forms.ChoiceField(
        label=_("不能来的原因"),
        required=False,
        choices=[*_WHY.items(), ("", _("不说原因"))],
        initial="",
        widget=forms.RadioSelect,
        help_text=_("领队会看到。"),
    )
    reason = forms.CharField(
        label=_("还想对领队说的"),
        required=False,
        max_length=180,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": _("最多 180 个字，请写短一些。")},
        validators=[for_the_record],
    )

    def said(self) -> str:
        """What the leader reads; empty where nothing was said."""
        why = self.cleaned_data["why"]
        with kept.in_chinese():
            return "，".join(part for part in (str(_WHY.get(why, "")), self.cleaned_data["reason"].strip()) if part)


class ReasonForm(forms.Form):
    """One reason, written for the person whom it concerns."""

    reason = forms.CharField(
        label=_("原因"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写明原因。"), "max_length": _("最多 200 个字，请写短一些。")},
        validators=[for_the_record, without_landline],
    )

    def __init__(
        self,
        *args: Any,
        label: Any = None,
        help_text: Any = "",
        required: bool = True,
        many_read_it: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reason"]
        if many_read_it:
            field.validators = [one for one in field.validators if one is not for_the_record] + [for_many]
        field.label, field.help_text, field.required = label or field.label, help_text, required
