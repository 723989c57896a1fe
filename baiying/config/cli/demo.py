"""`baiying demo`: progress with the time left, around what the demo room does."""

import sys
import time
from importlib import import_module

import click

from baiying.config.paths import Problem
from baiying.kit import clock
from baiying.kit.db import embedded


class Progress:
    """One line per stage on a terminal, rewritten as it grows; one line per finished stage elsewhere."""

    def __init__(self) -> None:
        self.stage = ""
        self.began = self.shown = time.monotonic()

    def __call__(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        if stage != self.stage:
            self.stage, self.began = stage, now
        finished = done >= total
        if not finished and (now - self.shown < 0.2 or not sys.stderr.isatty()):
            return
        self.shown = now
        share = min(1.0, done / total) if total else 1.0
        left = (now - self.began) * (1 / share - 1) if share > 0.02 else None
        note = "" if finished or left is None else f"，约剩 {left:.0f} 秒"
        bar = "█" * round(share * 24)
        line = f"{bar:░<24} {share:4.0%} {stage} {done:,}/{total:,}{note}"
        click.echo(f"\r\033[K{line}" if sys.stderr.isatty() else line, nl=finished, err=True)


def load(server: embedded.EmbeddedServer | None, *, volunteers: int, reset: bool) -> None:
    try:
        room = import_module("baiying.demo.load")
    except ModuleNotFoundError as error:
        if error.name != "baiying.demo.load":
            raise
        raise Problem("这个版本还没有演示城市。This version has no demo city yet.") from error
    began = time.monotonic()
    if reset:
        room.reset()
    room.load_demo(volunteers=volunteers, progress=Progress(), at=clock.now())
    click.echo(f"演示城市已载入，用时 {time.monotonic() - began:.0f} 秒。The demo city is loaded.", err=True)
