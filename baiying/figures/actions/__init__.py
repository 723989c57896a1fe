"""Writes of the figures room, by noun."""

from baiying.figures.actions.looks import note_look
from baiying.figures.actions.parking import count_parked
from baiying.figures.actions.rebuilding import rebuild
from baiying.figures.actions.rolling_up import note_reconciliation, roll_up
from baiying.figures.actions.targets import TargetOutOfRange, set_target

__all__ = ["TargetOutOfRange", "count_parked", "note_look", "note_reconciliation", "rebuild", "roll_up", "set_target"]
