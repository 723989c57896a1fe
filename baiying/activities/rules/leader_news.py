"""When a leader hears of the list: one digest a day, and at once what the next digest would tell too late (P9, N31)."""

from datetime import datetime, timedelta

from baiying.activities.rules.plans import ActivityRules

# So often it is looked what there is to tell (room.clockwork).
STEP = timedelta(minutes=5)


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


def next_digest(local: datetime, rules: ActivityRules) -> datetime | None:
    """The first hour of gathering after an instant; None where an area gathers none."""
    hours = sorted(rules.leader_digest_hours)
    if not hours:
        return None
    later = [hour for hour in hours if hour > local.hour]
    day = local if later else local + timedelta(days=1)
    return day.replace(hour=later[0] if later else hours[0], minute=0, second=0, microsecond=0)


def is_near(starts_at: datetime, local: datetime, rules: ActivityRules) -> bool:
    """Whether a shift begins within the hours in which its leader hears at once."""
    return starts_at - local < timedelta(hours=rules.leader_at_once_hours)


def cannot_wait(starts_at: datetime, local: datetime, rules: ActivityRules) -> bool:
    """Whether news of a shift are told at once: it is near, or will be by the next digest.

    It goes by the moment of telling: what happened early and would be told late is told now.
    """
    digest = next_digest(local, rules)
    return is_near(starts_at, local, rules) or (digest is not None and is_near(starts_at, digest, rules))


def is_for_digest(*, since: datetime, told_at: datetime | None, local: datetime, rules: ActivityRules) -> bool:
    """Whether what came together, the oldest of it `since`, belongs to a digest whose hour has come."""
    digest = last_digest(local, rules)
    return digest is not None and since <= digest and (told_at is None or told_at < digest)


def is_for_now(*, first: datetime | None, told_at: datetime | None, local: datetime, rules: ActivityRules) -> bool:
    """Whether something is told at once. `first`: when the first shift begins whose news cannot wait; None: all can.

    A pause is kept after the leader last heard of this activity, so that ten who cancel are one message; not where the
    shift would have begun before it is over.
    """
    if first is None:
        return False
    pause = timedelta(minutes=rules.leader_pause_minutes)
    return told_at is None or local - told_at >= pause or first <= told_at + pause + STEP
