"""What a minor's guardians hear of the child's own sign-ups: what it signed up for, a place out of the line."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse

from baiying.activities import queries
from baiying.activities.actions import say_where, telling
from baiying.activities.models import Shift, Signup, SignupState
from baiying.activities.rules import minors
from baiying.kit.kept import Kept, translate
from baiying.kit.values import identifiers
from baiying.notices import actions as notices
from baiying.people import queries as people


def tell_guardians(signup_id: int, what: str, at: datetime, *, but: int | None = None) -> None:
    """Tell a minor's guardians what the child signed up for, and how to say no; not `but`, who did it."""
    signup = queries.with_all(signup_id)
    text = _to_guardian(signup, promoted=what == "promoted")
    letters = [
        notices.Letter(
            inbox=to.inbox,
            phone=to.phone,
            text=text,
            link=reverse("activities:signup_guardian", args=[signup.public_id]),
            making={"signup": signup.pk, "what": what, "account": to.account_id},
            useful_until=signup.shift.starts_at if what == "promoted" else signup.shift.ends_at,
            unique_source=f"signup:{signup.public_id}:guardian_{what}:{to.account_id}",
            area_id=signup.shift.activity.area_id,
            about=signup.person.public_id,
        )
        for to in people.guardians_to_tell(signup.person_id)
        if to.account_id != but
    ]
    notices.write_many(kind=f"ward_signup_{what}", letters=letters, at=at)


def tell_of_no(signup: Signup, at: datetime, *, by: int | None) -> None:
    """One guardian said no to a sign-up: the others hear it, and that it holds."""
    words = {
        "name": identifiers.mask_name(signup.person.name),
        "title": signup.shift.activity.title,
        "when": telling.when(signup.shift),
    }
    text = translate(
        "另一位监护人不同意 %(name)s 参加“%(title)s”（%(when)s），报名已取消。还想让孩子去的话，"
        "请和那位监护人商量，由他自己替孩子报名。"
    )
    telling.tell_other_guardians(signup, "guardian_refused", text % words, at, by=by)


def say_to_guardian(made: Mapping[str, Any], at: datetime) -> Kept | notices.Dropped:
    """What a child signed up for as it holds at this moment: not what was given back, nor to who is no guardian now."""
    signup = queries.with_all(made["signup"])
    if all(to.account_id != made["account"] for to in people.guardians_to_tell(signup.person_id)):
        return notices.Dropped(translate("监护关系变了，没有再发确认。"))
    promoted = made["what"] == "promoted"
    # A place out of the line has a message of its own, which says all of it.
    if signup.state not in queries.LIVE or (signup.promoted_at is not None) != promoted:
        return telling.untrue()
    return _to_guardian(signup, promoted=promoted)


def _to_guardian(signup: Signup, *, promoted: bool) -> Kept:
    shift = signup.shift
    words = {
        "name": identifiers.mask_name(signup.person.name),
        "title": shift.activity.title,
        "when": telling.when(shift),
        "place": shift.activity.address,
    }
    if promoted:
        first = translate("%(name)s 排的候补有名额了：“%(title)s”，%(when)s，%(place)s。") % words + _whom_to_ask(shift)
    elif signup.state == SignupState.WAITLISTED:
        first = translate("%(name)s 为“%(title)s”排了候补：%(when)s，%(place)s。") % words
    else:
        first = translate("%(name)s 报名了“%(title)s”：%(when)s，%(place)s。") % words + _whom_to_ask(shift)
    return first + _COMPANY[queries.company_of(signup)]() + say_where.say_no(signup)


def _whom_to_ask(shift: Shift) -> Kept:
    named = queries.named(shift.activity, inside=True)
    words = {"leader": named.leader, "contact": named.contact, "phone": named.phone}
    return translate("领队%(leader)s，有事找%(contact)s %(phone)s。") % words


_COMPANY: dict[str, Callable[[], Kept]] = {
    "": lambda: Kept("", ""),
    minors.WITH_LEADER: lambda: translate("领队全程在场。"),
    minors.WITH_GUARDIAN: lambda: translate("要您陪孩子到场。"),
}
