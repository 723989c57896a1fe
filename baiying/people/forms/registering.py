"""Forms of registering on a phone and of the guardian's answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baiying.kit.forms import PhoneField
from baiying.people.forms.fields import RELATIONS, NameField
from baiying.people.forms.reading import ReadForm


class GuardianForm(forms.Form):
    """Who answers for a minor, and by which phone to ask."""

    keeps_nothing = True
    guardian_name = NameField(label=_("监护人姓名"))
    relation = forms.ChoiceField(label=_("是您的"), choices=RELATIONS, widget=forms.RadioSelect)
    guardian_phone = PhoneField(
        label=_("监护人的手机号"), help_text=_("我们会发一条短信，请监护人在自己的手机上看过再决定。")
    )

    def __init__(self, *args: Any, own_phone: str = "", may_be_own: bool = False, **kwargs: Any) -> None:
        """`may_be_own`: the phone that was proven belongs to a grown-up who registers a child of the family."""
        super().__init__(*args, **kwargs)
        self.own_phone = "" if may_be_own else own_phone

    def clean_guardian_phone(self) -> str:
        phone: str = self.cleaned_data["guardian_phone"]
        if phone and phone == self.own_phone:
            raise forms.ValidationError(
                _(
                    "请填监护人自己的手机号：同意要由监护人在自己的手机上作出。没有的话，可以一起到就近的实践站（所）办理。"
                ),
                code="own_phone",
            )
        return phone


class ConsentForm(ReadForm):
    """Two ticks, neither set beforehand (PIPL art. 14, 29). Below fourteen the second is no consent: that to the number
    is the guardian's (PIPL art. 31), and the child has read so.
    """

    volunteer_service = forms.BooleanField(
        label=_("我已看过上面的说明，同意注册为志愿者，并由平台如实记录我的志愿服务。"),
        error_messages={"required": _("同意之后才能注册。如有疑问，可以到就近的实践站（所）问清楚再定。")},
    )
    id_number = forms.BooleanField(
        label=_("我单独同意平台收集我的证件号码，只用来核对是我本人，加密保存。"),
        error_messages={"required": _("志愿服务记录要求实名，不同意收集证件号码就不能注册。")},
    )

    def __init__(self, *args: Any, number_by_guardian: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if number_by_guardian:
            number = self.fields["id_number"]
            number.label = _("我知道：我不满 14 周岁，收集证件号码由监护人单独同意，不由我同意。")
            number.error_messages["required"] = _("请勾选，表示您看过这一条。")


class GuardianConsentForm(ReadForm):
    agree = forms.BooleanField(
        label=_("我是孩子的监护人，已满 18 周岁。我看过上面的说明，同意孩子注册为志愿者。"),
        error_messages={"required": _("勾选之后才能提交。不同意的话，请点下面的“不同意”。")},
    )


class ClaimForm(forms.Form):
    keeps_nothing = True
    note = forms.CharField(
        label=_("想补充说明的话"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("例如：以前在哪里、什么时候注册过。"),
    )
