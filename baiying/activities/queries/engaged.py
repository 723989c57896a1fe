"""What somebody has a place at already: it stands in the way of another shift at the same time, and is named there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from baiying.activities.models import Activity, ActivityState, Shift, Signup, SignupState
from baiying.people import queries as people
from baiying.ui import formats


@dataclass(frozen=True, slots=True)
class Engaged:
    """A place that a person has, or leads (without `signup_pid`): at which shift of what, when and where."""

    starts_at: datetime
    ends_at: datetime
    title: str
    address: str
    activity_pid: str
    shift_pid: str
    signup_pid: str

    @property
    def words(self) -> str:
        """“周末陪伴老人”（11月23日 周一 09:00–11:30，柳树村委会）, in the reader's language."""
        values = {"title": self.title, "when": formats.span_text(self.starts_at, self.ends_at), "place": self.address}
        return gettext("“%(title)s”（%(when)s，%(place)s）") % values

    def words_to(self, *, own: bool) -> str:
        """The same to somebody else: what one leads is public, where one helps is not."""
        if own or not self.signup_pid:
            return self.words
        return gettext("%(when)s 已报名别的活动") % {"when": formats.span_text(self.starts_at, self.ends_at)}

    @property
    def url(self) -> str:
        """The shift on the page of its activity, where the place can be given back."""
        return f"{reverse('activities:activity', args=[self.activity_pid])}#shift-{self.shift_pid}"


def engaged_between(person_id: int, start: datetime, end: datetime) -> list[Engaged]:
    """What a person has a place at between two instants, the first first."""
    rows = Signup.objects.filter(
        person_id=person_id, state=SignupState.ACCEPTED, shift__starts_at__lt=end, shift__ends_at__gt=start
    ).order_by("shift__starts_at", "id")
    activity = "shift__activity"
    return [
        Engaged(*row)
        for row in rows.values_list(
            "shift__starts_at", "shift__ends_at", f"{activity}__title", f"{activity}__address",
            f"{activity}__public_id", "shift__public_id", "public_id",
        )
    ]  # fmt: skip


def led_between(account_id: int, start: datetime, end: datetime, *, but: int = 0) -> list[Engaged]:
    """What an account leads by name between two instants, the first first; not of the activity `but`, whose shifts may
    run side by side. Who leads is there: leading two places at once, or helping at another, is one too many."""
    rows = Shift.objects.filter(
        activity__leader_id=account_id, activity__state=ActivityState.PUBLISHED, called_off_at__isnull=True,
        starts_at__lt=end, ends_at__gt=start,
    ).exclude(activity_id=but)  # fmt: skip
    return [
        Engaged(
            one.starts_at, one.ends_at, one.activity.title, one.activity.address, one.activity.public_id,
            one.public_id, signup_pid="",
        )
        for one in rows.select_related("activity").order_by("starts_at", "id")
    ]  # fmt: skip


def leader_elsewhere(account_id: int, shifts: Sequence[Shift], at: datetime) -> list[Engaged]:
    """Where else whoever leads some shifts of one activity is to be at their time: leading, or with a place."""
    times = [(shift.starts_at, shift.ends_at) for shift in shifts if shift.called_off_at is None]
    return elsewhere_at(account_id, times, at, but=shifts[0].activity if shifts else None)


def elsewhere_at(
    account_id: int, times: Sequence[tuple[datetime, datetime]], at: datetime, *, but: Activity | None
) -> list[Engaged]:
    """Where whoever leads is to be at some times that are not over, leading or with a place, except at one activity."""
    coming = [(start, end) for start, end in times if end > at]
    if not coming:
        return []
    first, last = min(start for start, _end in coming), max(end for _start, end in coming)
    found = led_between(account_id, first, last, but=but.pk if but is not None else 0)
    if (person_id := people.person_id_of_account(account_id)) is not None:
        places = engaged_between(person_id, first, last)
        found += [one for one in places if but is None or one.activity_pid != but.public_id]
    return [one for one in found if any(one.starts_at < end and one.ends_at > start for start, end in coming)]


def in_the_way(engaged: Iterable[Engaged], shift: Shift) -> list[Engaged]:
    """What of it is at the time of a shift."""
    return [one for one in engaged if one.starts_at < shift.ends_at and one.ends_at > shift.starts_at]
