"""Whoever a shift does not fit any more, because it goes to another time, gives the place back with a sentence of why.

No absence, no fault: the sign-up ends before the shift, the guardian of a minor is told too, and the place goes on to
whoever waits.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from baiying.activities import queries
from baiying.activities.actions import signups, telling
from baiying.activities.models import Shift, Signup
from baiying.kit import clock
from baiying.kit.kept import Kept, translate
from baiying.kit.values.actor import Actor
from baiying.ui import kept

# Why the shift fits somebody no more: it goes to another time, or a risk was written and it takes no minors any more.
MOVED, RISK = "moved", "risk"


def _reasons(because: str) -> dict[str, Kept]:
    """What stands beside the sign-up for good: the same words for everybody, so that they are read in English too."""
    if because == RISK:
        return {"minors_not_welcome": translate("写明了风险，只收成年人")}
    return {
        "minors_not_welcome": translate("班次改期，到那天年龄还不够"),
        "too_young": translate("班次改期，到那天年龄还不够"),
        "too_old": translate("班次改期，到那天超过了年龄"),
        "school_hours": translate("班次改到了上课的时间"),
        "late_hours": translate("班次改到了晚上，要监护人重新替孩子报名"),
        "company_missing": translate("班次改期，到那天还要监护人陪同"),
    }


def unfit_code(signup: Signup) -> str:
    """Of a sign-up that has just been set aside, the code of why it does not fit; empty where it is something else."""
    said = [*_reasons(MOVED).items(), *_reasons(RISK).items()]
    return next((code for code, reason in said if signup.reason == reason), "")


def end_unfit(
    shift: Shift, codes: Mapping[int, str], live: Sequence[Signup], because: str, *, actor: Actor, at: datetime
) -> list[Signup]:
    """End the sign-ups that do not fit the locked shift any more; gives them."""
    gone = [signup for signup in live if signup.pk in codes]
    for code in sorted({codes[signup.pk] for signup in gone}):
        some = [signup for signup in gone if codes[signup.pk] == code]
        signups.end_many(shift, some, _reasons(because)[code], actor=actor, at=at)
    for signup in gone:
        # Whoever shows what became of it asks the shift at its new time.
        signup.shift = shift
    return gone


def groups(
    shift: Shift, gone: Sequence[Signup], codes: Mapping[int, str], words: Mapping[str, object]
) -> list[telling.Group]:
    """What each of them is told, those alike together. `words`: the title, the time `before` and `now`, the reason."""
    found: dict[tuple[str, int], list[int]] = {}
    for signup in gone:
        found.setdefault((codes[signup.pk], queries.age_at(signup, shift)), []).append(signup.pk)
    return [(ids, _text(shift, code, age, words) + why_moved(words)) for (code, age), ids in found.items()]


def why_moved(words: Mapping[str, object]) -> Kept:
    """Whoever loses the place by a move reads why, as those do who keep it."""
    return translate("改期的原因：%(reason)s。") % words


def groups_of_risk(shift: Shift, gone: Sequence[Signup]) -> list[telling.Group]:
    """What minors are told where a risk was written and the post takes none any more."""
    found: dict[int, list[int]] = {}
    for signup in gone:
        found.setdefault(queries.age_at(signup, shift), []).append(signup.pk)
    text = translate(
        "“%(title)s”（%(now)s）写明了风险，只收满 18 岁的。您那天是 %(age)s 岁，所以这次报名已取消，不算您没有来。"
    )
    words = {"title": shift.activity.title, "now": telling.when(shift)}
    return [(ids, text % {**words, "age": age}) for age, ids in found.items()]


def _text(shift: Shift, code: str, age: int, words: Mapping[str, object]) -> Kept:
    if code == "school_hours":
        return _lessons(shift, words)
    text = {
        "minors_not_welcome": translate("您%(day)s是 %(age)s 岁，这个岗位只收满 18 岁的"),
        "too_young": translate("您%(day)s是 %(age)s 岁，这个岗位要满 %(least)s 岁"),
        "too_old": translate("您%(day)s是 %(age)s 岁，这个岗位最大 %(most)s 岁"),
        "late_hours": translate("您%(day)s是 %(age)s 岁，这么晚的班次要监护人看过新的时间、再替您报一次名"),
        "company_missing": translate("您%(day)s是 %(age)s 岁，这个岗位要监护人陪同，请监护人替您报名"),
    }[code]
    why = text % {
        "day": kept.day(clock.local_date(shift.starts_at)),
        "age": age,
        "least": shift.post.min_age or 0,
        "most": shift.post.max_age or 0,
    }
    moved = translate("“%(title)s”改期为 %(now)s（原来 %(before)s）。%(why)s，所以这次报名已取消，不算您没有来。")
    return moved % {**words, "why": why}


def _lessons(shift: Shift, words: Mapping[str, object]) -> Kept:
    text = (
        translate("“%(title)s”改期为 %(now)s（原来 %(before)s），是上课的时间，这次报名已取消。别的活动欢迎来。")
        % words
    )
    given = queries.minor_rules(shift.activity.area.path, clock.local_date(shift.starts_at))
    # Where a guardian's own sign-up is the answer that there are no lessons then, he is asked for it.
    return text + translate("那时没有课的话，请监护人再报一次。") if given.guardian_may_excuse else text
