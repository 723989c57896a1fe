"""States, conditions and reasons in words, for pages and messages."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from baiying.activities import queries
from baiying.activities.models import Activity, Post, Series, Shift, Signup
from baiying.activities.rules import counting, endings, plans, reminders, series
from baiying.kit.errors import Sentence
from baiying.people import queries as people
from baiying.ui import formats

Words = tuple[str, Promise | str]

# Tone and words of a state, for {% state %}.
ACTIVITY_STATES: dict[str, Words] = {
    "draft": ("plain", _("方案草稿")),
    "submitted": ("amber", _("待发布")),
    "published": ("jade", _("已发布")),
    "withdrawn": ("plain", _("已撤回")),
    "cancelled": ("brick", _("已取消")),
}
DROPPED: Words = ("plain", _("草稿已删除"))
OVER: Words = ("plain", _("已结束"))
SIGNUP_STATES: dict[str, Words] = {
    "applied": ("amber", _("等领队审核")),
    "accepted": ("jade", _("已录用")),
    "waitlisted": ("amber", _("候补中")),
    "refused": ("plain", _("未录用")),
    "cancelled": ("plain", _("已取消")),
}
# Why one cannot sign up, short, beside a shift. The long sentence comes with the refusal.
WHY_NOT: dict[str, Sentence] = {
    "not_open": _("现在不能报名"),
    "not_yours": _("您不能再为这位志愿者报名，请换成本人的账号"),
    "not_registered": _("先注册成为志愿者，再报名"),
    "check_failed": _("您的实名核验没有通过，先重新提交"),
    "held": _("您的注册正在核实，核实完再报名"),
    "guardian_missing": _("等监护人同意后就能报名"),
    "guardian_said_no": _("监护人说过这个班次不同意"),
    "started": _("已经开始"),
    "closed": _("报名已截止"),
    "minors_not_welcome": _("只收满 18 岁的"),
    "late_hours": _("太晚了，年纪小的要监护人替孩子报名"),
    "school_hours": _("在上课时间里，还在上小学、初中的不能报名"),
    "company_missing": _("不满 16 岁的要监护人陪同，请监护人替您报名"),
    "too_young": _("您到那天还不够年龄"),
    "too_old": _("您到那天超过了年龄上限"),
    "skill_missing": _("您的资料里还没有需要的技能"),
    "clash": _("这段时间您有别的班次"),
    "called_off": _("这个班次取消了"),
}

# The same where a guardian looks, for the child.
_WHY_NOT_A_WARD: dict[str, Sentence] = {
    "not_registered": _("孩子现在没有注册"),
    "check_failed": _("孩子的实名核验没有通过，先重新提交"),
    "held": _("孩子的注册正在核实，核实完再报名"),
    "guardian_missing": _("孩子的注册还缺监护人的同意"),
    "guardian_said_no": _("另一位监护人说过这个班次不同意"),
    "too_young": _("孩子到那天还不够年龄"),
    "too_old": _("孩子到那天超过了年龄上限"),
    "skill_missing": _("孩子的资料里还没有需要的技能"),
    "clash": _("这段时间孩子有别的班次"),
}


def why_not(answer: str, *, ward: bool) -> Sentence:
    """Why not, said to who would come, or to the guardian who would sign the child up."""
    return _WHY_NOT_A_WARD.get(answer, WHY_NOT.get(answer, "")) if ward else WHY_NOT.get(answer, "")


# How a sign-up ended, beside those of SIGNUP_STATES (rules.endings).
ENDINGS: dict[str, Words] = {
    endings.CAME: ("jade", _("来过")),
    endings.MISSED: ("plain", _("没有来")),
    endings.NOTHING: ("plain", _("没有记录")),
    endings.CALLED_OFF: ("brick", _("活动方取消了")),
    endings.NEVER_CAME_UP: ("plain", _("没有轮到")),
    endings.NEVER_DECIDED: ("plain", _("没有答复")),
}
# Who is with a child at a shift, said to the guardian.
COMPANY: dict[str, Sentence] = {
    "": _("这个年龄可以自己参加"),
    "leader": _("领队全程在场"),
    "guardian": _("要您陪孩子到场"),
}


def table_names(codes: Iterable[str], table: Mapping[str, str]) -> list[str]:
    return [gettext(table[code]) for code in codes if code in table]


def ages(post: Post) -> str:
    """18 岁及以上, 18–60 岁, or nothing. Where minors are not welcome it begins with 18."""
    low = post.min_age if post.minors_welcome else max(post.min_age or 0, plans.ADULT)
    if low is not None and post.max_age is not None:
        return gettext("%(low)s–%(high)s 岁") % {"low": low, "high": post.max_age}
    if low is not None:
        return gettext("%(low)s 岁及以上") % {"low": low}
    if post.max_age is not None:
        return gettext("%(high)s 岁及以下") % {"high": post.max_age}
    return ""


def conditions(post: Post, skills: Mapping[str, str]) -> str:
    """Who may take the post, in plain words; empty when everybody may."""
    parts = [ages(post)] if ages(post) else []
    if post.minors_welcome:
        parts.append(gettext("未成年人可以参加"))
        if post.minors_with == "leader":
            parts.append(gettext("不满 16 岁的领队全程在场"))
        else:
            parts.append(gettext("不满 16 岁的要监护人陪同"))
    names = [skills.get(code, code) for code in post.skills]
    if names:
        parts.append(gettext("会%(skills)s") % {"skills": formats.listed(names)})
    if people.documented(post.skills):
        parts.append(gettext("录用前领队要看证件原件"))
    return formats.listed(parts, "，")


# Days of the week as they are counted, from Monday.
_DAYS = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))


def rhythm(shift: Shift) -> str:
    """每周六 08:00–10:00 for a shift that keeps it, which of them does not, or nothing for one of its own."""
    if shift.series is None:
        return ""
    given = queries.rhythm_of(shift.series)
    words = {"days": _weekdays(shift.series), "times": f"{given.starts:%H:%M}–{given.ends:%H:%M}"}
    if series.keeps(given, shift.place_in_series, shift.starts_at, shift.ends_at):
        return gettext("%(days)s %(times)s") % words
    return gettext("%(days)s %(times)s重复，这一次时间不同") % words


def _weekdays(row: Series) -> str:
    """每周六, or every so many weeks."""
    days = formats.listed(gettext(str(_DAYS[day - 1])) for day in row.weekdays)
    if row.interval_weeks > 1:
        return gettext("每 %(n)s 周的%(days)s") % {"n": row.interval_weeks, "days": days}
    return gettext("每%(days)s") % {"days": days}


def skill_names() -> dict[str, str]:
    return dict(people.skill_choices())


def activity_words(row: Activity, today: date) -> Words:
    """The state of an activity as it stands on a day: published ones end by themselves."""
    if row.is_dropped:
        return DROPPED
    return OVER if row.state == "published" and row.ends_on < today else ACTIVITY_STATES[row.state]


def signup_words(signup: Signup) -> Words:
    tone, words = SIGNUP_STATES[signup.state]
    if signup.state == "waitlisted":
        return tone, gettext("候补第 %(number)s 位") % {"number": signup.position}
    return tone, words


def left_words(shift: Shift, approval: str) -> str:
    """还有 3 个名额, or how many wait."""
    if shift.called_off_at is not None:
        return gettext("这个班次取消了。原因：%(reason)s") % {"reason": shift.call_off_reason}
    left = shift.places - shift.taken
    if left > 0:
        return gettext("还有 %(left)s 个名额，共 %(places)s 个") % {"left": left, "places": shift.places}
    if approval == "leader":
        return gettext("%(places)s 个名额已满") % {"places": shift.places}
    return gettext("%(places)s 个名额已满，%(waiting)s 人候补") % {"places": shift.places, "waiting": shift.waiting}


def heads(person_ids: Iterable[int]) -> str:
    """3 人, or 3 人（9 人次） where the same persons signed up several times: for every count of sign-ups."""
    found = counting.heads(person_ids)
    persons = ngettext("%(n)s 人", "%(n)s 人", found.persons) % {"n": found.persons}
    if found.is_plain:
        return persons
    return gettext("%(persons)s（%(times)s 人次）") % {"persons": persons, "times": found.times}


_REMINDED = {
    reminders.EVENING: _("前一天晚上提醒了 %(told)s / %(of)s 人"),
    reminders.SOON: _("开始前提醒了 %(told)s / %(of)s 人"),
}
_NOT_REMINDED = {
    reminders.LATE: _("之后才报名 %(n)s 人"),
    reminders.FRESH: _("刚确认过 %(n)s 人"),
    reminders.QUIET: _("夜里不打扰 %(n)s 人"),
    reminders.MISSED: _("没赶上 %(n)s 人"),
}


def reminded(lines: Iterable[queries.Reminded]) -> list[str]:
    """What became of the reminders of a shift, a sentence a kind."""
    said = []
    for one in lines:
        text = str(_REMINDED[one.kind]) % {"told": one.told, "of": one.of}
        others = [str(_NOT_REMINDED[why]) % {"n": n} for why, n in sorted(one.others.items())]
        said.append(
            gettext("%(text)s（%(others)s）") % {"text": text, "others": formats.listed(others)} if others else text
        )
    return said
