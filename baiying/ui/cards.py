"""A card of "today": a part of a template with its values. Rooms fill it, the desk shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Card:
    """`template` draws the whole section and finds `values` as `card`."""

    template: str
    values: Mapping[str, Any]
