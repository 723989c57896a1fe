"""The shape of what people type about places; no writes."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from baiying.kit.forms import DayField, WholeField, for_many, for_the_record
from baiying.kit.values import coordinates
from baiying.places.models import PopulationKind, Site, SiteState
from baiying.places.rules import exemptions, working_days

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
TABLE_HELP = _("CSV、xlsx、xls 都可以；编码 UTF-8 或 GB18030；表头上面有标题行也可以。")


class FindPlace(forms.Form):
    """Finding an area by name; the other parameters travel along."""

    q = forms.CharField(label=_("名称或代码"), required=False, max_length=30)


class UploadDivisions(forms.Form):
    file = forms.FileField(label=_("区划表"), help_text=TABLE_HELP)
    as_of = DayField(label=_("截至日期"), widget=DAY, help_text=_("表里的区划从哪一天起是这样。"))
    source = forms.CharField(
        label=_("来源"),
        max_length=200,
        help_text=_("例如：民政部门公布的区划代码，文号或网址。"),
        validators=[for_the_record],
    )

    def clean_as_of(self) -> date:
        day: date = self.cleaned_data["as_of"]
        if not 1949 <= day.year <= 2100:
            raise ValidationError(_("年份不对，请核对。"))
        return day


class HandbookForm(forms.Form):
    """A version of a page of the handbook, for one topic of the help."""

    topic = forms.ChoiceField(label=_("写在哪一条帮助旁边"))
    title = forms.CharField(
        label=_("标题"),
        max_length=60,
        validators=[for_the_record],
    )
    text = forms.CharField(
        label=_("怎么做"),
        max_length=8000,
        validators=[for_many],
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_("空一行另起一段；“# 标题”是小标题；“- ”开头是要点；“1. ”开头是步骤。不要写个人的手机号。"),
    )
    valid_from = DayField(label=_("从哪天起"), widget=DAY)
    valid_to = DayField(
        label=_("最后一天"), required=False, widget=DAY, help_text=_("不知道就不填，写了新的一版会自动接上。")
    )
    area = forms.CharField(max_length=12, widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, topics: list[tuple[Any, list[tuple[str, Any]]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].choices = [("", "—"), *topics]  # type: ignore[attr-defined]


class ConfirmImport(forms.Form):
    """Ticks appear only where there is something to tick."""

    without_refused = forms.BooleanField(label="", required=False)
    place_orphans = forms.BooleanField(label="", required=False)
    close_missing = forms.BooleanField(label="", required=False)
    # Stands for the report that is read (actions.seen_of).
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, counts: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if refused := counts.get("refused_rows"):
            self.fields["without_refused"].label = translate("不要这 %(n)s 行，导入其余的") % {"n": refused}
        else:
            del self.fields["without_refused"]
        if orphans := counts.get("orphans"):
            words = translate("把 %(n)s 个找不到直接上级的，放到报告里写的上级下面")
            self.fields["place_orphans"].label = words % {"n": orphans}
        else:
            del self.fields["place_orphans"]
        if missing := counts.get("missing", 0) + counts.get("merged", 0):
            words = translate("这是一份完整的表：表里没有的 %(n)s 个区划从截至日期起关闭")
            self.fields["close_missing"].label = words % {"n": missing}
        else:
            del self.fields["close_missing"]


# Before that no office kept such a site.
_FIRST_YEAR = 1980


class SinceADay(forms.Form):
    """From when something holds. It counts at once: a day to come would count before it is there.

    `today`: the day of whoever sends the form; a form that is only shown needs none.
    """

    since = DayField(label=_("从哪天起"), widget=DAY)

    def __init__(self, *args: Any, today: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_since(self) -> date:
        since: date = self.cleaned_data["since"]
        if self.today is not None and since > self.today:
            raise ValidationError(_("不能晚于今天：到了那一天再改。"))
        if since.year < _FIRST_YEAR:
            raise ValidationError(_("日期太早，请核对年份。"))
        return since


class SiteStates(SinceADay):
    """What is said of one or several sites."""

    sometimes = ("reason",)
    state = forms.ChoiceField(label=_("状态"), choices=SiteState.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("原因"),
        required=False,
        max_length=120,
        help_text=_("免建必须写原因，例如“拆迁”。其他情形可不写。"),
        validators=[for_the_record],
    )
    field_order = ("state", "reason", "since")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("state") == SiteState.EXEMPT and not (data.get("reason") or "").strip():
            self.add_error("reason", _("免建要写明原因，例如“拆迁”。"))
        return data


class FindExemptable(forms.Form):
    """What areas without residents are called; `by_code` finds virtual units by the end of their code."""

    words = forms.MultipleChoiceField(
        label=_("名称里有"),
        required=False,
        choices=[(word, word) for word, _ticked in exemptions.PROPOSED],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("开发区、农场、林场里常有居民，要逐个看过再勾选。"),
    )
    by_code = forms.BooleanField(label=_("代码以 498 或 598 结尾的村级单位（统计上的虚拟单位）"), required=False)
    own = forms.CharField(
        label=_("还要找的字"), required=False, max_length=40, help_text=_("几个词用空格分开，每个至少两个字。")
    )

    def wanted(self) -> tuple[str, ...]:
        """The words, ticked and typed; call it on a valid form."""
        return exemptions.wanted([*self.cleaned_data["words"], *self.cleaned_data["own"].split()])


class Exempt(SinceADay):
    """Why the ticked areas need no site, and from when."""

    reason = forms.CharField(
        label=_("免建的原因"),
        max_length=120,
        help_text=_("公开显示，例如“统计上的虚拟单位，没有居民”。"),
        validators=[for_the_record],
    )
    field_order = ("reason", "since")


# Where the two numbers were read off. They are kept as WGS-84, whatever they were typed in.
DATUMS = (
    ("wgs84", _("手机定位或 GPS")),
    ("gcj02", _("高德地图、腾讯地图")),
    ("bd09", _("百度地图")),
)
_TO_WGS84 = {"gcj02": coordinates.from_gcj02, "bd09": coordinates.from_bd09}


class DescribeSite(forms.ModelForm):  # type: ignore[type-arg]
    datum = forms.ChoiceField(
        label=_("经纬度从哪里查到的"),
        choices=DATUMS,
        initial="wgs84",
        required=False,
        help_text=_("几家地图的数字相差几百米，选对了，居民才走得到门口。"),
    )

    class Meta:
        model = Site
        fields = ["name", "address", "phone", "opening_hours", "longitude", "latitude"]
        labels = {
            "name": _("名称"),
            "address": _("地址"),
            "phone": _("电话"),
            "opening_hours": _("开放时间"),
            "longitude": _("经度"),
            "latitude": _("纬度"),
        }
        help_texts = {
            "phone": _("座机或值班手机，会公开显示。"),
            "opening_hours": _("例如：周二至周日 8:30–17:30。"),
            "longitude": _("东经，例如 113.826063。填了经纬度，居民才能按距离找到这里。"),
            "latitude": _("北纬，例如 34.022956。"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("longitude", "latitude"):
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        longitude, latitude = data.get("longitude"), data.get("latitude")
        if (longitude is None) != (latitude is None) and not self.errors:
            self.add_error("latitude", _("经度和纬度要一起填，或都不填。"))
        if longitude is not None and not Decimal(73) <= longitude <= Decimal(136):
            self.add_error("longitude", _("经度应在 73 到 136 之间，请检查是否与纬度填反了。"))
        if latitude is not None and not Decimal(3) <= latitude <= Decimal(54):
            self.add_error("latitude", _("纬度应在 3 到 54 之间，请检查是否与经度填反了。"))
        convert = _TO_WGS84.get(data.pop("datum", ""))
        if convert is not None and longitude is not None and latitude is not None and not self.errors:
            point = convert(coordinates.Point(float(longitude), float(latitude)))
            data["longitude"], data["latitude"] = (round(Decimal(part), 6) for part in point)
        return data

    def save(self, commit: bool = True) -> Site:
        raise TypeError("Sites are changed by places.actions.describe_site.")


class ImportSites(forms.Form):
    sometimes = ("file",)
    file = forms.FileField(label=_("阵地表"), required=False, help_text=TABLE_HELP)
    # The stored file and its name, signed: a second press needs no second upload.
    kept = forms.CharField(required=False, widget=forms.HiddenInput)
    # Of a workbook with several sheets that fit: which one is read.
    sheet = forms.CharField(label=_("读哪张工作表"), required=False, max_length=100, widget=forms.HiddenInput)
    datum = forms.ChoiceField(
        label=_("经纬度从哪里查到的"),
        choices=DATUMS,
        initial="wgs84",
        help_text=_("几家地图的数字相差几百米，选对了，居民才走得到门口。"),
    )
    without_refused = forms.BooleanField(label=_("不要有问题的行，录入其余的"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("file") and not data.get("kept") and "file" not in self.errors:
            self.add_error("file", _("请选择要上传的表。"))
        return data


class ImportPopulation(forms.Form):
    sometimes = ("file",)
    file = forms.FileField(label=_("人口表"), required=False, help_text=TABLE_HELP)
    # The stored file and its name, signed: a second press needs no second upload.
    kept = forms.CharField(required=False, widget=forms.HiddenInput)
    # Of a workbook with several sheets that fit: which one is read.
    sheet = forms.CharField(label=_("读哪张工作表"), required=False, max_length=100, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("口径"), choices=PopulationKind.choices, help_text=_("表里有“口径”列时以表为准。"))
    year = WholeField(label=_("年份"), min_value=1950, max_value=2100, help_text=_("数据属于哪一年末。"))
    source = forms.CharField(
        label=_("来源"),
        max_length=120,
        help_text=_("例如：本市统计年鉴 2025，表 3-2。"),
        validators=[for_the_record],
    )
    without_refused = forms.BooleanField(label=_("不要有问题的行，录入其余的"), required=False)
    doubts_seen = forms.BooleanField(label=_("核对过了，这些数确实如此"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("file") and not data.get("kept") and "file" not in self.errors:
            self.add_error("file", _("请选择要上传的表。"))
        return data


class EnterCalendar(forms.Form):
    year = WholeField(label=_("年份"), min_value=2000, max_value=2100, widget=forms.HiddenInput)
    days = forms.CharField(
        label=_("放假和调休"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false"}),
        help_text=_(
            "可以把放假通知的原文直接贴进来。也可以每行写一段日期、“休”或“班”、名称，"
            "例如：2026-02-15 至 2026-02-23 休 春节"
        ),
    )
    source = forms.CharField(
        label=_("来源"),
        max_length=120,
        help_text=_("国务院办公厅通知的名称和日期。"),
        validators=[for_the_record],
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "days" in data and "year" in data:
            try:
                data["parsed"] = working_days.pasted_days(data["days"], data["year"])
            except working_days.BadLine as bad:
                self.add_error("days", _bad_line(bad, data["year"]))
        return data


def _bad_line(bad: working_days.BadLine, year: int) -> str:
    words = {
        "shape": translate("第 %(line)s 行看不懂：“%(text)s”。请写成“日期 休 名称”或“日期 班 名称”。"),
        "date": translate("第 %(line)s 行的日期不存在：“%(text)s”。"),
        "year": translate("第 %(line)s 行不是 %(year)s 年：“%(text)s”。"),
        "order": translate("第 %(line)s 行的结束早于开始，或超过 31 天：“%(text)s”。"),
        "both": translate("第 %(line)s 行：有一天既写了放假又写了上班：“%(text)s”。请只留一种。"),
        "count": translate("第 %(line)s 行写的天数和日期对不上：“%(text)s”。请核对。"),
        "weekday": translate("第 %(line)s 行的星期和日期对不上：“%(text)s”。请核对是不是 %(year)s 年的通知。"),
    }
    return words[bad.code] % {"line": bad.line, "text": bad.text, "year": year}
