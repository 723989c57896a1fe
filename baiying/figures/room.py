"""What this room brings to the house."""

from django.utils.translation import gettext_lazy as _

from baiying.figures.rights import Right
from baiying.figures.rules import FigureRules, PrivacyRules
from baiying.kit.rooms import Entry, Grant, MergeStep, NamesPerson, Room, RuleKind, Slot
from baiying.kit.rule_kinds import NewUse
from baiying.places.facts import DivisionsImported, DivisionsRestored

ROOM = Room(
    topics="baiying.figures.topics.TOPICS",
    addresses="baiying.figures.urls",
    api="baiying.figures.api.router",
    rights=(
        Grant(Right.SET_TARGETS, ("county_office", "city_office")),
        Grant(Right.SEE_FIGURES, ("place_staff", "hours_reviewer", "county_office", "city_office")),
        Grant(Right.SEE_FIGURE_ROWS, ("county_office", "city_office")),
    ),
    entries=(Entry(order=10, menu="foot", label=_("数据口径"), page="figures:definitions"),),
    rule_kinds=(
        RuleKind(
            FigureRules,
            _("数据口径"),
            _("公布各项比率用哪种人口、哪些时长门槛。"),
            {
                "population_kind": _("人口口径"),
                "thresholds": _("可选的时长门槛（小时）"),
                "default_threshold": _("默认的时长门槛（小时）"),
            },
            _("本平台默认：常住人口；每年 20 小时。"),
        ),
        RuleKind(
            PrivacyRules,
            _("公开的最少人数"),
            _("一个地区至少有多少注册志愿者，才公开它的数据。"),
            {"least_people": _("最少人数")},
            _("本平台默认：不少于 10 人才公开。"),
            begins=(
                NewUse(
                    "privacy.fewer",
                    "publish",
                    _("公开人数更少的地区的数据"),
                    "baiying.figures.rules.catalogue.of_fewer",
                ),
            ),
        ),
    ),
    audit_actions={
        "figures.entries": _("打开个人时长记录"),
        "figures.export_areas": _("导出各地数据"),
        "figures.export_persons": _("导出名单"),
        "figures.persons": _("打开名单"),
        "figures.set_target": _("设定目标"),
    },
    audit_subjects={
        "target": _("目标"),
    },
    audit_looks=frozenset({"figures.entries", "figures.persons"}),
    audit_takes=frozenset({"figures.export_areas", "figures.export_persons"}),
    audit_names=(Slot("baiying.figures.audited.names", 10),),
    merging=(Slot("baiying.figures.actions.merging.targets", 20),),
    counted_in=(Slot("baiying.figures.queries.counted.registered_in", 10),),
    listeners={
        DivisionsImported: ("figures.rebuild",),
        DivisionsRestored: ("figures.rebuild_restored",),
    },
    sweeps={"figures.rebuild": "figures.reconcile", "figures.rebuild_restored": "figures.reconcile"},
    clockwork={
        "figures.roll_up": "* * * * * */5",
        "figures.count_parked": "30 0 * * *",  # 08:30 in China
        "figures.reconcile": "0 19 * * *",  # 03:00 in China
    },
    job_words={
        "figures.roll_up": _("把变动计入统计"),
        "figures.count_parked": _("数各地休眠的志愿者"),
        "figures.reconcile": _("夜里全部重数、逐项比对"),
        "figures.rebuild": _("区划变动后重数各地"),
        "figures.rebuild_restored": _("区划导入撤销后重数各地"),
    },
    gauges=(Slot("baiying.figures.gauges.counted", 30),),
    merge_steps=(
        MergeStep(
            ("PersonYear.person_id",),
            order=600,
            join="baiying.figures.actions.merging_people.count_anew",
            part="baiying.figures.actions.merging_people.count_anew",
        ),
    ),
    names_person=(
        NamesPerson("Mark.person_id", "stays", "stays", "a mark lives for seconds, and the recount needs it"),
        NamesPerson("PersonYear.person_id", "moves", "stays", "recounted from the ledger after either"),
    ),
    copied="baiying.figures.copying.COPIED",
    erasures="baiying.figures.erasing.ERASURES",
    purpose=_("统计：一个人一年只算一次，只有编号。"),
)
