"""What this room brings to the house."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from baiying.kit.rooms import Grant, NamesPerson, NamesTeam, Office, Room, RuleKind, Slot
from baiying.kit.rule_kinds import NewUse
from baiying.rosters.rights import Right
from baiying.rosters.rules import RosterRules

ROOM = Room(
    topics="baiying.rosters.topics.TOPICS",
    tells="baiying.rosters.tells.TELLS",
    addresses="baiying.rosters.urls",
    rights=(Grant(Right.INVITE, ("place_staff", "county_office")),),
    offices=(
        Office(
            order=145,
            heading=pgettext_lazy("many", "志愿者"),
            label=_("名册邀请"),
            page="rosters:rosters",
            rights=(Right.INVITE,),
            for_units=True,
            when="baiying.rosters.access.shows_entry",
        ),
        Office(
            order=146,
            heading=pgettext_lazy("many", "志愿者"),
            label=_("公开招募"),
            page="rosters:drives",
            rights=(Right.INVITE,),
            for_units=True,
            when="baiying.rosters.access.shows_entry",
        ),
    ),
    rule_kinds=(
        RuleKind(
            RosterRules,
            _("名册邀请"),
            _("没有发出的名册留几天，邀请多久有效，几个人以下的班不显示人数。"),
            {
                "typed_days": _("没有发出的名册，几天后清空"),
                "open_days": _("邀请几天内有效，过后清空姓名和号码"),
                "small_group": _("少于几人的班不显示人数，其余按几人取整"),
                "tries_an_hour": _("邀请单的校验词，一个网络一小时能试几次"),
                "paper_days": _("说明换了新版以后，旧版的纸质同意书几天内还能签"),
                "paper_back_days": _("纸质同意书签字以后，几天内要登记"),
            },
            _("个人信息保护法要求保存时间最短、收集最少，没有规定数字；这里是本平台默认。"),
            begins=(
                NewUse(
                    "rosters.smaller", "other", _("人数更少的班也显示接受人数"), "baiying.rosters.rules.limits.smaller"
                ),
            ),
        ),
    ),
    audit_actions={
        "ClassCameBack": _("撤销整班离队"),
        "ClassLeft": _("整班毕业离队"),
        "ConsentFormsPrinted": _("打开纸质同意书打印"),
        "DriveBegun": _("开始公开招募"),
        "DriveEnded": _("结束公开招募"),
        "InvitationAccepted": _("接受邀请"),
        "PaperRead": _("登记纸质同意书"),
        "RosterDiscarded": _("清空没有发出的名册"),
        "RosterRead": _("上传名册"),
        "RosterSent": _("按名册发出邀请"),
        "RosterSlips": _("打开邀请单打印"),
        "RosterUndone": _("收回一批邀请"),
    },
    audit_subjects={"drive": _("公开招募"), "invitation": _("邀请"), "roster": _("名册")},
    audit_looks=frozenset({"ConsentFormsPrinted", "RosterSlips"}),
    audit_names=(Slot("baiying.rosters.audited.names", 45),),
    brings=(Slot("baiying.rosters.queries.brings", 10),),
    brought=(Slot("baiying.rosters.actions.take_brought", 10),),
    job_words={
        "rosters.clear_old": _("清空没有发出的名册和过期的邀请"),
        "rosters.empty": _("清空过期邀请里的姓名和号码"),
        "rosters.look": _("核对上传的长名册"),
        "rosters.make": _("按名册发出邀请"),
        "rosters.text": _("给名册上的手机号发短信"),
    },
    clockwork={"rosters.clear_old": "40 18 * * *"},
    piles=(Slot("baiying.rosters.piles.begun", 85),),
    names_team=(
        NamesTeam("Drive.team", "stays", "whoever comes by it is shown the team that goes on"),
        NamesTeam("Roster.team", "stays", "whoever answers it is shown the team that goes on"),
    ),
    names_person=(
        NamesPerson("DriveArrival.person", "moves", "goes", "by which poster somebody came; nothing counts by it"),
        NamesPerson("Invitation.person", "moves", "goes", "by whose invitation somebody came; nothing counts by it"),
    ),
    acts=(Slot("baiying.rosters.queries.acts.acts", 65),),
    copies=(Slot("baiying.rosters.copying.sections", 65),),
    copied="baiying.rosters.copying.COPIED",
    holdables="baiying.rosters.holdable.HOLDABLE",
    erasures="baiying.rosters.erasing.ERASURES",
    purpose=_("学校和单位的邀请：请名单上的人自己注册。"),
)
