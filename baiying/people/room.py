"""What this room brings to the house."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from baiying.accounts import rights as accounts
from baiying.kit.rooms import Entry, Grant, MergeStep, MessageKind, NamesPerson, Office, Room, RuleKind, Slot
from baiying.kit.rule_kinds import NewUse
from baiying.people.facts import AUDIT_ACTIONS
from baiying.people.rights import Right
from baiying.people.rules import DeskRules, HandlerRules, RegistrationRules
from baiying.people.rules.claiming import ClaimRules
from baiying.people.rules.merging import MergeRules
from baiying.people.rules.minor_access import MinorAccessRules
from baiying.people.rules.oath import OathRules
from baiying.people.rules.sleeping import DormancyRules
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
        Grant(Right.APPROVE_MINORS, ("county_office", "city_office")),
        Grant(Right.DECIDE_CLAIMS, ("place_staff", "county_office", "city_office")),
        Grant(Right.MERGE_RECORDS, ("place_staff", "county_office", "city_office")),
        Grant(Right.HEAR_SLEEPERS, ("place_staff", "county_office", "city_office")),
        Grant(Right.START_SLEEPING, ("county_office", "city_office")),
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
            order=139,
            heading=pgettext_lazy("many", "志愿者"),
            label=_("未成年人资料"),
            page="people:minor_leaves",
            rights=(Right.APPROVE_MINORS,),
        ),
        Office(
            order=140,
            heading=pgettext_lazy("many", "志愿者"),
            label=_("认领申请"),
            page="people:claims",
            rights=(Right.DECIDE_CLAIMS,),
        ),
        Office(
            order=142,
            heading=pgettext_lazy("many", "志愿者"),
            label=_("合并记录"),
            page="people:merges",
            rights=(Right.MERGE_RECORDS,),
        ),
        Office(
            order=143,
            heading=pgettext_lazy("many", "志愿者"),
            label=_("长期没有活动的"),
            page="people:sleepers",
            rights=(Right.HEAR_SLEEPERS,),
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
                "differ_days": _("监护人意见不一致的，几个工作日内处理"),
                "guardians_asked_a_day": _("一个孩子一天最多请几次监护人"),
                "withdrawal_holds": _("一位监护人不同意或撤回后，另一位的同意要等他也同意，或由办公室凭证明决定"),
            },
            _("《民法典》第17、20、27、1058条；《个人信息保护法》第19、28、31条；其余为本平台默认。"),
            choices={"consent_version": {"1": _("第 1 版"), "2": _("第 2 版"), "3": _("第 3 版")}},
            begins=(
                NewUse(
                    "registration.younger",
                    "sensitive",
                    _("年龄更小的孩子自己注册、自己同意"),
                    "baiying.people.rules.uses.younger",
                ),
            ),
            groups=(
                (_("年龄"), ("min_self_age", "adult_age", "separate_consent_below", "family_only_below")),
                (
                    _("登记和认领"),
                    ("most_categories", "most_skills", "draft_days", "draft_proof_minutes", "claim_answer_days"),
                ),
                (_("当面注册"), ("on_site_most_a_day",)),
                (_("同意书"), ("consent_version",)),
                (_("监护人"), ("withdrawal_holds", "differ_days", "guardians_asked_a_day")),
            ),
        ),
        RuleKind(
            OathRules,
            _("志愿者誓词"),
            _("注册以后给志愿者看一次的誓词，宣不宣誓由本人；空着就不出现。"),
            {"text": _("誓词")},
            _("默认是《中国注册志愿者管理办法》里的志愿者誓词；宣誓不是任何服务的条件。"),
        ),
        RuleKind(
            MinorAccessRules,
            _("查看未成年人的号码"),
            _("批准以后几个小时内可以查看。"),
            {
                "leave_hours": _("批准以后几个小时内可以查看"),
                "files_by_leave": _("导出有未成年人的名单也要批准（名单里他们的姓名和号码一律遮住）"),
            },
            _("工作人员看未成年人的资料要先经批准并记录，这是法律的要求；小时数是本平台默认。"),
        ),
        RuleKind(
            ClaimRules,
            _("认领已有的记录"),
            _("交还记录要几个人看过，看过以后等几个小时。"),
            {
                "second_person": _("记录上还有别的手机号的，要第二个人确认"),
                "cooling_hours": _("两个人看过以后再等几个小时交还"),
            },
            _("本平台默认：原来的号码也许还有人在用，留出时间给他说“是我”；手机丢了的，一天之内办好。"),
        ),
        RuleKind(
            MergeRules,
            _("合并同一个人的两条记录"),
            _("几天内答复，凭证件的等几天再办，几天内可以分开。"),
            {
                "answer_days": _("几个工作日内答复"),
                "cooling_days": _("只凭证件的，两个人看过以后再等几天办理"),
                "own_cooling_days": _("凭手机号或志愿者证、写的情况不全一样的，两个人看过以后再等几天办理"),
                "undo_days": _("合并后几天内可以撤销"),
            },
            _("本平台默认：本人两边都验证过的当场办理；只看过证件的，留几天给两个号码的人说“不是”。"),
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
        RuleKind(
            DormancyRules,
            _("长期没有活动的志愿者"),
            _("多久没有活动要问一问，等多少天休眠，一个村（社区）一次问几个人。"),
            {
                "months": _("几个月没有活动要问一问"),
                "wait_days": _("消息发出后等几天没有回音就休眠"),
                "slice_people": _("一个村（社区）一批最多问几个人"),
                "slice_days": _("一批管几天"),
            },
            _("本平台默认：没有法规规定。两年没有活动再问，等两个月；一批的人数要让实践站（所）找得过来。"),
        ),
    ),
    area_holds=(Slot("baiying.people.queries.holding.persons", 10),),
    audit_actions=AUDIT_ACTIONS,
    audit_subjects={
        "claim": _("认领"),
        "guardianship": _("监护"),
        "person": _("志愿者"),
        "registration": _("注册"),
        "file_leave": _("导出有未成年人的名单"),
    },
    audit_looks=frozenset({"MinorSeen", "NumberRevealed", "RecordSeen", "StoredSeen"}),
    audit_names=(Slot("baiying.people.audited.names", 10),),
    seekers=(Slot("baiying.people.views.found.people", 10),),
    children_in=(Slot("baiying.people.withholding.children_in", 10),),
    withholds=(Slot("baiying.people.withholding.withheld", 10),),
    piles=(
        Slot("baiying.people.piles.checks", 20),
        Slot("baiying.people.piles.claims", 30),
        Slot("baiying.people.merge_pile.merges", 31),
        Slot("baiying.people.piles.spot_checks", 35),
        Slot("baiying.people.piles.doubts", 36),
        Slot("baiying.people.piles.out_of_reach", 37),
        Slot("baiying.people.piles.without_home", 39),
        Slot("baiying.people.piles.guardians_differ", 38),
        Slot("baiying.people.piles.minor_leaves", 40),
        Slot("baiying.people.piles.file_leaves", 41),
        Slot("baiying.people.piles.files_given", 42),
        Slot("baiying.people.sleep_pile.sleepers", 41),
    ),
    cards=(
        Slot("baiying.people.cards.still_here", 2),
        Slot("baiying.people.cards.asked", 1),
        Slot("baiying.people.cards.under_way", 80),
        Slot("baiying.people.cards.no_home", 90),
    ),
    message_kinds=(
        MessageKind(
            "ward_came_in",
            _("孩子登录了"),
            _("您监护的孩子用自己的账号登录了，每天汇总一次。"),
            "baiying.people.actions.say_log_ins",
            always=_("孩子报名、改期和取消照样发短信。"),
            reaches="baiying.people.queries.guards_now",
        ),
        MessageKind(
            "still_here",
            _("问您还做不做志愿者"),
            _("两年左右没有活动的，问一次是否继续。"),
            "baiying.people.actions.say_still_here",
            # Once in years, and what follows from silence hangs on its having come.
            settable=False,
        ),
    ),
    job_words={
        "people.tell_of_log_ins": _("告诉监护人，孩子这一天登录过"),
        "people.follow_merged": _("住在、服务在并掉的区划里的人，跟到并入的区划"),
        "people.carry_out_merges": _("等够了日子的合并，照此办理"),
        "people.carry_out_claims": _("两人看过、等够了钟点的认领，交还记录"),
        "people.raise_late_claims": _("过期没有答复的认领，告诉上一级"),
        "people.find_sleeping": _("找出长期没有活动的人；没有办公室同意，谁也不问"),
        "people.tend_sleeping": _("分批问长期没有活动的人，到期休眠，数给办公室看"),
        "people.come_of_age": _("满十八岁的人不再需要监护人"),
        "people.pause_unagreed": _("监护人的同意已不在的，注册暂停，请监护人重新同意"),
        "people.clear_old_drafts": _("清理没有完成的注册"),
        "people.clear_file_leaves": _("清理过期的导出申请"),
    },
    clockwork={
        "people.carry_out_merges": "40 * * * *",
        "people.carry_out_claims": "5 * * * *",
        "people.raise_late_claims": "30 0 * * *",  # 08:30 in China
        "people.tell_of_log_ins": "30 12 * * *",  # 20:30 in China
        "people.come_of_age": "0 16 * * *",  # 00:00 in China
        "people.pause_unagreed": "15 16 * * *",  # 00:15 in China
        "people.find_sleeping": "0 19 * * *",  # 03:00 in China
        "people.tend_sleeping": "0 0 * * *",  # 08:00 in China: the questions leave by day
        "people.clear_old_drafts": "20 18 * * *",  # 02:20 in China
        "people.clear_file_leaves": "25 18 * * *",  # 02:25 in China
    },
    merge_steps=(
        MergeStep(
            ("Consent.person", "Guardianship.ward"),
            order=210,
            join="baiying.people.actions.joining.rows",
            part="baiying.people.actions.joining.rows_back",
        ),
    ),
    names_person=(
        NamesPerson("Merge.survivor", "stays", "stays", "that two records were one, and who decided so"),
        NamesPerson("Merge.loser", "stays", "stays", "that two records were one, and who decided so"),
        NamesPerson(
            "Registration.person",
            "stays",
            "stays",
            "each record keeps its registration and number, which lead to the record that goes on",
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
        NamesPerson("Oath.person", "stays", "goes", "an own word; it is found by whoever goes on"),
        NamesPerson("Card.person", "stays", "goes", "a card names and pictures its holder; it finds who goes on"),
        NamesPerson("MinorLeave.person", "stays", "stays", "who asked to look at a child's numbers is shown later"),
        NamesPerson("SpotCheck.person", "stays", "stays", "what was found of the registration has to be shown later"),
        NamesPerson("Doubt.person", "stays", "stays", "what two decided about the registration has to be shown later"),
        NamesPerson("Dormancy.person", "stays", "stays", "that somebody was asked, and parked, has to be shown later"),
        NamesPerson("Claim.person", "moves", "goes", "a claim holds the claimed name and a phone"),
    ),
    listeners={DivisionMerged: ("people.follow_merged",)},
    sweeps={
        "people.follow_merged": "places.tell_merged",
    },
    acts=(Slot("baiying.people.queries.acts.acts", 10),),
    copies=(Slot("baiying.people.copying.sections", 10),),
    copied="baiying.people.copying.COPIED",
    erasures="baiying.people.erasing.ERASURES",
    purpose=_("志愿者登记：确认本人，联系参加活动（《志愿服务记录与证明出具办法（试行）》第5条）。"),
    to_hand_over=(Slot("baiying.people.erasing.to_hand_over", 40),),
)
