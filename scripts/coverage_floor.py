"""Run the tests with branches measured, fail below the floor in pyproject.toml, and raise the floor to what was found.

Part of `make coverage`. Arguments go to pytest: with any, only a part is measured and the floor is left as it is. The
report in `var/coverage/` shows line by line what no test takes.
"""

import json
import math
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROJECT = ROOT / "pyproject.toml"
_FLOOR = re.compile(r"^fail_under = (\d+)$", re.MULTILINE)


def floor_in(text: str) -> int:
    """The floor that a pyproject.toml names, per cent of lines and branches together; 0 where it names none."""
    found = _FLOOR.search(text)
    return int(found[1]) if found else 0


def raised(text: str, measured: float) -> str:
    """The same pyproject.toml with the floor at the whole per cent that was reached, if that is higher."""
    return _FLOOR.sub(f"fail_under = {max(floor_in(text), math.floor(measured))}", text)


def main(arguments: list[str]) -> int:
    folder = ROOT / "var" / "coverage"
    folder.mkdir(parents=True, exist_ok=True)
    told = folder / "coverage.json"
    told.unlink(missing_ok=True)
    reports = [f"--cov-report=json:{told}", f"--cov-report=html:{folder / 'html'}", "--cov-report=term"]
    # A part of the tests cannot reach the floor of all.
    part = ["--cov-fail-under=0"] if arguments else []
    command = [sys.executable, "-m", "pytest", "--cov", *reports, *part, *arguments]
    ran = subprocess.run(command, cwd=ROOT, check=False).returncode
    if ran or arguments or not told.exists():
        return ran or int(not told.exists())
    measured = json.loads(told.read_text(encoding="utf-8"))["totals"]["percent_covered"]
    before = PROJECT.read_text(encoding="utf-8")
    after = raised(before, measured)
    if after != before:
        PROJECT.write_text(after, encoding="utf-8")
        print(f"{measured:.1f} %: the floor rises from {floor_in(before)} to {floor_in(after)}; commit pyproject.toml")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
