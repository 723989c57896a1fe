"""Messages of this room: one in-app row, and one text message where the person gave a phone."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.urls import reverse

from baiying.activities import queries
from baiying.activities.actions import must_know, say_where
from baiying.activities.models import Activity, Shift, Signup, SignupState
from baiying.activities.rules import minors, news, plans, signing_up
from baiying.kit import clock, jobs
from baiying.kit.db import rehearsing
from baiying.kit.kept import Kept, recipe_of, translate
from baiying.kit.values import identifiers
from baiying.notices import actions as notices
from baiying.people import queries as people
from baiying.ui import kept

# So many signs of what to mind stand in a message; the page has all.
_MIND = 60
# More than these are told by jobs, after the change is committed and its locks are gone.
AT_ONCE = 20
_IN_A_JOB = 500


def when(shift: Shift) -> Kept:
    return kept.span(shift.starts_at, shift.ends_at)


def _short(text: str) -> str:
    plain = " ".join(text.split()).rstrip("。. ")
    return plain if len(plain) <= _MIND else plain[: _MIND - 1] + "…"


def particulars(shift: Shift) -> Kept:
    """What whoever comes needs to know of a shift: day, place, leader, whom to ask, what to mind, the calendar's file.

    With the number to ask, which is shown to whoever has a place; read from the row, not from what was once said.
    """
    activity = shift.activity
    named = queries.named(activity, inside=True)
    words = {
        "title": activity.title,
        "when": when(shift),
        "place": activity.address,
        "leader": named.leader,
        "contact": named.contact,
        "phone": named.phone,
        "mind": _short(activity.risk_statement),
    }
    text = translate("“%(title)s”，%(when)s，%(place)s。领队%(leader)s，有事找%(contact)s %(phone)s。") % words
    if words["mind"]:
        text += translate("要带的、要注意的：%(mind)s。") % words
    if settings.PUBLIC_ADDRESS:
        file = reverse("activities:shift_calendar", args=[shift.public_id])
        text += translate("加到日历：%(address)s。") % {"address": f"{settings.PUBLIC_ADDRESS}{file} "}
    return text


# What a minor's guardian hears as the child does: whatever changed after he agreed (Law on the Protection of Minors
# art. 16). What the child signs up for, and a place in the line, have words of their own (`tell_guardians`).
NOTE = "note"
_GUARDIANS_TOO = frozenset(
    {NOTE, "moved", "address", "risk", "activity_cancelled", "called_off", "set_aside", "accepted", "refused"}
    | {"adults_only", news.ENDED_EARLY}
)
# Those after which he is asked again: the child would come to something else than he was told of.
_ASKS_AGAIN = frozenset({"moved", "address", "risk", "leader"})


def tell(signup: Signup, what: str, text: Kept, at: datetime, *, mark: str = "", by_text: bool = True) -> None:
    """Tell the person of a sign-up; repeating the same news (with the same mark) for a sign-up writes nothing."""
    tell_these([signup], what, text, at, mark=mark, by_text=by_text)


def tell_these(
    signups: Sequence[Signup],
    what: str,
    text: Kept,
    at: datetime,
    *,
    mark: str = "",
    by_text: bool = True,
    urgent: bool = False,
) -> None:
    """Tell the people of some sign-ups the same, and minors' guardians, in a few statements whatever their number.

    Not `by_text`: a place was given, of which the text message is the confirmation (confirming). `urgent`: not to be
    kept till the morning; so is what ends a place in a shift that begins soon.
    """
    if rehearsing.overheard([signup.pk for signup in signups], text):
        return
    letters = [
        notices.Letter(
            inbox=signup.person.public_id,
            phone=people.phone_of(signup.person) if by_text else None,
            text=text,
            link=_page_of(signup, what),
            making=making(signup, what, text, at),
            unique_source=f"signup:{signup.public_id}:{what}:{mark}",
            area_id=signup.shift.activity.area_id,
        )
        for signup in signups
    ]
    soon = _soon(signups, what, at, urgent=urgent)
    _write(f"signup_{what}", letters, [one.shift_id in soon for one in signups], at)
    told = {one.pk: [letter] for one, letter in zip(signups, letters, strict=True)}
    if what in _GUARDIANS_TOO:
        for pk, letter in _tell_guardians_too(guardians_of(signups, at), what, text, at, mark=mark, soon=soon):
            told[pk].append(letter)
    must_know.note(signups, what, told, at)


def _page_of(signup: Signup, what: str) -> str:
    """Where news lead: who kept the place in a shift that was moved says there whether the new time suits."""
    asks = what == "moved" and signup.state == SignupState.ACCEPTED
    page, row = ("signup_new_time", signup) if asks else ("activity", signup.shift.activity)
    return reverse(f"activities:{page}", args=[row.public_id])


def _write(kind: str, letters: Sequence[notices.Letter], rings: Sequence[bool], at: datetime) -> None:
    both = list(zip(letters, rings, strict=True))
    for urgent in (True, False):
        notices.write_many(kind=kind, letters=[one for one, ring in both if ring == urgent], at=at, urgent=urgent)


def _soon(signups: Iterable[Signup], what: str, at: datetime, *, urgent: bool) -> set[int]:
    """The shifts of which the news ring at any hour."""
    shifts = {one.shift_id: one.shift for one in signups}
    if urgent:
        return set(shifts)
    return queries.begin_soon(shifts.values(), at) if what in news.RINGS else set()


def making(signup: Signup, what: str, text: str, at: datetime) -> dict[str, Any] | None:
    """What is asked of the news when they are sent (say_news); none for news that are always true."""
    if what not in news.NEWS:
        return None
    return {
        "signup": signup.pk,
        "what": what,
        "live": signup.state in queries.LIVE,
        "at": at.isoformat(),
        "text": str(text),
        "recipe": recipe_of(text),
    }


def say_news(made: Mapping[str, Any], at: datetime) -> Kept | notices.Dropped:
    """News of one sign-up, as written, while they hold: not of a time that was changed again, nor to who left since."""
    signup = queries.with_all(made["signup"])
    later = Signup.objects.filter(person_id=signup.person_id, shift_id=signup.shift_id, pk__gt=signup.pk)
    said_at = datetime.fromisoformat(made["at"])
    holds = news.holds(
        made["what"],
        was_live=made["live"],
        is_live=signup.state in queries.LIVE,
        same_time=made["what"] != "moved" or not queries.moved_since(signup.shift_id, said_at),
        again=later.exists(),
    )
    return Kept(made["text"], made.get("recipe", made["text"])) if holds else untrue()


def untrue() -> notices.Dropped:
    """What became false before it was sent."""
    return notices.Dropped(translate("后来又有变动，这一条不再属实，没有再发。"))


Group = tuple[Sequence[int], Kept]


def tell_groups(groups: Sequence[Group], what: str, at: datetime, *, mark: str = "", urgent: bool = False) -> None:
    """Tell each group of sign-ups, given by ids, its text: at once if they are few, else by jobs of some hundred."""
    if rehearsing.is_on():
        for ids, text in groups:
            rehearsing.overheard(ids, text)
        return
    if sum(len(ids) for ids, _ in groups) <= AT_ONCE:
        for ids, text in groups:
            tell_signups(signup_ids=ids, what=what, text=text, at=at, mark=mark, urgent=urgent)
        return
    rows = [
        {
            "signup_ids": list(ids[first : first + _IN_A_JOB]),
            "what": what,
            "text": str(text),
            "recipe": recipe_of(text),
            "at": at.isoformat(),
            "mark": mark,
            "urgent": urgent,
        }
        for ids, text in groups
        for first in range(0, len(ids), _IN_A_JOB)
    ]
    jobs.enqueue_many("activities.tell_signups", rows)


def tell_signups(
    *, signup_ids: Sequence[int], what: str, text: Kept, at: datetime, mark: str, urgent: bool = False
) -> None:
    """One batch of `tell_groups`. May run twice: the same news is written once."""
    tell_these(signups_by_ids(signup_ids), what, text, at, mark=mark, urgent=urgent)


def guardians_of(signups: Iterable[Signup], at: datetime) -> list[tuple[Signup, people.GuardianAddress]]:
    """The guardians of those among them who are under age, each with whose sign-up it is."""
    today = clock.local_date(at)
    # Nobody of eighteen needs one anywhere (Civil Code art. 17); who is younger is asked where they live.
    young = (s for s in signups if identifiers.age_on(s.person.birth_date, today) < plans.ADULT)
    minors_only = [s for s in young if people.is_under_age(s.person, at)]
    return [(s, to) for s in minors_only for to in people.guardians_to_tell(s.person_id)]


def tell_other_guardians(
    signup: Signup, what: str, text: Kept, at: datetime, *, by: int | None, by_text: bool = True
) -> None:
    """Tell a minor's guardians how a sign-up ended, once each; not the account `by`, which ended it."""
    letters = [
        notices.Letter(
            inbox=to.inbox,
            phone=to.phone if by_text else None,
            text=text,
            link=reverse("activities:activity", args=[signup.shift.activity.public_id]),
            making=making(signup, what, text, at),
            useful_until=signup.shift.ends_at,
            unique_source=f"signup:{signup.public_id}:guardian_{what}:{to.account_id}",
            area_id=signup.shift.activity.area_id,
            about=signup.person.public_id,
        )
        for _one, to in guardians_of([signup], at)
        if to.account_id != by
    ]
    notices.write_many(kind=f"ward_signup_{what}", letters=letters, at=at)


