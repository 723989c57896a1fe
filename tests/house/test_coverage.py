"""The floor of branch coverage only rises."""

import re
import subprocess
from pathlib import Path

import pytest

from scripts.coverage_floor import floor_in, raised

ROOT = Path(__file__).resolve().parents[2]


def floors_before() -> list[int]:
    """Every floor that a commit of this history has put down; none where there is no history (a release unpacked)."""
    done = subprocess.run(
        ["git", "log", "-p", "--unified=0", "-G", "^fail_under", "--", "pyproject.toml"],
        cwd=ROOT, check=False, capture_output=True, text=True,
    )  # fmt: skip
    return [int(n) for n in re.findall(r"^\+fail_under = (\d+)$", done.stdout, re.MULTILINE)]


def test_the_floor_is_not_lower_than_it_ever_was() -> None:
    now = floor_in((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert now >= max([1, *floors_before()]), "write tests for what is new instead of lowering the floor"


@pytest.mark.parametrize(("measured", "floor"), [(45.0, 46), (46.99, 46), (47.0, 47), (88.7, 88), (100.0, 100)])
def test_a_measurement_raises_the_floor_to_the_whole_per_cent_and_never_lowers_it(measured: float, floor: int) -> None:
    text = raised("[tool.coverage.report]\nfail_under = 46\nprecision = 1\n", measured)
    assert floor_in(text) == floor
    assert text.endswith("precision = 1\n")
