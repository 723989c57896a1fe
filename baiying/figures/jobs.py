"""Counting in the background."""

import logging

from baiying.figures import actions, reconcile
from baiying.kit import clock, facts
from baiying.kit.jobs import job
from baiying.places.facts import DivisionsImported, DivisionsRestored

log = logging.getLogger(__name__)


@job("figures.roll_up", queue="figures")
def roll_up(timestamp: int = 0) -> None:
    """Every few seconds; goes away at once when another one counts."""
    actions.roll_up(at=clock.now(), wait=False)


@job("figures.count_parked", queue="figures")
def count_parked(timestamp: int = 0) -> None:
    """Every morning, after the records were looked after: how many of each area are parked."""
    actions.count_parked(at=clock.now())


@job("figures.reconcile", queue="figures")
def reconcile_all(timestamp: int = 0) -> None:
    """Every night: recount everything and say so if a single cell differs."""
    found = reconcile.check(at=clock.now())
    if found.drift:
        log.error("Figures drifted from the ledger: %s", found.text())


@facts.listener("figures.rebuild", DivisionsImported, queue="figures")
def rebuild(fact: DivisionsImported) -> None:
    """After the division tree was changed: every area is counted anew along the new tree."""
    actions.rebuild(at=clock.now())


@facts.listener("figures.rebuild_restored", DivisionsRestored, queue="figures")
def rebuild_restored(fact: DivisionsRestored) -> None:
    """After an import of divisions was undone: every area is counted anew along the old tree."""
    actions.rebuild(at=clock.now())
