"""`baiying places import FILE`: a division table from the command line, with a bar and a report."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from baiying.config.paths import Problem
from baiying.kit import clock
from baiying.kit.values import actor
from baiying.places import actions

SHOWN = 20


def import_file(file: Path, *, as_of: str | None, without_errors: bool, close_missing: bool = False) -> None:
    """Import the table as of a day (today if none is given); refused rows are listed and stop it unless left out."""
    at = clock.now()
    try:
        day = date.fromisoformat(as_of) if as_of else clock.local_date(at)
    except ValueError:
        raise Problem(f"日期 {as_of} 不像 2026-01-01。The day {as_of} is not like 2026-01-01.") from None
    try:
        with click.progressbar(length=100, label="导入区划", file=sys.stderr) as bar:
            row = actions.import_divisions(
                path=file, as_of=day, actor=actor.system("baiying places import"), at=at,
                source=file.name, without_refused=without_errors, close_missing=close_missing, progress=_tell(bar),
            )  # fmt: skip
            bar.update(100 - bar.pos)
    except actions.RowsRefused as refusal:
        for line, code, name, sentence in refusal.lines()[:SHOWN]:
            click.echo(f"第 {line} 行 {code} {name}:{sentence}", err=True)
        count = refusal.detail["refused"]
        raise Problem(
            f"有 {count} 行不能导入,什么都没有改动。请改好文件,或加 --without-errors 导入其余的行。"
            f"{count} rows were refused; nothing was changed."
        ) from refusal
    shown = {"rows": "行", "added": "新增", "renamed": "改名", "moved": "移动", "closed": "关闭", "folded": "并入上级",
             "unchanged": "不变", "refused_rows": "未导入"}  # fmt: skip
    click.echo(",".join(f"{word} {row.counts.get(key, 0):,}" for key, word in shown.items()) + "。")


def _tell(bar: Any) -> Any:
    def tell(done: int, total: int) -> None:
        bar.update(max(0, min(99, done * 100 // max(total, 1)) - bar.pos))

    return tell
