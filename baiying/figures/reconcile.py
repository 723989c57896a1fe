"""The proof: recount everything from ledger, countings and moves, and compare every cell of the roll-ups."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from baiying.figures import actions, recount
from baiying.kit import clock


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
    """Use up the waiting marks and count the parked anew, then recount everything and compare; the result is kept.
    Work may go on meanwhile."""
    started = clock.now()
    actions.roll_up(at=at)
    actions.count_parked(at=at)
    nested = connection.in_atomic_block
    with transaction.atomic():
        if not nested:
            # One snapshot for all streams, so that what is posted meanwhile is in none of them.
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        lines = tuple(
            Line(tally.name, tally.cells, tally.different, tally.example) for tally in recount.Recount(at).run()
        )
    report = Report(lines, (clock.now() - started).total_seconds())
    actions.note_reconciliation(at=at, drift=report.drift)
    return report


def main(write: Callable[[str], object] = sys.stdout.write) -> int:
    """For the command line: print the table; 0 if every cell agrees, 1 on drift."""
    report = check(at=clock.now())
    write(report.text() + "\n")
    return 1 if report.drift else 0
