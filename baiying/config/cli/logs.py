"""`baiying audit` and `baiying ledger`: sealing, the head to keep elsewhere, and verifying."""

import sys

import click

from baiying.config.cli.demo import Progress
from baiying.config.paths import Problem
from baiying.kit.chain import heads, logs, sealing, verifying


def seal(name: str) -> None:
    count = sealing.seal(logs.log(name), most=sys.maxsize)
    click.echo(f"已封存 {count} 行。{count} rows sealed.", err=True)
    head(name)


def head(name: str) -> None:
    found = sealing.head(name)
    click.echo(f"{found.number}:{found.digest.hex()}" if found else "0:")


def verify(name: str, given: tuple[str, ...]) -> int:
    """One line for each finding, then what was looked at. 0 if nothing was found, else 1."""
    kept = [*heads.noted(name), *(_head(text) for text in given)]
    progress = Progress()
    report = verifying.verify(
        logs.log(name),
        heads=kept,
        progress=lambda done, total: progress("核对 verify", done, total),
        tell=lambda finding: click.echo(str(finding)),
        keep=0,
    )
    click.echo(
        f"{name}: rows={report.rows} seals={report.seals} unsealed={report.unsealed} archived={report.archived}"
        f" loaded_later={report.loaded_later} findings={report.findings} head={report.head}"
    )
    if report.unsealed:
        click.echo(f"{report.unsealed} 行尚未封存。rows are not sealed yet.", err=True)
    if report.good:
        click.echo("未发现改动。Nothing was changed.", err=True)
        return 0
    click.echo(f"发现 {report.findings} 处不符，见上。{report.findings} findings, see above.", err=True)
    return 1


def _head(text: str) -> tuple[int, str]:
    number, _, digest = text.partition(":")
    if not number.isdecimal() or len(digest) != 64:
        raise Problem(f"末端 {text} 应写成 12:ab34… 的样子。Write a head as `audit head` prints it.")
    return int(number), digest.lower()
