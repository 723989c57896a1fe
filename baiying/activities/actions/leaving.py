"""Whoever leaves by the own hand has it in writing; a guardian hears where the child is not going (N15, N16)."""

from datetime import datetime

from django.urls import reverse

from baiying.activities.actions import telling
from baiying.activities.models import Signup, SignupState
from baiying.kit.kept import translate
from baiying.kit.values import identifiers
from baiying.notices import actions as notices


def tell_left(signup: Signup, was: str, at: datetime, *, by: int | None) -> None:
    """Tell what was given back: a place, a place in the line, an application; never that somebody else ended it.

    In the app alone: whoever pressed knows. `by`: the account that pressed, who is told nothing as a guardian.
    """
    words = {
        "title": signup.shift.activity.title,
        "when": telling.when(signup.shift),
        "name": identifiers.mask_name(signup.person.name),
    }
    if was == SignupState.WAITLISTED:
        text = translate("您已退出“%(title)s”（%(when)s）的候补。")
        theirs = translate("%(name)s 退出了“%(title)s”（%(when)s）的候补。")
    elif was == SignupState.APPLIED:
        text = translate("您收回了“%(title)s”（%(when)s）的报名。")
        theirs = translate("%(name)s 收回了“%(title)s”（%(when)s）的报名。")
    else:
        text = translate("您已取消“%(title)s”（%(when)s）的报名。想再来，请重新报名。")
        theirs = translate("%(name)s 取消了“%(title)s”（%(when)s）的报名，这次不去了。")
    telling.tell(signup, "withdrew", text % words, at, by_text=False)
    letters = [
        notices.Letter(
            inbox=to.inbox,
            phone=to.phone if was == SignupState.ACCEPTED else None,
            text=theirs % words,
            link=reverse("activities:activity", args=[signup.shift.activity.public_id]),
            making=telling.making(signup, "withdrew", theirs % words, at),
            useful_until=signup.shift.ends_at,
            unique_source=f"signup:{signup.public_id}:guardian_withdrew:{to.account_id}",
            area_id=signup.shift.activity.area_id,
        )
        for _own, to in telling.guardians_of([signup], at)
        if to.account_id != by
    ]
    notices.write_many(kind="ward_signup_withdrew", letters=letters, at=at)
