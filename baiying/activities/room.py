"""What this room brings to the house."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from baiying.activities.rights import Right
from baiying.activities.rules.minors import MinorRules
from baiying.activities.rules.news import NEWS
from baiying.activities.rules.plans import ActivityRules
from baiying.activities.rules.reminders import ReminderRules
from baiying.kit.rooms import Entry, Grant, MergeStep, MessageKind, NamesPerson, NamesTeam, Office, Room, RuleKind, Slot
from baiying.people.facts import GuardianWithdrew, RegistrationEnded, WardPaused
from baiying.places.facts import DivisionMerged

ROOM = Room(
    topics="baiying.activities.topics.TOPICS",
    tells="baiying.activities.tells.TELLS",
    addresses="baiying.activities.urls",
    visits=40,
    api="baiying.activities.api.router",
    rights=(
        Grant(Right.SEE_ACTIVITIES, ("place_staff", "hours_reviewer", "county_office", "city_office"), urgent=True),
        Grant(Right.CANCEL_ACTIVITIES, ("county_office", "city_office"), urgent=True),
    ),
    offices=(
        Office(
            order=220,
            heading=_("队伍与活动"),
            label=pgettext_lazy("many", "活动"),
            page="activities:office",
            rights=(Right.SEE_ACTIVITIES,),
            for_units=True,
            for_leaders=True,
        ),
    ),
    entries=(
        Entry(order=10, menu="site", label=_("找活动"), page="activities:activities"),
        Entry(order=20, menu="bar", label=_("找活动"), page="activities:activities", icon="search"),
        Entry(order=30, menu="account", label=_("我的报名"), page="activities:signups"),
    ),
    rule_kinds=(
        RuleKind(
            ActivityRules,
            _("活动"),
            _("写计划和发布的限制。"),
            {
                "forbidden_title_words": _("标题里不能有的词"),
                "blocking_kinds": _("属于这些情形就不能发布"),
                "own_plan_may_be_published": _("可以发布自己写的计划"),
                "adults_only_categories": _("只收成年人的服务类别"),
                "most_categories": _("类别最多几项"),
                "most_shifts": _("班次最多几个"),
                "most_repeats": _("最多重复几周"),
                "longest_shift_minutes": _("一个班次最长（分钟）"),
                "most_places": _("一个班次最多名额"),
                "furthest_ahead_days": _("最多提前几天发布"),
                "weeks_ahead": _("每周重复的班次提前几周开放报名"),
                "move_asks_days": _("改期超过几天，要再问一次"),
                "move_asks_minutes": _("提前到离现在不到几分钟，要再问一次"),
                "days_without_shifts": _("每周重复的班次放假不开的日子（如 2027-02-05，按国务院办公厅节假日安排）"),
                "leader_digest_hours": _("每天几点把报名和取消汇总告诉领队"),
                "leader_at_once_hours": _("开始前几小时以内有人报名、取消，马上告诉领队"),
                "leader_pause_minutes": _("马上告诉领队的消息之间至少隔几分钟"),
                "notes_per_day": _("领队一天最多给一个活动的报名人发几次通知"),
                "leader_lingers_days": _("没有职务的带队人，活动结束后还能进工作台几天"),
                "everyday_words": _("本地的日常说法（找活动用，写成“撸串:烧烤 夜市”）"),
            },
            _("民政部令第67号第12、19条；全国志愿服务信息系统的项目表；其余为本平台默认。"),
            groups=(
                (
                    _("什么能发布"),
                    (
                        "forbidden_title_words",
                        "blocking_kinds",
                        "own_plan_may_be_published",
                        "adults_only_categories",
                    ),
                ),
                (
                    _("一个活动有多大"),
                    ("most_categories", "most_shifts", "most_repeats", "longest_shift_minutes", "most_places"),
                ),
                (
                    _("提前多久"),
                    (
                        "furthest_ahead_days",
                        "weeks_ahead",
                        "days_without_shifts",
                        "move_asks_days",
                        "move_asks_minutes",
                    ),
                ),
                (
                    _("告诉领队和报名的人"),
                    (
                        "leader_digest_hours",
                        "leader_at_once_hours",
                        "leader_pause_minutes",
                        "notes_per_day",
                        "leader_lingers_days",
                    ),
                ),
                (_("找活动"), ("everyday_words",)),
            ),
        ),
        RuleKind(
            ReminderRules,
            _("服务前的提醒"),
            _("前一天晚上几点、开始前几分钟提醒；刚刚确认过的人不再提醒；临近的变动马上告诉。"),
            {
                "evening_hour": _("前一天几点提醒（12 到 20）"),
                "minutes_before": _("开始前几分钟提醒（0 表示不提醒）"),
                "fresh_minutes": _("确认后几分钟以内不再提醒"),
                "change_rings_hours": _("开始前几小时以内改期或取消，马上发短信，夜里也发"),
                "call_after_minutes": _("改期或取消的短信几分钟还发不出去，就请领队打电话"),
            },
            _("本平台默认。"),
        ),
        RuleKind(
            MinorRules,
            _("未成年人参加活动"),
            _("上课时间里不收还在上小学、初中的孩子；不满几岁的要有人陪。寒暑假按当地校历填。"),
            {
                "school_below": _("几岁以下算在上小学、初中"),
                "school_from": _("上学（时:分）"),
                "school_to": _("放学（时:分）"),
                "school_breaks": _("寒暑假（月-日/月-日，或年-月-日/年-月-日）"),
                "guardian_may_excuse": _("监护人替孩子报名就算说明那时不上课"),
                "company_below": _("几岁以下要监护人或领队在场"),
                "late_below": _("几岁以下，晚上的班次要监护人替孩子报名"),
                "late_from": _("几点以后算晚上（时:分）"),
                "late_to": _("到第二天几点为止（时:分）"),
            },
            _(
                "《未成年人保护法》第十六、二十八条；《义务教育法》第二、五、十一条；《民法典》第十九条；假期日期为本平台默认。"
            ),
        ),
    ),
    area_holds=(Slot("baiying.activities.queries.holding.activities", 40),),
    audit_actions={
        "NewTimeAgreed": _("说新时间可以"),
        "ActivityFollowed": _("地区合并，活动跟过去"),
        "ActivityAmended": _("修改活动说明"),
        "PostsForAdults": _("写明了风险，不再收未成年人"),
        "ActivityCancelled": _("取消活动"),
        "ActivityPublished": _("发布活动"),
        "ActivityWithdrawn": _("撤回活动"),
        "CalendarFeedClosed": _("停用日历地址"),
        "CalendarFeedOpened": _("启用日历地址"),
        "NoteSent": _("给报名的人发通知"),
        "GateAnswered": _("提交前自查"),
        "LeadAccepted": _("接受带队"),
        "LeadDeclined": _("不接受带队"),
        "LeadEnded": _("收回或结束带队"),
        "DeadlineSet": _("改报名截止"),
        "LeadOffered": _("请人带队"),
        "PlanRewritten": _("改写方案"),
        "PlanSentBack": _("退回方案"),
        "PlanWithdrawn": _("收回方案修改"),
        "PlanDropped": _("删除方案草稿"),
        "PlanBroughtBack": _("恢复方案草稿"),
        "PlanSubmitted": _("提交方案"),
        "PlanWritten": _("写方案"),
        "SeriesEnded": _("取消以后的重复班次"),
        "SeriesMoved": _("重复班次改期"),
        "SeriesPlacesChanged": _("修改重复班次的名额"),
        "SeriesToppedUp": _("安排以后的重复班次"),
        "ShiftAdded": _("增加班次"),
        "ShiftCalledOff": _("取消班次"),
        "ShiftClosed": _("停止报名"),
        "ShiftEndedEarly": _("提前结束班次"),
        "ShiftMoved": _("班次改期"),
        "ShiftPlacesChanged": _("修改名额"),
        "ShiftReopened": _("恢复报名"),
        "SignupCancelled": _("取消报名"),
        "SignupMade": _("报名"),
        "SignupPromoted": _("候补转正"),
        "SignupRefused": _("没有录用"),
        "DocumentSeen": _("当面看过证件"),
        "CannotComeAsked": _("问过回短信说来不了的人"),
        "CannotComeAskedUndone": _("撤销“已问过”"),
        "ToldByPhone": _("打电话或当面告知变动"),
        "ToldByPhoneUndone": _("撤销“已告知”"),
    },
    audit_subjects={
        "activity": _("活动"),
        "series": _("重复班次"),
        "shift": _("班次"),
        "signup": _("报名"),
    },
    audit_looks=frozenset({"DocumentSeen"}),
    audit_names=(Slot("baiying.activities.audited.names", 10),),
    seekers=(Slot("baiying.activities.views.found.activities", 20),),
    piles=(
        Slot("baiying.activities.piles.to_call", 4),
        Slot("baiying.activities.piles.to_ask", 6),
        Slot("baiying.activities.piles.plans", 60),
        Slot("baiying.activities.piles.applications", 80),
    ),
    offers=(Slot("baiying.activities.offers.leads", 30),),
    withdrawals=(Slot("baiying.activities.withdrawals.coming", 10),),
    of_team=(Slot("baiying.activities.cards.of_team", 10),),
    of_person=(Slot("baiying.activities.cards.of_person", 20),),
    looked_at=(Slot("baiying.activities.looked_at.activity", 10),),
    everyday=(Slot("baiying.activities.queries.searching.everyday_words", 10),),
    finders=(Slot("baiying.activities.views.proposals.found_here", 10),),
    things=(Slot("baiying.activities.things.activity", 10),),
    ward_plans=(Slot("baiying.activities.withdrawals.for_guardian", 10),),
    ward_again=(Slot("baiying.activities.withdrawals.again", 10),),
    listeners={
        DivisionMerged: ("activities.follow_merged",),
        GuardianWithdrew: ("activities.release_ward",),
        RegistrationEnded: ("activities.release_former_volunteer",),
        WardPaused: ("activities.release_paused_ward",),
    },
    sweeps={
        "activities.follow_merged": "places.tell_merged",
        "activities.release_ward": "activities.sweep_released",
        "activities.release_paused_ward": "activities.sweep_released",
        "activities.release_former_volunteer": "activities.sweep_released",
    },
    clockwork={
        "activities.sweep_released": "50 17 * * *",  # 01:50 in China
        "activities.top_up_series": "10 18 * * *",  # 02:10 in China
        "activities.tell_leaders": "*/5 * * * *",
        "activities.remind": "* * * * *",
        "activities.confirm": "* * * * *",
        "activities.look_who_knows": "* * * * *",
        "activities.hear_cannot_come": "* * * * *",
    },
    job_words={
        "activities.follow_merged": _("并掉的区划里没有结束的活动，跟到并入的区划"),
        "activities.release_ward": _("监护人撤回同意后取消报名"),
        "activities.release_paused_ward": _("没有监护人同意了，取消报名"),
        "activities.release_former_volunteer": _("注册结束后取消报名"),
        "activities.sweep_released": _("查不再能服务的人还留着的报名"),
        "activities.tell_released": _("补发报名被取消的通知"),
        "activities.tell_signups": _("给一批报名的人发通知"),
        "activities.tell_leader": _("把一个活动的报名和取消告诉领队"),
        "activities.tell_leaders": _("汇总报名和取消，告诉各位领队"),
        "activities.top_up_series": _("安排以后几周的重复班次"),
        "activities.confirm": _("用短信确认报名"),
        "activities.remind": _("提醒明天和马上要服务的人"),
        "activities.hear_cannot_come": _("看谁回短信说来不了"),
        "activities.look_who_knows": _("看改期、取消有没有通知到人"),
    },
    last_active=(Slot("baiying.activities.queries.last_shifts_of_bodies", 10),),
    still_led=(Slot("baiying.activities.queries.still_led", 10),),
    message_kinds=(
        *(
            MessageKind(
                f"{whose}signup_{what}", _("报名的变动"), "", "baiying.activities.actions.say_news", settable=False
            )
            for whose in ("", "ward_")
            for what in NEWS
        ),
        *(
            MessageKind(
                f"ward_signup_{what}",
                _("报名的变动"),
                "",
                "baiying.activities.actions.say_to_guardian",
                settable=False,
            )
            for what in ("made", "promoted")
        ),
        MessageKind(
            "signup_confirmed",
            _("报名确认"),
            _("有了名额，告诉您时间、地点、领队和找谁问。"),
            "baiying.activities.actions.say_confirmation",
            always=_("改期和取消照样发短信。"),
            reaches="baiying.people.queries.reads_of_shifts",
        ),
        MessageKind(
            "reminder_evening",
            _("前一天晚上的提醒"),
            _("第二天有服务时，前一天晚上提醒您时间和地点。"),
            "baiying.activities.actions.say",
            always=_("改期和取消照样发短信。"),
            reaches="baiying.people.queries.reads_of_shifts",
            outdated="baiying.activities.queries.outdated.reminders",
        ),
        MessageKind(
            "reminder_soon",
            _("开始前的提醒"),
            _("快开始时再提醒一次。"),
            "baiying.activities.actions.say",
            any_hour=True,
            always=_("改期和取消照样发短信。"),
            reaches="baiying.people.queries.reads_of_shifts",
            outdated="baiying.activities.queries.outdated.reminders",
        ),
        MessageKind(
            "activity_news",
            _("谁报名、谁来不了"),
            _("您带的活动谁报名、谁来不了，每天汇总一次；快开始时马上告诉您。"),
            "baiying.activities.actions.say_leader_news",
            any_hour=True,
            night_only=True,
            always=_("快开始时有人来不了，照样发短信；去掉勾只是夜里不发，到早上再发。"),
            reaches="baiying.activities.queries.reads_of_leading",
        ),
    ),
    not_told=(Slot("baiying.activities.not_told.of_persons", 10),),
    rule_clashes=(Slot("baiying.activities.clashes.evening_at_night", 10),),
    merge_steps=(
        MergeStep(
            ("Signup.person",),
            order=15,
            join="baiying.activities.actions.merging.join_signups",
            part="baiying.activities.actions.merging.part_signups",
            since="baiying.activities.actions.merging.newer_signups",
        ),
        MergeStep(("CalendarFeed.person",), order=34, join="baiying.activities.actions.merging.join_calendars"),
    ),
    names_person=(
        NamesPerson("CalendarFeed.person", "one_stays", "goes", "an address that reads the sign-ups"),
        NamesPerson("Signup.person", "one_stays", "stays", "one sign-up to a shift; places taken stay countable"),
    ),
    team_merge_steps=(
        MergeStep(
            ("Activity.team", "PlanDraft.team"),
            order=10,
            join="baiying.activities.actions.merging_teams.join_activities",
            since="baiying.activities.actions.merging_teams.newer_activities",
            counts="baiying.activities.actions.merging_teams.counts",
        ),
        # Its trigger follows the activity.
        MergeStep(("Listed.team",), order=10),
    ),
    names_team=(
        NamesTeam("Activity.team", "moves", "what is not over; what is over stays with the team that held it"),
        NamesTeam("Listed.team", "moves", "a copy of the activity's, written by its trigger"),
        NamesTeam("PlanDraft.team", "moves", "what somebody is still writing is handed in by the team that goes on"),
    ),
    acts=(Slot("baiying.activities.queries.acts.acts", 40),),
    copies=(Slot("baiying.activities.copying.sections", 40),),
    copied="baiying.activities.copying.COPIED",
    erasures="baiying.activities.erasing.ERASURES",
    purpose=_("活动：安排班次，联系报名的人，记下谁到过场。"),
    erases=(Slot("baiying.activities.actions.erasing.erase", 20),),
    to_hand_over=(Slot("baiying.activities.erasing.to_hand_over", 30),),
)
