"""What this room brings to the house."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from baiying.kit.rooms import Entry, Grant, NamesPerson, Office, Room, RuleKind, Slot
from baiying.privacy.rights import Right
from baiying.privacy.rules import BreachRules, PrivacyRules

ROOM = Room(
    topics="baiying.privacy.topics.TOPICS",
    tells="baiying.privacy.tells.TELLS",
    addresses="baiying.privacy.urls",
    visits=1,
    rights=(
        Grant(Right.HAND_OUT_COPIES, ("place_staff", "county_office", "city_office")),
        Grant(Right.OPEN_STORED, ("county_office", "city_office")),
        Grant(Right.ANSWER_REQUESTS, ("county_office", "city_office")),
        Grant(Right.GUARD_DATA, ("county_office", "city_office")),
    ),
    offices=(
        Office(
            order=18,
            heading=_("今天"),
            label=_("个人信息的申请"),
            page="privacy:requests",
            rights=(Right.ANSWER_REQUESTS,),
        ),
        Office(
            order=144,
            heading=pgettext_lazy("many", "志愿者"),
            label=_("依法查看"),
            page="privacy:openings",
            rights=(Right.OPEN_STORED,),
        ),
        Office(
            order=148,
            heading=pgettext_lazy("many", "志愿者"),
            label=_("个人信息保护"),
            page="privacy:guarding",
            rights=(Right.GUARD_DATA,),
        ),
    ),
    entries=(
        Entry(
            order=45,
            menu="account",
            label=_("我的个人信息"),
            page="privacy:own",
            when="baiying.privacy.access.has_data",
        ),
    ),
    rule_kinds=(
        RuleKind(
            BreachRules,
            _("个人信息泄露的期限"),
            _("发现后几小时内报告，几小时内告诉本人和监护人。"),
            {
                "authority_hours": _("发现后几小时内向上报告"),
                "people_hours": _("发现后几小时内告诉本人和监护人"),
            },
            _(
                "《个人信息保护法》第57条：立即。《网络数据安全管理条例》：24 小时内报告；"
                "《未成年人网络保护条例》：告诉监护人。告诉本人的小时数为本平台默认。"
            ),
        ),
        RuleKind(
            PrivacyRules,
            _("个人信息的权利"),
            _("副本可以取几天，注销之前等几天，申请几天内答复，依法查看几小时。"),
            {
                "copy_days": _("副本做好后可以取几天"),
                "closing_days": _("申请注销后等几天"),
                "answer_working_days": _("查询、更正、删除、解释，几个工作日内答复"),
                "hold_review_days": _("依法保存没有最后一天的，最晚几天内复查"),
                "opening_hours": _("只保存的记录，两个人同意后几小时内可以查看"),
            },
            _(
                "《个人信息保护法》第44至50条要求及时，没有规定天数；《App违法违规收集使用个人信息行为认定方法》：注销十五个工作日内办完。天数为本平台默认。"
            ),
        ),
    ),
    audit_actions={
        "AccountClosed": _("注销完成，个人信息已清除"),
        "ClosingAsked": _("申请注销"),
        "ClosingStopped": _("停止注销"),
        "CopyAsked": _("要个人信息副本"),
        "CopyDropped": _("删除个人信息副本"),
        "CopyHandedOver": _("交付个人信息副本"),
        "OpeningAgreed": _("同意依法查看只保存的记录"),
        "OpeningAsked": _("申请依法查看只保存的记录"),
        "OpeningEnded": _("结束依法查看"),
        "OpeningRefused": _("没有同意依法查看"),
        "RequestAnswered": _("答复个人信息的申请"),
        "RequestFiled": _("提出个人信息的申请"),
        "RequestRisen": _("个人信息的申请过期，上一级也办"),
        "RequestTakenBack": _("撤回个人信息的申请"),
        "AssessmentFiled": _("登记个人信息保护影响评估"),
        "YearAudited": _("做出个人信息的年度审计"),
        "BreachEnded": _("结束一件个人信息泄露的处置"),
        "BreachOpened": _("开始处置个人信息泄露"),
        "BreachPaperGiven": _("把泄露通知当面交给本人"),
        "BreachPeopleFound": _("找出泄露涉及的人"),
        "BreachStepTaken": _("记下泄露处置的一步"),
        "BreachTold": _("决定通知泄露涉及的人"),
        "BreachUntold": _("决定不通知泄露涉及的人"),
        "ReceiverEntered": _("登记一个接收个人信息的单位"),
        "ReceiverStopped": _("停止向一个单位提供个人信息"),
        "HoldAsked": _("申请依法保存"),
        "HoldAgreed": _("确认依法保存"),
        "HoldRefused": _("没有确认依法保存"),
        "HoldTakenBack": _("撤回依法保存的申请"),
        "HoldCutShort": _("定下依法保存的最后一天"),
        "HoldEnded": _("依法保存结束"),
        "HoldReported": _("依法保存结束后清除的结果"),
        "HoldAgain": _("从备份恢复后，再次依法保存"),
        "ErasedAgain": _("从备份恢复后，再次清除已注销的人"),
    },
    audit_subjects={
        "receiver": _("接收个人信息的单位"),
        "breach": _("个人信息泄露"),
        "assessment": _("个人信息保护影响评估"),
        "hold": _("依法保存"),
        "audit_report": _("个人信息的年度审计"),
    },
    audit_names=(Slot("baiying.privacy.audited.names", 45),),
    assessed=(Slot("baiying.privacy.access.filed", 10),),
    handled_by=(Slot("baiying.privacy.cards.handled_by", 10),),
    audit_looks=frozenset({"CopyHandedOver"}),
    of_person=(
        Slot("baiying.privacy.cards.of_person", 90),
        Slot("baiying.privacy.cards.stored", 91),
        Slot("baiying.privacy.cards.holding", 92),
    ),
    keeps=(Slot("baiying.privacy.queries.kept", 10),),
    gauges=(Slot("baiying.privacy.gauges.assessed", 60),),
    piles=(
        Slot("baiying.privacy.piles.holds", 44),
        Slot("baiying.privacy.piles.openings", 45),
        Slot("baiying.privacy.piles.requests", 46),
        Slot("baiying.privacy.piles.breaches", 2),
    ),
    cards=(Slot("baiying.privacy.cards.own_requests", 91),),
    job_words={
        "privacy.close_due": _("到期的注销"),
        "privacy.make_audits": _("个人信息的年度审计"),
        "privacy.remind_breaches": _("个人信息泄露：过期没有报告的提醒"),
        "privacy.tell_breaches": _("个人信息泄露：通知本人和监护人"),
        "privacy.tend_holds": _("依法保存：到期结束，报告清除的结果，提醒复查"),
        "privacy.make_copy": _("做个人信息副本"),
        "privacy.tend_requests": _("个人信息的申请：登记撤回，提醒，过期的交上一级"),
        "privacy.tidy_copies": _("清掉过期的个人信息副本"),
    },
    clockwork={
        "privacy.close_due": "50 * * * *",
        "privacy.make_audits": "45 18 * * *",
        "privacy.remind_breaches": "3-59/10 * * * *",
        "privacy.tell_breaches": "7-59/10 * * * *",
        "privacy.tend_holds": "42 * * * *",
        "privacy.tend_requests": "35 * * * *",
        "privacy.tidy_copies": "25 * * * *",
    },
    names_person=(
        NamesPerson("Copy.person", "stays", "goes", "a copy of what is erased must not outlive it"),
        NamesPerson("DataRequest.person", "moves", "emptied", "that a wish was answered in time has to be shown later"),
        NamesPerson("Opening.person", "stays", "emptied", "that two opened the record, and why, has to be shown later"),
        NamesPerson(
            "BreachPerson.person",
            "stays",
            "stays",
            "that somebody was told of a leak has to be shown later (PIPL art. 57)",
        ),
        NamesPerson(
            "HoldThing.person",
            "stays",
            "stays",
            "that a record was kept by law has to be shown later (PIPL art. 47, 69)",
        ),
        NamesPerson(
            "Closing.person", "stays", "stays", "that an account was closed has to be shown later (PIPL, art. 69)"
        ),
    ),
    acts=(Slot("baiying.privacy.queries.acts.acts", 90),),
    copies=(Slot("baiying.privacy.copying.sections", 90),),
    copied="baiying.privacy.copying.COPIED",
    erasures="baiying.privacy.erasing.ERASURES",
    purpose=_("您查询、复制、更正、删除和注销的办理（《个人信息保护法》第44至50条）。"),
)
