"""What remains of a running shift is called off: a storm, an accident; what was served stays (R039)."""

from datetime import datetime

from baiying.activities import facts as told
from baiying.activities import locked, queries
from baiying.activities.actions import refusals, shifts, signups, telling
from baiying.activities.models import Shift, Signup
from baiying.activities.rules.news import ENDED_EARLY
from baiying.kit import audit, facts, rooms
from baiying.kit.db import transaction
from baiying.kit.kept import translate
from baiying.kit.values.actor import Actor
from baiying.ui import kept


@transaction.atomic
def end_early(*, shift_id: int, reason: str, actor: Actor, at: datetime, ends_at: datetime | None = None) -> Shift:
    """End a shift that runs at this minute, or at the one just past that a page has shown.

    Whoever is on its record keeps the time served, and is told, who walked in too; the sign-ups of all others end, who
    need not come any more and did not stay away. Who came and stands on paper alone may still be typed in, as signed up
    (queries.on_paper_perhaps).

    The leader notes as ever when those left who are still here. The same again by the same hand changes nothing.
    Refuses: ReasonMissing, NotPublished, ShiftCalledOff, NotRunning.
    """
    if not reason.strip():
        raise refusals.ReasonMissing
    shift = locked.led_shift(shift_id)
    ends_at = min(ends_at or at, at).replace(second=0, microsecond=0)
    if shift.activity.state != "published":
        raise refusals.NotPublished
    if shift.called_off_at is not None:
        raise refusals.ShiftCalledOff
    words, before = reason.strip()[:200], shift.ends_at
    if _is_done(shift, words, actor):
        return shift
    if not shift.starts_at < ends_at < shift.ends_at:
        raise refusals.NotRunning
    follow = shifts.follows(shift.activity, at)
    live = locked.live_signups(shift.pk)
    here = [one for one in live if one.state == "accepted" and _came(one)]
    others = [one for one in live if one not in here]
    signups.end_many(shift, others, words, actor=actor, at=at)
    shift.ends_at = ends_at
    shift.save(update_fields=["ends_at"])
    Signup.objects.filter(pk__in=[one.pk for one in here]).update(period=(shift.starts_at, ends_at))
    fact = told.ShiftEndedEarly(
        shift_id=shift.pk, activity_id=shift.activity_id, ends_at=ends_at, was_ends_at=before, reason=words
    )
    facts.publish(fact, actor=actor, at=at, area_id=shift.activity.area_id)
    shifts.refit_days(shift.activity, at, follow=follow)
    _tell(shift, here, others, words, at)
    for tell in rooms.filling("ending"):
        tell(shift, words, at)
    return shift


def _is_done(shift: Shift, words: str, actor: Actor) -> bool:
    last = audit.stories_of("shift", [shift.pk], ["ShiftEndedEarly"]).last()
    return last is not None and (last.account_id, last.detail.get("reason")) == (actor.account_id, words)


def _came(signup: Signup) -> bool:
    """Whether somebody is on the record of the shift, as the room above keeps it."""
    return any(came(signup.person_id, [signup.shift_id]).get(signup.shift_id) for came in rooms.filling("attended"))


def came_to(shift: Shift) -> tuple[list[Signup], list[Signup]]:
    """Of the sign-ups that stand: whose holder is on record, and all others; said before it is pressed."""
    live = list(queries.live_signups_of_activity(shift.activity_id).filter(shift=shift))
    here = [one for one in live if one.state == "accepted" and _came(one)]
    return here, [one for one in live if one not in here]


def _tell(shift: Shift, here: list[Signup], others: list[Signup], reason: str, at: datetime) -> None:
    words = {"title": shift.activity.title, "time": kept.moment(shift.ends_at), "reason": reason}
    stays = translate("“%(title)s”提前到%(time)s结束，服务过的时间照常记。原因：%(reason)s") % words
    # Nobody knows here who of them came and stands on a sheet of paper that is not typed back yet.
    gone = (
        translate(
            "“%(title)s”提前到%(time)s结束。还没到的不用来了，不算没有来；已经到了的，领队照签到表补记。原因：%(reason)s"
        )
        % words
    )
    groups: list[telling.Group] = [([one.pk for one in here], stays), ([one.pk for one in others], gone)]
    telling.tell_groups([group for group in groups if group[0]], ENDED_EARLY, at, urgent=True)
