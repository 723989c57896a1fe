"""What every planted row is made of: the rows themselves, the moment, persons and shifts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.kit import clock

Cast = dict[str, the_cast.Member]
ROWS = 5
BAD = 2


@dataclass(frozen=True, slots=True)
class Planted:
    """Rows that the job must do: the bad one is refused by the database whenever `column` of `table` says `value`.

    `left` says which of the rows are still undone.
    """

    table: str
    column: str
    value: object
    rows: list[int]
    left: Callable[[], set[int]]


def now() -> datetime:
    return clock.now().replace(microsecond=0)


def some_persons(cast: Cast, **more: Any) -> list[Any]:
    area = cast["leader"].team.area  # type: ignore[union-attr]
    return [
        builders.person(residence=area, account=builders.account(), born=more.get("born", date(1980, 1, 1 + n)))
        for n in range(ROWS)
    ]


def a_shift(cast: Cast, starts_at: datetime) -> Any:
    leader = cast["leader"]
    assert leader.team is not None
    activity = builders.activity(leader.team, leader.account, at=starts_at)
    return builders.shift(activity, starts_at, starts_at + timedelta(hours=2))