def _tell_guardians_too(
    found: Iterable[tuple[Signup, people.GuardianAddress]],
    what: str,
    text: Kept,
    at: datetime,
    *,
    mark: str,
    soon: Collection[int] = (),
) -> list[tuple[int, notices.Letter]]:
    """Gives what each was written, with whose sign-up it is about."""
    letters, rings, about = [], [], []
    for signup, to in found:
        asks = what in _ASKS_AGAIN and signup.state in queries.LIVE
        own = text.without(cannot_come()).without(not_then())
        words = (
            translate("给 %(name)s 的通知，也请您知道。") % {"name": identifiers.mask_name(signup.person.name)} + own
        )
        if asks:
            words = words + (say_where.say_whether(signup) if what == "moved" else say_where.say_no(signup))
        elif what == "moved" and _may_sign_anew(to.account_id, signup, at):
            words = words + say_where.sign_up_anew(signup)
        elif own != text:
            # The child's list of sign-ups is not the guardian's: he finds it elsewhere.
            words = words + cannot_come(own=False, wards=True)
        rings.append(signup.shift_id in soon)
        about.append(signup.pk)
        letters.append(
            notices.Letter(
                inbox=to.inbox,
                phone=to.phone,
                text=words,
                making=making(signup, what, words, at),
                # The child's sign-up as it stands, where the guardian acts without acting for the child first.
                link=reverse("activities:signup_guardian", args=[signup.public_id]),
                unique_source=f"signup:{signup.public_id}:guardian_{what}:{to.account_id}:{mark}",
                area_id=signup.shift.activity.area_id,
                about=signup.person.public_id,
            )
        )
    _write(f"ward_signup_{what}", letters, rings, at)
    return list(zip(about, letters, strict=True))


