"""Plant the kept mutants, one after the other, in a copy of the program: each must make a test fail."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.mutants.kept import ROOT, Mutant, mutants

# A mutant that makes a test hang is noticed as well.
_SECONDS = 600
_LEFT_BEHIND = shutil.ignore_patterns("var", ".venv", ".git", "node_modules", "__pycache__", ".*_cache", "mutants.out")


def _run(copy: Path, tests: tuple[str, ...]) -> tuple[int, str]:
    environment = os.environ | {
        "PYTHONPATH": str(copy),
        "PYTHONDONTWRITEBYTECODE": "1",
        "BAIYING_VAR": str(ROOT / "var" / "mutants"),
    }
    command = [sys.executable, "-m", "pytest", "-x", "-n", "0", "-p", "no:cacheprovider", "-q", *tests]
    try:
        done = subprocess.run(
            command, cwd=copy, env=environment, check=False, capture_output=True, text=True, timeout=_SECONDS
        )
    except subprocess.TimeoutExpired:
        return 1, "hangs"
    lines = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    return done.returncode, lines[0] if lines else (done.stdout + done.stderr)[-300:]


def _try(copy: Path, mutant: Mutant) -> tuple[bool, str]:
    """Whether it died, and what said so."""
    path = copy / mutant.file
    whole = path.read_text(encoding="utf-8")
    path.write_text(mutant.planted(whole), encoding="utf-8")
    try:
        code, said = _run(copy, mutant.tests)
    finally:
        path.write_text(whole, encoding="utf-8")
    # 1: tests failed; anything else is no verdict (2 interrupted, 4 usage, 5 no test).
    return code == 1, said


def main(wanted: list[str]) -> int:
    chosen = [m for m in mutants() if not wanted or m.id in wanted]
    if wanted == ["--list"]:
        chosen = mutants()
        print(*(f"{m.id:<12} {m.says}  ({m.file})" for m in chosen), sep="\n")
        return 0
    alive = []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(ROOT, copy, ignore=_LEFT_BEHIND, symlinks=True)
        for mutant in chosen:
            began = time.monotonic()
            died, said = _try(copy, mutant)
            print(f"{'✓' if died else '✗'} {mutant.id:<12} {mutant.says}  {time.monotonic() - began:.0f} s", flush=True)
            if not died:
                alive.append(mutant.id)
                print(f"    {said}", flush=True)
    print(f"{len(chosen) - len(alive)} of {len(chosen)} mutants noticed." + (f" Alive: {alive}" if alive else ""))
    return 1 if alive or not chosen else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
