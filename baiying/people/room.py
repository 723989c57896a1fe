"""What this room brings to the house."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from baiying.accounts import rights as accounts
from baiying.kit.rooms import Entry, Grant, NamesPerson, Office, Room, RuleKind, Slot
from baiying.people.rights import Right
from baiying.people.rules import DeskRules, HandlerRules, RegistrationRules
from baiying.places.facts import DivisionMerged

ROOM = Room(
    topics="baiying.people.topics.TOPICS",
    tells="baiying.people.tells.TELLS",
    addresses="baiying.people.urls",
    visits=5,
    rights=(
        Grant(Right.SEE_PEOPLE, ("place_staff", "county_office", "city_office")),
        Grant(Right.REGISTER_ON_SITE, ("place_staff", "county_office", "city_office")),
        Grant(Right.SEE_DESK_SIGNALS, ("county_office", "city_office", "auditor")),
        Grant(Right.SPOT_CHECK, ("county_office", "city_office")),
        Grant(Right.DECIDE_DOUBTS, ("county_office", "city_office")),
        Grant(Right.DECIDE_GUARDIANS, ("county_office", "city_office")),
        Grant(Right.CHECK_REAL_NAME, ("place_staff", "county_office", "city_office")),
        Grant(Right.UNMASK, ("place_staff", "county_office", "city_office")),
        Grant(Right.UNMASK_MINOR, ("county_office", "city_office")),
        Grant(Right.DECIDE_CLAIMS, ("place_staff", "county_office", "city_office")),
        Grant(Right.PRINT_CARDS, ("place_staff", "county_office", "city_office")),
    ),
    offices=(
        Office(
            order=110,
            heading=pgettext_lazy("many", "志愿者"),
            label=pgettext_lazy("many", "志愿者"),
            page="people:people",
            rights=(Right.SEE_PEOPLE,),
        ),
        Office(
            order=120,
            heading=pgettext_lazy("many", "志愿者"),
            label=_("实名核验"),
            page="people:checks",
            rights=(Right.CHECK_REAL_NAME,),
        ),
        Office(
            order=130,
            heading=pgettext_lazy("many", "志愿者"),
            label=_("当面注册"),
            page="people:on_site",
            rights=(Right.REGISTER_ON_SITE,),
        ),
        Office(
            order=135,
            heading=pgettext_lazy("many", "志愿者"),
            label=_("当面注册情况"),
            page="people:desk_signals",
            rights=(Right.SEE_DESK_SIGNALS,),
        ),
        Office(
            order=137,
            heading=pgettext_lazy("many", "志愿者"),
            label=_("当面注册抽查"),
            page="people:spot_checks",
            rights=(Right.SPOT_CHECK, Right.SEE_DESK_SIGNALS),
        ),
        Office(
            order=138,
            heading=pgettext_lazy("many", "志愿者"),
            label=_("核实中的注册"),
            page="people:doubts",
            rights=(Right.DECIDE_DOUBTS, Right.SEE_DESK_SIGNALS),
        ),
        Office(
            order=140,
            heading=pgettext_lazy("many", "志愿者"),
            label=_("认领申请"),
            page="people:claims",
            rights=(Right.DECIDE_CLAIMS,),
        ),
        Office(
            order=970,
            heading=_("设置"),
            label=_("登录锁定"),
            page="people:locks",
            rights=(accounts.Right.UNLOCK_LOG_IN,),
        ),
    ),
    entries=(
        Entry(order=40, menu="account", label=_("我的资料"), page="people:profile"),
        Entry(order=50, menu="account", label=_("我的志愿者证"), page="people:card"),
        Entry(
            order=70,
            menu="account",
            label=_("我监护的孩子"),
            page="people:wards",
            when="baiying.people.access.guards_somebody",
        ),
    ),
    rule_kinds=(
        RuleKind(
            HandlerRules,
            _("谁处理个人信息"),
            _("同意书、隐私说明和联系页上写的名称和联系方式。"),
            {
                "name": _("处理者的名称"),
                "address": _("地址"),
                "phone": _("电话"),
                "email": _("邮箱"),
                "officer": _("个人信息保护负责人"),
                "complaints": _("投诉受理部门和电话"),
            },
            _("《个人信息保护法》第17条：处理前要告知处理者的名称和联系方式。"),
        ),
        RuleKind(
            RegistrationRules,
            _("注册"),
            _("年龄界线、可选数量和认领答复的时限。"),
            {
                "min_self_age": _("几岁起可以自己注册"),
                "adult_age": _("几岁起不需要监护人同意"),
                "separate_consent_below": _("几岁以下要监护人单独同意"),
                "family_only_below": _("几岁以下只能随家人参加"),
                "most_categories": _("服务类别最多选几项"),
                "most_skills": _("技能最多选几项"),
                "draft_days": _("没填完的登记保留几天"),
                "draft_proof_minutes": _("登记停下几分钟后要再输一次验证码"),
                "claim_answer_days": _("认领几个工作日内答复"),
                "on_site_most_a_day": _("一名工作人员一天最多当面注册几人"),
                "consent_version": _("同意书的版本"),
                "withdrawal_holds": _("一位监护人撤回后，另一位的同意要等他也同意，或由办公室凭证明决定"),
            },
            _("《民法典》第17、20、27、1058条；《个人信息保护法》第19、28、31条；其余为本平台默认。"),
            choices={"consent_version": {"1": _("第 1 版"), "2": _("第 2 版")}},
            groups=(
                (_("年龄"), ("min_self_age", "adult_age", "separate_consent_below", "family_only_below")),
                (
                    _("登记和认领"),
                    ("most_categories", "most_skills", "draft_days", "draft_proof_minutes", "claim_answer_days"),
                ),
                (_("当面注册"), ("on_site_most_a_day",)),
                (_("同意书"), ("consent_version",)),
                (_("监护人"), ("withdrawal_holds",)),
            ),
        ),
        RuleKind(
            DeskRules,
            _("当面注册的提示和抽查"),
            _("多少算该问一问，抽查百分之几、几天内查完，查出不属实的几天内决定。"),
            {
                "burst_count": _("短时间内注册几人起提示"),
                "burst_minutes": _("短时间是几分钟"),
                "alike": _("几人同生日、同手机或生日相连起提示"),
                "spot_percent": _("每一百名当面注册的人抽查几名"),
                "spot_days": _("几个工作日内查完"),
                "doubt_days": _("查出不属实的，几个工作日内由两个人决定"),
            },
            _("本平台默认：看证件、读同意书，一人大约八分钟。"),
        ),
    ),
    area_holds=(Slot("baiying.people.queries.holding.persons", 10),),
    audit_actions={
        "ResidenceFollowed": _("地区合并，居住地或服务地跟过去"),
        "IdNumberTriesRefused": _("证件号码试得太多，已拒绝"),
        "AccountLinked": _("关联账号"),
        "CameOfAge": _("成年"),
        "CardIssued": _("制作志愿者证"),
        "CardRevoked": _("志愿者证作废"),
        "CheckFailed": _("实名核验不通过"),
        "CheckPassed": _("实名核验通过"),
        "CheckResubmitted": _("重新提交核验"),
        "ClaimFiled": _("提出认领"),
        "ClaimGranted": _("认领通过"),
        "ClaimRefused": _("认领不通过"),
        "GuardianAgreed": _("监护人同意"),
        "GuardianAsked": _("请监护人同意"),
        "GuardianDeclined": _("监护人没有同意"),
        "GuardianAgreedAgainstAnother": _("监护人同意，另一位撤回过，还没有生效"),
        "GuardiansSettled": _("看过证明，决定以一位监护人的同意为准"),
        "GuardianUnreached": _("号码已换主人，没有请到监护人"),
        "GuardianWithdrew": _("监护人撤回同意"),
        "MinorSeen": _("打开未成年人资料"),
        "NumberRevealed": _("查看完整号码"),
        "PersonVerified": _("实名生效"),
        "PhoneDisowned": _("手机号换了主人"),
        "ProfileChanged": _("修改资料"),
        "RecordSeen": _("打开志愿者资料"),
        "DoubtAnswered": _("本人对核实的说明"),
        "DoubtCorrected": _("抽查结果更正，核实结束"),
        "DoubtFoundRight": _("核实属实，恢复正常"),
        "DoubtFoundUntrue": _("核实不属实，注册终止"),
        "DoubtOpened": _("开始核实注册"),
        "DoubtProposed": _("提出核实的意见"),
        "DoubtSentBack": _("退回核实的意见"),
        "HoldLifted": _("不再核实，恢复报名和入账"),
        "SpotCheckFalse": _("当面注册抽查：不属实"),
        "SpotCheckTrue": _("当面注册抽查：属实"),
        "SpotCheckUnreached": _("当面注册抽查：联系不上"),
        "RegistrationEnded": _("注册终止"),
        "RegistrationMade": _("注册"),
    },
    audit_subjects={
        "claim": _("认领"),
        "guardianship": _("监护"),
        "person": _("志愿者"),
        "registration": _("注册"),
    },
    audit_looks=frozenset({"MinorSeen", "NumberRevealed", "RecordSeen"}),
    audit_names=(Slot("baiying.people.audited.names", 10),),
    seekers=(Slot("baiying.people.views.found.people", 10),),
    piles=(
        Slot("baiying.people.piles.checks", 20),
        Slot("baiying.people.piles.claims", 30),
        Slot("baiying.people.piles.spot_checks", 35),
        Slot("baiying.people.piles.doubts", 36),
        Slot("baiying.people.piles.out_of_reach", 37),
    ),
    cards=(Slot("baiying.people.cards.asked", 1),),
    job_words={
        "people.follow_merged": _("住在、服务在并掉的区划里的人，跟到并入的区划"),
        "people.come_of_age": _("满十八岁的人不再需要监护人"),
        "people.clear_old_drafts": _("清理没有完成的注册"),
    },
    clockwork={
        "people.come_of_age": "10 16 * * *",  # 00:10 in China
        "people.clear_old_drafts": "20 18 * * *",  # 02:20 in China
    },
    names_person=(
        NamesPerson(
            "Registration.person",
            "one_stays",
            "stays",
            "one open registration; closed ones are history under the pseudonym",
        ),
        NamesPerson("Consent.person", "moves", "stays", "that consent was given has to be shown later (PIPL, art. 69)"),
        NamesPerson("Guardianship.ward", "moves", "stays", "who agreed for a minor has to be shown later"),
        NamesPerson(
            "Counting.person",
            "stays",
            "stays",
            "closed years count by it; roll-ups follow the link between the records",
        ),
        NamesPerson(
            "Move.person", "stays", "stays", "moves are never changed; roll-ups follow the link between the records"
        ),
        NamesPerson(
            "RegistrationDraft.made", "moves", "goes", "an emptied row that says for a day what came of a registration"
        ),
        NamesPerson("Card.person", "moves", "goes", "a card names and pictures its holder"),
        NamesPerson(
            "SpotCheck.person", "one_stays", "stays", "what was found of the registration has to be shown later"
        ),
        NamesPerson("Doubt.person", "moves", "stays", "what two decided about the registration has to be shown later"),
        NamesPerson("Claim.person", "moves", "goes", "a claim holds the claimed name and a phone"),
    ),
    listeners={DivisionMerged: ("people.follow_merged",)},
    sweeps={
        "people.follow_merged": "places.tell_merged",
    },
)
