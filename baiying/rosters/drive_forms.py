"""The form of an open drive."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baiying.kit.forms import DayField, for_many
from baiying.rosters.rules import drives

_LONGEST_DAYS = 366


class DriveForm(forms.Form):
    """Who invites, to what, until when, and where the posters hang."""

    keeps_nothing = True
    sometimes = ("team", "words")
    form_id = forms.CharField(widget=forms.HiddenInput, max_length=12, min_length=12)
    owner = forms.ChoiceField(label=_("以谁的名义招募"))
    title = forms.CharField(
        label=_("海报标题"), max_length=40, validators=[for_many], help_text=_("例如：春季志愿者招募。")
    )
    words = forms.CharField(
        label=_("海报上再写一句"), max_length=200, required=False, validators=[for_many],
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    team = forms.ChoiceField(
        label=_("请来的人看看哪支队伍"), required=False, help_text=_("已经是志愿者的，扫码看到这支队伍，可以申请加入。")
    )
    ends_on = DayField(label=_("哪天结束"), widget=forms.DateInput(attrs={"type": "date"}), help_text=_("含当天。"))
    sources = forms.CharField(
        label=_("贴在哪里"), max_length=2_000, validators=[for_many],
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("一行一个地方，例如：食堂、图书馆、公众号。每个地方一个码，分开数来了多少人。"),
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        owners: Sequence[tuple[str, str]],
        teams: Sequence[tuple[str, str]],
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["owner"].choices = list(owners)  # type: ignore[attr-defined]
        team = self.fields["team"]
        team.choices = [("", gettext("不指定队伍")), *teams]  # type: ignore[attr-defined]
        if not teams:
            team.widget = team.hidden_widget()

    def clean_ends_on(self) -> date:
        day: date = self.cleaned_data["ends_on"]
        if not self.today <= day <= self.today + timedelta(days=_LONGEST_DAYS):
            raise forms.ValidationError(_("结束日期从今天起，最长一年。"))
        return day

    def clean_sources(self) -> list[str]:
        found = drives.read_sources(self.cleaned_data["sources"])
        if not found:
            raise forms.ValidationError(_("请至少写一个地方。"))
        if len(found) > drives.MOST_SOURCES:
            raise forms.ValidationError(_("最多 %(n)s 个地方。") % {"n": drives.MOST_SOURCES})
        if long := next((one for one in found if len(one) > drives.LONGEST_SOURCE), None):
            words = _("“%(place)s”太长，请写在 %(n)s 个字以内。")
            raise forms.ValidationError(words % {"place": long, "n": drives.LONGEST_SOURCE})
        return found
