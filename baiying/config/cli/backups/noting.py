"""That a drill was held, noted in the audit of the city itself."""

from pathlib import Path

from baiying.kit import audit, clock
from baiying.kit.backups import ages
from baiying.kit.backups.archive import Reader
from baiying.kit.db import transaction
from baiying.kit.values.actor import command


def drilled(file: Path, good: bool) -> None:
    detail = {"file": file.name, "taken_at": Reader(file).manifest.taken_at.isoformat()}
    with transaction.atomic():
        audit.record(ages.DRILLED, actor=command("drill"), at=clock.now(), ok=good, detail=detail)
