"""When a leader hears of the list: once a day what came together, and at once where somebody cannot come soon (P9)."""

from datetime import datetime, timedelta

from baiying.activities.rules.plans import ActivityRules


def is_urgent(starts_at: datetime, ended_at: datetime, rules: ActivityRules) -> bool:
    """Whether a place given back cannot wait for the day's message."""
    return starts_at - ended_at < timedelta(hours=rules.leader_at_once_hours)


def last_digest(local: datetime, rules: ActivityRules) -> datetime | None:
    """The last hour of the day at which messages are gathered, at or before an instant of China's clock.

    None where an area gathers none.
    """
    hours = sorted(rules.leader_digest_hours)
    if not hours:
        return None
    past = [hour for hour in hours if hour <= local.hour]
    day = local if past else local - timedelta(days=1)
    return day.replace(hour=past[-1] if past else hours[-1], minute=0, second=0, microsecond=0)


def is_due(*, since: datetime, urgent: bool, told_at: datetime | None, local: datetime, rules: ActivityRules) -> bool:
    """Whether the leader of an activity hears now of what came together.

    `since`: the oldest of it; `urgent`: there is something that cannot wait; `told_at`: when the leader last heard of
    this activity. What cannot wait still leaves a pause between two messages, so that ten who cancel are one message.
    """
    pause = timedelta(minutes=rules.leader_pause_minutes)
    if urgent and (told_at is None or local - told_at >= pause):
        return True
    digest = last_digest(local, rules)
    return digest is not None and since <= digest and (told_at is None or told_at < digest)
