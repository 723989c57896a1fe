"""The reasons of a number in plain words (R056)."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from baiying.hours import rules
from baiying.hours.models import Proposal
from baiying.kit.kept import Kept, translate
from baiying.ui import formats

# Each may use the numbers of the reason; those that are lengths of time are written as hours and minutes.
WORDS: dict[str, str | Promise] = {
    "early": _("比开始早到太多，提前 %(grace)s以外的 %(minutes)s未计"),
    "came_early": _("早到的 %(minutes)s算在场"),
    "stayed_on": _("结束后多留的 %(minutes)s算在场"),
    "late": _("迟到 %(minutes)s未计"),
    "left_early": _("提前离开，结束前的 %(minutes)s未计"),
    "overtime": _("结束 %(grace)s以后的 %(minutes)s未计"),
    "break": _("扣除休息 %(minutes)s"),
    "rounded": _("按 %(step)s取整，舍去 %(minutes)s"),
    "below_presence": _("可计的在场时间 %(minutes)s，不到班次时长（不含休息）的 %(percent)s%%，按规则不计"),
    "too_short": _("可计的在场时间不足一个计时单位，没有可计的时长"),
    "over_auto_cap": _("超出每日自动记入 %(cap)s上限的 %(minutes)s，由另一个人复核"),
    "over_cap": _("超出每日 %(cap)s上限的 %(minutes)s未计"),
    "activity_cap": _("超出本活动 %(cap)s上限的 %(minutes)s未计"),
    "room_again": _("上限有了余地，补记 %(minutes)s"),
    "forgotten": _("没有签退，由系统关闭，确认几点离开之前不计时"),
    "undone": _("误点，已撤销"),
    "moved": _("班次改期，签到已撤销"),
    "merged": _("两条记录合并，同一时间的 %(minutes)s只算一次"),
    "parted": _("两条记录分开后重新记入"),
    "reversed": _("冲销原因：%(words)s"),
    "corrected": _("按异议更正：%(words)s"),
    "corrected_by_leader": _("领队更正：%(words)s"),
    "said": _("说明：%(words)s"),
    "leader_own": _("领队本人的时长，由另一个人复核"),
    "never_not_registered": _("服务那天没有有效的志愿者注册"),
    "never_awaiting_guardian": _("服务那天没有监护人的同意"),
    "never_untrue": _("核实后认定注册不属实"),
    "never_ended": _("身份核验之前注册就结束了"),
    "never_unclaimed": _("在期限内没有完成实名核验"),
    "by_hand": _("签到和签退不都是现场扫码、扫卡或输入数字，由另一个人复核"),
    "closed_by_system": _("没有签退，由系统关闭，由另一个人复核"),
    "by_local_rule": _("按服务那天本地的规则，这种签到由另一个人复核"),
}


# The numbers of a reason that are lengths of time, in minutes.
_TIMES = ("minutes", "grace", "step", "cap")


def reason_words(reasons: Iterable[rules.Reason]) -> list[str]:
    """One sentence for each reason; a code nobody knows any more is shown as it is."""
    found = []
    for reason in reasons:
        words = WORDS.get(str(reason.get("code")))
        if words is None:
            found.append(str(reason.get("code", "")))
            continue
        values = {"minutes": 0, "words": "", "grace": 0, "step": 1, "cap": 0, "percent": 0, **reason}
        times = {name: formats.minutes_text(int(values[name])) for name in _TIMES}
        found.append(str(words) % (values | times))
    return found


def proposer_of(row: Proposal) -> Kept:
    """Who proposes a correction or a reversal, by what they are to the volunteer: said in messages and on pages."""
    if any(reason.get("code") == "corrected_by_leader" for reason in row.reason):
        return translate("领队")
    if row.part == "correction":
        return translate("答复您异议的工作人员")
    return translate("主管部门的工作人员")


# What is noticed of a shift, as a neutral fact (rules.noticed).
NOTICED: dict[str, str | Promise] = {
    "same_times": _("%(count)s 人的签到、签退都是同一分钟"),
    "own_team": _("来的 %(count)s 人都是本队的人"),
    "many": _("来了 %(count)s 人；这支队伍最近一班一般 %(usual)s 人"),
}


def noticed_words(noticed: Iterable[rules.Reason]) -> list[str]:
    """One sentence for each thing noticed."""
    return [str(NOTICED[str(one["code"])]) % one for one in noticed]
