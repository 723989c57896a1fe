"""Fields that several forms share: names, documents, skills, the week."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baiying.kit.forms import DayField
from baiying.kit.values import documents, identifiers, names
from baiying.people import catalogues, queries
from baiying.people.models import Relation, Sex

ID_WORDS = {
    "length": _("身份证号应为 18 位，请数一数。旧的 15 位号码请换用新证上的号码。"),
    "characters": _("身份证号前 17 位是数字，最后一位是数字或 X，请检查。"),
    "date": _("号码中的出生日期不存在，请对照证件再看一遍。"),
    "too_old": _("号码中的出生日期太早了，请对照证件再看一遍。"),
    "future": _("号码中的出生日期在今天之后，请对照证件再看一遍。"),
    "last": _("最后一位请输字母 X（键盘上的英文字母）。"),
    "another": _("这像是通行证或居留证的号码，请点“用其他证件”，选好证件类型再填。"),
    "shape": _("这种证件没有这样的号码，请照证件填写，字母和数字一个不少。"),
    "checksum": _("号码的最后一位对不上，很可能有一位输错了，请对照证件再看一遍。"),
}
ID_TYPES = (
    ("citizen", _("居民身份证")),
    ("residence_permit", _("港澳台居民居住证")),
    ("hk_macao", _("港澳居民来往内地通行证")),
    ("taiwan", _("台湾居民来往大陆通行证")),
    ("foreign_permanent", _("外国人永久居留身份证")),
    ("passport", _("护照")),
)
RELATIONS = Relation.choices
DAYS = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))
SLOTS = (_("上午"), _("下午"), _("晚上"))
# Nobody on record anywhere has lived so long: a year of birth before that is a slip of the finger.
OLDEST = 120
NAME_WORDS = {
    "signs": _("姓名请照证件上的写法填写，不要带数字或符号。"),
    "private": _(
        "这个字是旧电脑系统里的造字，别的设备显示不出来。请换用输入法里的正式字；打不出来的，可以到就近的实践站（所）办理。"
    ),
    "length": _("姓名最多 60 个字，请照证件填写。"),
    "row": _("这不像一个姓名：中间没有隔点，连着写了 20 多个字。请照证件填写。"),
}


class NameField(forms.CharField):
    """A person's name as on the document: Chinese, with a middle dot, or foreign."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("姓名"))
        # Room for what is taken out: blanks, signs that cannot be seen.
        super().__init__(max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}), **kwargs)

    def clean(self, value: Any) -> str:
        try:
            return names.name(super().clean(value))
        except names.BadName as bad:
            raise forms.ValidationError(NAME_WORDS[bad.code], code=bad.code) from None


