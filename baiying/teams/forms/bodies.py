"""Forms of bodies and teams."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from baiying.kit.forms import DayField, PhoneField, WhomForm, for_many, for_the_record
from baiying.kit.values import identifiers
from baiying.teams import queries, rules
from baiying.teams.catalogue import shown
from baiying.teams.models import BodyKind, KeptWhy

CREDIT_CODE_WORDS = {
    "length": _("统一社会信用代码是 18 位，请数一数是否多了或少了。"),
    "characters": _("统一社会信用代码只有数字和大写字母，没有 I、O、S、V、Z，请对照证书检查。"),
    "citizen": _("这像是一个人的身份证号，不是统一社会信用代码。请填单位的代码，在营业执照或法人证书上。"),
    "department": _("统一社会信用代码一般不这样开头，请对照证书检查前两位。证书上确实如此的，在下面写明。"),
    "checksum": _(
        "统一社会信用代码的最后一位对不上，多半是哪一位抄错了，请对照证书检查。证书上确实如此的，在下面写明。"
    ),
}
NEEDED = _("这类单位要填这一项。")


class CreditCodeField(forms.CharField):
    """A unified social credit code (GB 32100-2015), however it was typed: lower case, full-width, with blanks."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("max_length", 40)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            return identifiers.credit_code(text)
        except identifiers.BadIdentifier as bad:
            raise ValidationError(CREDIT_CODE_WORDS[bad.code], code=bad.code) from None


