"""Messages of this room: one in-app row, and one text message where the person gave a phone."""

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from baiying.activities.models import Activity, Shift, Signup
from baiying.kit.kept import Kept, translate
from baiying.notices import actions as notices
from baiying.people import queries as people
from baiying.ui import kept


def when(shift: Shift) -> Kept:
    return kept.span(shift.starts_at, shift.ends_at)


def tell(signup: Signup, what: str, text: str, at: datetime, *, mark: str = "") -> None:
    """Tell the person of a sign-up; repeating the same news (with the same mark) for a sign-up writes nothing."""
    notices.write(
        kind=f"signup_{what}",
        text=text,
        at=at,
        inbox=signup.person.public_id,
        phone=people.phone_of(signup.person),
        link=reverse("activities:activity", args=[signup.shift.activity.public_id]),
        unique_source=f"signup:{signup.public_id}:{what}:{mark}",
    )


def tell_account(activity: Activity, account_id: int, what: str, text: str, at: datetime) -> None:
    """Tell the person behind an office account, if there is one."""
    person = people.person_of_account(account_id)
    if person is None:
        return
    notices.write(
        kind=f"activity_{what}",
        text=text,
        at=at,
        inbox=person.public_id,
        link=reverse("activities:record", args=[activity.public_id]),
        unique_source=f"activity:{activity.public_id}:{what}:{account_id}:{int(at.timestamp())}",
    )


def everybody(signups: QuerySet[Signup]) -> list[Signup]:
    return list(signups.select_related("person", "shift", "shift__activity"))


def cancelled_text(signup: Signup, reason: str) -> str:
    words = {"title": signup.shift.activity.title, "when": when(signup.shift), "reason": reason}
    return translate("活动「%(title)s」（%(when)s）取消了，您不用来了。原因：%(reason)s") % words


def promoted_text(signup: Signup) -> str:
    words = {"title": signup.shift.activity.title, "when": when(signup.shift)}
    return translate("有名额了：您已递补为「%(title)s」（%(when)s）的志愿者。来不了请在「我的报名」里取消。") % words
