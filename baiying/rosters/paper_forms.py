"""The forms for consents that come back on paper."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baiying.kit.forms import ClockField, DayField, PhoneField
from baiying.kit.values import names
from baiying.people.queries import papers as printed
from baiying.rosters.actions import PaperGiven

ANSWERS = (("yes", _("同意")), ("no", _("不同意")))
PURPOSES: Mapping[str, Any] = {
    "guardian": _("同意孩子注册为志愿者、参加志愿服务"),
    "id_number": _("单独同意收集孩子的证件号码"),
}
_MARKS = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


class CodeForm(forms.Form):
    """The square read by a scanner, or what stands under it."""

    keeps_nothing = True
    code = forms.CharField(
        label=_("同意书上的码"),
        max_length=200,
        help_text=_("用扫码枪扫，或输入方块下面的字母和数字，空格可以不输。"),
        widget=forms.TextInput(attrs={**_MARKS, "autofocus": True}),
    )


class PersonNameField(forms.CharField):
    """A name as it stands on the paper."""

    def clean(self, value: Any) -> str:
        try:
            return names.name(super().clean(value))
        except names.BadName:
            raise forms.ValidationError(_("姓名里有不该有的字，请对照纸再填一遍。")) from None


class PaperForm(forms.Form):
    """What stands on one paper. The child's name is typed, never shown: it must say by itself whose paper it is."""

    keeps_nothing = True
    sometimes = ("hour", "phone_again", "scan")
    form_id = forms.CharField(widget=forms.HiddenInput, max_length=12, min_length=12)
    name = PersonNameField(
        label=_("纸上写的孩子姓名"), max_length=60, help_text=_("照纸上抄，用来核对码有没有贴错。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    guardian_name = PersonNameField(
        label=_("签字人姓名"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    relation = forms.ChoiceField(label=_("是孩子的什么人"))
    phone = PhoneField(label=_("签字人手机号"), help_text=_("监护人以后用它登录，查看或撤回。"))
    phone_again = PhoneField(label=_("手机号再输一遍"), required=False, help_text=_("和名册上登记的一样就不用再输。"))
    signed_on = DayField(label=_("签字日期"), widget=forms.DateInput(attrs={"type": "date"}))
    hour = ClockField(
        label=_("几点签的"), required=False, help_text=_("纸上写了就填。同一天又在手机上答复过的，要靠它分先后。")
    )

    def __init__(self, *args: Any, purposes: Sequence[str], known_phone: str, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relation = self.fields["relation"]
        assert isinstance(relation, forms.ChoiceField)
        relation.choices = [("", _("请选")), *printed.relations()]
        self.purposes, self.known_phone, self.today = purposes, known_phone, today
        for one in purposes:
            self.fields[f"answer_{one}"] = forms.ChoiceField(
                label=PURPOSES.get(one, one), choices=ANSWERS, widget=forms.RadioSelect
            )
        self.fields["scan"] = forms.FileField(
            label=_("扫描件"), required=False,
            help_text=_("可以不传。jpg 或 png，照片里的拍摄地点和时间会去掉，加密保存。"),
        )  # fmt: skip

    def clean_signed_on(self) -> date:
        day: date = self.cleaned_data["signed_on"]
        if day > self.today:
            raise forms.ValidationError(_("签字日期还没有到，请看看年份和月份。"))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        phone = data.get("phone")
        if (
            phone
            and phone != self.known_phone
            and data.get("phone_again") != phone
            and "phone_again" not in self.errors
        ):
            self.add_error("phone_again", _("这个号码和名册上的不同，或者名册上没有。请再输一遍，免得发给了别人。"))
        return data

    def given(self, version: str) -> PaperGiven:
        data = self.cleaned_data
        hour = data.get("hour")
        return PaperGiven(
            version=version,
            name=data["name"],
            guardian_name=data["guardian_name"],
            relation=data["relation"],
            phone=data["phone"],
            signed_on=data["signed_on"],
            answers={one: data[f"answer_{one}"] == "yes" for one in self.purposes},
            hour=timedelta(hours=hour.hour, minutes=hour.minute) if hour else None,
            scan=data["scan"].read() if data.get("scan") else b"",
        )
