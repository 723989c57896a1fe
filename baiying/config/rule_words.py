"""The kinds of rules an office may edit, in its own words."""

from django.utils.translation import gettext_lazy as _

from baiying.accounts.rules import LogInRules
from baiying.activities.rules.plans import ActivityRules
from baiying.figures.rules import FigureRules, PrivacyRules
from baiying.hours.rules.counting import HourRules
from baiying.notices.rules import NoticeRules
from baiying.people.rules import RegistrationRules
from baiying.places.queries import RuleKind

KINDS = (
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
            "back_entry_days": _("最多补记几天以前的"),
        },
        _("民政部令第67号第7、11条；民函〔2012〕340号；每日 8 或 12 小时与每日 3 次参照 i志愿；其余为本平台默认。"),
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
            "claim_answer_days": _("认领几个工作日内答复"),
            "consent_version": _("同意书的版本"),
        },
        _("《民法典》第17、20条；《个人信息保护法》第19、28、31条；其余为本平台默认。"),
    ),
    RuleKind(
        ActivityRules,
        _("活动"),
        _("写计划和发布的限制。"),
        {
            "forbidden_title_words": _("标题里不能有的词"),
            "blocking_kinds": _("属于这些情形就不能发布"),
            "own_plan_may_be_published": _("可以发布自己写的计划"),
            "most_categories": _("类别最多几项"),
            "most_shifts": _("班次最多几个"),
            "most_repeats": _("最多重复几周"),
            "longest_shift_minutes": _("一个班次最长（分钟）"),
            "most_places": _("一个班次最多名额"),
            "furthest_ahead_days": _("最多提前几天发布"),
        },
        _("民政部令第67号第12、19条；全国志愿服务信息系统的项目表；其余为本平台默认。"),
    ),
    RuleKind(
        FigureRules,
        _("数据口径"),
        _("公布各项比率用哪种人口、哪些时长门槛。"),
        {
            "population_kind": _("人口口径"),
            "thresholds": _("可选的时长门槛（小时）"),
            "default_threshold": _("默认的时长门槛（小时）"),
        },
        _("本平台默认：常住人口；每年 20 小时。"),
    ),
    RuleKind(
        PrivacyRules,
        _("公开的最少人数"),
        _("一个地区至少有多少注册志愿者，才公开它的数据。"),
        {"least_people": _("最少人数")},
        _("本平台默认：不少于 10 人才公开。"),
    ),
    RuleKind(
        NoticeRules,
        _("短信"),
        _("一个号码一天最多几条，夜里几点到几点不发。验证码和紧急通知不受限制。"),
        {
            "sms_per_phone_day": _("一个号码一天最多几条"),
            "quiet_from_hour": _("从几点起不发（0 到 23）"),
            "quiet_to_hour": _("到几点恢复（0 到 23）"),
        },
        _("本平台默认。"),
    ),
    RuleKind(
        LogInRules,
        _("登录"),
        _("验证码的时效和次数，输错多少次锁定。"),
        {
            "code_minutes": _("验证码几分钟内有效"),
            "code_tries": _("一个验证码最多试几次"),
            "resend_seconds": _("隔几秒可以再发"),
            "codes_per_phone_day": _("一个号码一天最多几个验证码"),
            "codes_per_ip_hour": _("一个网络地址一小时最多几个验证码"),
            "lock_after": _("输错几次锁定"),
            "lock_window_minutes": _("在几分钟内输错才累计"),
            "lock_minutes": _("锁定几分钟"),
            "failures_per_ip": _("一个网络地址最多输错几次"),
        },
        _("GB/T 22239-2019 第 8.1.4 条；其余为本平台默认。"),
    ),
)
