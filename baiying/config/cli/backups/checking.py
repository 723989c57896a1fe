"""What a restored city must be able to prove: keys, logs, totals, rights. One line for each; all are asked."""

from collections.abc import Callable, Iterator
from pathlib import Path

import click
from django.db import connection

from baiying.config import migrating, paths
from baiying.figures import reconcile
from baiying.kit import audit, clock
from baiying.kit.backups import ages, samples
from baiying.kit.backups.archive import Manifest, Reader
from baiying.kit.chain import logs, verifying
from baiying.kit.db import guards, proof, transaction, urls
from baiying.kit.values.actor import command

_SHOWN = 10
Check = Callable[[Manifest], tuple[bool, str]]


def check(file: Path) -> int:
    """Against the manifest of the file; 0 if all is well. Notes in the audit that the city was restored."""
    manifest = Reader(file).manifest
    answers = [_say(one, manifest) for one in checks()]
    good = all(answers)
    detail = {"file": file.name, "taken_at": manifest.taken_at.isoformat()}
    with transaction.atomic():
        audit.record(ages.RESTORED, actor=command("restore"), at=clock.now(), ok=good, detail=detail)
    return 0 if good else 1


def checks() -> Iterator[Check]:
    yield _keys
    for log in logs.logs():
        yield lambda manifest, log=log: _log(manifest, log)  # type: ignore[misc]
    yield _guards
    yield _rights
    yield _totals


def _say(one: Check, manifest: Manifest) -> bool:
    try:
        good, line = one(manifest)
    except Exception as error:  # The next check is asked all the same.
        good, line = False, f"没有查成 could not be checked: {type(error).__name__} {error}"
    click.echo(f"{'✓' if good else '✗'} {line}")
    return good


def _keys(_manifest: Manifest) -> tuple[bool, str]:
    tried = samples.open_samples()
    for one in tried.unreadable[:_SHOWN]:
        click.echo(f"  {' '.join(one)}")
    numbers = ",".join(map(str, sorted(tried.masters)))
    what = f"{tried.columns} columns, {tried.values} values, master keys {numbers or '-'}"
    if tried.unreadable:
        return False, f"密钥打不开 keys do not open {len(tried.unreadable)} values; opened: {what}"
    return True, f"密钥打得开密封的数据 keys open what is sealed: {what}"


def _log(manifest: Manifest, log: logs.Log) -> tuple[bool, str]:
    noted = manifest.heads.get(log.name, "0:")
    number, _, digest = noted.partition(":")
    report = verifying.verify(log, heads=[(int(number), digest)] if digest else [], keep=_SHOWN)
    for finding in report.shown:
        click.echo(f"  {finding}")
    said = f"{log.name}: rows={report.rows} seals={report.seals} head={report.head[:24]}"
    if not report.good:
        return False, f"日志不符 {said} findings={report.findings}"
    if report.head != noted:
        return False, f"末端与清单不同 {said}, the manifest says {noted[:24]}"
    return True, f"未被改动，末端与清单相同 unchanged, head as in the manifest: {said}"


def _guards(_manifest: Manifest) -> tuple[bool, str]:
    with connection.cursor() as cursor:
        bare = [*guards.unguarded(cursor), *migrating.functions_that_differ()]
    if bare:
        return False, f"缺少触发器或函数不符 guards or functions: {'; '.join(bare[:_SHOWN])}"
    return True, "触发器和数据库函数齐全 guards and functions in place"


def _rights(_manifest: Manifest) -> tuple[bool, str]:
    with migrating.connect(urls.app_url(paths.var())) as application:
        allowed = proof.forbidden_things_allowed(application, guards.append_only_tables())
    if allowed:
        return False, f"应用角色能做它不该做的事 the application role may: {'; '.join(allowed[:_SHOWN])}"
    return True, "应用角色改不了台账和操作记录（已逐条试过） ledger and audit cannot be changed: tried"


def _totals(_manifest: Manifest) -> tuple[bool, str]:
    report = reconcile.check(at=clock.now())
    cells = sum(line.cells for line in report.lines)
    if report.drift:
        return False, f"统计与台账不一致 totals differ from the ledger: {report.drift} of {cells:,} cells"
    return True, f"统计与台账一致 totals equal a recount: {cells:,} cells"
