"""The shape of what people type to come in and to appoint."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from baiying.accounts.models import Account, Role
from baiying.kit.forms import CodeField, PhoneField, PhoneForm, WhomForm, for_the_record


class PasswordLogInForm(PhoneForm):
    password = forms.CharField(
        label=_("密码"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}), max_length=128
    )


class NewPasswordForm(forms.Form):
    """A password twice. No rules about kinds of characters: length and not being on the list of common ones count."""

    password = forms.CharField(
        label=_("新密码"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("至少 10 个字。几个不相干的词连在一起，比一串符号更好记，也更难猜。"),
    )
    again = forms.CharField(
        label=_("再输一遍"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        self.account = account
        super().__init__(*args, **kwargs)

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        password_validation.validate_password(password, self.account)
        return password

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("password") and given.get("again") and given["password"] != given["again"]:
            self.add_error("again", _("两遍输入的不一样，请重新输入。"))
        return given


class AppointForm(WhomForm):
    """Whom to appoint: an account found, or made, by the phone."""

    role = forms.ChoiceField(label=_("角色"), widget=forms.RadioSelect)
    phone = PhoneField(label=_("此人的手机号"), help_text=_("此人用这个手机号收验证码登录，不设初始密码。"))
    name = forms.CharField(label=_("姓名"), max_length=40, help_text=_("群众看到的经办人就是这个名字。"))
    title = forms.CharField(
        label=_("职务"),
        max_length=60,
        required=False,
        validators=[for_the_record],
    )
    first_day = forms.DateField(
        label=_("从"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("不填就从接受时起。"),
    )
    last_day = forms.DateField(
        label=_("至"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("最后一天，到那天晚上十二点为止。长期的不填。"),
    )

    def __init__(self, *args: Any, roles: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = dict(Role.choices)
        self.fields["role"].choices = [(role, names[role]) for role in roles]  # type: ignore[attr-defined]


class StandInForm(forms.Form):
    """Who stands in, from which day to which."""

    whom = forms.ChoiceField(label=_("请谁代理"), help_text=_("同一个地方、上级和直接下级的在任同事。"))
    first_day = forms.DateField(
        label=_("从"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("不填就从今天、对方接受时起。"),
    )
    last_day = forms.DateField(
        label=_("至"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("最后一天，到那天晚上十二点为止。"),
    )

    def __init__(self, *args: Any, near: Sequence[tuple[str, str]], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["whom"].choices = [("", _("请选择")), *near]  # type: ignore[attr-defined]
        for name in ("first_day", "last_day"):
            self.fields[name].widget.attrs["min"] = today.isoformat()


class TotpForm(forms.Form):
    """Six digits of an authenticator app."""

    code = CodeField(label=_("验证器里的六位数字"))


class NewTotpForm(TotpForm):
    label = forms.CharField(
        label=_("给它起个名字"), max_length=40, initial=_("手机上的验证器"), validators=[for_the_record]
    )
    field_order = ("code", "label")


class PaperCodeForm(forms.Form):
    code = forms.CharField(
        label=_("恢复码"),
        max_length=20,
        help_text=_("纸上十个字母和数字，例如 a2b3c-d4e5f。每个只能用一次。"),
        # A code, no words that somebody wrote: a page that came after the session ended gives it back to nobody.
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "autofocus": True, "inputmode": "text"}
        ),
    )


class NewPasskeyForm(forms.Form):
    """What the device answered, put there by the page's script, and how its owner calls it."""

    label = forms.CharField(label=_("给它起个名字"), max_length=40, validators=[for_the_record])
    answer = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20_000)


class PasskeyForm(forms.Form):
    answer = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20_000)


class RenewForm(forms.Form):
    seen = forms.IntegerField(widget=forms.HiddenInput)


class VouchForm(forms.Form):
    """Which document was seen: the colleague is known by sight, the document says that it is she."""

    document = forms.ChoiceField(
        label=_("看了哪种证件原件"),
        choices=(("citizen", _("居民身份证")), ("passport", _("护照")), ("other", _("其他法定证件"))),
        widget=forms.RadioSelect,
    )
    known = forms.BooleanField(label=_("我认识此人，证件上的照片和姓名就是本人。"))
