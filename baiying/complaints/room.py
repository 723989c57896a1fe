"""What this room brings to the house."""

from django.utils.translation import gettext_lazy as _

from baiying.accounts.facts import AppointmentAccepted
from baiying.complaints.rights import Right
from baiying.complaints.rules import ComplaintRules
from baiying.kit.rooms import Entry, Grant, NamesPerson, Office, Room, RuleKind, Slot
from baiying.kit.rule_kinds import NewUse
from baiying.places.facts import DivisionMerged

ROOM = Room(
    topics="baiying.complaints.topics.TOPICS",
    tells="baiying.complaints.tells.TELLS",
    addresses="baiying.complaints.urls",
    visits=1,
    rights=(Grant(Right.ANSWER_COMPLAINTS, ("county_office", "city_office", "civil_affairs")),),
    offices=(
        Office(
            order=15,
            heading=_("今天"),
            label=_("投诉建议"),
            page="complaints:desk",
            rights=(Right.ANSWER_COMPLAINTS,),
        ),
    ),
    entries=(
        Entry(order=5, menu="foot", label=_("投诉建议"), page="complaints:new", from_here=True),
        Entry(order=75, menu="account", label=_("我的投诉建议"), page="complaints:mine"),
    ),
    rule_kinds=(
        RuleKind(
            ComplaintRules,
            _("投诉建议"),
            _("几天内回话，几天内答复，提交人的联系方式保留多久，一天最多提交几次。"),
            {
                "first_word_working_days": _("几个工作日内给第一次回话"),
                "answer_working_days": _("几个工作日内答复"),
                "hearing_working_days": _("请涉及的人在几个工作日内说明"),
                "contact_days": _("办结几天后，清空提交人的姓名和电话"),
                "per_account_day": _("一个账号一天最多几件"),
                "per_network_day": _("一个网络一天最多几件"),
                "public_after_days": _("一个季度过去几天后，公开它的数"),
                "public_step": _("公开的数几件一档，不足一档的不显示"),
            },
            _("《志愿服务条例》第26条要求及时处理或者移送，没有规定天数；天数为本平台默认。"),
            begins=(
                NewUse("complaints.finer", "publish", _("更早、更细地公开投诉的数"), "baiying.complaints.rules.finer"),
            ),
        ),
    ),
    audit_actions={
        "ComplaintPhotoSeen": _("看投诉里的照片"),
        "ComplaintFollowed": _("地区合并，投诉建议跟过去"),
        "ComplainantSeen": _("查看投诉人的姓名和电话"),
        "ComplaintAnswered": _("答复投诉建议"),
        "ComplaintFiled": _("提交投诉建议"),
        "ComplaintHandedOver": _("投诉建议转到另一个地区"),
        "ComplaintHeard": _("涉及的人说明了情况"),
        "ComplaintHearingAsked": _("请投诉涉及的人说明"),
        "ComplaintRisen": _("投诉建议改由上一级办理"),
        "ComplaintStoodAside": _("投诉建议回避"),
        "ComplaintTakenUp": _("受理投诉建议"),
        "ComplaintWithdrawn": _("撤回投诉建议"),
    },
    audit_subjects={"complaint": _("投诉建议")},
    audit_looks=frozenset({"ComplainantSeen", "ComplaintPhotoSeen"}),
    audit_names=(Slot("baiying.complaints.audited.names", 10),),
    seekers=(Slot("baiying.complaints.views.found.complaints", 5),),
    piles=(
        Slot("baiying.complaints.piles.waiting", 60),
        Slot("baiying.complaints.piles.without_anybody", 61),
        Slot("baiying.complaints.piles.hearings", 62),
    ),
    cards=(Slot("baiying.complaints.cards.own", 90), Slot("baiying.complaints.cards.hearings", 6)),
    job_words={
        "complaints.follow_merged": _("并掉的区划里没有办结的投诉建议，跟到并入的区划"),
        "complaints.follow_appointed": _("被投诉的人上任，他所在部门的投诉改由上一级办理"),
        "complaints.rise": _("再找一遍：被投诉的人在办理的部门里任职的"),
        "complaints.forget_contacts": _("清空早已办结的投诉的联系方式"),
    },
    clockwork={
        "complaints.forget_contacts": "40 18 * * *",  # 02:40 in China
        "complaints.rise": "50 18 * * *",  # 02:50 in China
    },
    names_person=(
        NamesPerson("Complaint.person", "moves", "emptied", "the case stays; its words and contact may say who it was"),
    ),
    listeners={
        DivisionMerged: ("complaints.follow_merged",),
        AppointmentAccepted: ("complaints.follow_appointed",),
    },
    sweeps={
        "complaints.follow_merged": "places.tell_merged",
        "complaints.follow_appointed": "complaints.rise",
    },
    acts=(Slot("baiying.complaints.queries.acts.acts", 70),),
    copies=(Slot("baiying.complaints.copying.sections", 70),),
    copied="baiying.complaints.copying.COPIED",
    erasures="baiying.complaints.erasing.ERASURES",
    # Whoever is complained of must not learn by the register that somebody looked for it (U36).
    secret_lists=("complaints",),
    purpose=_("投诉和建议：答复提出的人，查清事情。"),
    holdables="baiying.complaints.holdable.HOLDABLE",
    erases=(Slot("baiying.complaints.actions.erasing.erase", 40),),
)
