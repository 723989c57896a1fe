"""`baiying places import`: a whole table in one go, with the report of what was added, changed, folded and refused."""

from datetime import date
from pathlib import Path

import click
from django.utils import translation

from baiying.config.paths import Problem
from baiying.kit import clock
from baiying.kit.values import actor as actors
from baiying.places import actions as places

_SHOWN = 20


def import_file(path: Path, *, as_of: str | None, without_errors: bool) -> None:
    at = clock.now()
    try:
        day = date.fromisoformat(as_of) if as_of else clock.local_date(at)
    except ValueError as error:
        raise Problem(f"日期 {as_of} 不对，请写成 2026-01-01 这样。Write the day like 2026-01-01.") from error
    with translation.override("zh-hans"), click.progressbar(length=1, label=path.name) as bar:

        def progress(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        try:
            row = places.import_divisions(
                path=path,
                as_of=day,
                actor=actors.command("places import"),
                at=at,
                source=path.name,
                without_refused=without_errors,
                progress=progress,
            )
        except places.RowsRefused as refusal:
            lines = refusal.lines()
            for line, code, name, sentence in lines[:_SHOWN]:
                click.echo(f"\n第 {line} 行 {code} {name}：{sentence}", nl=False, err=True)
            raise Problem(
                f"\n共 {len(lines)} 行不能导入，什么都没有改动。请改好再试，或加上 --without-errors 导入其余各行。"
                f"{len(lines)} rows were refused and nothing was changed; --without-errors imports the others."
            ) from refusal
    counts = "，".join(f"{name} {count:,}" for name, count in row.counts.items() if isinstance(count, int))
    click.echo(f"已导入。Imported: {counts}")
