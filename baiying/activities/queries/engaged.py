"""What somebody has a place at already: it stands in the way of another shift at the same time, and is named there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from baiying.activities.models import Shift, Signup, SignupState
from baiying.ui import formats


@dataclass(frozen=True, slots=True)
class Engaged:
    """A place that a person has: at which shift of what, when and where."""

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


def in_the_way(engaged: Iterable[Engaged], shift: Shift) -> list[Engaged]:
    """What of it is at the time of a shift."""
    return [one for one in engaged if one.starts_at < shift.ends_at and one.ends_at > shift.starts_at]
