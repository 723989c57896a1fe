"""One JSON object a line: what was measured, in which unit, against what, and the ratio."""

import json


def line(figure: str, value: float, unit: str, against: str = "", other: float | None = None, **more: object) -> None:
    """`ratio` is value divided by the other side, where there is one."""
    row: dict[str, object] = {"figure": figure, "value": round(value, 3), "unit": unit, "against": against}
    row["ratio"] = round(value / other, 4) if other else None
    if other is not None:
        row["other"] = round(other, 3)
    print(json.dumps(row | more, ensure_ascii=False), flush=True)
