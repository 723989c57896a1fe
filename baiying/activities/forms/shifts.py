"""Times and places of a single shift; a published activity's words."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from baiying.activities import queries
from baiying.activities.rules import plans, shifts
from baiying.kit import clock
from baiying.kit.errors import Sentence
from baiying.kit.forms import (
    ClockField,
    ContactPhoneField,
    DayField,
    WholeField,
    for_many,
    read_together,
    without_landline,
)
from baiying.ui import formats

# What is wrong with a field of a shift or plan, and what to do.
SENTENCES: dict[str, Sentence] = {
    "in_past": _("这个时间已经过去了，请选今天以后的时间。"),
    "too_far": _("最多提前 %(days)s 天安排，请选近一些的日期。"),
    "ends_before_start": _("结束时间要晚于开始时间。跨过零点的班次请勾选“第二天结束”。"),
    "too_long": _("一个班次最长 %(hours)s 小时，请拆成几个班次。"),
    "break_too_long": _("休息时间要短于整个班次。"),
    "no_places": _("名额至少是 1。"),
    "too_many_places": _("一个班次最多 %(most)s 个名额。"),
    "too_many_repeats": _("最多再重复 %(most)s 周。"),
    "too_long_to_repeat": _("超过 24 小时的班次不能每周重复，请拆成几个班次。"),
    "forbidden_word": _("活动名称里不能有“%(word)s”：活动只能事先发布，不能事后补录。"),
    "categories": _("请选 1 到 %(most)s 个服务类别。"),
    "adults_only": _("应急救援、志愿消防只收成年人，年龄不能小于 %(age)s 岁（《突发事件应对法》第三十九条）。"),
    "minors_age": _("年龄不小于 %(age)s 岁，未成年人就来不了。请改年龄，或选只收成年人。"),
    "minors_not_welcome": _("选了只收成年人，年龄就不能小于 %(age)s 岁。请改年龄，或选未成年人也可以来。"),
    "ages_crossed": _("年龄上限不能小于下限。"),
    "post_without_shift": _("这个岗位还没有班次，请在下面加一个，或者去掉这个岗位。"),
    "unknown_post": _("请选上面写了的岗位。"),
    "no_shifts": _("至少写一个班次。"),
    "too_many_shifts": _("一个活动最多 %(most)s 个班次，请减少重复的周数，或分成几个活动。"),
    "recruit_in_past": _("报名截止时间已经过去了，请改晚一些，或者不填。"),
    "recruit_after_end": _("报名截止不能晚于活动结束。"),
}


def sentence(finding: plans.Finding) -> str:
    words = str(SENTENCES[finding.code])
    return words % finding.detail if finding.detail else words


DAY_INPUT = {"type": "date"}
TIME_INPUT = {"type": "time", "step": "300"}
WRONG_DAY = {"required": _("请选日期。"), "invalid": _("日期不对，例如 2026-11-23。")}
NO_TIME = {"required": _("请填时间。")}


def whole_number(label: Any, **more: Any) -> forms.IntegerField:
    words = {
        "required": _("请填一个数。"),
    }
    return WholeField(label=label, error_messages=words, **more)


class TimesForm(forms.Form):
    """Day, start and end in China's time."""

    day = DayField(
        label=_("日期"), widget=forms.DateInput(attrs=DAY_INPUT, format="%Y-%m-%d"), error_messages=WRONG_DAY
    )
    starts = ClockField(
        label=_("开始"), begins=True, widget=forms.TimeInput(attrs=TIME_INPUT, format="%H:%M"), error_messages=NO_TIME
    )
    ends = ClockField(label=_("结束"), widget=forms.TimeInput(attrs=TIME_INPUT, format="%H:%M"), error_messages=NO_TIME)
    next_day = forms.BooleanField(label=_("第二天结束"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("next_day"):
            read_together(self, "starts", "ends")
        return cleaned

    def times(self) -> tuple[datetime, datetime]:
        values = self.cleaned_data
        return span_of(values["day"], values["starts"], values["ends"], next_day=values["next_day"])

    def times_so_far(self) -> tuple[datetime, datetime] | None:
        """Both instants as far as they were typed rightly, whatever else is wrong; None where one is missing."""
        return self.times() if {"day", "starts", "ends"} <= set(self.cleaned_data) else None

    def show(self, findings: Sequence[plans.Finding]) -> None:
        """Put every finding at its field, where nothing is said yet."""
        for finding in findings:
            name = finding.field if finding.field in self.fields else None
            if name is None or name not in self.errors:
                self.add_error(name, sentence(finding))

    @staticmethod
    def initial_of(starts_at: datetime, ends_at: datetime) -> dict[str, Any]:
        start, end = clock.local(starts_at), clock.local(ends_at)
        return {
            "day": start.date(),
            "starts": start.time(),
            "ends": end.time(),
            "next_day": end.date() > start.date(),
        }


def span_of(day: date, starts: time, ends: time, *, next_day: bool) -> tuple[datetime, datetime]:
    """Both instants. An end at midnight is the end of that day: no other reading comes after the beginning."""
    last = day + timedelta(days=1) if next_day or ends == time.min else day
    zone = clock.CHINA
    return datetime.combine(day, starts, tzinfo=zone), datetime.combine(last, ends, tzinfo=zone)


WHICH = (
    ("one", _("只改这一次")),
    ("later", _("这一次和以后的每一次")),
    ("all", _("所有还没开始的")),
)


def _meant(words: Any, reach: queries.Reach) -> str:
    """A choice with what it means today: shifts that are there, and from when on those that will be opened."""
    said = {"words": words, "n": reach.made}
    if reach.from_on is None:
        return ngettext("%(words)s（%(n)s 个班次）", "%(words)s（%(n)s 个班次）", reach.made) % said
    text = ngettext(
        "%(words)s（已开放 %(n)s 个班次，还有 %(day)s 起以后开放的）",
        "%(words)s（已开放 %(n)s 个班次，还有 %(day)s 起以后开放的）",
        reach.made,
    )
    return text % {**said, "day": formats.date_text(reach.from_on)}


def _told_reason(label: Any) -> forms.CharField:
    """Why something happens to a shift: whoever signed up reads it."""
    return forms.CharField(
        label=label,
        max_length=200,
        validators=[for_many, without_landline],
        help_text=_("会写在通知里。"),
        error_messages={"required": _("请写明原因。")},
    )


class OfSeries(forms.Form):
    """Asks which shifts are meant, where the shift is one of a series, and says what that is; else it is this one."""

    ALONE: Any = WHICH[0][1]
    which = forms.ChoiceField(label=_("改哪些"), initial="one", widget=forms.RadioSelect)

    def __init__(self, *args: Any, reach: Mapping[str, queries.Reach], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if reach:
            # Before what is changed, so that it is read first.
            self.order_fields(["which", "with_moved"])
            self.fields["which"].choices = [("one", self.ALONE), *WHICH[1:]]  # type: ignore[attr-defined]
            # Beside the choices, whose labels stay on one line of a phone.
            meant = [_meant(words, reach[code]) for code, words in WHICH[1:]]
            self.fields["which"].help_text = formats.listed(meant, "；")
        else:
            del self.fields["which"]

    @property
    def chosen(self) -> Any:
        """one, later or all. Ask only after is_valid()."""
        return self.cleaned_data.get("which", "one")


class MoveForm(OfSeries, TimesForm):
    with_moved = forms.BooleanField(label=_("单独改过时间的也一起改"), required=False)
    reason = _told_reason(_("改期的原因"))
    far = forms.BooleanField(label=_("日期没有写错"), required=False)
    soon = forms.BooleanField(label=_("时间没有写错"), required=False)

    def __init__(
        self, *args: Any, reach: Mapping[str, queries.Reach], was: datetime, at: datetime,
        rules: plans.ActivityRules, **kwargs: Any,
    ) -> None:  # fmt: skip
        """`was`: where the shift stands; moved very far from there, or to begin in a moment, it is asked once more."""
        super().__init__(*args, reach=reach, **kwargs)
        self._was, self._at, self._rules = was, at, rules
        if not self.is_bound:
            del self.fields["far"], self.fields["soon"]
        moved = reach["all"].moved if reach else ()
        if not moved:
            del self.fields["with_moved"]
            return
        days = formats.listed(formats.datetime_text(start) for start in moved)
        text = ngettext(
            "单独改过时间的：%(days)s。不勾选，它就保持现在的时间。",
            "单独改过时间的：%(days)s。不勾选，它们就保持现在的时间。",
            len(moved),
        )
        self.fields["with_moved"].help_text = text % {"days": days}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        times = self.times_so_far()
        start = times[0] if times is not None else self._was
        asks = (
            ("far", shifts.is_far(self._was, start, self._at, self._rules), partial(_far, self._was, start)),
            ("soon", shifts.is_soon(self._was, start, self._at, self._rules), partial(_soon, start, self._at)),
        )
        for name, asked, words in asks:
            if not asked:
                self.fields.pop(name, None)
            elif not cleaned.get(name):
                self.add_error(name, words())
        return cleaned


def _far(was: datetime, to: datetime) -> str:
    """How far it would go, with the year, which is what was mistyped most often."""
    days = (clock.local_date(to) - clock.local_date(was)).days
    text = (
        ngettext("%(day)s比原来晚 %(n)s 天。", "%(day)s比原来晚 %(n)s 天。", days)
        if days > 0
        else ngettext("%(day)s比原来早 %(n)s 天。", "%(day)s比原来早 %(n)s 天。", -days)
    )
    said = text % {"day": formats.full_date(to), "n": abs(days)}
    return formats.sentences(said, gettext("写错了就改日期；没有写错，请勾选，再提交一次。"))


def _soon(to: datetime, at: datetime) -> str:
    """How soon it would begin: nobody who has a place may know of it in time."""
    minutes = max(int((to - at).total_seconds() // 60), 1)
    text = ngettext("离开始只剩 %(n)s 分钟，多数人来不及。", "离开始只剩 %(n)s 分钟，多数人来不及。", minutes)
    return formats.sentences(text % {"n": minutes}, gettext("写错了就改时间；没有写错，请勾选，再提交一次。"))


class PlacesForm(OfSeries):
    places = whole_number(_("名额"), min_value=1, max_value=30000)


class CallOffForm(OfSeries):
    ALONE = _("只取消这一次")
    reason = _told_reason(_("取消的原因"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "which" in self.fields:
            self.fields["which"].label = _("取消哪些")


class EndEarlyForm(forms.Form):
    reason = _told_reason(_("提前结束的原因"))
    # The minute that the page which asks has shown, and everybody is told.
    ends_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)


class NewShiftForm(TimesForm):
    """One more shift of a published activity."""

    places = whole_number(_("名额"), min_value=1, max_value=30000)
    break_minutes = whole_number(
        _("中间休息（分钟）"), min_value=0, max_value=600, required=False, help_text=_("不计入时长。")
    )

    def __init__(self, *args: Any, posts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        post = forms.ChoiceField(label=_("岗位"), choices=posts)
        self.fields = {"post": post, **self.fields}


class AmendForm(forms.Form):
    """What may still be changed once an activity is published."""

    sometimes = ("minors",)
    description = forms.CharField(
        label=_("要做什么"), max_length=3000, validators=[for_many], widget=forms.Textarea(attrs={"rows": 5})
    )
    risk_statement = forms.CharField(
        label=_("风险和注意"),
        max_length=1000,
        validators=[for_many],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("改了，系统会通知报名的人和未成年人的监护人。"),
    )
    address = forms.CharField(
        label=_("地点"),
        max_length=120,
        validators=[for_many],
        help_text=_("改了地点，系统会通知报名的人；地图上原来的位置不再显示。"),
    )
    contact_name = forms.CharField(label=_("联系人"), max_length=40)
    contact_phone = ContactPhoneField(label=_("联系电话"))
    contact_public = forms.BooleanField(label=_("电话对所有人公开"), required=False)

    def __init__(self, *args: Any, minors: bool = False, before: str = "", **kwargs: Any) -> None:
        """`minors`: some post takes them beside grown-ups; `before`: what is written of the risk now."""
        super().__init__(*args, **kwargs)
        self._before = before
        if minors:
            self.fields["minors"] = forms.ChoiceField(
                label=_("未成年人还能来吗"),
                choices=[("yes", _("可以，照旧")), ("no", _("不可以，只收满 18 岁的"))],
                widget=forms.RadioSelect,
                required=False,
                help_text=_("选不可以，已经报名的未成年人会收到通知，报名取消，不算没有来。"),
            )
            # Beside the risk that it is about.
            self.order_fields(["description", "risk_statement", "minors"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        written = plans.names_a_risk(cleaned.get("risk_statement", "")) and not plans.names_a_risk(self._before)
        if "minors" in self.fields and written and not cleaned.get("minors"):
            self.add_error("minors", _("您写了风险，请说明未成年人还能不能来。"))
        return cleaned

    def words(self) -> dict[str, Any]:
        """What is written anew. Ask only after is_valid()."""
        return {name: value for name, value in self.cleaned_data.items() if name != "minors"}

    @property
    def closes(self) -> bool:
        """Whether minors may not come any more."""
        return self.cleaned_data.get("minors") == "no"