class ListChoice(forms.MultipleChoiceField):
    """Several ticks out of a list, none is fine."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(widget=forms.CheckboxSelectMultiple, **kwargs)


class WeekField(forms.TypedMultipleChoiceField):
    """The week as 7 days by 3 slots; the value is weekday * 3 + slot."""

    def __init__(self, **kwargs: Any) -> None:
        choices = [(str(n), f"{DAYS[n // 3]}{SLOTS[n % 3]}") for n in range(21)]
        kwargs.setdefault("label", _("哪些时间方便"))
        super().__init__(coerce=int, choices=choices, required=False, widget=forms.CheckboxSelectMultiple, **kwargs)


def week_rows(chosen: list[int]) -> list[tuple[str, list[tuple[int, str, bool]]]]:
    """The grid for the page: day, then (value, slot, ticked) three times."""
    return [
        (str(DAYS[day]), [(day * 3 + slot, str(SLOTS[slot]), day * 3 + slot in chosen) for slot in range(3)])
        for day in range(7)
    ]


class IdentityForm(forms.Form):
    """Name and document number. A citizen's number says birth date and sex; other documents are asked for both."""

    # Who somebody is stays on no device (drafts.js), not even for the two hours that other forms are kept.
    keeps_nothing = True
    sometimes: tuple[str, ...] = ("birth_date", "sex")
    name = NameField()
    one_sign = forms.BooleanField(label=_("证件上的姓名就是这一个字"), required=False)
    id_type = forms.ChoiceField(label=_("证件类型"), choices=ID_TYPES, initial="citizen")
    id_number = forms.CharField(
        label=_("证件号码"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        help_text=_("加密保存，页面上只显示前后几位。志愿者编号代替它出现在各处。"),
    )
    birth_date = DayField(
        label=_("出生日期"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    sex = forms.ChoiceField(label=_("性别"), required=False, choices=Sex.choices, widget=forms.RadioSelect)

    def __init__(
        self, *args: Any, today: date, other: bool = False, document_seen: bool = False, **kwargs: Any
    ) -> None:
        """`other`: a document other than the identity card. `document_seen`: a clerk types from the document itself."""
        super().__init__(*args, **kwargs)
        self.today, self.document_seen = today, document_seen
        # Asked only of whoever gave one sign: most often it is a slip.
        if document_seen or len(names.plain(str(self.data.get("name") or ""))) != 1:
            del self.fields["one_sign"]
        if not other:
            for field in ("id_type", "birth_date", "sex"):
                del self.fields[field]
            self.fields["id_number"].label = _("身份证号")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        given.setdefault("id_type", documents.CITIZEN)
        if len(given.get("name", "")) == 1 and not self.document_seen and not given.get("one_sign"):
            self.add_error("name", _("证件上就是这一个字吗？是的话，请勾选“证件上的姓名就是这一个字”再继续。"))
        if given.get("id_number"):
            self._read_number(given)
        return given

    def _read_number(self, given: dict[str, Any]) -> None:
        """The number decides which of the cards with a check sign it is; those say birth date and sex."""
        try:
            read = documents.read(given["id_type"], given["id_number"], on=self.today)
        except identifiers.BadIdentifier as bad:
            self.add_error("id_number", forms.ValidationError(ID_WORDS[bad.code], code=bad.code))
            return
        given.update({"id_number": read.number, "id_type": read.kind})
        if read.birth_date is None:
            self._ask_the_rest(given)
        elif identifiers.age_on(read.birth_date, self.today) > OLDEST:
            self.add_error("id_number", forms.ValidationError(ID_WORDS["too_old"], code="too_old"))
        else:
            given.update({"birth_date": read.birth_date, "sex": read.sex})

    def _ask_the_rest(self, given: dict[str, Any]) -> None:
        born = given.get("birth_date")
        if "birth_date" not in self.errors and (
            born is None or born > self.today or identifiers.age_on(born, self.today) > OLDEST
        ):
            self.add_error("birth_date", _("请填写证件上的出生日期。"))
        if not given.get("sex"):
            self.add_error("sex", _("请选择。"))


def _skills_marked() -> list[tuple[str, str]]:
    """The skills, those marked that no tick proves."""
    choices = queries.skill_choices()
    proven = set(queries.documented(code for code, _name in choices))
    return [(code, gettext("%(skill)s（证）") % {"skill": name} if code in proven else name) for code, name in choices]


class InterestsForm(forms.Form):
    """Skills, one to four categories, and the week. Only the categories are asked of everybody."""

    categories = ListChoice(label=_("想做哪类服务"), help_text=_("选一到四类。"))
    skills = ListChoice(label=_("会什么"), help_text=_("没有也不要紧。带“证”的，上岗前由领队看过证件原件才算。"))
    availability = WeekField()

    def __init__(self, *args: Any, most: int = 4, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.most = most
        self.fields["categories"].choices = queries.category_choices()  # type: ignore[attr-defined]
        self.fields["skills"].choices = _skills_marked()  # type: ignore[attr-defined]

    def clean_categories(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["categories"]
        if not chosen:
            raise forms.ValidationError(_("请至少选一类，不确定的话选“社区服务”。"))
        if len(chosen) > self.most:
            raise forms.ValidationError(_("最多选 %(n)s 类，请去掉几个。") % {"n": self.most})
        return chosen

    @property
    def usual(self) -> list[Any]:
        """The categories that most people take; `others` are the rest, `others_chosen` says if one is ticked."""
        return [option for option in self["categories"] if option.data["value"] in catalogues.USUAL]

    @property
    def others(self) -> list[Any]:
        return [option for option in self["categories"] if option.data["value"] not in catalogues.USUAL]

    @property
    def others_chosen(self) -> bool:
        return not set(self.picked("categories")) <= set(catalogues.USUAL)

    def picked(self, name: str) -> list[str]:
        """What is ticked now, typed or initial, as strings."""
        return [str(v) for v in (self[name].value() or [])]
