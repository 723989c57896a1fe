"""Background work of this room: large division tables."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext

from baiying.kit import clock, each
from baiying.kit.errors import Refused
from baiying.kit.jobs import job
from baiying.kit.values import actor
from baiying.places import actions

log = logging.getLogger(__name__)


@contextmanager
def _ending(name: str, import_id: int) -> Iterator[None]:
    """Whatever goes wrong with a table ends on its page, with a word for whoever waits and a way to try again.

    But a fault of the database is not the table's: the queue tries that again.
    """
    try:
        yield
    except Refused as refusal:
        actions.fail_import(import_id=import_id, sentence=str(refusal))
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        log.exception("%s failed at %d", name, import_id)
        sentence = gettext("处理这份表时程序出错。可以再检查一次；还是这样，请把表交给系统管理员看。")
        actions.fail_import(import_id=import_id, sentence=sentence)
        each.passed_over(name, [import_id], {import_id: error}, at=clock.now())
    else:
        each.passed_over(name, [import_id], {}, at=clock.now())


@job("places.check_import")
def check_import(import_id: int) -> None:
    with _ending("places.check_import", import_id):
        actions.check_import(import_id=import_id)


@job("places.run_import")
def run_import(import_id: int) -> None:
    system = actor.system("places.run_import")
    with _ending("places.run_import", import_id), actions.import_progress(import_id=import_id) as tell:
        actions.run_import(import_id=import_id, actor=system, at=clock.now(), progress=tell)


@job("places.tell_merged")
def tell_merged(timestamp: int = 0) -> None:
    """Every night: each room moves what it left behind in areas that became part of others."""
    actions.tell_merged()