def _may_sign_anew(account_id: int, signup: Signup, at: datetime) -> bool:
    """Whether the guardian may sign the child up again for a shift whose new time ended the sign-up."""
    if signup.state in queries.LIVE:
        return False
    return queries.signing_up_again(account_id, signup, at) in signing_up.MADE


def cannot_come(*, own: bool = True, wards: bool = False) -> Kept:
    """Where a place is given back: one's own among the own sign-ups, a child's where the guardian finds it."""
    if not wards:
        return translate("来不了请尽早在“我的报名”里取消。")
    where = {"opening": kept.opening(reverse("people:wards"), by_hand=translate("在“我监护的孩子”里"))}
    if not own:
        return translate("孩子来不了，请尽早%(opening)s取消。") % where
    return translate("来不了请尽早在“我的报名”里取消，孩子来不了%(opening)s取消。") % where


def not_then() -> Kept:
    """Where one says that the new time does not suit, without a word of cancelling (N15)."""
    return translate("新时间可以，或者不方便来，请在“我的报名”里说一声。")


def tell_of_leader(activity: Activity, leader: str, at: datetime) -> None:
    """Somebody else leads a published activity: guardians of those whom the leader is to be with all the time hear."""
    coming = queries.live_signups_of_activity(activity.pk).filter(
        shift__starts_at__gt=at, shift__post__minors_with=minors.WITH_LEADER
    )
    found = guardians_of(signups_by_ids(list(coming.values_list("pk", flat=True))), at)
    text = translate("“%(title)s”换了领队，现在由 %(leader)s 全程在场。") % {
        "title": activity.title,
        "leader": leader,
    }
    alone = [(signup, to) for signup, to in found if queries.company_of(signup) == minors.WITH_LEADER]
    _tell_guardians_too(alone, "leader", text, at, mark=f"{at.timestamp():.6f}")


