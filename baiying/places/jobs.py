"""Background work of this room: large division tables."""

from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.kit.jobs import job
from baiying.kit.values import actor
from baiying.places import actions


@job("places.check_import")
def check_import(import_id: int) -> None:
    actions.check_import(import_id=import_id)


@job("places.run_import")
def run_import(import_id: int) -> None:
    system = actor.system("places.run_import")
    try:
        with actions.import_progress(import_id=import_id) as tell:
            actions.run_import(import_id=import_id, actor=system, at=clock.now(), progress=tell)
    except Refused as refusal:
        actions.fail_import(import_id=import_id, sentence=str(refusal))


@job("places.tell_merged")
def tell_merged(timestamp: int = 0) -> None:
    """Every night: each room moves what it left behind in areas that became part of others."""
    actions.tell_merged()
