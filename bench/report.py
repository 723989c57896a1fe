"""One JSON object a line: what was measured, in which unit, against what, and the ratio."""

import json
import time
from collections.abc import Callable


def line(figure: str, value: float, unit: str, against: str = "", other: float | None = None, **more: object) -> None:
    """`ratio` is value divided by the other side, where there is one."""
    row: dict[str, object] = {"figure": figure, "value": round(value, 3), "unit": unit, "against": against}
    row["ratio"] = round(value / other, 4) if other else None
    if other is not None:
        row["other"] = round(other, 3)
    print(json.dumps(row | more, ensure_ascii=False), flush=True)


def seconds(act: Callable[[], object]) -> float:
    """How long something took."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began
