"""The shape of what is said about two records of one human."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from baiying.kit.forms import CodeField, PhoneField
from baiying.kit.parting import PartingForm, reason
from baiying.people.forms.desk import LastSixField
from baiying.people.models import MergeProof


class CardCodeField(forms.CharField):
    """What stands below the code of a card; in groups, as it is printed, or in one."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        super().__init__(max_length=24, required=False, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> str:
        return "".join(str(super().clean(value) or "").split()).lower()


class ProposeMergeForm(forms.Form):
    """The other record by a whole number, and what the human has in hand for both."""

    other = forms.CharField(
        label=_("另一条记录的号码"),
        max_length=32,
        help_text=_("整个志愿者编号，或整个证件号码，照证件抄写。这里不按姓名找。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    proof = forms.ChoiceField(
        label=_("凭什么说是同一个人"),
        choices=[
            (MergeProof.DOCUMENTS.value, _("本人在场，两份证件都看过")),
            (MergeProof.CARDS.value, _("本人在场，两张志愿者证都在手里")),
        ],
        widget=forms.RadioSelect,
    )
    one_six = LastSixField(label=_("这条记录的证件，最后六位"), required=False)
    other_six = LastSixField(label=_("另一条记录的证件，最后六位"), required=False)
    one_card = CardCodeField(label=_("这条记录的证，码下面的字"))
    other_card = CardCodeField(label=_("另一条记录的证，码下面的字"))
    words = reason(
        _("说明"),
        _("例如换过证件、先在学校注册过；两条写的不一样的，必须写明为什么。不要写电话和证件号码。"),
        required=False,
    )
    # Which fields belong to which proof: one of the two groups is filled in, whole.
    GROUPS: ClassVar[dict[str, tuple[str, ...]]] = {
        "documents": ("one_six", "other_six"),
        "cards": ("one_card", "other_card"),
    }

    def ahead(self) -> list[Any]:
        return [self["other"], self["proof"]]

    def groups(self) -> list[tuple[str, Any, list[Any]]]:
        """The two groups as the page shows them: the choice, its words, its fields."""
        words = dict(self.fields["proof"].choices)  # type: ignore[attr-defined]
        return [(key, words[key], [self[name] for name in names]) for key, names in self.GROUPS.items()]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for field in self.GROUPS.get(given.get("proof", ""), ()):
            if not given.get(field) and not self.has_error(field):
                self.add_error(field, _("请填写。"))
        return given


class TakeUpForm(forms.Form):
    words = reason(
        _("为什么仍是同一个人"), _("两条记录写的不一样，理由会留下来。不要写电话和证件号码。"), required=False
    )


class EndMergeForm(forms.Form):
    words = reason(_("为什么不合并"), _("双方都会收到“不办了”，理由只有工作人员看得到。"))


class UndoMergeForm(PartingForm):
    """To whom each newer thing belongs."""

    MISSING = _("请说明这一项属于谁。")


class OwnMergeForm(forms.Form):
    """The other record of one's own: its number, and the phone that it was given."""

    number = forms.CharField(label=_("另一条记录的志愿者编号"), max_length=16, help_text=_("V 开头，一共 12 位。"))
    phone = PhoneField(label=_("那条记录登记的手机号"), help_text=_("验证码发到这个手机号，和您现在的手机号。"))


class TwoCodesForm(forms.Form):
    """What came to both phones."""

    code = CodeField(label=_("发到您现在手机号的验证码"))
    other_code = CodeField(label=_("发到另一个手机号的验证码"))

    def __init__(self, *args: Any, one_phone: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if one_phone:
            del self.fields["other_code"]
