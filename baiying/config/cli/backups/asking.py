"""The passphrase of a backup: from a file, a variable or whoever sits there; and being stopped in good order."""

import os
import signal
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import click

from baiying.config.paths import Problem
from baiying.kit.backups import archive, keybox

PASSPHRASE = "BAIYING_BACKUP_PASSPHRASE"


def passphrase(file: Path | None, *, new: bool = False) -> str:
    """`new` asks twice and refuses one that is too short. Raises Problem or Unusable."""
    if file is not None:
        return _checked(_from(file), new)
    given = os.environ.get(PASSPHRASE)
    if given:
        return _checked(given, new)
    while True:
        typed = str(click.prompt("备份口令 Passphrase", hide_input=True, err=True))
        try:
            _checked(typed, new)
        except archive.Unusable as error:
            click.echo(error.sentence, err=True)
            continue
        if not new or typed == click.prompt("再输入一次 Again", hide_input=True, err=True):
            return typed
        click.echo("两次输入不一样，请重新输入。The two differ.", err=True)


def _checked(text: str, new: bool) -> str:
    return keybox.accepted(text) if new else text


def _from(file: Path) -> str:
    if stat.S_IMODE(file.stat().st_mode) & 0o077:
        raise Problem(f"{file} 别的用户也能读，请先 chmod 600。Others can read it: chmod 600 first.")
    return file.read_text(encoding="utf-8").rstrip("\r\n")


@contextmanager
def stopped_in_order() -> Iterator[None]:
    """Asked to stop, a command ends as with Ctrl-C: what it began is taken away again."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
