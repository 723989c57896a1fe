"""The shape of what people write: a complaint, the way back to it, and what the office says."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baiying.complaints import queries
from baiying.complaints.models import MOST_NAMES, MOST_WORDS, Addressee, ComplaintKind, Outcome
from baiying.kit import returning
from baiying.kit.db.fields import ALPHABET, LENGTH, new_public_id
from baiying.kit.forms import ContactPhoneField, for_the_record
from baiying.kit.values import identifiers
from baiying.ui import pictures

_FORM_ID = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")
_LONGEST_PATH = 200
_OFF = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
_DECIDED = [(one.value, one.label) for one in Outcome if one != Outcome.WITHDRAWN]


def path_of(text: str | None) -> str:
    """The page somebody came from: a path of this site without what follows it, none of our own pages."""
    path = returning.local(text).partition("?")[0].partition("#")[0]
    return path if len(path) <= _LONGEST_PATH and not path.startswith("/complaints/") else ""


class ComplaintForm(forms.Form):
    """What happened, where, and if one likes who says so."""

    sometimes = ("phone",)
    asks_before_leaving = True
    form_id = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    path = forms.CharField(widget=forms.HiddenInput, required=False, max_length=500)
    kind = forms.ChoiceField(label=_("是哪一类"), choices=ComplaintKind.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("发生了什么"),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("时间、地点、经过，写清楚就好。最多 1000 字。请不要写证件号码。"),
    )
    about = forms.CharField(
        label=_("涉及哪一位"),
        max_length=MOST_NAMES,
        required=False,
        help_text=_("知道姓名就写。写到的人看不到这件事，也不能办理。"),
    )
    area = forms.TypedChoiceField(
        label=_("由哪个县（市、区）办理"), coerce=int, error_messages={"required": _("请选择由哪个县（市、区）办理。")}
    )
    about_office = forms.BooleanField(
        label=_("说的就是这个县（市、区）的主管部门，请上一级办理"),
        required=False,
        help_text=_("写到主管部门里的人，不用勾选：他们和他们的下级本来就看不到，由上一级办理。"),
    )
    addressee = forms.ChoiceField(
        label=_("交给谁"),
        choices=Addressee.choices,
        widget=forms.RadioSelect,
        initial=Addressee.OFFICE,
        help_text=_("服务记录、证明、收费这些事，也可以直接交给民政部门，主管部门看不到。"),
    )
    # What was shown to be looked at once more before it is sent without a name.
    looked = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)
    name = forms.CharField(
        label=_("您的姓名"),
        max_length=MOST_NAMES,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = ContactPhoneField(
        label=_("联系电话"),
        required=False,
        help_text=_("可以不填。姓名和电话加密保存，办理的人要写明原因才能看，看过有记录。"),
    )
    text_me = forms.BooleanField(
        label=_("有回话和答复时，发短信告诉我"),
        required=False,
        help_text=_("发到上面的手机号。短信里不写您说的事，也不写是投诉。"),
    )
    anonymous = forms.BooleanField(
        label=_("匿名提交"),
        required=False,
        help_text=_("不记在您的账号下，也不发消息给您。凭编号和查询码看答复。"),
    )

    def __init__(self, *args: Any, signed_in: bool, civil_affairs: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [(city, [(str(one.pk), one.name) for one in rows]) for city, rows in queries.counties_by_city()]
        counties = groups if len(groups) > 1 else [one for _city, rows in groups for one in rows]
        first = [("", _("请选择"))] if len(counties) > 1 else []
        self.fields["area"].choices = [*first, *counties]  # type: ignore[attr-defined]
        if not signed_in:
            del self.fields["anonymous"]
        if not civil_affairs:
            del self.fields["addressee"]

    def clean_form_id(self) -> str:
        given: str = self.cleaned_data["form_id"]
        return given if _FORM_ID.fullmatch(given) else new_public_id()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("text_me") and "phone" not in self.errors:
            try:
                identifiers.mobile_phone(cleaned.get("phone") or "")
            except ValueError:
                self.add_error("phone", _("要收短信，请填手机号；不收短信就不勾选。"))
        return cleaned

    def clean_path(self) -> str:
        return path_of(self.cleaned_data["path"])


class PhotoForm(forms.Form):
    """A photograph beside what was written."""

    photo = pictures.field(
        _("只留画面：拍摄的地点、时间、手机型号都去掉。画面里的人脸、门牌也可能让人认出您，请看清楚再传。")
    )


class LookUpForm(forms.Form):
    """The number and the query code, as they stand on the receipt."""

    number = forms.CharField(label=_("编号"), max_length=40, widget=forms.TextInput(attrs=_OFF))
    code = forms.CharField(label=_("查询码"), max_length=40, widget=forms.TextInput(attrs=_OFF))


class TakeUpForm(forms.Form):
    words = forms.CharField(
        label=_("第一次回话"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("提交人会看到。写明由谁去核实、大概什么时候答复。"),
        validators=[for_the_record],
    )


class HandOverForm(forms.Form):
    """To the office of another county, or up to the city where one's own county is in the way."""

    area = forms.TypedChoiceField(label=_("转到哪个地区"), coerce=int)
    words = forms.CharField(
        label=_("为什么转"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("提交人会看到。"),
        validators=[for_the_record],
    )

    civil_affairs = forms.BooleanField(
        label=_("转给那里的民政部门"),
        required=False,
        help_text=_("服务记录、证明、收费这些事归民政部门。转过去以后您看不到它。"),
    )

    def __init__(self, *args: Any, path: Sequence[int], to_civil_affairs: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not to_civil_affairs:
            del self.fields["civil_affairs"]
        self.fields["area"].choices = [(str(one.pk), one.name) for one in queries.doors(path)]  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    sometimes = ("referred_to",)
    outcome = forms.ChoiceField(label=_("结果"), choices=_DECIDED, widget=forms.RadioSelect)
    referred_to = forms.CharField(
        label=_("转交给谁"),
        max_length=120,
        required=False,
        help_text=_("选“转交别的部门”时填：单位名称和电话，例如民政局、志愿服务联合会。"),
    )
    answer = forms.CharField(
        label=_("答复"),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("提交人会看到。写明核实了什么、怎么处理的。"),
        validators=[for_the_record],
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("outcome") == Outcome.REFERRED and not given.get("referred_to"):
            self.add_error("referred_to", _("请写明转交给哪个单位，怎么联系。"))
        return given


class AskForm(forms.Form):
    """Whom to ask, and what they read: the office's own words."""

    asks_before_leaving = True
    who = forms.ChoiceField(label=_("请谁说明"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("请对方说明什么"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("对方只看到这些话。用自己的话写，不写、也不让人猜出是谁提的。"),
        validators=[for_the_record],
    )
    # What was shown to be looked at once more, because it stands so in what was complained of.
    looked = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    def __init__(self, *args: Any, offered: Sequence[queries.Heard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = [(one.public_id, f"{one.name} · {one.area}" if one.area else one.name) for one in offered]
        self.fields["who"].choices = said  # type: ignore[attr-defined]


class NoteForm(forms.Form):
    """What somebody said in talk or on the telephone."""

    asks_before_leaving = True
    heard = forms.CharField(label=_("听了谁"), max_length=MOST_NAMES, validators=[for_the_record])
    words = forms.CharField(
        label=_("问的是什么"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}), validators=[for_the_record]
    )
    answer = forms.CharField(
        label=_("对方说了什么"),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("照对方的意思记。记下后，办理的人都能看到。"),
        validators=[for_the_record],
    )


class SpeakForm(forms.Form):
    asks_before_leaving = True
    words = forms.CharField(
        label=_("您的说明"),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("写您知道的事实。只有办理的人看到，最多 1000 字。"),
        validators=[for_the_record],
    )


class RevealForm(forms.Form):
    reason = forms.CharField(
        label=_("为什么要看"),
        max_length=120,
        min_length=4,
        help_text=_("会记入审计。"),
        validators=[for_the_record],
    )
