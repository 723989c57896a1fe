"""Plant the kept mutants, one after the other, in a copy of the program: each must make a test fail."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
from psycopg import sql

from tests import cluster
from tests.mutants.kept import ROOT, Mutant, mutants

# A mutant that makes a test hang is noticed as well.
_SECONDS = 600
_LEFT_BEHIND = shutil.ignore_patterns("var", ".venv", ".git", "node_modules", "__pycache__", ".*_cache", "mutants.out")
# Any test that needs the database: it makes the tables of the unharmed program.
_MAKES_TABLES = ("tests/kit/test_each.py",)


class Bench:
    """A copy of the program, and one server with one clean database: each mutant gets a copy of both.

    Making the tables takes longer than most tests; functions and triggers that a mutant changed are installed anew in
    its copy, as after every migration.
    """

    def __init__(self, copy: Path) -> None:
        self.copy = copy
        self._name = f"test_postgres_{cluster.run()}"
        self._clean = f"{self._name}_clean"

    def make(self) -> None:
        """Make the clean database. Raises RuntimeError where the unharmed program does not pass."""
        code, said = self.run(_MAKES_TABLES)
        if code:
            raise RuntimeError(f"Without a mutant {_MAKES_TABLES} should pass: {said}")
        self._do(sql.SQL("ALTER DATABASE {} RENAME TO {}"), self._name, self._clean)

    def fresh(self) -> None:
        self._do(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)"), self._name)
        self._do(sql.SQL("CREATE DATABASE {} TEMPLATE {}"), self._name, self._clean)

    def drop(self) -> None:
        for name in (self._name, self._clean):
            self._do(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)"), name)

    def _do(self, statement: sql.SQL, *names: str) -> None:
        with psycopg.connect(os.environ["BAIYING_DATABASE_URL"], autocommit=True) as server:
            server.execute(statement.format(*map(sql.Identifier, names)))

    def run(self, tests: tuple[str, ...]) -> tuple[int, str]:
        """What pytest answers, and the first failure that it names."""
        environment = os.environ | {"PYTHONPATH": str(self.copy), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-m", "pytest", "-x", "-n", "0", "-p", "no:cacheprovider", "-q", "--reuse-db"]
        try:
            done = subprocess.run(
                [*command, *tests],
                cwd=self.copy,
                env=environment,
                check=False,
                capture_output=True,
                text=True,
                timeout=_SECONDS,
            )
        except subprocess.TimeoutExpired:
            return 1, "hangs"
        lines = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
        return done.returncode, lines[0] if lines else (done.stdout + done.stderr)[-300:]

    def dies(self, mutant: Mutant) -> tuple[bool, str]:
        """Whether it died, and what said so."""
        path = self.copy / mutant.file
        whole = path.read_text(encoding="utf-8")
        path.write_text(mutant.planted(whole), encoding="utf-8")
        try:
            self.fresh()
            code, said = self.run(mutant.tests)
        finally:
            path.write_text(whole, encoding="utf-8")
        # 1: tests failed; anything else is no verdict (2 interrupted, 4 usage, 5 no test).
        return code == 1, said


def _try_all(chosen: list[Mutant], bench: Bench) -> list[str]:
    """Says of each what became of it; gives the ids of those that live."""
    alive = []
    for mutant in chosen:
        began = time.monotonic()
        died, said = bench.dies(mutant)
        print(f"{'✓' if died else '✗'} {mutant.id:<12} {mutant.says}  {time.monotonic() - began:.0f} s", flush=True)
        if not died:
            alive.append(mutant.id)
            print(f"    {said}", flush=True)
    return alive


def main(wanted: list[str]) -> int:
    chosen = [m for m in mutants() if not wanted or m.id in wanted]
    if wanted == ["--list"]:
        chosen = mutants()
        print(*(f"{m.id:<12} {m.says}  ({m.file})" for m in chosen), sep="\n")
        return 0
    os.environ["BAIYING_VAR"] = str(ROOT / "var" / "mutants")
    cluster.pytest_load_initial_conftests()
    try:
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "copy"
            shutil.copytree(ROOT, copy, ignore=_LEFT_BEHIND, symlinks=True)
            bench = Bench(copy)
            try:
                bench.make()
                alive = _try_all(chosen, bench)
            finally:
                bench.drop()
    finally:
        cluster.pytest_unconfigure()
    print(f"{len(chosen) - len(alive)} of {len(chosen)} mutants noticed." + (f" Alive: {alive}" if alive else ""))
    return 1 if alive or not chosen else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
