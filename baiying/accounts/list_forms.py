"""The forms of appointing by list."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baiying.accounts import queries
from baiying.accounts.list_reading import MAX_BYTES
from baiying.accounts.list_rules import digits_of
from baiying.kit.forms import for_the_record
from baiying.kit.values.tables import Cell

MOST_PASTED = 2_000_000


class ListForm(forms.Form):
    """A list: a file, or what was copied from one."""

    keeps_nothing = True
    sometimes = ("file", "pasted")
    form_id = forms.CharField(widget=forms.HiddenInput, max_length=12, min_length=12)
    file = forms.FileField(
        label=_("名单文件"),
        required=False,
        help_text=_(
            "xlsx、xls 或 CSV。要有“地点”“角色”“姓名”三列，最好还有“手机号或后四位”“从”“至”。文件看完就丢，不保存。"
        ),
    )
    pasted = forms.CharField(
        label=_("或者把名单粘贴在这里"),
        required=False,
        max_length=MOST_PASTED,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
        help_text=_("在表格里连表头一起选中、复制，再粘贴。"),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        file, pasted = data.get("file"), (data.get("pasted") or "").strip()
        if not file and not pasted and "file" not in self.errors and "pasted" not in self.errors:
            self.add_error("file", _("请选择名单文件，或者把名单粘贴在下面。"))
        if file and pasted:
            self.add_error("pasted", _("文件和粘贴只用一样，请去掉一样。"))
        if file and file.size > MAX_BYTES:
            self.add_error("file", _("文件超过 4 MB，请分成几份上传。"))
        return data


class DigitsForm(forms.Form):
    """For each line that stopped the end of a phone, or the whole number of who has no log-in yet."""

    keeps_nothing = True

    def __init__(self, *args: Any, asked: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        for number, name in asked:
            self.fields[f"digits_{number}"] = forms.CharField(
                label=gettext("第 %(line)s 行 %(name)s") % {"line": number, "name": name},
                max_length=20,
                required=False,
                widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for key, typed in list(data.items()):
            if typed and digits_of(Cell(typed)) is None:
                self.add_error(key, _("请填手机号后四位，或者完整的 11 位手机号。"))
        return data

    def typed(self) -> dict[int, str]:
        """What was typed, by line."""
        return {number: self.cleaned_data.get(f"digits_{number}") or "" for number, _name in self.asked}


class SendListForm(forms.Form):
    """The press, with what is left out."""

    without_faults = forms.BooleanField(required=False)

    def __init__(self, *args: Any, faults: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if faults:
            self.fields["without_faults"].label = gettext("有问题的 %(n)s 行先不任命") % {"n": faults}
        else:
            self.fields["without_faults"].widget = forms.HiddenInput()


class PastForm(forms.Form):
    """Which right, on which day."""

    keeps_nothing = True
    right = forms.ChoiceField(label=_("能办什么"))
    day = forms.DateField(
        label=_("哪一天"), widget=forms.DateInput(attrs={"type": "date"}), error_messages={"required": _("请选一天。")}
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["day"].initial = today
        right = self.fields["right"]
        assert isinstance(right, forms.ChoiceField)
        right.choices = queries.rights_in_words()

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > self.today:
            raise forms.ValidationError(_("这一天还没有到。"))
        return day


class NoteForm(forms.Form):
    """Words for whoever goes on: what was being done, and nobody's name or number."""

    form_id = forms.CharField(widget=forms.HiddenInput, max_length=12, min_length=12)
    words = forms.CharField(
        label=_("给接任的人留言"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        validators=[for_the_record],
        help_text=_("只写事情办到哪一步，不写别人的姓名、电话和证件号。"),
    )
