"""The proof: recount everything from the ledger and the registrations, and compare every cell of the roll-ups."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from baiying.figures import actions, statements
from baiying.kit import clock

# Every comparison gives (cells compared, cells that differ, one example); each recounts in its own words, not with
# the roll-up's statements, except for the rule of who counts where.
# Each is one statement, so one snapshot: what is marked there and not yet counted is taken as the roll-up has it.
_PERSONS = f"""
  WITH wanted AS MATERIALIZED ({statements.EVERYBODY}), truth AS ({statements.PERSON_YEARS} {statements.LEDGER_AT_ONCE})
  SELECT count(*), count(*) FILTER (WHERE d), min(coalesce(t.person_id, s.person_id)::text) FILTER (WHERE d)
  FROM truth t FULL JOIN figures_personyear s ON s.person_id = t.person_id AND s.year = t.year
  LEFT JOIN (SELECT DISTINCT person_id FROM figures_mark) m ON m.person_id = coalesce(t.person_id, s.person_id)
  CROSS JOIN LATERAL (SELECT
    coalesce(t.counted, false) IS DISTINCT FROM coalesce(s.counted, false)
    OR coalesce(t.credit_minutes, 0) IS DISTINCT FROM coalesce(s.credit_minutes, 0)
    OR coalesce(t.all_minutes, 0) IS DISTINCT FROM coalesce(s.all_minutes, 0)
    OR (coalesce(t.counted, false) AND t.area_id IS DISTINCT FROM s.area_id)) x(d)
  WHERE m.person_id IS NULL
"""

_TRUE_CELLS = f"""
  wanted AS MATERIALIZED ({statements.EVERYBODY}),
  recounted AS MATERIALIZED ({statements.PERSON_YEARS} {statements.LEDGER_AT_ONCE}),
  marked AS MATERIALIZED (SELECT DISTINCT person_id FROM figures_mark),
  persons AS (
    SELECT area_id, year, counted, credit_minutes, all_minutes FROM recounted
    WHERE person_id NOT IN (SELECT person_id FROM marked)
    UNION ALL
    SELECT area_id, year, counted, credit_minutes, all_minutes FROM figures_personyear
    WHERE person_id IN (SELECT person_id FROM marked)),
  placed AS MATERIALIZED (
    SELECT a.area_id, p.year, p.credit_minutes, p.all_minutes
    FROM persons p JOIN places_division d ON d.id = p.area_id CROSS JOIN LATERAL unnest(d.path) a(area_id)
    WHERE p.counted)
"""

_AREAS = f"""
  WITH {_TRUE_CELLS},
  truth AS (SELECT area_id, year, count(*) AS registered, sum(credit_minutes) AS credit_minutes,
                   sum(all_minutes) AS all_minutes FROM placed GROUP BY 1, 2)
  SELECT count(*), count(*) FILTER (WHERE d), min(coalesce(t.area_id, s.area_id)::text) FILTER (WHERE d)
  FROM truth t FULL JOIN figures_areayear s ON s.area_id = t.area_id AND s.year = t.year
  CROSS JOIN LATERAL (SELECT
    coalesce(t.registered, 0) <> coalesce(s.registered, 0)
    OR coalesce(t.credit_minutes, 0) <> coalesce(s.credit_minutes, 0)
    OR coalesce(t.all_minutes, 0) <> coalesce(s.all_minutes, 0)) x(d)
