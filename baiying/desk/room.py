"""What this room brings to the house."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from baiying.desk.rights import Right
from baiying.desk.rules import DigestRules
from baiying.kit.rooms import Entry, Grant, MessageKind, Office, Room, RuleKind, Slot

ROOM = Room(
    topics="baiying.desk.topics.TOPICS",
    seekers=(Slot("baiying.desk.views.found.topics", 90),),
    addresses="baiying.desk.urls",
    visits=10,
    rights=(
        Grant(Right.READ_AUDIT, ("auditor",)),
        Grant(Right.SEE_MINORS_AUDIT, ("county_office", "city_office", "auditor")),
        Grant(Right.SEE_MESSAGES, ("place_staff", "county_office", "city_office", "auditor")),
        Grant(Right.MEND_MESSAGES, ("place_staff", "county_office", "city_office")),
        Grant(Right.SEE_MACHINES, ("sysadmin",), urgent=True),
    ),
    offices=(
        Office(
            order=10,
            heading=_("今天"),
            label=_("待办"),
            page="desk:workbench",
            for_anybody_at_work=True,
            for_units=True,
            for_leaders=True,
        ),
        Office(
            order=430,
            heading=_("数据"),
            label=_("导出记录"),
            page="desk:exports",
            for_anybody_at_work=True,
            for_units=True,
        ),
        Office(
            order=150,
            heading=pgettext_lazy("many", "志愿者"),
            label=_("发件箱"),
            page="desk:outbox",
            rights=(Right.SEE_MESSAGES,),
        ),
        Office(
            order=149,
            heading=pgettext_lazy("many", "志愿者"),
            label=_("未成年人年度审计"),
            page="desk:minors_year",
            rights=(Right.SEE_MINORS_AUDIT,),
        ),
        Office(order=990, heading=_("设置"), label=_("机房"), page="desk:machine", rights=(Right.SEE_MACHINES,)),
        Office(order=985, heading=_("设置"), label=_("消息通道"), page="desk:channels", rights=(Right.SEE_MACHINES,)),
        Office(order=980, heading=_("设置"), label=_("操作记录"), page="desk:audit", rights=(Right.READ_AUDIT,)),
    ),
    entries=(
        Entry(order=10, menu="bar", label=_("今天"), page="desk:mine", icon="today"),
        Entry(order=15, menu="bar", label=_("工作台"), page="desk:workbench", icon="list", at_work=True),
        Entry(order=20, menu="foot", label=_("帮助"), page="desk:help"),
        Entry(order=30, menu="foot", label=_("联系我们"), page="desk:contact"),
        Entry(order=40, menu="foot", label=_("隐私说明"), page="desk:privacy"),
        Entry(order=50, menu="foot", label=_("无障碍"), page="desk:accessibility"),
        Entry(order=60, menu="foot", label=_("关于"), page="desk:about"),
        Entry(order=10, menu="account", label=_("今天"), page="desk:mine"),
        Entry(order=80, menu="account", label=_("工作台"), page="desk:workbench", at_work=True),
    ),
    audit_names=(Slot("baiying.desk.queries.taken.names", 10),),
    audit_actions={"JobRetried": _("再试失败的任务"), "MessagesSeen": _("查看发给某人的消息")},
    audit_subjects={"job": _("后台任务")},
    audit_looks=frozenset({"MessagesSeen"}),
    of_person=(Slot("baiying.desk.cards.of_person", 40),),
    tells="baiying.desk.tells.TELLS",
    rule_kinds=(
        RuleKind(
            DigestRules,
            _("待办汇总"),
            _("每个工作日几点几分把等着办的事汇总告诉各单位。放假和调休看工作日历。"),
            {"office_hour": _("几点（0 到 23）"), "office_minute": _("几分（0 到 59）")},
            _("本平台默认。"),
        ),
    ),
    message_kinds=(
        MessageKind(
            "desk.waiting",
            _("每个工作日的待办汇总"),
            _("工作台上还有等您办的事，每个工作日早上汇总一条，在“消息”里。去掉勾就不再发给您。"),
            "",
            always=_("应急通知照样发短信。"),
            reaches="baiying.desk.queries.is_at_work",
            whole=True,
        ),
    ),
    clockwork={"desk.clear_failed_jobs": "40 * * * *", "desk.tell_offices": "*/5 * * * *"},
    job_words={
        "desk.clear_failed_jobs": _("清理失败的任务：很久以前的，和反复失败的旧记录"),
        "desk.tell_offices": _("工作日早上把待办汇总告诉各单位"),
    },
    erasures="baiying.desk.erasing.ERASURES",
    purpose=_("工作提醒：看过哪些，不再重复提醒。"),
)
