"""What another version of the rules would have made of last month: the real counting, run twice over the same records.

Nothing is written. For the page of rules (O1), before a version is proposed and before it is confirmed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum

from baiying.activities import queries as activities
from baiying.hours import rules
from baiying.hours.models import Attendance, HourEntry, Proposal
from baiying.hours.queries.occasions import served_on
from baiying.hours.queries.words import reason_words
from baiying.kit import clock
from baiying.teams import queries as teams
from baiying.ui.effects import Difference, Effect, Outcome, Total

# Records looked at for one answer; of more, those of one in so many people. Ours: what a page can do while one waits.
MOST = 2_000
LISTED = 10

# Nothing else of a row is read: a page waits for it.
_NEEDED = (
    "person_id", "checked_in_at", "checked_out_at", "in_source", "out_source", "forced_out_at", "led_by_id", "reason",
    "person__account_id", "shift__public_id", "shift__activity_id", "shift__starts_at", "shift__ends_at",
    "shift__break_minutes", "shift__activity__title", "shift__activity__team_id", "shift__activity__leader_id",
    "shift__activity__area_id", "shift__activity__area__path",
)  # fmt: skip

RulesOf = Callable[[Sequence[int]], rules.HourRules]


@dataclass(frozen=True, slots=True)
class Version:
    """The rules of an area, and what has counted so far: by person and day, and by person and activity."""

    rules_of: RulesOf
    today: dict[tuple[int, date], int] = field(default_factory=lambda: defaultdict(int))
    in_activity: dict[tuple[int, int], int] = field(default_factory=lambda: defaultdict(int))

    def count(self, row: Attendance, *, own_leader: bool) -> Outcome:
        """What this version makes of a record, with a second person who approves whatever is put before them."""
        assert row.shift is not None
        assert row.checked_out_at is not None
        shift, activity = row.shift, row.shift.activity
        given = self.rules_of(activity.area.path)
        day = row.person_id, served_on(shift.starts_at)
        where = row.person_id, activity.pk
        window = rules.Window(shift.starts_at, shift.ends_at, shift.break_minutes)
        counted = rules.creditable_minutes(row.checked_in_at, row.checked_out_at, window, given)

        def served(more: int) -> rules.Served:
            return rules.Served(
                rules.weaker(row.in_source, row.out_source), row.forced_out_at is None, own_leader,
                posted_today=self.today[day] + more, posted_in_activity=self.in_activity[where] + more,
            )  # fmt: skip

        found = rules.settle(counted, served(0), given)
        itself = found.post.minutes if found.post else 0
        reasons, minutes = found.reasons, itself
        if found.propose is not None:
            asked = found.propose
            approved = rules.settle_approved(asked.minutes, served(itself), given, tier=asked.tier, reasons=reasons)
            reasons, minutes = approved.reasons, itself + (approved.post.minutes if approved.post else 0)
        self.today[day] += minutes
        self.in_activity[where] += minutes
        tier = rules.tier_of(rules.weaker(row.in_source, row.out_source), given)
        return Outcome(minutes, itself, tier, reasons)


def effect(
    *,
    area_id: int | None,
    before: RulesOf,
    after: RulesOf,
    address_of: Callable[[activities.Shift], str],
    at: datetime,
    most: int = MOST,
) -> Effect:
    """Last month's records of shifts in an area (None: everywhere) by two versions of the rules.

    Records that have an end which somebody answers for, of people who count. Of more than `most` records those of one
    in so many people, each with the whole month, so that caps of a day are seen as they would be.
    """
    first, last = _last_month(clock.local_date(at))
    rows = _records(area_id, first, last)
    records = rows.count()
    every = max(1, -(-records // most))
    looked = _read(rows, every, 2 * most)
    old, new = Version(before), Version(after)
    _start(looked, (old, new), first)
    own = _own_leaders(looked)
    both = [(row, old.count(row, own_leader=row.pk in own), new.count(row, own_leader=row.pk in own)) for row in looked]
    other = [one for one in both if _differs(one[1], one[2])]
    return Effect(
        first=first,
        last=last,
        records=records,
        looked=len(looked),
        every=every,
        changed=len(other),
        fewer=sum(b.minutes < a.minutes for _, a, b in other),
        more=sum(b.minutes > a.minutes for _, a, b in other),
        before=_total(a for _, a, _ in both),
        after=_total(b for _, _, b in both),
        largest=[_difference(one, address_of) for one in sorted(other, key=_size)[:LISTED]],
    )


def _last_month(today: date) -> tuple[date, date]:
    last = today.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def _records(area_id: int | None, first: date, last: date) -> QuerySet[Attendance]:
    begins, ends = clock.midnight(first), clock.midnight(last + timedelta(days=1))
    rows = Attendance.objects.filter(
        Q(settled_at__isnull=False) | Exists(Proposal.objects.filter(attendance_id=OuterRef("pk"))),
        shift__starts_at__gte=begins, shift__starts_at__lt=ends, undone_at__isnull=True, checked_out_at__isnull=False,
    )  # fmt: skip
    return rows if area_id is None else rows.filter(shift__activity__area__path__contains=[area_id])


def _read(rows: QuerySet[Attendance], every: int, most: int) -> list[Attendance]:
    """In the order in which they were counted. Who can never count for that day is left out."""
    if every > 1:
        rows = rows.annotate(part=F("person_id") % every).filter(part=0)
    known = rows.select_related("shift__activity__area", "person").only(*_NEEDED)
    known = known.order_by("person_id", "checked_out_at", "id")
    return [row for row in known[:most] if not any(str(why.get("code")).startswith("never_") for why in row.reason)]


def _start(looked: Sequence[Attendance], versions: Iterable[Version], first: date) -> None:
    """What stood in the ledger of each activity before the month: only where some version has a cap for it."""
    paths = {row.shift.activity.area_id: row.shift.activity.area.path for row in looked if row.shift}
    versions = list(versions)
    if not any(each.rules_of(path).activity_cap_minutes for each in versions for path in paths.values()):
        return
    lines = HourEntry.objects.filter(
        served_on__lt=first, person_id__in={row.person_id for row in looked},
        activity_id__in={row.shift.activity_id for row in looked if row.shift},
    )  # fmt: skip
    for person, activity, minutes in lines.values_list("person_id", "activity_id").annotate(sum=Sum("minutes")):
        for each in versions:
            each.in_activity[person, activity] = int(minutes)


def _own_leaders(looked: Sequence[Attendance]) -> set[int]:
    """Records that are somebody's own who leads there or led then; as `actions.settling.leaders` says of one."""
    accounts = {row.person.account_id for row in looked if row.person.account_id is not None}
    led: dict[int, list[teams.LedTeam]] = defaultdict(list)
    for one in teams.led_teams(accounts):
        led[one.account_id].append(one)
    return {row.pk for row in looked if _leads(row, led)}


