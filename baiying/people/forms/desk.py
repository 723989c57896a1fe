"""Forms of the offices: on-site registration, checks, claims, looks at numbers, locks."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from baiying.kit.forms import CodeField, PhoneField, for_the_record
from baiying.kit.values import documents, identifiers
from baiying.people import queries
from baiying.people.forms.fields import ID_TYPES, RELATIONS, IdentityForm, NameField
from baiying.people.forms.reading import ReadForm
from baiying.people.models import SpotOutcome, SpotWay

SAME = "same"
# What a clerk may have seen: the document of the record, or what stands for it.
SEEN = ((SAME, _("就是上面的证件类型")), (documents.HOUSEHOLD_REGISTER, _("户口簿（还没有身份证的孩子）")))
_KINDS = dict(ID_TYPES)
_SIX = {"autocomplete": "off", "autocapitalize": "characters", "inputmode": "text"}


class LastSixField(forms.CharField):
    """The last six characters as the clerk reads them from the document; all of a number that has fewer.

    What cannot be the end of a number is said at the field, before anything is compared: a slip of the finger is no
    number that differs, for which somebody is refused.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("证件号码的最后六位"))
        kwargs.setdefault("help_text", _("照证件抄写，系统会与注册时填的号码核对。"))
        super().__init__(widget=forms.TextInput(attrs=_SIX), **kwargs)
        self.end = documents.LAST_SIX

    def of(self, end: documents.NumberEnd) -> None:
        """Ask for what there is of this number, and say so."""
        self.end = end
        if end.is_whole:
            self.label = _("证件号码（全部 %(n)s 位）") % {"n": end.signs}
            self.help_text = _("这个号码不到六位，请照证件全部抄写，系统会与注册时填的号码核对。")

    def clean(self, value: Any) -> str:
        typed = identifiers.tidy(str(super().clean(value) or ""))
        if not typed or self.end.fits(typed):
            return typed
        if self.end.is_whole:
            words = {"all": self.end.signs, "n": len(typed)}
            said = str(_("请抄证件号码的全部 %(all)s 位数字或字母。您填了 %(n)s 位。") % words)
        elif len(typed) != self.end.signs:
            said = str(_("请抄证件号码的最后六位：六个数字或字母。您填了 %(n)s 位。") % {"n": len(typed)})
        else:
            said = str(_("请抄证件号码的最后六位：六个数字，有的最后一位是字母。"))
        raise forms.ValidationError(said, code="shape")


