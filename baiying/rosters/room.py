"""What this room brings to the house."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from baiying.kit.rooms import Grant, NamesPerson, Office, Room, RuleKind, Slot
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
            },
            _("个人信息保护法要求保存时间最短、收集最少，没有规定数字；这里是本平台默认。"),
        ),
    ),
    audit_actions={
        "InvitationAccepted": _("接受邀请"),
        "RosterDiscarded": _("清空没有发出的名册"),
        "RosterRead": _("上传名册"),
        "RosterSent": _("按名册发出邀请"),
        "RosterSlips": _("打开邀请单打印"),
        "RosterUndone": _("收回一批邀请"),
    },
    audit_subjects={"roster": _("名册"), "invitation": _("邀请")},
    audit_looks=frozenset({"RosterSlips"}),
    audit_names=(Slot("baiying.rosters.audited.names", 45),),
    brings=(Slot("baiying.rosters.queries.brings", 10),),
    brought=(Slot("baiying.rosters.actions.take_brought", 10),),
    job_words={
        "rosters.clear_old": _("清空没有发出的名册和过期的邀请"),
        "rosters.empty": _("清空过期邀请里的姓名和号码"),
        "rosters.make": _("按名册发出邀请"),
        "rosters.text": _("给名册上的手机号发短信"),
    },
    clockwork={"rosters.clear_old": "40 18 * * *"},
    names_person=(
        NamesPerson("Invitation.person", "moves", "goes", "by whose invitation somebody came; nothing counts by it"),
    ),
    copies=(Slot("baiying.rosters.copying.sections", 65),),
    copied="baiying.rosters.copying.COPIED",
    erasures="baiying.rosters.erasing.ERASURES",
)
