"""Form fields for numbers of the state, with kind words for every way of getting them wrong."""

from copy import deepcopy
from datetime import date, time
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from baiying.kit.values import days, identifiers, texts, times, weblinks

PHONE_WORDS = {
    "length": _("手机号应为 11 位数字，请数一数是否多了或少了。"),
    "no_texts": _("这是座机或服务号码，收不到短信验证码。请填手机号；没有手机的，请到就近的实践站当面办理。"),
    "landline": _("座机号码请带区号，例如 0374-2961234，请检查位数。"),
    "characters": _("手机号是 11 位数字，以 13 到 19 开头，请检查。"),
}


class PhoneField(forms.CharField):
    """A mainland mobile number, however it was typed: full-width, with spaces, with +86."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("手机号"))
        kwargs.setdefault("max_length", 32)
        widget = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"})
        kwargs.setdefault("widget", widget)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            return self.read(text)
        except identifiers.BadIdentifier as bad:
            raise ValidationError(PHONE_WORDS[bad.code], code=bad.code) from None

    def read(self, text: str) -> str:
        return identifiers.mobile_phone(text)


class ContactPhoneField(PhoneField):
    """A number at which somebody can be reached: a mobile, a landline with its area code, a 400 number."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("手机、座机（带区号）、400 电话都可以。"))
        super().__init__(**kwargs)

    def read(self, text: str) -> str:
        return identifiers.contact_phone(text)


class DayField(forms.DateField):
    """A day, however it was typed where a browser gives no calendar: 2026年12月2日, 2026.12.2, 2026/12/2."""

    default_error_messages = {"invalid": _("日期不对，例如 2026-11-23 或 2026年11月23日。")}

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, str) and value.strip():
            if (day := days.read(value)) is not None:
                return day
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class WholeField(forms.IntegerField):
    """A whole number; whatever is wrong with it, one sentence says what may stand there."""

    def __init__(self, **kwargs: Any) -> None:
        least, most = kwargs.get("min_value"), kwargs.get("max_value")
        said: Any = _("请填一个整数，例如 5。")
        if least is not None and most is not None:
            said = format_lazy(_("请填 {least} 到 {most} 之间的整数。"), least=least, most=most)
        elif least is not None:
            said = format_lazy(_("请填不小于 {least} 的整数。"), least=least)
        words = dict.fromkeys(("invalid", "min_value", "max_value"), said)
        super().__init__(**{**kwargs, "error_messages": {**words, **kwargs.get("error_messages", {})}})


class ClockField(forms.CharField):
    """A time of day, however it was typed: 9:05, 09：05, 0905, 9点半, 下午3点; 24:00 is midnight.

    `begins` is for the beginning of something on a named day: there 24:00 could be two midnights and is asked. With
    `dated` a day may stand before the time, as it is pasted (2026年11月21日 19:30): `day` then has it, for the form to
    compare with the day that is meant.
    """

    day: date | None = None

    def __init__(self, *, begins: bool = False, dated: bool = False, **kwargs: Any) -> None:
        attributes = {"inputmode": "numeric", "autocomplete": "off", "placeholder": "09:00", "size": 6}
        kwargs.setdefault("widget", forms.TextInput(attrs=attributes))
        # As long as somebody may write it: a shorter field would cut what is pasted, and cut times are other times.
        kwargs.setdefault("max_length", 60)
        self.begins, self.dated = begins, dated
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, time) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        self.day, text = times.day_before(text)
        if self.day is not None and not self.dated:
            raise ValidationError(_("这里只写几点几分，例如 09:00，不写日期。"), code="dated")
        found = times.clock_time(text)
        if found is None:
            raise ValidationError(_("没有看懂是几点，请写成 09:00、0900 或 9点半 这样的时间。"), code="clock")
        if self.begins and times.is_end_of_day(text):
            raise ValidationError(_("零点开始的，日期请选第二天，时间写 00:00。"), code="clock")
        return found


def read_together(form: forms.Form, first: str, second: str) -> None:
    """Two clock fields of which the half of the day was typed once: 下午2点 and 4点 is until 16:00, as in one field."""
    if form.cleaned_data.get(first) is None or form.cleaned_data.get(second) is None:
        return
    typed = [times.day_before(str(form.data.get(form.add_prefix(name), "")))[1] for name in (first, second)]
    found = times.clock_time(times.said_once(*typed))
    if found is not None:
        form.cleaned_data[second] = found


# Addresses that may be named to people [P]: of the government, and of the Office of Civilisation, whose work this is.
OF_THE_STATE = ("gov.cn", "wenming.cn")


def _masked(number: str) -> str:
    return identifiers.mask_phone(number) if len(number) < 15 else identifiers.mask_id(number)


