"""The supervisor's side of `loader`: processes that were forked from a program already loaded."""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from baiying.config import paths
from baiying.config.paths import Problem


class Process(Protocol):
    """What the supervisor needs of a process, whoever started it."""

    @property
    def pid(self) -> int: ...

    def poll(self) -> int | None: ...

    def wait(self) -> int: ...

    def send_signal(self, sig: int) -> None: ...


class Loader:
    """A process that loaded the program; gives none away once it has died."""

    def __init__(self, log: Path, environment: dict[str, str]) -> None:
        with open(log, "ab") as file:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "baiying.config.loader"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=file,
                cwd=paths.ROOT,
                env=environment,
                start_new_session=True,
                text=True,
            )
        self.log = log

    def fork(self, module: str, words: list[str], log: Path) -> "Forked":
        """Let `module`.main(words) run in a process of its own. Raises Problem when the program could not be loaded."""
        told = self.ask({"do": "fork", "module": module, "words": words, "log": str(log)})
        if told is None:
            lines = self.log.read_text(errors="replace").strip().splitlines()
            raise Problem(f"程序没有加载成功，日志在 {self.log}。The program did not load: {(lines or [''])[-1]}")
        return Forked(told["pid"], self)

    def ask(self, order: dict[str, Any]) -> dict[str, Any] | None:
        """What the loader answers; None if it is no more."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        try:
            self.process.stdin.write(json.dumps(order) + "\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except (OSError, ValueError):
            return None
        told: dict[str, Any] | None = json.loads(line) if line.endswith("\n") else None
        return told

    def end(self) -> None:
        """Let it go; what it forked stays."""
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:  # It died with an order unread.
                    continue
        self.process.wait()


@dataclass(slots=True)
class Forked:
    """A process that the loader forked; its parent tells how it ended."""

    pid: int
    loader: Loader
    returncode: int | None = None

    def poll(self) -> int | None:
        if self.returncode is None:
            told = self.loader.ask({"do": "look", "pid": self.pid})
            self.returncode = told["code"] if told is not None else self._without_parent()
        return self.returncode

    def wait(self) -> int:
        while (code := self.poll()) is None:
            time.sleep(0.05)
        return code

    def send_signal(self, sig: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, sig)

    def _without_parent(self) -> int | None:
        """The system took it over: all that can be known is whether it is still there."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return -1
        return None
