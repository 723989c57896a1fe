"""Records that a shift left open, as the one who led it sees them, and what an end would come to."""

from datetime import datetime

from django.utils.translation import gettext as _

from baiying.activities import queries as activities
from baiying.hours import rules
from baiying.hours.models import Attendance
from baiying.hours.queries import occasions
from baiying.hours.queries.overdue import LOOK_BACK, Incomplete, incomplete_shifts
from baiying.teams import queries as teams
from baiying.ui import formats


def led_unfinished(account_id: int, at: datetime) -> list[Incomplete]:
    """The shifts that an account led, that are over and still want something only a leader can say; oldest first."""
    led = activities.led_shifts(account_id, teams.led_team_ids(account_id, at), at - LOOK_BACK, at)
    ids = list(led.filter(ends_at__lt=at).values_list("pk", flat=True))
    return [row for row in incomplete_shifts(None, at, shift_ids=ids) if is_for_leader(row)] if ids else []


def until_words(row: Incomplete) -> str:
    """What a record lacks, and by when its leader can still say it."""
    until = formats.date_text(row.sayable_until)
    return _("%(lacking)s，%(day)s 前可以补") % {"lacking": lacking_words(row), "day": until}


def is_for_leader(row: Incomplete) -> bool:
    """Whether the leader can do something about it; what waits for a reviewer alone he cannot."""
    return bool(row.missing or row.unconfirmed)


def lacking_words(row: Incomplete) -> str:
    """What a record lacks, in words."""
    parts = (
        (row.missing, _("没有记录 %(n)s 人")),
        (row.unconfirmed, _("没有签退 %(n)s 人")),
        (row.waiting, _("待复核 %(n)s 人")),
    )
    return formats.listed(words % {"n": number} for number, words in parts if number)


def comes_to_nothing(row: Attendance, ends_at: datetime) -> bool:
    """Whether not one minute is counted of who leaves then: before the shift, and what of coming early counts."""
    occasion = occasions.occasion_of(row)
    given = occasions.rules_of(occasion).rules
    return rules.creditable_minutes(row.checked_in_at, ends_at, occasion.window, given).minutes == 0
