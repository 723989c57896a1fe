"""`make bench`: every measurement in one run, one JSON object a line. `ARGS="--large"` adds 200,000 volunteers."""

import os
import sys

from bench import system


def main() -> None:
    large = "--large" in sys.argv[1:]
    sizes = (20_000, 200_000) if large else (20_000,)
    only = [a for a in sys.argv[1:] if not a.startswith("-")]
    for volunteers in sizes:
        _measure(volunteers, only if volunteers == sizes[0] else ["figures"])


def _measure(volunteers: int, only: list[str]) -> None:
    # The measuring process reads settings of the same installation: keys, database.
    os.environ["BAIYING_VAR"] = str(system.place(volunteers))
    if os.environ.get("BENCH_CHILD") != str(volunteers):
        # Settings are read once in a process; each size gets its own.
        os.environ["BENCH_CHILD"] = str(volunteers)
        status = os.spawnv(os.P_WAIT, sys.executable, [sys.executable, "-m", "bench.one", str(volunteers), *only])
        if status:
            sys.exit(status)


if __name__ == "__main__":
    main()
