"""The shape of what offices write and what boxes answer."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baiying.accounts import queries as accounts
from baiying.circulars import rules
from baiying.circulars.actions import Words
from baiying.circulars.models import MOST_REMARK, MOST_TITLE, MOST_WORDS, SIGNED, Box, Circular, Sort, Wording
from baiying.circulars.queries import Audience, audience_of
from baiying.kit import clock
from baiying.kit.db.fields import ALPHABET, LENGTH, new_public_id
from baiying.kit.forms import ClockField, DayField, WholeField, for_many, for_the_record, one_line
from baiying.places import queries as places
from baiying.teams import queries as teams

_FORM_ID = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")
_TICKS = forms.CheckboxSelectMultiple
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_MOST_DAYS = 60
# Roles that stand at a place and receive there.
_RECEIVING = ("county_office", "place_staff")


class CircularForm(forms.Form):
    """What it says, to whom, and what has to be done."""

    sometimes = ("levels", "bodies")
    form_id = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    title = forms.CharField(label=_("标题"), max_length=MOST_TITLE, validators=[for_many, one_line])
    sort = forms.ChoiceField(
        label=_("是哪一种"),
        choices=Sort.choices,
        widget=forms.RadioSelect,
        help_text=_("值班和应急通知要签收，其他的看了就行，不统计谁看过。"),
    )
    text = forms.CharField(
        label=_("正文"),
        max_length=MOST_WORDS,
        validators=[for_many],
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("时间、地点、要做什么、联系哪个科室。可以写座机，不写手机号和证件号码。"),
    )
    urgent = forms.BooleanField(label=_("急件，排在前面"), required=False)
    areas = forms.TypedMultipleChoiceField(
        label=_("哪些地区"), coerce=int, widget=_TICKS, error_messages={"required": _("请至少选一个地区。")}
    )
    levels = forms.MultipleChoiceField(label=_("哪几级"), required=False, widget=_TICKS)
    sites = forms.MultipleChoiceField(
        label=_("有哪种阵地的地方"), required=False, widget=_TICKS, choices=places.SiteLevel.choices,
        help_text=_("发给管着这种阵地的地方，已建成的才算。"),
    )  # fmt: skip
    roles = forms.MultipleChoiceField(
        label=_("有哪种岗位的地方"), required=False, widget=_TICKS,
        choices=[(one.value, one.label) for one in accounts.Role if one.value in _RECEIVING],
    )  # fmt: skip
    bodies = forms.MultipleChoiceField(
        label=_("哪种单位"), required=False, widget=_TICKS, choices=teams.BodyKind.choices,
        help_text=_("由单位管理员接收。"),
    )  # fmt: skip
    teams = forms.MultipleChoiceField(
        label=_("哪类队伍"), required=False, widget=_TICKS, help_text=_("由队长接收；没有队长的由单位管理员接收。")
    )
    volunteers = forms.BooleanField(
        label=_("也发给这些地区的志愿者"),
        required=False,
        help_text=_("一人一条。关掉了这类消息的人不发；应急通知都发。"),
    )
    working_days = WholeField(
        label=_("几个工作日内办完"), required=False, min_value=0, max_value=_MOST_DAYS,
        help_text=_("按节假日表算，从发送那天起。不用办的留空。"),
    )  # fmt: skip
    sign_hours = WholeField(
        label=_("几小时内签收"), required=False, min_value=1, max_value=72,
        help_text=_("只用于值班和应急。每个地方从收到时起算。"),
    )  # fmt: skip
    asks_answer = forms.BooleanField(
        label=_("要回复办理情况"), required=False, help_text=_("每个地方只报一次：办没办、哪天办的、说明。不要照片。")
    )
    by_text = forms.BooleanField(
        label=_("同时发短信"), required=False, help_text=_("短信里只有标题。发送前会显示要几条。")
    )

    def __init__(
        self, *args: Any, area: places.Division, to_volunteers: bool, sign_hours: int, on: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.hours_to_sign = sign_hours
        below = rules.levels_below(area.level)
        words = dict(places.Level.choices)
        children = [(str(one.pk), one.name) for one in places.children_of(area.pk)]
        self.fields["areas"].choices = [(str(area.pk), _("%(name)s全部") % {"name": area.name}), *children]  # type: ignore[attr-defined]
        self.fields["levels"].choices = [(one, words[one]) for one in below]  # type: ignore[attr-defined]
        self.fields["teams"].choices = [(one.code, one.name) for one in teams.kinds_reached(area.path, on)]  # type: ignore[attr-defined]
        if not below:
            del self.fields["levels"]
        if not to_volunteers:
            del self.fields["volunteers"]
        self.groups = [
            (_("写什么"), ("title", "sort", "text", "urgent"), ()),
            (_("发给谁"), ("areas", "levels", "volunteers"), ("sites", "roles", "bodies", "teams")),
            (_("要做什么"), ("working_days", "sign_hours", "asks_answer", "by_text"), ()),
        ]

    @property
    def parts(self) -> list[tuple[Any, list[forms.BoundField], list[forms.BoundField], bool]]:
        """The fields under their headings; those that stand folded, and whether one of these is ticked."""

        def fields(names: tuple[str, ...]) -> list[forms.BoundField]:
            return [self[name] for name in names if name in self.fields]

        return [
            (title, fields(names), fields(folded), any(self[name].value() for name in folded))
            for title, names, folded in self.groups
        ]

    def clean_form_id(self) -> str:
        given: str = self.cleaned_data["form_id"]
        return given if _FORM_ID.fullmatch(given) else new_public_id()

    def clean_areas(self) -> list[int]:
        """Refuses the whole beside a part of it: whoever ticks one county of a city means that county."""
        given: list[int] = self.cleaned_data["areas"]
        whole, name = self.fields["areas"].choices[0]  # type: ignore[attr-defined]
        if int(whole) in given and len(given) > 1:
            words = {"whole": name}
            raise forms.ValidationError(
                _("“%(whole)s”已经包括其他地区。只发给其中几个，请去掉“%(whole)s”。"), params=words
            )
        return given

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("sign_hours") and given.get("sort") and given["sort"] not in SIGNED:
            self.add_error("sign_hours", _("这一类通知不用签收，请留空，或者改成值班、应急。"))
        meant = ("levels", "sites", "roles", "bodies", "teams", "volunteers")
        if not any(given.get(name) for name in meant):
            self.add_error("levels" if "levels" in self.fields else "bodies", _("请至少选一种收件的地方。"))
        return given

    @property
    def words(self) -> Words:
        given = self.cleaned_data
        hours = given.get("sign_hours") or self.hours_to_sign
        return Words(
            title=given["title"].strip(), text=given["text"].strip(), sort=given["sort"], urgent=given["urgent"],
            working_days=given.get("working_days") or 0, sign_hours=hours if given["sort"] in SIGNED else 0,
            asks_answer=given["asks_answer"], by_text=given["by_text"],
        )  # fmt: skip

    @property
    def audience(self) -> Audience:
        given = self.cleaned_data
        ticks = {name: tuple(given.get(name) or ()) for name in ("levels", "sites", "roles", "bodies", "teams")}
        return Audience(area_ids=tuple(given["areas"]), volunteers=bool(given.get("volunteers")), **ticks)


def start_of(row: Circular, wording: Wording) -> Mapping[str, Any]:
    """A draft as its form shows it."""
    audience = audience_of(row.audience)
    return {
        "form_id": row.form_id, "title": wording.title, "text": wording.text, "sort": row.sort, "urgent": row.urgent,
        "areas": [str(pk) for pk in audience.area_ids], "levels": audience.levels, "sites": audience.sites,
        "roles": audience.roles, "bodies": audience.bodies, "teams": audience.teams,
        "volunteers": audience.volunteers, "working_days": row.working_days or None,
        "sign_hours": row.sign_hours or None, "asks_answer": row.asks_answer, "by_text": row.by_text,
    }  # fmt: skip


class FileForm(forms.Form):
    """`why` is asked where a file holds phone numbers, few enough to be an office's own."""

    sometimes = ("why",)
    file = forms.FileField(label=_("附件"))
    why = forms.CharField(
        label=_("附件里有手机号的，为什么要公开"), required=False, max_length=120, validators=[for_the_record],
        help_text=_("没有手机号的不用填。会记入日志。"),
    )  # fmt: skip