class SeenField(forms.ChoiceField):
    """Which document was seen. What was sent is judged by the action, which says why another one is refused."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("看了哪种证件"), choices=SEEN, **kwargs)

    def valid_value(self, value: Any) -> bool:
        return super().valid_value(value) or str(value) in _KINDS


class PassForm(forms.Form):
    document = SeenField()
    last_six = LastSixField()

    def __init__(self, *args: Any, kind: str, end: documents.NumberEnd, **kwargs: Any) -> None:
        """`kind`: of which kind the document of the record is; `end`: what of its number is copied."""
        super().__init__(*args, **kwargs)
        cast(LastSixField, self.fields["last_six"]).of(end)
        register = [one for one in SEEN if one[0] != SAME and kind == documents.CITIZEN]
        self.fields["document"].choices = [(kind, _KINDS.get(kind, kind)), *register]  # type: ignore[attr-defined]


class HomeForm(forms.Form):
    words = forms.CharField(
        label=_("怎么问到的"),
        max_length=120,
        help_text=_("例如：打电话问过本人。会记入审计。"),
        validators=[for_the_record],
    )


class DocumentForm(forms.Form):
    """Of which kind the document of a record truly is, and which one was seen."""

    id_type = forms.ChoiceField(label=_("证件类型"), choices=ID_TYPES)
    document = SeenField()
    reason = forms.CharField(
        label=_("为什么更正"),
        max_length=120,
        min_length=2,
        help_text=_("例如：注册时选错了，本人拿的是护照。本人会看到。"),
        validators=[for_the_record],
    )

    def clean(self) -> dict[str, Any]:
        return follow_type(super().clean() or {})


def follow_type(given: dict[str, Any]) -> dict[str, Any]:
    """The document seen is the one of the record unless something else was chosen."""
    if given.get("document") == SAME:
        given["document"] = given.get("id_type", "")
    return given


class FailForm(forms.Form):
    reason = forms.CharField(
        label=_("不通过的原因"),
        max_length=120,
        help_text=_("志愿者会看到这句话，请写明怎样才能通过。"),
        validators=[for_the_record],
    )


class RevealForm(forms.Form):
    what = forms.ChoiceField(
        label=_("查看什么"), choices=[("phone", _("手机号")), ("id_number", _("证件号码"))], widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("为什么要看"),
        max_length=120,
        min_length=4,
        help_text=_("会记入审计，本人可以知道。"),
        validators=[for_the_record],
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("原因"),
        max_length=120,
        min_length=2,
        validators=[for_the_record],
    )


class WithdrawalForm(forms.Form):
    asked = forms.BooleanField(
        label=_("本人在场，当面要求撤回同意。"), error_messages={"required": _("没有本人当面要求，不能代为撤回。")}
    )


class RejoiningForm(ReadForm):
    consent = forms.BooleanField(
        label=_("我已当面读给本人听，本人同意重新注册。证件号码由本人同意收集，不满 14 周岁的由监护人单独同意。"),
        error_messages={"required": _("没有本人当面同意，不能代为注册。")},
    )


class NumberConsentForm(forms.Form):
    number = forms.BooleanField(
        label=_("我已当面告诉本人证件号码只用来核对身份、加密保存；本人已满 14 周岁，当面单独同意。"),
        error_messages={"required": _("没有本人当面同意，不能代为记下。")},
    )


class UnlockForm(forms.Form):
    phone = PhoneField(label=_("被锁定的手机号"), help_text=_("请来人报出完整号码，并看一眼证件。"))
    reason = forms.CharField(
        label=_("怎样核对的本人"),
        max_length=120,
        min_length=2,
        validators=[for_the_record],
    )


class SpotCheckForm(forms.Form):
    """What came of a spot check; why is asked where it is not that all is true."""

    sometimes = ("words",)
    outcome = forms.ChoiceField(
        label=_("结果"), choices=[one for one in SpotOutcome.choices if one[0]], widget=forms.RadioSelect
    )
    way = forms.ChoiceField(label=_("怎么查的"), choices=SpotWay.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("说明"),
        required=False,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[for_the_record],
        help_text=_("不属实、联系不上，请写明查到什么、打了几次。不要写电话和证件号码。"),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("outcome") in {"false", "unreached"} and "words" in given and not given["words"].strip():
            self.add_error("words", _("请写明是怎么查的、查到什么。"))
        return given


class ClaimAnswerForm(forms.Form):
    """Grant with the document's last six characters, or refuse with a reason."""

    sometimes = ("last_six",)
    granted = forms.ChoiceField(
        label=_("核对结果"),
        choices=[("yes", _("是本人，把记录交还给他")), ("no", _("不是本人，或无法证明"))],
        widget=forms.RadioSelect,
    )
    last_six = LastSixField(required=False)
    answer = forms.CharField(
        label=_("答复"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("申请人会看到。"),
        validators=[for_the_record],
    )

    def __init__(self, *args: Any, end: documents.NumberEnd, was_seen: bool = False, **kwargs: Any) -> None:
        """`was_seen`: somebody has seen the document already, so that what is left to say here is no."""
        super().__init__(*args, **kwargs)
        cast(LastSixField, self.fields["last_six"]).of(end)
        if was_seen:
            self.fields["granted"] = forms.ChoiceField(choices=[("no", "no")], initial="no", widget=forms.HiddenInput)
            del self.fields["last_six"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("granted") == "yes" and "last_six" not in self.errors and not given.get("last_six"):
            whole = cast(LastSixField, self.fields["last_six"]).end.is_whole
            missing = _("交还之前要看过证件，请抄写证件号码的最后六位。")
            self.add_error("last_six", _("交还之前要看过证件，请抄写证件号码。") if whole else missing)
        return given


class NewPhoneForm(forms.Form):
    """A new number for who stands at the desk; while the code is sent only the number is asked for."""

    keeps_nothing = True
    # Asked for by the second button alone, and then never left out.
    sometimes = ("code", "last_six")
    phone = PhoneField(label=_("现在的手机号"))
    code = CodeField(label=_("新手机收到的验证码"), required=False)
    last_six = LastSixField(required=False)

    def __init__(self, *args: Any, end: documents.NumberEnd, sending: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sending = sending
        # The first thing to do on the page stands above it.
        self.fields["code"].widget.attrs.pop("autofocus", None)
        cast(LastSixField, self.fields["last_six"]).of(end)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        wanted = {"code": _("请填新手机收到的验证码。"), "last_six": _("请照证件抄写号码的最后六位。")}
        for name, words in wanted.items():
            if not self.sending and not given.get(name) and not self.has_error(name):
                self.add_error(name, words)
        return given


class DevicesForm(forms.Form):
    """Whose devices end: the document of who stands at the desk."""

    keeps_nothing = True
    devices_six = LastSixField()

    def __init__(self, *args: Any, end: documents.NumberEnd, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(LastSixField, self.fields["devices_six"]).of(end)


class OnSiteForm(ReadForm, IdentityForm):
    """Somebody at the desk: identity, phone if there is one, and what was witnessed."""

    sometimes = (
        *IdentityForm.sometimes, "phone_of", "guardian_name", "relation", "guardian_phone", "guardian_document",
    )  # fmt: skip
    phone = PhoneField(required=False, help_text=_("没有手机可以不填，之后凭打印的志愿者证签到。"))
    phone_of = forms.CharField(
        label=_("手机号是谁的"), required=False, max_length=60, validators=[for_the_record],
        help_text=_("只有和别的志愿者共用手机号才填，例如：她女儿的手机，她本人没有。号码的主人会收到消息。"),
    )  # fmt: skip
    categories = forms.MultipleChoiceField(label=_("想做哪类服务"), required=False, widget=forms.CheckboxSelectMultiple)
    document = SeenField(initial=SAME)
    guardian_name = NameField(label=_("监护人姓名"), required=False)
    relation = forms.ChoiceField(label=_("与孩子的关系"), required=False, choices=(("", "—"), *RELATIONS))
    guardian_phone = PhoneField(label=_("监护人手机号"), required=False)
    guardian_document = forms.CharField(
        label=_("看了监护人的什么证件"),
        required=False,
        max_length=80,
        help_text=_("例如：居民身份证、户口簿。"),
        validators=[for_the_record],
    )
    consent = forms.BooleanField(
        label=_(
            "我已当面读给本人听（未成年人连同监护人），本人同意注册。证件号码由本人同意收集，"
            "不满 14 周岁的由监护人单独同意。"
        ),
        error_messages={"required": _("没有本人当面同意，不能代为注册。")},
    )

    oath = forms.BooleanField(
        label=_("誓词也读了，本人跟着说了一遍"),
        required=False,
        help_text=_("愿意才读。不读不影响注册，也不影响以后的任何服务。"),
    )

    def __init__(self, *args: Any, most: int = 4, has_oath: bool = True, **kwargs: Any) -> None:
        """`has_oath`: whether the area has an oath to be read out."""
        super().__init__(*args, other=True, document_seen=True, **kwargs)
        self.most = most
        if not has_oath:
            del self.fields["oath"]
        rows = queries.category_choices()
        self.fields["categories"].choices = rows  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        # After the number was read: it says which of the cards it is.
        return follow_type(super().clean() or {})

    def clean_categories(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["categories"]
        if len(chosen) > self.most:
            raise forms.ValidationError(_("最多选 %(n)s 类，请去掉几个。") % {"n": self.most})
        return chosen

    def require_guardian(self) -> bool:
        """Called when the age asks for a guardian; adds the errors and says whether all is there."""
        words = {
            "guardian_name": _("未满 18 岁，请填写在场监护人的姓名。"),
            "relation": _("请选择监护人与孩子的关系。"),
            "guardian_phone": _("请填写监护人的手机号。"),
            "guardian_document": _("请写明看了监护人的什么证件。"),
        }
        for name, text in words.items():
            if not self.cleaned_data.get(name):
                self.add_error(name, text)
        return not self.errors