def signups_by_ids(ids: Collection[int]) -> list[Signup]:
    """Sign-ups with all that telling their people needs, in their order."""
    return list(
        Signup.objects.filter(pk__in=ids)
        .select_related("person", "shift__post", "shift__activity__area")
        .order_by("pk")
    )


def made_text(shift: queries.Wanted) -> Kept:
    """What stands in the inbox from the moment on in which somebody has a place."""
    words = {
        "title": shift.title,
        "when": kept.span(shift.starts_at, shift.ends_at),
        "place": shift.place,
        "leader": shift.leader,
        "contact": shift.contact,
        "mind": _short(shift.mind),
    }
    text = (
        translate(
            "报名成功：“%(title)s”，%(when)s，%(place)s。领队%(leader)s，有事找%(contact)s（电话和日历在活动页）。"
        )
        % words
    )
    if words["mind"]:
        text += translate("要带的、要注意的：%(mind)s。") % words
    return text + cannot_come()


@lru_cache(maxsize=512)
def made_letters(shift: queries.Wanted) -> str:
    """What whoever signs up finds in the inbox: for each answer that is one the text and its recipe, as JSON,
    with the shift's revision that they were made of: they are written of no other.

    Kept for the next who presses: many press for the same shift at one moment. Texts are Chinese whoever reads.
    """
    words = {"title": shift.title, "when": kept.span(shift.starts_at, shift.ends_at)}
    texts = {
        "accepted": made_text(shift),
        "applied": translate("已提交报名：“%(title)s”，%(when)s。领队审核后会通知您。") % words,
        "waitlisted": translate("已为您排候补：“%(title)s”，%(when)s。有人退出会按顺序递补，并通知您。") % words,
    }
    letters = {code: [text, text.recipe] for code, text in texts.items()}
    return json.dumps({"revision": shift.revision, **letters})


def tell_leader(signup: Signup, what: str, text: str, at: datetime) -> None:
    """Tell whoever leads the activity, in the app."""
    tell_account(signup.shift.activity, signup.shift.activity.leader_id, what, text, at)


def cancelled_text(shift: Shift, reason: str) -> Kept:
    words = {"title": shift.activity.title, "when": when(shift), "reason": reason}
    return translate("活动“%(title)s”（%(when)s）取消了，您不用来了。原因：%(reason)s") % words


def tell_account(activity: Activity, account_id: int, what: str, text: str, at: datetime) -> None:
    """Tell the person behind an office account, if there is one."""
    person = people.person_of_account(account_id)
    if person is None:
        return
    letter = notices.Letter(
        text=text,
        inbox=person.public_id,
        link=reverse("activities:record", args=[activity.public_id]),
        unique_source=f"activity:{activity.public_id}:{what}:{account_id}:{int(at.timestamp())}",
        area_id=activity.area_id,
    )
    notices.write_many(kind=f"activity_{what}", letters=[letter], at=at)


def promoted_text(signup: Signup) -> Kept:
    return translate("有名额了，您不用再等候补：") + particulars(signup.shift) + cannot_come()