class SendForm(forms.Form):
    """Now, or on a day at an hour; `far` where that is later than such a notice is mostly sent."""

    # A day asks for its hour, and an hour for its day.
    sometimes = ("start_day", "start_clock")
    start_day = DayField(label=_("哪天发"), widget=DAY, required=False, help_text=_("马上发的留空。"))
    start_clock = ClockField(label=_("几点发"), required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        # What cannot be read says so by itself, and is not missing too.
        if given.get("start_clock") and not given.get("start_day") and "start_day" not in self.errors:
            self.add_error("start_day", _("请写哪天发。"))
        if given.get("start_day") and not given.get("start_clock") and "start_clock" not in self.errors:
            self.add_error("start_clock", _("请写几点发。"))
        return given

    def ask_if_far(self, most: timedelta, at: datetime) -> bool:
        """Whether it is asked first if the day is meant, since it is later than `most` from now."""
        starts_at = self.starts_at
        if starts_at is None or starts_at - at <= most or self.data.get("far"):
            return False
        days = (starts_at - at).days
        words = _("定在 %(n)s 天以后才发。日期没有写错的，勾上“就定在这一天”再发；马上发的，两格都留空。")
        self.add_error("start_day", words % {"n": max(days, 1)})
        self.fields["far"] = forms.BooleanField(label=_("就定在这一天"), required=False)
        return True

    @property
    def starts_at(self) -> datetime | None:
        given = self.cleaned_data
        day, hour = given.get("start_day"), given.get("start_clock")
        return clock.midnight(day) + timedelta(hours=hour.hour, minutes=hour.minute) if day and hour else None


class SignForm(forms.Form):
    """`read_at`: when the page was made; a page that was loaded earlier is signed with the time of reading."""

    number = WholeField(widget=forms.HiddenInput, min_value=1)
    read_at = WholeField(widget=forms.HiddenInput, required=False)
    together = forms.MultipleChoiceField(
        label=_("一起签收"), required=False, widget=_TICKS, help_text=_("也归您签收的其他地方。不签的去掉勾。")
    )
    deputy = forms.BooleanField(label=_("我是代签，负责的人不在"), required=False)

    def __init__(self, *args: Any, others: Sequence[Box] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not others:
            del self.fields["together"]
            return
        ticks = self.fields["together"]
        ticks.choices = [(one.public_id, one.name) for one in others]  # type: ignore[attr-defined]
        ticks.initial = [one.public_id for one in others]


class BoxAnswerForm(forms.Form):
    sometimes = ("done_on", "remark")
    done = forms.TypedChoiceField(
        label=_("办了没有"), choices=[("1", _("已办")), ("0", _("办不了"))], coerce=lambda text: text == "1",
        widget=forms.RadioSelect,
    )  # fmt: skip
    done_on = DayField(label=_("哪天办的"), widget=DAY, required=False)
    remark = forms.CharField(
        label=_("说明"),
        max_length=MOST_REMARK,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        validators=[for_the_record],
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("done") and not given.get("done_on") and "done_on" not in self.errors:
            self.add_error("done_on", _("请写哪天办的。"))
        if given.get("done") is False and not given.get("remark"):
            self.add_error("remark", _("请写为什么办不了。"))
        return given
