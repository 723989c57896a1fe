"""What a press is: something made, and what is pressed on it at an instant."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.walks.world import World

Press = Callable[[datetime], object]


@dataclass(frozen=True, slots=True)
class On:
    """What is pressed, made once; `press` alone presses on a thing that is there."""

    make: Callable[[World], Any]
    press: Callable[[World, Any, datetime], object]

    def __call__(self, w: World) -> Press:
        thing = self.make(w)
        return lambda at: self.press(w, thing, at)
