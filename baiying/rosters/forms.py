"""The forms of the rosters room."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baiying.kit.values import numbers
from baiying.rosters.reading import MAX_BYTES
from baiying.rosters.rules.sheet import COLUMNS, letter
from baiying.rosters.words import COLUMNS as NAMES

MOST_PASTED = 4_000_000


class RosterForm(forms.Form):
    """Whose roster, and the roster itself: a file, or what was copied from one."""

    keeps_nothing = True
    sometimes = ("file", "pasted", "team", "sheet")
    form_id = forms.CharField(widget=forms.HiddenInput, max_length=12, min_length=12)
    owner = forms.ChoiceField(label=_("以谁的名义邀请"))
    team = forms.ChoiceField(
        label=_("请来的人加入哪支队伍"),
        required=False,
        help_text=_("不选也可以。选了的，来的人注册以后收到一条消息，自己申请入队；已经是志愿者的，直接邀请入队。"),
    )
    file = forms.FileField(
        label=_("名册文件"),
        required=False,
        help_text=_("xlsx、xls 或 CSV，有“姓名”一列，最好还有班级、证件号码、监护人手机号。文件看完就丢，不保存。"),
    )
    sheet = forms.CharField(label=_("读哪张工作表"), required=False, max_length=100, help_text=_("不填就读第一张。"))
    pasted = forms.CharField(
        label=_("或者把名册粘贴在这里"),
        required=False,
        max_length=MOST_PASTED,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
        help_text=_("在表格里连表头一起选中、复制，再粘贴。"),
    )

    def __init__(
        self, *args: Any, owners: Sequence[tuple[str, str]], teams: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ChoiceField)
        owner.choices = list(owners)
        team = self.fields["team"]
        assert isinstance(team, forms.ChoiceField)
        team.choices = [("", gettext("不邀请入队")), *teams]
        if not teams:
            team.widget = team.hidden_widget()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        file, pasted = data.get("file"), (data.get("pasted") or "").strip()
        if not file and not pasted and "file" not in self.errors and "pasted" not in self.errors:
            self.add_error("file", _("请选择名册文件，或者把名册粘贴在下面。"))
        if file and pasted:
            self.add_error("pasted", _("文件和粘贴只用一样，请去掉一样。"))
        if file and file.size > MAX_BYTES:
            self.add_error("file", _("文件超过 8 MB，请分成几份上传。"))
        return data


class ChoicesForm(forms.Form):
    """What the clerk is asked about a sheet."""

    keeps_nothing = True

    def __init__(self, *args: Any, summary: Mapping[str, Any], choices: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = choices.get("columns", {})
        if summary.get("dates"):
            words = gettext("表格软件改成了日期的班级：%(dates)s")
            said = "on" if choices.get("dates_are_groups") else "no" if choices.get("dates_left") else None
            self.fields["dates_are_groups"] = forms.ChoiceField(
                label=words % {"dates": " ".join(f"{one}？" for one in summary["dates"][:12])},
                choices=[
                    ("on", gettext("是的，就是这些班")),
                    ("no", gettext("不是：这些行先不发，把这一列设成文本，改好以后再传一次")),
                ],
                widget=forms.RadioSelect,
                required=False,
                initial=said,
            )
        if summary.get("hidden"):
            words = gettext("另有 %(n)s 行被隐藏，没有取用。把它们也取进来")
            self.fields["take_hidden"] = forms.BooleanField(
                label=words % {"n": summary["hidden"]}, required=False, initial=choices.get("take_hidden", False)
            )
        self.alike = summary.get("alike", [])[:10]
        for at, several in enumerate(self.alike):
            words = gettext("%(names)s 是同一个班，都写成 %(first)s")
            self.fields[f"same_{at}"] = forms.BooleanField(
                label=words % {"names": "、".join(several), "first": several[0]}, required=False
            )
        self.asked = list(self.fields)
        written = summary.get("written", [])
        options = [("", gettext("没有这一列"))] + [
            (str(at), f"{letter(at)} {text or gettext('（没有名称）')}") for at, text in enumerate(written)
        ]
        for noun in COLUMNS:
            self.fields[f"column_{noun}"] = forms.ChoiceField(
                label=NAMES[noun],
                choices=options,
                required=noun == "name",
                initial=str(columns[noun]) if noun in columns else "",
            )

    def said(self, before: Mapping[str, Any]) -> dict[str, Any]:
        """What was chosen, beside what was chosen before: a class joined once stays joined."""
        data = self.cleaned_data
        same = dict(before.get("same_group", {}))
        for at, several in enumerate(self.alike):
            if data.get(f"same_{at}"):
                same |= dict.fromkeys(several[1:], several[0])
        columns = {noun: n for noun in COLUMNS if (n := numbers.whole(data.get(f"column_{noun}") or "")) is not None}
        kept: dict[str, Any] = {"columns": columns, "same_group": same}
        kept["take_hidden"] = bool(data.get("take_hidden", before.get("take_hidden", False)))
        if "dates_are_groups" in data:
            kept |= {
                "dates_are_groups": data["dates_are_groups"] == "on",
                "dates_left": data["dates_are_groups"] == "no",
            }
        return kept


class SendForm(forms.Form):
    """The press: with what is left out, and how it is told."""

    without_faults = forms.BooleanField(required=False)
    by_text = forms.BooleanField(
        label=_("给名册上的手机号发短信，一个号码一条"),
        required=False,
        initial=True,
        help_text=_("不发短信的，可以打印邀请单，让学生或职工带回去。"),
    )

    def __init__(self, *args: Any, faults: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if faults:
            self.fields["without_faults"].label = gettext("有问题的 %(n)s 行先不发") % {"n": faults}
        else:
            self.fields["without_faults"].widget = forms.HiddenInput()


class SlipForm(forms.Form):
    """The word of the slip, and the end of the number: paper alone proves nothing."""

    keeps_nothing = True
    word = forms.CharField(
        label=_("邀请单上的校验词"),
        max_length=30,
        help_text=_("邀请单上九个字母和数字，中间的空格可以不输。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    end = forms.CharField(
        label=_("被邀请人证件号码的后六位"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text"}),
    )
