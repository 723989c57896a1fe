"""What this room brings to the house."""

from django.utils.translation import gettext_lazy as _

from baiying.accounts.rights import Right
from baiying.accounts.rules import LogInRules
from baiying.kit.rooms import Entry, Grant, Office, Room, RuleKind, Slot
from baiying.places.facts import DivisionMerged

ROOM = Room(
    topics="baiying.accounts.topics.TOPICS",
    tells="baiying.accounts.tells.TELLS",
    addresses="baiying.accounts.urls",
    visits=5,
    entries=(Entry(order=72, menu="account", label=_("登录与安全"), page="accounts:security"),),
    rights=(
        Grant(Right.APPOINT, ("county_office", "city_office", "secadmin")),
        Grant(Right.UNLOCK_LOG_IN, ("place_staff", "county_office", "city_office", "secadmin")),
        Grant(
            Right.VOUCH,
            ("place_staff", "hours_reviewer", "county_office", "city_office", "sysadmin", "secadmin", "auditor"),
        ),
    ),
    offices=(
        Office(order=962, heading=_("设置"), label=_("为同事作证"), page="accounts:colleagues", rights=(Right.VOUCH,)),
        Office(order=960, heading=_("设置"), label=_("任职"), page="accounts:appointments", rights=(Right.APPOINT,)),
    ),
    rule_kinds=(
        RuleKind(
            LogInRules,
            _("登录"),
            _("验证码的时效和次数，输错多少次锁定。"),
            {
                "code_minutes": _("验证码几分钟内有效"),
                "code_tries": _("一个验证码从一个网络最多试几次"),
                "resend_seconds": _("隔几秒可以再发"),
                "code_tries_in_all": _("一个验证码从所有网络最多试几次"),
                "codes_per_phone_and_ip_day": _("一个号码从一个网络一天最多几个验证码"),
                "codes_per_phone_day": _("一个号码一天最多几个验证码"),
                "codes_per_ip_hour": _("一个网络地址一小时最多几个验证码"),
                "codes_per_hour_in_all": _("全平台一小时最多几个验证码"),
                "lock_after": _("输错几次锁定"),
                "lock_window_minutes": _("在几分钟内输错才累计"),
                "lock_minutes": _("锁定几分钟"),
                "failures_per_phone_and_ip": _("一个号码从一个网络地址最多输错几次"),
                "asks_again_after_days": _("多少天没登录，就再问一次是不是本人"),
                "not_me_per_ip_day": _("同一网络一天最多几次“不是我本人”"),
                "failures_per_ip": _("一个网络地址最多输错几次"),
                "second_factor_roles": _("哪些岗位要有第二步验证"),
                "second_factor_grace_days": _("第一次提醒之后，几天内可以先不加"),
                "factor_fresh_minutes": _("验证之后几分钟内可以改动第二步验证"),
                "factor_tries": _("第二步验证：一个账号从一个网络一刻钟最多输错几次"),
                "factor_tries_in_all": _("第二步验证：一个账号一小时一共最多输错几次"),
                "held_back_hours": _("同事作证重新登记之后，几小时内只能办紧急的事"),
                "vouch_hours": _("第一位同事作证之后，等第二位几小时"),
            },
            _("GB/T 22239-2019 第 8.1.4 条；其余为本平台默认。"),
            groups=(
                (
                    _("验证码"),
                    (
                        "code_minutes",
                        "resend_seconds",
                        "code_tries",
                        "code_tries_in_all",
                        "codes_per_phone_and_ip_day",
                        "codes_per_phone_day",
                        "codes_per_ip_hour",
                        "codes_per_hour_in_all",
                    ),
                ),
                (
                    _("输错密码"),
                    (
                        "lock_after",
                        "lock_window_minutes",
                        "lock_minutes",
                        "failures_per_phone_and_ip",
                        "failures_per_ip",
                    ),
                ),
                (_("是不是本人"), ("asks_again_after_days", "not_me_per_ip_day")),
                (
                    _("第二步验证"),
                    (
                        "second_factor_roles",
                        "second_factor_grace_days",
                        "factor_fresh_minutes",
                        "factor_tries",
                        "factor_tries_in_all",
                        "held_back_hours",
                        "vouch_hours",
                    ),
                ),
            ),
            # By the names and words of models.Role.
            choices={
                "second_factor_roles": {
                    "place_staff": _("站所工作人员"),
                    "hours_reviewer": _("时长复核员"),
                    "county_office": _("县级主管"),
                    "city_office": _("市级主管"),
                    "civil_affairs": _("民政部门"),
                    "sysadmin": _("系统管理员"),
                    "secadmin": _("安全管理员"),
                    "auditor": _("审计员"),
                }
            },
        ),
    ),
    cards=(Slot("baiying.accounts.cards.offers", 5),),
    piles=(Slot("baiying.accounts.piles.offers", 5),),
    offers=(Slot("baiying.accounts.offers.appointments", 10),),
    area_holds=(Slot("baiying.accounts.queries.held_in", 50),),
    gauges=(Slot("baiying.accounts.gauges.codes", 40),),
    audit_actions={
        "AppointmentFollowed": _("地区合并，任职跟过去"),
        "AccountMade": _("建立账号"),
        "AccountRenamed": _("账号改名"),
        "Appointed": _("任命"),
        "AppointmentAccepted": _("接受任命"),
        "AppointmentDeclined": _("不接受任命"),
        "AppointmentEnded": _("结束任职"),
        "CodeSent": _("发送验证码"),
        "FactorAdded": _("加第二步验证"),
        "FactorConfirmed": _("确认通行密钥是自己的"),
        "FactorDoubted": _("通行密钥可能被复制，停用"),
        "FactorRefused": _("第二步验证没有通过"),
        "FactorRemoved": _("移除第二步验证"),
        "FactorResetDone": _("两位同事作证，清空第二步验证"),
        "FactorResetOpened": _("为同事的第二步验证作证"),
        "FactorResetWithdrawn": _("撤回为同事的作证"),
        "FactorShown": _("通过第二步验证"),
        "KeysRotated": _("更换主密钥"),
        "KeyForgotten": _("销毁旧主密钥"),
        "LoggedIn": _("登录"),
        "PasswordSet": _("设置密码"),
        "PhoneDetached": _("手机号换了主人"),
        "PhoneChanged": _("更换手机号"),
        "PhoneLocked": _("登录锁定"),
        "PhoneUnlocked": _("解除登录锁定"),
        "RecoveryRenewed": _("更换恢复码"),
        "SessionEnded": _("退出一台设备上的登录"),
        "SessionsEnded": _("退出全部登录"),
    },
    audit_subjects={
        "account": _("账号"),
        "appointment": _("任职"),
        "lock": _("登录锁定"),
        "log_in_code": _("验证码"),
    },
    audit_names=(Slot("baiying.accounts.audited.names", 10),),
    job_words={
        "accounts.follow_merged": _("并掉的区划里的任职，跟到并入的区划"),
        "accounts.clear_old_tries": _("清理旧的登录记录"),
    },
    clockwork={
        "accounts.clear_old_tries": "30 18 * * *",  # 02:30 in China
    },
    listeners={DivisionMerged: ("accounts.follow_merged",)},
    sweeps={
        "accounts.follow_merged": "places.tell_merged",
    },
    copies=(Slot("baiying.accounts.copying.sections", 20),),
    erasures="baiying.accounts.erasing.ERASURES",
    erases=(Slot("baiying.accounts.actions.erasing.erase", 70),),
    to_hand_over=(Slot("baiying.accounts.erasing.to_hand_over", 10),),
)
