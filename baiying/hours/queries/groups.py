"""What waits for a second person, by shift: who decides looks at a shift, not at thirty-nine rows (R058)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from baiying.accounts.access import Scope
from baiying.hours import rules
from baiying.hours.models import Proposal
from baiying.hours.queries.reviews import WAITING, waiting_for
from baiying.teams import queries as teams

# As many rows as are shown, and decided by one press, at most.
MOST = 500


@dataclass(frozen=True, slots=True)
class Group:
    """A shift with its rows that wait, or a visit without a shift, which is a group of its own.

    `key` names it in addresses: the shift's public id, or the proposal's with a dash before it.
    """

    key: str
    rows: tuple[Proposal, ...]
    noticed: tuple[rules.Reason, ...]

    @property
    def first(self) -> Proposal:
        return self.rows[0]


def first_of_groups(scope: Scope | None, body_ids: Sequence[int] = ()) -> QuerySet[Proposal]:
    """One row for each group, the one with the earliest deadline; in the order of the groups."""
    same = Proposal.objects.filter(WAITING, attendance__shift_id=OuterRef("attendance__shift_id"))
    before = Q(due_on__lt=OuterRef("due_on")) | Q(due_on=OuterRef("due_on"), pk__lt=OuterRef("pk"))
    return waiting_for(scope, body_ids).filter(~Exists(same.filter(before)))


def of_groups(rows: QuerySet[Proposal], keys: Iterable[str]) -> QuerySet[Proposal]:
    """Of some waiting rows those of the groups that are named."""
    wanted = list(keys)
    alone = [key.removeprefix("-") for key in wanted if key.startswith("-")]
    return rows.filter(Q(attendance__shift__public_id__in=wanted) | Q(public_id__in=alone))


def key_of(row: Proposal) -> str:
    shift = row.attendance.shift
    return shift.public_id if shift is not None else f"-{row.public_id}"


def by_key(rows: Iterable[Proposal]) -> dict[str, list[Proposal]]:
    """Rows by group, without what stands out of each; groups in the order of their first row."""
    found: dict[str, list[Proposal]] = {}
    for row in rows:
        found.setdefault(key_of(row), []).append(row)
    return found


def grouped(rows: Iterable[Proposal]) -> list[Group]:
    """Rows by group, groups in the order of their first row."""
    found = by_key(rows)
    facts = _facts([shift_id for group in found.values() if (shift_id := group[0].attendance.shift_id) is not None])
    return [Group(key, tuple(group), _noticed(group, facts)) for key, group in found.items()]


def _noticed(group: list[Proposal], facts: dict[int, tuple[int, int, int]]) -> tuple[rules.Reason, ...]:
    first = group[0].attendance
    come, usual, of_team = facts.get(first.shift_id or 0, (0, 0, 0))
    spans = {(row.attendance.checked_in_at, row.attendance.checked_out_at) for row in group}
    return rules.noticed(
        rules.Looked(
            persons=len({row.attendance.person_id for row in group}),
            spans=len(spans),
            come=come,
            usual=usual,
            of_team=of_team,
        )
    )


_FACTS = """
SELECT sh.id, a.team_id, here.persons, coalesce(before.usual, 0)
  FROM activities_shift sh
  JOIN activities_activity a ON a.id = sh.activity_id
 CROSS JOIN LATERAL (
   SELECT coalesce(array_agg(DISTINCT person_id), '{}') AS persons
     FROM hours_attendance WHERE shift_id = sh.id AND undone_at IS NULL) here
  -- As many as came to most of the team's last ten shifts, if there were four at least.
 CROSS JOIN LATERAL (
   SELECT CASE WHEN count(*) >= 4 THEN percentile_disc(0.5) WITHIN GROUP (ORDER BY came) END AS usual
     FROM (SELECT (SELECT count(DISTINCT o.person_id) FROM hours_attendance o
                    WHERE o.shift_id = other.id AND o.undone_at IS NULL) AS came
             FROM activities_activity oa
             -- From the team to its shifts (OFFSET 0), never through all shifts of the city in these days.
            CROSS JOIN LATERAL (
              SELECT id, ends_at FROM activities_shift
               WHERE activity_id = oa.id AND ends_at < sh.starts_at AND ends_at > sh.starts_at - interval '90 days'
              OFFSET 0) other
            WHERE oa.team_id = a.team_id
            ORDER BY other.ends_at DESC LIMIT 10) last
    WHERE came > 0) before
 WHERE sh.id = ANY(%s)
"""


def _facts(shift_ids: list[int]) -> dict[int, tuple[int, int, int]]:
    """By shift: how many came, how many usually come to this team's shifts (0: not known), how many are its members."""
    if not shift_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_FACTS, [shift_ids])
        rows = cursor.fetchall()
    members = teams.members_among({row[1] for row in rows}, {pk for row in rows for pk in row[2]})
    return {
        shift: (len(persons), usual, sum((team, pk) in members for pk in persons))
        for shift, team, persons, usual in rows
    }
