"""Whoever may no longer serve gives back what is coming: the guardian withdrew, the registration ended, adults only."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.urls import reverse

from baiying.activities import locked, queries
from baiying.activities.actions import leader_news, promoting, signups, telling
from baiying.activities.models import Signup
from baiying.kit import each, jobs
from baiying.kit.db import transaction
from baiying.kit.kept import Kept, recipe_of, translate
from baiying.kit.values import identifiers
from baiying.kit.values.actor import system
from baiying.notices import actions as notices
from baiying.people import queries as people

# So many of them are named in one message; the page has all.
_NAMED = 5
# The telling, as a job: so long after, whoever released them has told or never will.
_TOLD, _LOOK_AFTER = "activities.tell_released", timedelta(minutes=10)


# By the night's look nobody knows any more which of the two it was.
_MISSED = translate("志愿者注册已结束，或监护人撤回了同意")
WITHDRAWN = translate("监护人撤回了同意")
# A second guardian said no, or who had agreed is no guardian any more.
PAUSED = translate("监护人的同意现在不算数，注册暂停")


def is_withdrawal(signup: Signup) -> bool:
    """Whether a sign-up ended because a guardian's consent was withdrawn, or because it was found to be missing."""
    return signup.ended_by_id is None and signup.reason in (WITHDRAWN, PAUSED, _MISSED)


def release_person(*, person_id: int, reason: str, at: datetime, guardianship_id: int | None = None) -> int:
    """Cancel all coming sign-ups of somebody who may no longer serve (guardian withdrew, registration ended).

    Each in a transaction of its own, so that no shift waits for another; gives how many ended. Whoever lost them reads
    which, and so does the guardian whose withdrawal (`guardianship_id`) it was; leaders hear as of all who cannot come.
    """
    rows = Signup.objects.filter(person_id=person_id, state__in=queries.LIVE, shift__starts_at__gt=at)
    ids = list(rows.order_by("shift_id").values_list("pk", flat=True))
    return _release_these(ids, reason, at, guardianship_id)


def release_missed(*, at: datetime) -> int:
    """Cancel coming sign-ups of whoever has no registration any more or lacks a guardian's consent. Run every night.

    Finds what release_person was not told of, or could not do; gives how many ended.
    """
    ids = each.keys(queries.of_who_may_not_serve(at))
    return _release_these(ids, _MISSED, at)


def release_minors(*, at: datetime) -> int:
    """Cancel coming sign-ups of minors to what only adults may do, made before that rule held, and tell them kindly.

    Run every night; gives how many ended. Source: Emergency Response Law art. 39.
    """
    ids = [row.pk for row in queries.of_minors(at).iterator() if queries.is_barred_by_age(row)]
    found = each.each("activities.release_minors", ids, lambda pk: _release_minor(pk, at), at=at)
    return found.done


@transaction.atomic
def _release_minor(signup_id: int, at: datetime) -> bool:
    actor = system("activities.release_minors")
    shift, signup = locked.signup(signup_id)
    if signup.state not in queries.LIVE or not queries.is_barred_by_age(signup):
        return False
    signups.end_signup(shift, signup, translate("只收成年人"), actor=actor, at=at)
    words = {"title": shift.activity.title, "when": telling.when(shift)}
    text = translate(
        "“%(title)s”（%(when)s）是应急救援一类的活动，法律规定只由成年人参加（《突发事件应对法》第三十九条），"
        "所以取消了您的报名。谢谢您愿意帮忙，别的活动欢迎您来。"
    )
    telling.tell(signup, "adults_only", text % words, at)
    leader_news.hurry(shift, at)
    promoting.promote(shift, actor=actor, at=at)
    return True


def _release_these(ids: Iterable[int], reason: str, at: datetime, guardianship_id: int | None = None) -> int:
    lost: set[int] = set()

    def release(pk: int) -> bool:
        gone = _release(pk, reason, at, guardianship_id)
        lost.update([gone.person_id] if gone is not None else [])
        return gone is not None

    found = each.each("activities.release_person", ids, release, at=at)
    each.each(_TOLD, sorted(lost), lambda pk: _tell_released(pk, reason, at, guardianship_id), at=at)
    return found.done


@transaction.atomic
def _release(signup_id: int, reason: str, at: datetime, guardianship_id: int | None) -> Signup | None:
    actor = system("activities.release_person")
    shift, signup = locked.signup(signup_id)
    if signup.state not in queries.LIVE:
        return None
    signups.end_signup(shift, signup, reason, actor=actor, at=at)
    leader_news.hurry(shift, at)
    promoting.promote(shift, actor=actor, at=at)
    # Told once all of them have ended; should that not come about, it is told all the same.
    jobs.enqueue_later(
        _TOLD, _LOOK_AFTER, person_id=signup.person_id, reason=str(reason), recipe=recipe_of(reason),
        ended_at=at.isoformat(), guardianship_id=guardianship_id,
    )  # fmt: skip
    return signup


def tell_released(
    *, person_id: int, reason: Kept, ended_at: datetime, guardianship_id: int | None, at: datetime
) -> None:
    """Tell what was released at a moment, where whoever released it did not come to that. Told already: nothing more.

    What goes wrong is left to the queue, which tries again.
    """
    if each.each(_TOLD, [person_id], lambda pk: _tell_released(pk, reason, ended_at, guardianship_id), at=at).failed:
        raise RuntimeError(f"{_TOLD} could not tell person {person_id}")


@transaction.atomic
def _tell_released(person_id: int, reason: str, at: datetime, guardianship_id: int | None) -> None:
    """One message that names all that ended at that moment; by text message to whom somebody else took a place."""
    ended = queries.ended_by_nobody(person_id, at)
    if not ended:
        return
    person, mark = ended[0].person, f"released:{ended[0].person.public_id}:{at.timestamp():.6f}"
    which = translate("“%(title)s”（%(when)s）") % _words(ended[0])
    for one in ended[1:_NAMED]:
        which = which + translate("、") + translate("“%(title)s”（%(when)s）") % _words(one)
    if len(ended) > _NAMED:
        which = which + translate("等")
    had_place = any(one.accepted_at is not None for one in ended)
    own = notices.Letter(
        text=translate("%(why)s，这些报名已取消：%(which)s。") % {"why": reason, "which": which},
        inbox=person.public_id,
        phone=people.phone_of(person) if guardianship_id is not None and had_place else None,
        link=reverse("activities:signups"),
        useful_until=max(one.shift.ends_at for one in ended),
        unique_source=mark,
        area_id=ended[0].shift.activity.area_id,
    )
    notices.write_many(kind="signup_released", letters=[own], at=at)
    to = people.guardian_who(guardianship_id) if guardianship_id is not None else None
    if to is not None:
        text = translate(
            "您撤回了对 %(name)s 的同意，孩子的这些报名已取消：%(which)s。以后重新同意，这些报名不会自动恢复；"
            "还有名额的，可以在“我监护的孩子”里替孩子重新报名。"
        ) % {"name": identifiers.mask_name(person.name), "which": which}
        theirs = notices.Letter(
            text=text, inbox=to.inbox, link=reverse("people:wards"), area_id=own.area_id,
            unique_source=f"{mark}:guardian", about=person.public_id,
        )  # fmt: skip
        notices.write_many(kind="ward_signup_released", letters=[theirs], at=at)


def _words(signup: Signup) -> dict[str, str]:
    return {"title": signup.shift.activity.title, "when": telling.when(signup.shift)}