class BodyForm(forms.Form):
    """A body of one kind: only the fields of its kind, those it must give marked so (R020).

    `of`: the kind chosen before, where none was sent; what was sent without a known kind keeps every field.
    """

    kind = forms.ChoiceField(
        label=_("单位性质"),
        choices=BodyKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一种。")},
    )
    name = forms.CharField(label=_("单位名称"), max_length=80, error_messages={"required": _("请填写单位名称。")})
    credit_code = CreditCodeField(
        label=_("统一社会信用代码"), help_text=_("本单位的 18 位代码，在营业执照或法人证书上。")
    )
    competent_unit = forms.CharField(
        label=_("主管单位"), max_length=80, required=False, help_text=_("管它的部门，写全称。")
    )
    consenting_name = forms.CharField(label=_("同意成立的社区或单位"), max_length=80, required=False)
    consenting_credit_code = CreditCodeField(label=_("该社区或单位的统一社会信用代码"))
    consenting_contact = forms.CharField(label=_("该社区或单位的联系人"), max_length=40, required=False)
    credit_code_note = forms.CharField(
        label=_("代码对不上，但证书上就是这样"),
        max_length=120,
        required=False,
        help_text=_("请写明核对了哪份证书，例如：已看营业执照正本。会记入操作记录。"),
        validators=[for_the_record],
    )
    area = forms.CharField(max_length=12, widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, of: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound and not self.initial.get("credit_code_note"):
            del self.fields["credit_code_note"]
        sent = self.data.get(self.add_prefix("kind"), "")
        self.of_kind = sent if self.is_bound else of or self.initial.get("kind", "")
        if self.of_kind not in BodyKind.values:
            return
        self.initial["kind"] = self.of_kind
        self.fields["kind"].widget = forms.HiddenInput()
        for name in rules.superfluous(self.of_kind):
            del self.fields[name]
        for name in rules.NEEDED[self.of_kind]:
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = NEEDED

    @property
    def kind_name(self) -> Any:
        """The kind in words; empty while none is chosen."""
        return BodyKind(self.of_kind).label if self.of_kind in BodyKind.values else ""

    def facts(self) -> rules.BodyFacts:
        """What was typed, without what does not belong to the kind."""
        values = {k: v for k, v in self.cleaned_data.items() if k in rules.BodyFacts.__slots__}
        values.update(dict.fromkeys(rules.superfluous(values["kind"]), ""))
        return rules.BodyFacts(**values)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        self._take_compared(values)
        if values.get("kind") and values.get("name"):
            given = {name: values.get(name, "") for name in rules.BodyFacts.__slots__}
            for field in rules.missing(rules.BodyFacts(**given)):
                if field not in self.errors:
                    self.add_error(field, NEEDED)
        return values

    def _take_compared(self, values: dict[str, Any]) -> None:
        """A code that exists though it does not check is taken with the note of whoever saw the certificate."""
        unchecked = [
            name
            for name in ("credit_code", "consenting_credit_code")
            if self.has_error(name, "checksum") or self.has_error(name, "department")
        ]
        if values.get("credit_code_note"):
            for name in unchecked:
                del self.errors[name]
                values[name] = identifiers.tidy(self.data.get(self.add_prefix(name), ""))
        if not unchecked:
            values["credit_code_note"] = ""
        # Offered only where it is needed.
        if not unchecked and not self.initial.get("credit_code_note"):
            self.fields.pop("credit_code_note", None)


class TeamForm(forms.Form):
    name = forms.CharField(label=_("队伍名称"), max_length=60, error_messages={"required": _("请填写队伍名称。")})
    category = forms.ChoiceField(label=_("队伍类别"), help_text=_("八支常备队伍和其他类别，括号里是牵头部门。"))
    parent = forms.ChoiceField(label=_("上级队伍"), required=False, help_text=_("没有就不选。"))
    liaison = forms.CharField(
        label=_("联络组织"),
        max_length=80,
        required=False,
        help_text=_("没有上级队伍、由另一家单位联络的，写那家单位的全称或统一社会信用代码。"),
    )
    introduction = forms.CharField(
        label=_("介绍"),
        max_length=1000,
        required=False,
        validators=[for_many],
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    founded_on = DayField(
        label=_("成立日期"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("日期不对，例如 2026-11-23。")},
    )
    area = forms.CharField(max_length=12, widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, parents: list[tuple[str, str]], today: Any, area_path: Sequence[int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        # One that has ended is kept by the team that has it, and chosen for no other.
        kinds = [
            row
            for row in queries.kinds_in(area_path, today)
            if not row.ended or row.code == self.initial.get("category")
        ]
        names = [
            (row.code, f"{shown(row.name)} ({shown(row.lead_department)})" if row.lead_department else shown(row.name))
            for row in kinds
        ]
        for field, choices in (("category", names), ("parent", [("", _("没有上级队伍")), *parents])):
            widget = self.fields[field]
            assert isinstance(widget, forms.ChoiceField)
            widget.choices = choices

    def clean_liaison(self) -> Any:
        """The id of the one open body that is meant; None for none."""
        said = self.cleaned_data["liaison"]
        if not said:
            return None
        found = queries.body_stated(said)
        if not found:
            raise ValidationError(_("没有登记这样一家单位，请写全称或统一社会信用代码。"))
        if len(found) > 1:
            raise ValidationError(_("有几家同名的单位，请写统一社会信用代码。"))
        return found[0].pk

    def clean_founded_on(self) -> Any:
        day = self.cleaned_data["founded_on"]
        if day and day > self.today:
            raise ValidationError(_("成立日期还没有到，请检查。"))
        return day


class OfficeForm(WhomForm):
    """Who is to hold an office: found by phone; a name where the phone has no account yet."""

    sometimes = ("name",)
    phone = PhoneField(label=_("手机号"), help_text=_("用这个手机号登录的人。"))
    name = forms.CharField(
        label=_("姓名"), max_length=40, required=False, help_text=_("这个手机号还没有登录过的话，请填姓名。")
    )


class AdminForm(OfficeForm):
    """A unit's administrator, perhaps with a last day."""

    last_day = DayField(
        label=_("任到哪天"),
        required=False,
        help_text=_("没有期限就不填。到了那天夜里 12 点，任职自己结束。"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("日期不对，例如 2026-11-23。")},
    )


class WhyForm(forms.Form):
    """Why nobody can succeed the last administrator at once: whoever stands above keeps the body from then on."""

    why = forms.ChoiceField(
        label=_("原因"),
        choices=[(one.value, one.label) for one in (KeptWhy.DIED, KeptWhy.SUSPENDED, KeptWhy.GONE)],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一个原因：这家单位之后由上级代管。")},
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("原因"),
        max_length=120,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写明原因。")},
        validators=[for_the_record],
    )

    def __init__(self, *args: Any, label: Any, help_text: Any = "", required: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reason"]
        field.label, field.help_text, field.required = label, help_text, required


class JoinForm(forms.Form):
    words = forms.CharField(
        label=_("想对队伍说的话"),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        validators=[for_the_record],
    )
