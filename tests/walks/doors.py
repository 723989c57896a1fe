"""One row of everything, in the first county, so that every address can be tried by everybody.

Each room gives its own in `tests/<room>/samples.py`, found here by themselves: a function `samples` from the stage to a
value for every name in the room's addresses. Rooms are asked from the ground up; what a higher room needs goes on in
`stage.rows`.
"""

from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from baiying.demo import builders
from baiying.demo.cast import Member
from baiying.kit import rooms


@dataclass(frozen=True, slots=True)
class Stage:
    city: builders.SmallCity
    cast: dict[str, Member]
    rows: dict[str, Any] = field(default_factory=dict)

    @property
    def volunteer(self) -> Any:
        """The person whose rows the samples are."""
        return self.cast["volunteer"].person

    @property
    def team(self) -> Any:
        """The team in which the volunteer serves."""
        return self.cast["leader"].team


def samples(city: builders.SmallCity, cast: dict[str, Member]) -> dict[str, str]:
    """A value for every name in an address; all of them belong to the first county."""
    stage, values = Stage(city, cast), dict[str, str]()
    for room in rooms.brought():
        name = f"tests.{room}.samples"
        if find_spec(name):
            values |= import_module(name).samples(stage)
    return values
