"""Invented sentences and numbers for the gallery: nothing here is a real person or a real figure."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator

from baiying.kit import clock
from baiying.kit.values.actor import Acting, Actor
from baiying.ui import charts
from baiying.ui.navigation import Entry

SITE = [
    Entry("找活动", "#activities", active=True),
    Entry("身边的站点", "#sites"),
    Entry("全市数据", "#figures"),
]
BAR = [
    Entry("今天", "?page=today", active=True, group="bar", icon="today"),
    Entry("找活动", "?page=public", group="bar", icon="search"),
    Entry("我的", "#mine", group="bar", icon="person"),
]
OFFICE = [
    Entry("待办", "?page=desk", group="今天", waiting=7),
    Entry("人员", "#people", group="志愿者"),
    Entry("实名核验", "?page=record", group="志愿者", waiting=4),
    Entry("单位与队伍", "#teams", group="队伍与活动"),
    Entry("活动", "?page=table", group="队伍与活动"),
    Entry("待复核", "#reviews", group="时长", waiting=3),
    Entry("异议", "#objections", group="时长"),
    Entry("全市数据", "?page=city", group="数据"),
    Entry("目标", "#targets", group="数据"),
    Entry("区划导入", "#imports", group="设置"),
    Entry("规则", "#rules", group="设置"),
]
COUNTIES = [
    ("清河区", 196_400, 31_820, 0.162),
    ("云台县", 152_300, 21_170, 0.139),
    ("松原街道片区", 98_700, 16_680, 0.169),
    ("临川县", 214_800, 27_060, 0.126),
    ("白石区", 126_500, 20_110, 0.159),
    ("柳园县", 88_200, 12_960, 0.147),
    ("望江区", 171_900, 27_330, 0.159),
]


class GalleryForm(forms.Form):
    name = forms.CharField(label="姓名", max_length=40, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    phone = forms.CharField(
        label="手机号",
        help_text="用来接收验证码和活动变动的消息。",
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    category = forms.ChoiceField(label="服务类别", choices=[("", "请选择"), ("elder", "助老陪伴"), ("env", "环境整治")])
    born_on = forms.DateField(label="出生日期", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    skills = forms.MultipleChoiceField(
        label="会些什么",
        required=False,
        choices=[("a", "急救"), ("b", "心理疏导"), ("c", "水电维修"), ("d", "手语")],
        widget=forms.CheckboxSelectMultiple,
    )
    when = forms.ChoiceField(
        label="什么时候有空", choices=[("week", "工作日"), ("end", "周末"), ("all", "都可以")], widget=forms.RadioSelect
    )
    note = forms.CharField(label="想说的话", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    consent = forms.BooleanField(label="我同意为活动报名和时长记录使用以上信息", help_text="可以随时在“我的”里撤回。")


class GalleryFilters(forms.Form):
    q = forms.CharField(label="名称", required=False, widget=forms.TextInput(attrs={"type": "search"}))
    area = forms.ChoiceField(label="区县", required=False, choices=[("", "全部")] + [(c[0], c[0]) for c in COUNTIES])
    day = forms.DateField(label="日期", required=False, widget=forms.DateInput(attrs={"type": "date"}))


@dataclass(frozen=True, slots=True)
class Page:
    template: str
    context: dict[str, Any]


def trend(at: datetime) -> charts.Chart:
    months = [f"{m}月" for m in range(1, 12)]
    credit = [0.082 + 0.0049 * i + 0.002 * math.sin(i) for i in range(11)]
    whole = [v + 0.018 + 0.0012 * i for i, v in enumerate(credit)]
    return charts.Chart(
        title="有服务记录的志愿者占比",
        unit="percent",
        labels=months,
        label_heading="月份",
        series=[charts.Series("信用加荣誉", whole), charts.Series("只算信用", credit)],
        target=0.15,
        target_label="目标 15%",
        as_of=at,
        definition_url="#definition",
        note="当年至少有一条时长记录的人数 ÷ 注册人数",
    )


def comparison(at: datetime) -> charts.Chart:
    rows = sorted(COUNTIES, key=lambda c: -c[3])
    return charts.Chart(
        title="各区县注册率",
        unit="percent",
        labels=[c[0] for c in rows],
        label_heading="区县",
        series=[charts.Series("注册率", [c[3] for c in rows])],
        urls=["#county"] * len(rows),
        target=0.15,
        target_label="目标 15%",
        as_of=at,
        definition_url="#definition",
    )


def tree(at: datetime) -> charts.Chart:
    nodes = [charts.Node(c[0], c[1], c[3], "#county") for c in COUNTIES]
    return charts.Chart(
        title="注册率与目标之差",
        unit="percent",
        nodes=nodes,
        target=0.15,
        label_heading="区县",
        size_heading="常住人口",
        value_heading="注册率",
        as_of=at,
        definition_url="#definition",
        note="面积是常住人口；绿色高于目标，棕色低于目标。",
    )


def spread(at: datetime) -> charts.Chart:
    labels = ["0", "1–5", "5–10", "10–20", "20–40", "40–60", "60–100", "100 以上"]
    counts = [7_214, 4_630, 2_981, 2_640, 1_402, 618, 304, 121]
    return charts.Chart(
        title="每人今年的服务时长",
        labels=labels,
        label_heading="小时",
        series=[charts.Series("人数", counts)],
        as_of=at,
        definition_url="#definition",
    )


def events(at: datetime) -> list[dict[str, Any]]:
    return [
        {
            "at": at - timedelta(hours=2),
            "title": "复核通过，记入 2 小时 30 分钟",
            "who": "清河区 文明实践中心 · 周敏",
            "tone": "jade",
        },
        {
            "at": at - timedelta(hours=20),
            "title": "转给复核人",
            "who": "系统",
            "why": "领队补签，需要第二个人确认。",
            "tone": "amber",
        },
        {"at": at - timedelta(days=1, hours=3), "title": "签退", "who": "领队 陈立 代为操作", "tone": "slate"},
        {"at": at - timedelta(days=1, hours=6), "title": "签到", "who": "本人扫码"},
    ]


ACTIVITIES = [
    ("周末陪伴失能老人", "清河区 · 松风里社区养老服务站", "助老陪伴", 6, 10, "jade", "还有 4 个名额"),
    ("河岸清理：青弋河北段", "望江区 · 北岸公园东门集合", "环境整治", 30, 30, "amber", "已满，可候补"),
    ("家电维修进小区", "白石区 · 玉兰苑小区广场", "便民服务", 5, 12, "jade", "还有 7 个名额"),
    ("儿童阅读会（需未成年人服务培训）", "云台县 · 县图书馆二楼", "文化文艺", 3, 8, "slate", "有条件"),
]


def sample(at: datetime) -> dict[str, Any]:
    wrong = GalleryForm({"name": "", "phone": "1380013", "when": "week", "category": "env"})
    wrong.add_error("phone", "手机号应是 11 位数字，现在是 7 位。请核对后重新填写。")
    rows = [
        {
            "title": a[0],
            "place": a[1],
            "category": a[2],
            "taken": a[3],
            "places": a[4],
            "tone": a[5],
            "state": a[6],
            "at": at + timedelta(days=2 * i + 1, hours=i),
            "ends": at + timedelta(days=2 * i + 1, hours=i + 2, minutes=30),
        }
        for i, a in enumerate(ACTIVITIES)
    ]
    return {
        "at": at,
        "form": GalleryForm(),
        "wrong": wrong,
        "filters": GalleryFilters(),
        "rows": rows,
        "events": events(at),
        "trend": trend(at),
        "comparison": comparison(at),
        "tree": tree(at),
        "spread": spread(at),
        "page": Paginator(range(486), 20).page(4),
        "steps_labels": ["身份", "服务意向", "同意书", "完成"],
        "tabs": [("待复核", "#a", True, 3), ("已通过", "#b", False, 128), ("已退回", "#c", False, "")],
        "due_soon": at + timedelta(hours=30),
        "due_late": at - timedelta(days=2),
        "due_far": at + timedelta(days=8),
        "icons": [],
        "facts": [
            ("时间", "11月28日 周六 09:00–11:30"),
            ("地点", "松风里社区养老服务站"),
            ("岗位", "陪伴聊天（第 1 班）"),
        ],
        "people": [
            ("王秀兰", "陪伴聊天 · 尾号 2046"),
            ("李建国", "陪伴聊天 · 尾号 8817"),
            ("赵明月", "候补转正 · 尾号 3350"),
        ],
        "counties": COUNTIES,
    }


def page(name: str) -> Page:
    """The overview, or one of the kinds of page."""
    at = clock.now()
    me = Actor(account_id=1, person_id=1, acting=Acting(1, "a1", "county", None), label="周敏")
    held = [
        {"public_id": "a1", "label": "县级管理员", "place": "清河区"},
        {"public_id": "a2", "label": "时长复核员", "place": "松风街道"},
    ]
    context = sample(at)
    signed_in = {**context, "actor": me, "appointments": held}
    if name in {"desk", "table", "record", "city"}:
        nav = [Entry(e.label, e.url, e.url == f"?page={name}", e.group, e.icon, e.waiting) for e in OFFICE]
        place = {"acting_label": "县级管理员", "acting_place": "清河区 新时代文明实践中心"}
        return Page(f"ui/gallery/{name}.html", {**signed_in, **place, "nav": nav})
    if name in {"today", "confirm", "code", "paper"}:
        return Page(f"ui/gallery/{name}.html", {**signed_in, "nav": SITE + BAR})
    if name in {"public", "hall", "form", "activity"}:
        return Page(f"ui/gallery/{name}.html", {**context, "nav": SITE})
    return Page("ui/gallery/index.html", {**context, "nav": SITE})
