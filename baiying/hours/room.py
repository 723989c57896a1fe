"""What this room brings to the house."""

from django.utils.translation import gettext_lazy as _

from baiying.hours.facts import HoursReversed
from baiying.hours.rights import Right
from baiying.hours.rules.counting import HourRules
from baiying.kit.rooms import Entry, Grant, MessageKind, NamesPerson, Office, Room, RuleKind, Slot
from baiying.people.facts import GuardianAgreed, GuardianWithdrew, HoldLifted, PersonVerified

ROOM = Room(
    topics="baiying.hours.topics.TOPICS",
    tells="baiying.hours.tells.TELLS",
    addresses="baiying.hours.urls",
    visits=20,
    rights=(
        Grant(Right.REVIEW_HOURS, ("hours_reviewer",)),
        Grant(Right.SEE_HOURS, ("hours_reviewer", "county_office", "city_office")),
        Grant(Right.REVERSE_HOURS, ("hours_reviewer", "county_office", "city_office")),
        Grant(Right.ANSWER_OBJECTIONS, ("hours_reviewer", "county_office", "city_office")),
    ),
    offices=(
        Office(
            order=310,
            heading=_("时长"),
            label=_("待复核"),
            page="hours:reviews",
            rights=(Right.REVIEW_HOURS,),
            for_units=True,
            when="baiying.hours.access.reviews_for_a_unit",
        ),
        Office(
            order=320, heading=_("时长"), label=_("异议"), page="hours:objections", rights=(Right.ANSWER_OBJECTIONS,)
        ),
        Office(order=330, heading=_("时长"), label=_("逾期未记录"), page="hours:overdue", rights=(Right.SEE_HOURS,)),
    ),
    entries=(
        Entry(order=30, menu="bar", label=_("我的时长"), page="hours:mine", icon="clock"),
        Entry(order=20, menu="account", label=_("我的时长"), page="hours:mine"),
    ),
    rule_kinds=(
        RuleKind(
            HourRules,
            _("时长怎么算"),
            _("取整、宽限、每天上限、要不要第二个人复核，以及记录和答复的时限。"),
            {
                "rounding_minutes": _("按几分钟取整（向下）"),
                "early_grace_minutes": _("提前到，最多算几分钟"),
                "late_grace_minutes": _("延后走，最多算几分钟"),
                "minimum_presence_percent": _("至少在场百分之几才算（0 为不要求）"),
                "daily_auto_minutes": _("一天自动记入的上限（分钟）"),
                "daily_cap_minutes": _("一天连复核在内的上限（分钟）"),
                "activity_cap_minutes": _("一次活动的上限（分钟，0 为不限）"),
                "check_ins_per_day": _("一天最多签到几次"),
                "check_in_before_minutes": _("开始前几分钟起可以签到"),
                "self_check_in": _("志愿者可以自己签到"),
                "credit_sources": _("算信用时长的来源"),
                "record_working_days": _("活动结束后几个工作日内要记录"),
                "warn_working_days": _("第几个工作日提醒"),
                "objection_working_days": _("异议几个工作日内答复"),
                "appeal_days": _("答复后几天内可以再请另一个人看"),
                "back_entry_days": _("最多补记几天以前的"),
                "provisional_days": _("没有核验的时长保留几天"),
                "call_before_hours": _("开始前几小时起，领队可以看报名人的电话"),
                "call_after_hours": _("结束后几小时以内，领队可以看报名人的电话"),
                "warn_open_minutes": _("结束几分钟后，提醒还没有签退的人"),
            },
            _("民政部令第67号第7、11条；民函〔2012〕340号；每日 8 或 12 小时与每日 3 次参照 i志愿；其余为本平台默认。"),
            choices={
                "credit_sources": {
                    "code": _("本人扫码或输入数字"),
                    "scan": _("领队扫卡"),
                    "roll": _("领队点名"),
                    "paper": _("纸质签到表"),
                    "typed": _("事后补录"),
                    "transferred": _("外部转入"),
                },
            },
            effect="baiying.hours.access.rules_effect",
            groups=(
                (
                    _("怎么算时长"),
                    (
                        "rounding_minutes",
                        "early_grace_minutes",
                        "late_grace_minutes",
                        "minimum_presence_percent",
                        "credit_sources",
                    ),
                ),
                (_("每天和每次的上限"), ("daily_auto_minutes", "daily_cap_minutes", "activity_cap_minutes")),
                (
                    _("签到签退"),
                    ("self_check_in", "check_ins_per_day", "check_in_before_minutes", "warn_open_minutes"),
                ),
                (
                    _("记录、补记和异议的期限"),
                    (
                        "record_working_days",
                        "warn_working_days",
                        "back_entry_days",
                        "objection_working_days",
                        "appeal_days",
                        "provisional_days",
                    ),
                ),
                (_("领队看电话"), ("call_before_hours", "call_after_hours")),
            ),
        ),
    ),
    audit_actions={
        "CheckedIn": _("签到"),
        "CheckedOut": _("签退"),
        "CheckInDigitsWrong": _("签到码输错"),
        "CheckInUndone": _("撤销签到"),
        "CorrectionProposed": _("提出更正"),
        "EndConfirmed": _("确认离开时间"),
        "EndSaid": _("本人说明离开时间"),
        "ForcedOut": _("到时自动签退"),
        "HoursDecidedTogether": _("成批复核时长"),
        "HoursDecisionTakenBack": _("撤销成批复核"),
        "HoursApproved": _("时长复核通过"),
        "HoursPosted": _("时长入账"),
        "HoursRefused": _("时长复核不通过"),
        "HoursReversed": _("时长冲销"),
        "LeavingUndone": _("撤销离开时间"),
        "ObjectionAnswered": _("答复异议"),
        "ObjectionWithdrawn": _("收回异议"),
        "ObjectionAppealed": _("请另一个人再看"),
        "ObjectionFiled": _("提出异议"),
        "LeaderReminded": _("提醒领队完成记录"),
        "ReversalProposed": _("申请冲销时长"),
        "ReversalWithdrawn": _("收回冲销申请"),
        "PhoneLookedUp": _("领队查看电话"),
        "PaperRecorded": _("录入纸质签到表"),
        "ShiftRecordCompleted": _("完成班次记录"),
    },
    audit_subjects={
        "attendance": _("签到记录"),
        "batch": _("成批复核"),
        "entry": _("时长"),
        "objection": _("异议"),
        "proposal": _("待复核时长"),
    },
    audit_looks=frozenset({"PhoneLookedUp"}),
    audit_names=(Slot("baiying.hours.audited.names", 10),),
    piles=(
        Slot("baiying.hours.piles.in_doubt", 3),
        Slot("baiying.hours.piles.unfinished", 5),
        Slot("baiying.hours.piles.led", 10),
        Slot("baiying.hours.piles.reviews", 40),
        Slot("baiying.hours.piles.objections", 50),
        Slot("baiying.hours.piles.overdue", 60),
    ),
    cards=(
        Slot("baiying.hours.cards.led", 10),
        Slot("baiying.hours.cards.waiting", 20),
        Slot("baiying.hours.cards.year", 30),
    ),
    of_person=(Slot("baiying.hours.cards.of_person", 10),),
    wards_now=(Slot("baiying.hours.withdrawals.serving", 10),),
    served=(Slot("baiying.hours.queries.served", 10),),
    served_rows=(Slot("baiying.hours.access.record_address", 10),),
    moving=(Slot("baiying.hours.actions.undo_moved", 10),),
    attended=(Slot("baiying.hours.queries.attended", 10),),
    listeners={
        PersonVerified: ("hours.post_waiting",),
        HoldLifted: ("hours.post_held",),
        HoursReversed: ("hours.give_back",),
        GuardianWithdrew: ("hours.tell_of_withdrawn",),
        GuardianAgreed: ("hours.tell_of_agreed_again",),
    },
    sweeps={
        "hours.post_waiting": "hours.sweep_waiting",
        "hours.post_held": "hours.sweep_waiting",
        "hours.give_back": "hours.sweep_room",
        "hours.tell_of_withdrawn": "hours.sweep_withdrawn",
        "hours.tell_of_agreed_again": "hours.sweep_withdrawn",
    },
    message_kinds=(
        MessageKind(
            "hours.still_open",
            _("请签退"),
            _("活动结束后您还没有签退，提醒您签退，或者说明几点离开。"),
            "baiying.hours.actions.say_still_open",
            any_hour=True,
            always=_("改期和取消照样发短信。"),
            reaches="baiying.people.queries.reads_of_shifts",
        ),
    ),
    job_words={
        "hours.carry_out": _("成批复核到时生效"),
        "hours.close_forgotten": _("关闭忘了签退的记录"),
        "hours.say_held": _("告诉志愿者领队记下、不能再撤销的事"),
        "hours.look_through": _("记下还缺人记录的班次"),
        "hours.warn_late": _("提醒还没有完成的记录"),
        "hours.warn_open": _("提醒还没有签退的人"),
        "hours.post_held": _("核实属实后补记等着的时长"),
        "hours.post_waiting": _("核验后补记等着的时长"),
        "hours.give_back": _("补记上限空出来的时长"),
        "hours.sweep_room": _("查上限空出后漏记的时长"),
        "hours.tell_of_withdrawn": _("监护人撤回同意时告诉现场的领队"),
        "hours.tell_of_agreed_again": _("监护人重新同意时告诉现场的领队"),
        "hours.sweep_withdrawn": _("查漏告诉领队的监护人撤回"),
        "hours.sweep_waiting": _("查核验后漏记的时长"),
    },
    clockwork={
        "hours.carry_out": "* * * * *",
        "hours.say_held": "* * * * *",
        "hours.close_forgotten": "*/10 * * * *",
        "hours.warn_late": "0 0 * * *",  # 08:00 in China
        "hours.warn_open": "*/5 * * * *",
        "hours.sweep_withdrawn": "*/5 * * * *",
        "hours.look_through": "20 18 * * *",  # 02:20 in China
        "hours.sweep_room": "10 18 * * *",  # 02:10 in China
        "hours.sweep_waiting": "0 18 * * *",  # 02:00 in China
    },
    names_person=(
        NamesPerson("Attendance.person", "moves", "stays", "the ledger rests on it"),
        NamesPerson(
            "HourEntry.person_id",
            "stays",
            "stays",
            "entries are never changed; totals follow the link between the records",
        ),
        NamesPerson("Objection.person", "moves", "emptied", "the case stays, its words may say who it was"),
    ),
)
