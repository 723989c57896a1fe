"""Plant thousands of small faults in the pure rules and say how many the tests notice, room by room.

Part of `make mutants`. Fails below nine of ten over all rooms; what no test runs at all counts as unnoticed.
`mutmut show NAME` prints a survivor named here.
"""

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MUTMUT = Path(sys.executable).with_name("mutmut")
WANTED = 0.9
_NOTICED = ("killed", "timeout", "caught by type check", "segfault")
_LINE = re.compile(r"^\s*(?P<name>[\w.ǁ]+): (?P<verdict>[\w ]+)$")


def _environment() -> dict[str, str]:
    # Pure rules need no database; an address keeps the test cluster from being started.
    return os.environ | {"BAIYING_DATABASE_URL": "postgresql://nobody@localhost/none", "BAIYING_TEST_RUN": "rules"}


def _verdicts() -> dict[str, str]:
    done = subprocess.run(
        [MUTMUT, "results", "--all", "true"], cwd=ROOT, env=_environment(), check=True, capture_output=True, text=True
    )
    found = (_LINE.match(line) for line in done.stdout.splitlines())
    return {match["name"]: match["verdict"] for match in found if match}


def main() -> int:
    shutil.rmtree(ROOT / "mutants", ignore_errors=True)
    log = ROOT / "var" / "log" / "mutants.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with open(log, "w") as out:
        ran = subprocess.run([MUTMUT, "run"], cwd=ROOT, env=_environment(), check=False, stdout=out, stderr=out)
    verdicts = _verdicts()
    if ran.returncode or not verdicts:
        print(f"mutmut did not finish; see {log}", file=sys.stderr)
        return 1
    planted: Counter[str] = Counter()
    noticed: Counter[str] = Counter()
    for name, verdict in verdicts.items():
        module = re.split(r"\.x_|\.xǁ", name)[0]
        planted[module] += 1
        noticed[module] += verdict in _NOTICED
    for module in sorted(planted):
        print(f"{noticed[module]:5} of {planted[module]:5} noticed  {module}")
    share = noticed.total() / planted.total()
    print(f"{noticed.total()} of {planted.total()} faults in pure rules noticed: {share:.3f}, wanted {WANTED}")
    return 0 if share >= WANTED else 1


if __name__ == "__main__":
    sys.exit(main())
