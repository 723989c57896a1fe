"""What this room brings to the house."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from baiying.kit.rooms import Entry, Grant, MergeStep, NamesPerson, Office, Room, RuleKind, Slot
from baiying.people.facts import ClaimFiled
from baiying.places.facts import DivisionMerged
from baiying.teams.rights import Right
from baiying.teams.rules import BodyRules, ExitRules

ROOM = Room(
    topics="baiying.teams.topics.TOPICS",
    tells="baiying.teams.tells.TELLS",
    addresses="baiying.teams.urls",
    visits=3,
    api="baiying.teams.api.router",
    rights=(
        Grant(Right.MANAGE_BODIES, ("county_office", "city_office")),
        Grant(Right.SEE_TEAMS, ("place_staff", "county_office", "city_office"), urgent=True),
        Grant(Right.EXPORT_TEAMS, ("county_office", "city_office")),
    ),
    offices=(
        Office(
            order=210,
            heading=_("队伍与活动"),
            label=_("单位与队伍"),
            page="teams:office",
            rights=(Right.SEE_TEAMS,),
            for_units=True,
        ),
    ),
    rule_kinds=(
        RuleKind(
            BodyRules,
            _("单位的管理"),
            _("没有管理员的单位，几个工作日内要有新的管理员；登记申请和重要的修改，几个工作日内审核。"),
            {
                "keeper_working_days": _("没有管理员的，几个工作日内任命新的"),
                "review_working_days": _("重要的修改，几个工作日内审核"),
                "registration_working_days": _("登记申请，几个工作日内答复"),
                "applications_per_day": _("一个账号一天最多提交几份登记申请"),
            },
            _("法规没有规定天数；天数为本平台默认。"),
        ),
        RuleKind(
            ExitRules,
            _("动态退出"),
            _("长期没有活动的单位，先提醒，再暂停，再关闭；每一步都可以申诉。本地区开始以后才有效。"),
            {
                "idle_months": _("几个月没有活动就提醒"),
                "suspend_days": _("提醒以后几天暂停"),
                "close_days": _("暂停以后几天关闭"),
                "appeal_working_days": _("申诉几个工作日内答复"),
                "nightly": _("一个地区一夜最多提醒几家"),
            },
            _("《关于健全新时代志愿服务体系的意见》（2024 年）要求动态退出，没有规定月数和天数；数字为本平台默认。"),
        ),
    ),
    clockwork={
        "teams.tell_open_claims": "45 0 * * *",  # 08:45 in China
        "teams.exit_steps": "30 17 * * *",  # 01:30 in China
        "teams.end_terms": "* * * * *",
        "teams.tell_kept": "* * * * *",
    },
    entries=(Entry(order=20, menu="site", label=pgettext_lazy("many", "队伍"), page="teams:teams"),),
    area_holds=(Slot("baiying.teams.queries.holding.teams", 30),),
    audit_actions={
        "ApplicationAccepted": _("通过登记申请"),
        "ApplicationRefused": _("没有通过登记申请"),
        "ApplicationReturned": _("退回登记申请"),
        "ApplicationSent": _("提交登记申请"),
        "ApplicationSentAgain": _("修改后再次提交登记申请"),
        "ApplicationWithdrawn": _("收回登记申请"),
        "BodyFollowed": _("地区合并，单位跟过去"),
        "TeamFollowed": _("地区合并，队伍跟过去"),
        "BodyAmended": _("修改单位"),
        "BodyKept": _("单位没有管理员，由上级代管"),
        "BodyMade": _("登记单位"),
        "ChangeApplied": _("通过单位或队伍的修改"),
        "ChangeProposed": _("提交单位或队伍的修改"),
        "ChangeRefused": _("没有通过单位或队伍的修改"),
        "ChangeWithdrawn": _("收回单位或队伍的修改"),
        "CategorySet": _("修改队伍类别"),
        "ExitAppealAnswered": _("答复单位的申诉"),
        "ExitAppealed": _("单位申诉"),
        "ExitClosed": _("长期没有活动，关闭单位"),
        "ExitLifted": _("撤销提醒、暂停或关闭"),
        "ExitSuspended": _("长期没有活动，暂停单位"),
        "ExitWarned": _("长期没有活动，提醒单位"),
        "ExitsStarted": _("开始动态退出"),
        "ExitsStopped": _("停止动态退出"),
        "MemberJoined": _("加入队伍"),
        "MemberLeft": _("离开队伍"),
        "MembershipBroughtBack": _("撤销移出队伍"),
        "MembershipEnded": _("移出队伍"),
        "MembershipAsked": _("申请加入队伍"),
        "MembershipRefused": _("没有同意加入"),
        "MembershipTakenBack": _("收回入队申请"),
        "OfficeAccepted": _("接受队伍职务"),
        "OfficeDeclined": _("不接受队伍职务"),
        "OfficeEnded": _("结束队伍职务"),
        "OfficeGiven": _("任命队伍职务"),
        "OfficeHandedOver": _("签字交接单位管理员"),
        "TeamAmended": _("修改队伍"),
        "TeamMade": _("新建队伍"),
        # Before lists gave out their own files.
        "TeamsExported": _("导出队伍"),
    },
    audit_subjects={
        "body": _("单位"),
        "body_application": _("登记申请"),
        "export": _("导出"),
        "member": _("队员"),
        "membership": _("队员"),
        "office": _("队伍职务"),
        "team": _("队伍"),
        "team_category": _("队伍类别"),
    },
    audit_takes=frozenset({"TeamsExported"}),
    audit_names=(Slot("baiying.teams.audited.names", 10),),
    of_person=(Slot("baiying.teams.cards.of_person", 30),),
    seekers=(Slot("baiying.teams.views.found.teams", 30), Slot("baiying.teams.views.found.bodies", 40)),
    piles=(
        Slot("baiying.teams.piles.kept", 69),
        Slot("baiying.teams.piles.applying", 67),
        Slot("baiying.teams.piles.reviewing", 68),
        Slot("baiying.teams.piles.exits_appealed", 66),
        Slot("baiying.teams.piles.own_exits", 65),
        Slot("baiying.teams.piles.asking", 70),
        Slot("baiying.teams.piles.elsewhere", 75),
    ),
    offers=(Slot("baiying.teams.offers.offices", 20),),
    looked_at=(Slot("baiying.teams.looked_at.team", 20),),
    finders=(Slot("baiying.teams.views.public.found_here", 20),),
    things=(Slot("baiying.teams.things.team", 20),),
    merge_steps=(
        MergeStep(
            ("Membership.person",),
            order=120,
            join="baiying.teams.actions.merging.join_memberships",
            part="baiying.teams.actions.merging.part_memberships",
            since="baiying.teams.actions.merging.newer_memberships",
        ),
    ),
    names_person=(
        NamesPerson(
            "Membership.person",
            "one_stays",
            "stays",
            "one live membership in a team; the years served in it stay countable",
        ),
    ),
    listeners={DivisionMerged: ("teams.follow_merged",), ClaimFiled: ("teams.tell_of_claims",)},
    sweeps={
        "teams.follow_merged": "places.tell_merged",
        "teams.tell_of_claims": "teams.tell_open_claims",
    },
    job_words={
        "teams.tell_open_claims": _("队员的记录有人认领，没有告诉到的单位再告诉一遍"),
        "teams.tell_of_claims": _("队员的记录有人认领，告诉单位管理员"),
        "teams.end_terms": _("任期到了的单位和队伍职务，记下结束"),
        "teams.tell_kept": _("单位没有管理员了，告诉代管的单位和队长"),
        "teams.exit_steps": _("长期没有活动的单位，提醒、暂停、关闭"),
        "teams.follow_merged": _("并掉的区划里的单位和队伍，跟到并入的区划"),
    },
    acts=(Slot("baiying.teams.queries.acts.acts", 30),),
    copies=(Slot("baiying.teams.copying.sections", 30),),
    copied="baiying.teams.copying.COPIED",
    erasures="baiying.teams.erasing.ERASURES",
    purpose=_("队伍和单位：谁是成员，谁任什么职务。"),
    erases=(Slot("baiying.teams.actions.erasing.erase", 30),),
    to_hand_over=(Slot("baiying.teams.erasing.to_hand_over", 20),),
)
