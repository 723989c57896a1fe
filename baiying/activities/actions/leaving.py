"""Whoever leaves by the own hand has it in writing; a guardian hears where the child is not going (N15, N16)."""

from datetime import datetime

from baiying.activities.actions import telling
from baiying.activities.models import Signup, SignupState
from baiying.kit.kept import translate
from baiying.kit.values import identifiers


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
    by_text = was == SignupState.ACCEPTED
    telling.tell_other_guardians(signup, "withdrew", theirs % words, at, by=by, by_text=by_text)
