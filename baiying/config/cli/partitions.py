"""`baiying partitions`: what parts the large tables have, making those of the year ahead, archiving old ones."""

from pathlib import Path

import click
from django.db import connection, transaction

from baiying.config.paths import Problem
from baiying.kit import clock
from baiying.kit.db import archives, guards, partitions


def show() -> int:
    """Every part with its days, rows (the planner's guess) and size; 1 if somebody should act."""
    at = clock.now()
    with connection.cursor() as cursor:
        for table in partitions.tables():
            for part in partitions.parts(cursor, table):
                click.echo(f"{part.name}  {part.since}…{part.until}  ~{part.rows:,}  {part.size / 1e6:,.1f} MB")
        bare = guards.unguarded(cursor)
    states = partitions.state(at)
    for one in states:
        click.echo(f"{'✓' if one.good else '✗'} {one.sentence}")
    for name in bare:
        click.echo(f"✗ {name} 缺少防改动的触发器 lacks its guards: baiying migrate")
    return 0 if not bare and all(one.good for one in states) else 1


def make() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        made = partitions.make(cursor, clock.now())
    click.echo("\n".join(made) if made else "都已建立。All stand already.")


def archive(name: str, folder: Path) -> None:
    try:
        done = archives.archive(name, folder, at=clock.now())
    except archives.Unfit as error:
        raise Problem(str(error)) from error
    click.echo(f"{done.rows:,} → {done.file} sha256={done.digest.hex()}")


def restore(file: Path) -> None:
    try:
        name, rows = archives.restore(file, at=clock.now())
    except archives.Unfit as error:
        raise Problem(str(error)) from error
    click.echo(f"{rows:,} → {name}")
