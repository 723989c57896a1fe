"""What may not be recorded as volunteer service (Order 67 art. 19 and the national system's notice): six questions."""

from collections.abc import Mapping
from dataclasses import dataclass

from baiying.activities.rules.tables import gettext_noop


@dataclass(frozen=True, slots=True)
class Question:
    """One excluded kind: what is asked, what it means, and why it is not volunteer service."""

    code: str
    asks: str
    examples: str
    why: str


QUESTIONS = (
    Question(
        "own_job",
        gettext_noop("参加的人是在上班时间做与本职密切相关的事吗？"),
        gettext_noop("例如社区工作者工作日服务本社区，干部上班时间下沉。"),
        gettext_noop("在上班时间做本职工作，不是志愿服务。"),
    ),
    Question(
        "own_members",
        gettext_noop("这是单位或学校对自己成员的要求吗？"),
        gettext_noop("例如团建、归档、值班、会议、打扫教室或实验室、学生会日常事务。"),
        gettext_noop("单位或学校对自己成员的要求，不是志愿服务。"),
    ),
    Question(
        "own_interest",
        gettext_noop("这主要是为参加者自己好吗？"),
        gettext_noop("例如业委会投票、学习小组、读书、实习、社会实践、问卷、听会、观影、参观、夏令营、交流。"),
        gettext_noop("主要为参加者自己的活动，不是志愿服务。"),
    ),
    Question(
        "unclear_purpose",
        gettext_noop("公益只是顺带的，或者目的说不清吗？"),
        gettext_noop("例如团建时捡垃圾、旅游途中慰问、聚餐、祈福、排练、音乐会、录节目当观众。"),
        gettext_noop("公益目的不纯或不清的活动，不是志愿服务。"),
    ),
    Question(
        "paid",
        gettext_noop("参加者会拿到明显高于一般补贴的报酬吗？"),
        gettext_noop("交通、餐食等合理补贴不算。"),
        gettext_noop("有明显报酬的是劳务，不是志愿服务。"),
    ),
    Question(
        "false_time",
        gettext_noop("时长会按捐款、捐物、转发或奖励来算吗？"),
        gettext_noop("例如捐 50 元、一件衣服、两本书算 1 小时，转发一次算 1 小时，承诺或奖励时长。"),
        gettext_noop("时长只按实际服务的时间算。"),
    ),
)
CODES = tuple(q.code for q in QUESTIONS)
YES, NO = "yes", "no"


def unanswered(answers: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    """The questions that have no answer yet."""
    return tuple(code for code in CODES if answers.get(code, {}).get("answer") not in (YES, NO))


def said_yes(answers: Mapping[str, Mapping[str, str]]) -> frozenset[str]:
    """The kinds that were ever answered with yes: who now says no gives a reason, which stays beside the answer."""
    return frozenset(c for c in CODES if answers.get(c, {}).get("answer") == YES or answers.get(c, {}).get("turned"))


def turned_without_reason(
    before: Mapping[str, Mapping[str, str]], answers: Mapping[str, Mapping[str, str]]
) -> tuple[str, ...]:
    """The kinds once answered with yes and now with no, without a word on what was wrong with the first answer."""
    once = said_yes(before)
    return tuple(
        c
        for c in CODES
        if c in once and answers.get(c, {}).get("answer") == NO and not answers[c].get("turned", "").strip()
    )


def blocked_by(answers: Mapping[str, Mapping[str, str]], blocking: tuple[str, ...]) -> tuple[str, ...]:
    """The kinds answered with yes that may not be published."""
    return tuple(code for code in CODES if code in blocking and answers.get(code, {}).get("answer") == YES)


def without_reason(answers: Mapping[str, Mapping[str, str]], blocking: tuple[str, ...]) -> tuple[str, ...]:
    """The kinds answered with yes that do not block, but need a reason why it is volunteer service all the same."""
    return tuple(
        code
        for code in CODES
        if code not in blocking
        and answers.get(code, {}).get("answer") == YES
        and not answers[code].get("reason", "").strip()
    )
