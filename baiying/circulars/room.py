"""What this room brings to the house."""

from django.utils.translation import gettext_lazy as _

from baiying.circulars.rights import Right
from baiying.circulars.rules import CircularRules
from baiying.kit.rooms import Entry, Grant, MergeStep, MessageKind, NamesPerson, NamesTeam, Office, Room, RuleKind, Slot
from baiying.places.facts import DivisionMerged

ROOM = Room(
    topics="baiying.circulars.topics.TOPICS",
    tells="baiying.circulars.tells.TELLS",
    addresses="baiying.circulars.urls",
    rights=(
        Grant(Right.SEND, ("place_staff", "county_office", "city_office"), urgent=True),
        Grant(Right.SEND_TO_VOLUNTEERS, ("county_office", "city_office"), urgent=True),
        Grant(Right.APPROVE, ("county_office", "city_office")),
        Grant(Right.RECEIVE, ("place_staff", "county_office", "city_office"), urgent=True),
    ),
    offices=(
        Office(
            order=16,
            heading=_("今天"),
            label=_("收到的通知"),
            page="circulars:received",
            rights=(Right.RECEIVE,),
            for_units=True,
        ),
        Office(
            order=17,
            heading=_("今天"),
            label=_("通知下发"),
            page="circulars:desk",
            rights=(Right.SEND, Right.APPROVE),
        ),
    ),
    entries=(
        Entry(
            order=65,
            menu="account",
            label=_("收到的通知"),
            page="circulars:received",
            at_work=True,
        ),
    ),
    rule_kinds=(
        RuleKind(
            CircularRules,
            _("通知下发"),
            _("多大范围的通知要另一个人批准，人数和预览差多少要停下来再问，附件里能有什么。"),
            {
                "approve_from_boxes": _("发给几处起要批准（0 是不因数量批准）"),
                "approve_from_people": _("发给几名志愿者起要批准（0 是不因人数批准）"),
                "approve_emergency": _("应急通知要另一个人批准"),
                "difference_percent": _("发送时人数比预览差百分之几，就停下来再问"),
                "sign_hours": _("几小时内签收，没有另写时"),
                "phones_in_file": _("一个附件里最多几个手机号，再多就是名单，不能发"),
                "file_megabytes": _("一个附件最大几 MB"),
                "files": _("最多几个附件"),
                "ahead_days": _("定在几天以后才发的，再问一遍日期"),
                "ahead_days_emergency": _("应急通知定在几天以后才发的，再问一遍日期"),
            },
            _("没有法律规定数字，为本平台默认。"),
        ),
    ),
    audit_actions={
        "CircularAnswered": _("回复通知"),
        "CircularAnswerReminded": _("提醒回复通知"),
        "CircularApproved": _("批准下发通知"),
        "CircularAsked": _("通知送批"),
        "CircularChanged": _("修改通知草稿"),
        "CircularCorrected": _("更正通知"),
        "CircularDifferenceApproved": _("确认人数变化，继续发送"),
        "CircularDeleted": _("删除通知草稿"),
        "CircularFileAdded": _("给通知加附件"),
        "CircularFileRemoved": _("去掉通知的附件"),
        "CircularFollowed": _("地区合并，收到的通知跟过去"),
        "CircularPaused": _("暂停发送通知"),
        "CircularReminded": _("提醒签收通知"),
        "CircularRestored": _("恢复通知草稿"),
        "CircularResumed": _("继续发送通知"),
        "CircularSent": _("下发通知"),
        "CircularSentBack": _("退回通知"),
        "CircularSigned": _("签收通知"),
        "CircularStopped": _("停止发送通知"),
        "CircularTakenBack": _("取回还没有开始发的通知"),
        "CircularWithdrawn": _("撤回通知"),
        "CircularWritten": _("起草通知"),
    },
    audit_subjects={"circular": _("通知"), "circular_box": _("收到的通知")},
    audit_names=(Slot("baiying.circulars.audited.names", 30),),
    piles=(
        Slot("baiying.circulars.piles.received", 15),
        Slot("baiying.circulars.piles.to_approve", 65),
    ),
    job_words={
        "circulars.add_boxes": _("把还在签收的通知发给新设的站所"),
        "circulars.follow_merged": _("并掉的区划收到的通知，跟到并入的区划"),
        "circulars.phones_of_accounts": _("下发通知时读不出的手机号（账号）"),
        "circulars.phones_of_persons": _("下发通知时读不出的手机号（志愿者）"),
        "circulars.remind_boxes": _("提醒还没有签收的地方"),
        "circulars.remind_late_boxes": _("提醒过了时间还没有签收的地方"),
        "circulars.remind_late": _("提醒过了时间还没有签收的地方"),
        "circulars.remind_unanswered": _("提醒还没有回复的地方"),
        "circulars.send": _("下发一份通知"),
        "circulars.send_waiting": _("继续下发到时间的、没发完的通知"),
        "circulars.tell_withdrawn": _("告诉收到的人通知已撤回"),
    },
    clockwork={
        "circulars.send_waiting": "* * * * *",
        "circulars.remind_late": "*/5 * * * *",
        "circulars.add_boxes": "*/10 * * * *",
    },
    message_kinds=(
        MessageKind(
            "circulars.boxes",
            _("下发到本单位的通知"),
            _("发到您任职的站所、单位或队伍的通知。"),
            "baiying.circulars.actions.text_now",
            always=_("应急通知照样发短信。"),
            reaches="baiying.circulars.queries.has_boxes_of_own",
        ),
        MessageKind(
            "circulars.volunteers",
            _("主管部门群发的通知"),
            _("主管部门发给本地志愿者的通知。这一类去掉勾就不再发给您，“消息”里也没有。"),
            "baiying.circulars.actions.text_now",
            always=_("应急通知照样发短信。"),
            reaches="baiying.circulars.queries.is_texted",
            whole=True,
        ),
    ),
    merge_steps=(MergeStep(("Recipient.person",), order=75, join="baiying.circulars.actions.merging.join_recipients"),),
    names_team=(NamesTeam("Box.team", "stays", "read and signed by whoever leads the team that goes on"),),
    names_person=(
        NamesPerson("Recipient.person", "moves", "goes", "who was told of a notice; nothing is counted by it"),
    ),
    listeners={DivisionMerged: ("circulars.follow_merged",)},
    sweeps={"circulars.follow_merged": "places.tell_merged"},
    copies=(Slot("baiying.circulars.copying.sections", 65),),
    copied="baiying.circulars.copying.COPIED",
    erasures="baiying.circulars.erasing.ERASURES",
    purpose=_("通知公告：谁收到、谁看过、谁签收。"),
)
