"""What a chart needs: prepared by a view, drawn by charts.js, readable as a table without any script."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from baiying.ui import formats

UNITS = {"percent", "hours", "count"}


@dataclass(frozen=True, slots=True)
class Series:
    """One line or one set of bars. `values` run along the labels; None is a gap, not a zero."""

    name: str
    values: Sequence[float | None]
    low: Sequence[float | None] = ()
    high: Sequence[float | None] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """A rectangle of a treemap: an area with its size, its colour value and the page it opens."""

    name: str
    size: float
    value: float | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """`unit` is percent (ratios), hours (minutes) or count. A treemap uses `nodes`, all others labels and series.

    The sizes of a treemap have a unit of their own, `size_unit`.

    `target` is drawn as a line; `urls` (one per label) let a bar or a table row open its rows.
    """

    title: str
    unit: str = "count"
    labels: Sequence[str] = ()
    series: Sequence[Series] = ()
    nodes: Sequence[Node] = ()
    target: float | None = None
    target_label: str = ""
    urls: Sequence[str] = ()
    label_heading: str = ""
    value_heading: str = ""
    size_heading: str = ""
    size_unit: str = "count"
    note: str = ""
    definition_url: str = ""
    as_of: datetime | None = None
    extra: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for unit in (self.unit, self.size_unit):
            if unit not in UNITS:
                raise ValueError(f"A chart's unit is one of {sorted(UNITS)}, not {unit!r}")

    @property
    def headings(self) -> list[str]:
        if self.nodes:
            return [self.label_heading, self.size_heading, self.value_heading]
        return [self.label_heading, *(one.name for one in self.series)]

    @property
    def rows(self) -> list[tuple[str, str, list[str]]]:
        """(name, address, values as text) for the table."""
        if self.nodes:
            return [
                (n.name, n.url, [value_text(n.size, self.size_unit), value_text(n.value, self.unit)])
                for n in self.nodes
            ]
        urls = list(self.urls) + [""] * (len(self.labels) - len(self.urls))
        return [
            (label, urls[i], [value_text(one.values[i], self.unit) for one in self.series])
            for i, label in enumerate(self.labels)
        ]


def value_text(value: float | None, unit: str) -> str:
    if value is None:
        return "—"
    if unit == "percent":
        return formats.percent_text(value)
    if unit == "hours":
        return formats.minutes_text(int(value))
    return formats.thousands_text(value)


def spec(kind: str, chart: Chart) -> dict[str, Any]:
    """The JSON that charts.js draws. It holds nothing that the table does not show, and addresses stand there only."""
    if kind not in {"line", "bar", "histogram", "treemap"}:
        raise ValueError(f"No such chart: {kind!r}")
    kept = ("title", "unit", "labels", "target", "target_label", "size_heading", "size_unit")
    series = [{"name": s.name, "values": s.values, "low": s.low, "high": s.high} for s in chart.series]
    nodes = [{"name": n.name, "size": n.size, "value": n.value} for n in chart.nodes]
    plain = {name: getattr(chart, name) for name in kept} | {"series": series, "nodes": nodes}
    return {"kind": kind, "english": formats.in_english(), **plain}