def _leads(row: Attendance, led: dict[int, list[teams.LedTeam]]) -> bool:
    account = row.person.account_id
    if account is None or row.shift is None:
        return False
    activity = row.shift.activity
    if account in (activity.leader_id, row.led_by_id):
        return True
    mine = (one for one in led[account] if one.team_id == activity.team_id)
    return any(one.until is None or one.covers(row.checked_in_at) for one in mine)


def _differs(one: Outcome, other: Outcome) -> bool:
    return (one.minutes, one.by_itself, one.tier) != (other.minutes, other.by_itself, other.tier)


def _size(found: tuple[Attendance, Outcome, Outcome]) -> tuple[int, int, int]:
    row, before, after = found
    return -abs(after.minutes - before.minutes), -abs(after.by_itself - before.by_itself), row.pk


def _total(outcomes: Iterable[Outcome]) -> Total:
    minutes = credit = itself = 0
    for one in outcomes:
        minutes += one.minutes
        credit += one.minutes if one.tier == "credit" else 0
        itself += one.all_by_itself
    return Total(minutes, credit, itself)


def _difference(
    found: tuple[Attendance, Outcome, Outcome], address_of: Callable[[activities.Shift], str]
) -> Difference:
    row, before, after = found
    assert row.shift is not None
    day = served_on(row.shift.starts_at)
    was, would = (replace(each, reasons=tuple(reason_words(each.reasons))) for each in (before, after))
    return Difference(row.shift.activity.title, day, address_of(row.shift), was, would)