def _refuse_links(text: str) -> None:
    """An address in words that come by the city's name is what swindlers want [P]: only the state's and our own."""
    own = urlsplit(settings.PUBLIC_ADDRESS).hostname if settings.PUBLIC_ADDRESS else None
    link = weblinks.link_in(text, allowed=(*OF_THE_STATE, *([own] if own else [])))
    if link:
        words = _("这段话会发给别人，请删去里面的网址“%(link)s”：收到的人分不清真假。政府网站（gov.cn）的可以写。")
        raise ValidationError(words, code="link", params={"link": link[:60]})


def for_many(text: str) -> None:
    """A validator of words that go out to many: they carry nobody's mobile number or ID number, and no address of the
    web but of the state. Raises ValidationError, naming what was found; landlines may stand there (Personal Information
    Protection Law art. 6: no more than is needed)."""
    if number := texts.number_of_somebody(text):
        words = _("这段话很多人会看到，请删去里面的手机号和身份证号（%(found)s）。")
        raise ValidationError(words, code="personal_number", params={"found": _masked(number)})
    _refuse_links(text)


def without_landline(text: str) -> None:
    """A validator of a reason or a note that goes out to people, beside `for_many` or `for_the_record`: no landline
    stands there either. Who reads it dials it, and whose it is nobody can tell; whom to ask stands on the activity's
    page. Raises ValidationError, naming what was found."""
    if number := texts.landline_in(text):
        words = _("请删去里面的电话（%(found)s）：有事找谁、打哪个电话，活动页上有。")
        raise ValidationError(words, code="landline", params={"found": number})


def one_line(text: str) -> None:
    """A validator of a title, or what else stands in one line. Raises ValidationError: a line break in it would begin
    something of its own where it is told, a header of a mail (N24)."""
    if "\n" in text or "\r" in text:
        raise ValidationError(_("请写在一行里，不要换行。"), code="one_line")


def for_the_record(text: str) -> None:
    """A validator of what somebody writes about a person, or as the reason of an act: it stays, and others read it.

    Nobody's mobile number or mainland ID number stands in it, in whichever way it is written: the numbers have columns
    of their own, sealed, whose every look is noted (PIPL art. 6, 51). No address of the web either: reasons are told to
    people. Raises ValidationError, naming what was found; landlines of offices may stand there. Every free field of
    every room has this or `for_many`; tests/house/test_free_words.py knows the few that need not.
    """
    if number := texts.number_of_somebody(text):
        words = _(
            "这段话会留在记录里，请删去里面的手机号和身份证号（%(found)s）。要说是哪个人，写姓名或志愿者编号就行。"
        )
        raise ValidationError(words, code="personal_number", params={"found": _masked(number)})
    _refuse_links(text)


def fault_of_length(text: str, most: int) -> str:
    """The sentence for words that come without a form and are too long: nothing is cut without a word."""
    words = {"most": most, "n": len(text)}
    return _("最多 %(most)s 个字，现在是 %(n)s 个。请删短一些再提交。") % words if len(text) > most else ""


def is_free_words(field: forms.Field) -> bool:
    """Whether people write sentences in a field, which nobody's number may stand in: kept while they are typed."""
    return any(one in field.validators for one in (for_many, for_the_record))


def is_somebodys(field: forms.Field) -> bool:
    """Whether a field takes somebody's number or a secret, which no browser keeps while it is typed."""
    return isinstance(field, PhoneField | CodeField) or isinstance(field.widget, forms.PasswordInput)


def fault_of_record(text: str) -> str:
    """The same for words that come without a form: the sentence to show at the field, empty where nothing is wrong."""
    try:
        for_the_record(text)
    except ValidationError as fault:
        return str(fault.messages[0])
    return ""


class PhoneForm(forms.Form):
    """Just the phone."""

    phone = PhoneField()


class WhomForm(forms.Form):
    """Who is meant by a phone: a typed name, and a choice where several come in by it (accounts.queries.to_choose)."""

    phone = PhoneField(label=_("此人的手机号"))
    name = forms.CharField(label=_("姓名"), max_length=40, required=False)
    account = forms.ChoiceField(label=_("是哪一位"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["account"]

    def ask_which(self, choices: list[tuple[str, str]]) -> None:
        """Show the choice; without choices there is nothing to ask."""
        if not choices:
            return
        field = deepcopy(self.base_fields["account"])
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        # Only where it is asked; then there is no going on without it.
        field.required = True
        self.fields["account"] = field

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        given["account"] = self.data.get(self.add_prefix("account"), "")
        return given


class CodeField(forms.CharField):
    """Six digits, full-width or with a blank in the middle alike."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": 12, "autofocus": True}
        kwargs.setdefault("label", _("短信里的六位数字"))
        super().__init__(max_length=12, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> str:
        code = identifiers.tidy(super().clean(value))
        if not code and not self.required:
            return code
        if len(code) != 6 or not (code.isascii() and code.isdigit()):
            raise ValidationError(_("验证码是六位数字，请再看一遍短信。"), code="shape")
        return code


class CodeForm(forms.Form):
    code = CodeField()
