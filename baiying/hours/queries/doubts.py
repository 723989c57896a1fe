"""Shifts of which nobody knows whether those who come were reminded, for whoever leads them (N06)."""

from datetime import datetime, timedelta

from baiying.activities import queries as activities
from baiying.teams import queries as teams

# As far ahead as the dated rules let anything be urgent (ReminderRules.change_rings_hours).
_FURTHEST = timedelta(hours=72)
_MOST = 30


def led_in_doubt(account_id: int, at: datetime) -> list[activities.Shift]:
    """The shifts that the account leads and that begin soon while no text message leaves, the next first."""
    rows = activities.led_shifts(account_id, teams.led_team_ids(account_id, at), at, at + _FURTHEST)
    coming = list(rows.filter(starts_at__gt=at)[:_MOST])
    doubtful = activities.in_doubt(coming, at)
    return [shift for shift in coming if shift.pk in doubtful]
