"""The jobs of the desk."""

from collections.abc import Callable

from baiying.demo import builders
from baiying.notices.models import Message
from baiying.places.models import CalendarDay
from tests.config.planted.rows import BAD, ROWS, Cast, Planted


def _digests(cast: Cast) -> Planted:
    """Offices of a county in which sites are without a head; whatever the day and hour of the tests."""
    county = cast["county"].appointment
    assert county is not None
    CalendarDay.objects.all().delete()
    builders.rule_set("digests", office_hour=0, office_minute=0)
    accounts = [builders.account() for _ in range(ROWS)]
    for one in accounts:
        builders.appointment(one, "county_office", county.area)
    inboxes = {one.pk: one.public_id for one in accounts}

    def left() -> set[int]:
        told = set(Message.objects.filter(kind="desk.waiting").values_list("inbox", flat=True))
        return {pk for pk, inbox in inboxes.items() if inbox not in told}

    return Planted("notices_message", "inbox", inboxes[accounts[BAD].pk], list(inboxes), left)


JOBS: dict[str, Callable[[Cast], Planted]] = {"desk.tell_offices": _digests}
