"""Bounds of what may be asked of the open data: beyond them the answer is 422 with the field's name, never a fault."""

from datetime import date
from typing import Annotated

from ninja import Query

# A list of ours is shorter; a number that no database holds is refused before it gets there.
Offset = Annotated[int, Query(ge=0, le=10_000_000, description="How many rows to leave out")]
Day = Annotated[date | None, Query(ge=date(2000, 1, 1), le=date(2100, 12, 31), description="A day in China")]