"""

_BINS = f"""
  WITH {_TRUE_CELLS},
  truth AS (
    SELECT area_id, year, false AS credit, least(ceil((all_minutes + 1) / 60.0), {statements.TOP})::int AS bin,
           count(*) AS n
    FROM placed WHERE all_minutes > 0 GROUP BY 1, 2, 3, 4
    UNION ALL
    SELECT area_id, year, true, least(ceil((credit_minutes + 1) / 60.0), {statements.TOP})::int, count(*)
    FROM placed WHERE credit_minutes > 0 GROUP BY 1, 2, 3, 4),
  held AS (
    SELECT area_id, year, u.credit, u.place - 1 AS bin, u.n
    FROM figures_areayear CROSS JOIN LATERAL (
      SELECT false AS credit, n, place FROM unnest(all_bins) WITH ORDINALITY a(n, place)
      UNION ALL SELECT true, n, place FROM unnest(credit_bins) WITH ORDINALITY c(n, place)) u
    WHERE u.place > 1 AND u.n <> 0)
  SELECT count(*), count(*) FILTER (WHERE d), min(coalesce(t.area_id, s.area_id)::text) FILTER (WHERE d)
  FROM truth t FULL JOIN held s ON s.area_id = t.area_id AND s.year = t.year AND s.credit = t.credit AND s.bin = t.bin
  CROSS JOIN LATERAL (SELECT coalesce(t.n, 0) <> coalesce(s.n, 0)) x(d)
"""

_DAYS = """
  WITH truth AS (
    SELECT a.area_id, e.served_on AS day, sum(CASE WHEN e.tier = 'credit' THEN e.minutes ELSE 0 END) AS credit_minutes,
           sum(e.minutes) AS all_minutes, count(*) AS entries
    FROM hours_hourentry e JOIN places_division d ON d.id = e.area_id CROSS JOIN LATERAL unnest(d.path) a(area_id)
    GROUP BY 1, 2)
  SELECT count(*), count(*) FILTER (WHERE d), min(coalesce(t.area_id, s.area_id)::text) FILTER (WHERE d)
  FROM truth t FULL JOIN figures_areaday s ON s.area_id = t.area_id AND s.day = t.day
  CROSS JOIN LATERAL (SELECT
    coalesce(t.credit_minutes, 0) <> coalesce(s.credit_minutes, 0)
    OR coalesce(t.all_minutes, 0) <> coalesce(s.all_minutes, 0)
    OR coalesce(t.entries, 0) <> coalesce(s.entries, 0)) x(d)
  WHERE coalesce(t.day, s.day) NOT IN (SELECT day FROM figures_daymark)
"""

CHECKS = (
    ("个人·年", _PERSONS),
    ("地区·年", _AREAS),
    ("时长分布", _BINS),
    ("地区·日", _DAYS),
)


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    cells: int
    different: int
    example: str


@dataclass(frozen=True, slots=True)
class Report:
    lines: tuple[Line, ...]
    seconds: float

    @property
    def drift(self) -> int:
        return sum(line.different for line in self.lines)

    def text(self) -> str:
        head = f"{'核对':<10}{'单元数':>12}{'不一致':>10}  例"
        rows = [f"{x.name:<10}{x.cells:>12,}{x.different:>10,}  {x.example}" for x in self.lines]
        verdict = "全部一致。" if not self.drift else f"有 {self.drift} 个单元与台账不一致，请运行重算并查明原因。"
        return "\n".join([head, *rows, f"{verdict}({self.seconds:.1f} 秒)"])


def check(*, at: datetime) -> Report:
    """Use up the waiting marks, then recount everything and compare; the result is kept. Work may go on meanwhile."""
    started = clock.now()
    actions.roll_up(at=at)
    lines = []
    with connection.cursor() as cursor:
        for name, statement in CHECKS:
            cursor.execute(statement, {"at": at})
            cells, different, example = cursor.fetchone() or (0, 0, "")
            lines.append(Line(name, cells, different, example or ""))
    report = Report(tuple(lines), (clock.now() - started).total_seconds())
    actions.note_reconciliation(at=at, drift=report.drift)
    return report


def main(write: Callable[[str], object] = sys.stdout.write) -> int:
    """For the command line: print the table; 0 if every cell agrees, 1 on drift."""
    report = check(at=clock.now())
    write(report.text() + "\n")
    return 1 if report.drift else 0
