"""Facts and recurring work reach jobs that exist."""

import ast
import re
from pathlib import Path

from procrastinate.contrib.django import app

from baiying.config import schedule, wiring
from baiying.kit import facts, rooms


def test_every_listener_is_a_job() -> None:
    named = {name for names in wiring.listeners().values() for name in names}
    assert named <= set(app.tasks)


def test_every_recurring_job_exists_and_is_scheduled() -> None:
    assert set(schedule.recurring()) <= set(app.tasks)
    scheduled = {name for name, _ in app.periodic_registry.periodic_tasks}
    assert set(schedule.recurring()) <= scheduled


def test_every_listener_understands_the_fact_it_hears() -> None:
    for fact, names in wiring.listeners().items():
        for name in names:
            assert facts.heard_by(name) is fact, f"declare {name} with @facts.listener and {fact.__name__}"


def test_every_listener_has_a_sweep_that_finds_what_it_missed() -> None:
    sweeps = {name: sweep for room in rooms.brought().values() for name, sweep in room.sweeps.items()}
    heard = {name for names in wiring.listeners().values() for name in names}
    assert heard == set(sweeps), "each listener of a room's `listeners` has a line in its `sweeps`"
    assert set(sweeps.values()) <= set(schedule.recurring()), "a sweep runs by the room's `clockwork`"


def test_nobody_can_listen_to_what_is_never_told() -> None:
    """Every fact of a room is made somewhere in its actions: a listener to another would wait for ever."""
    home = Path(__file__).resolve().parents[2] / "baiying"
    for path in sorted(home.glob("*/facts.py")):
        if path.parent.name == "kit":
            continue
        told = "".join(p.read_text() for p in [*path.parent.glob("actions/*.py"), *path.parent.glob("actions.py")])
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ClassDef):
                assert re.search(rf"\b{node.name}\(", told), f"nobody tells {node.name}"


def test_every_job_is_named_in_words() -> None:
    ours = {name for name in app.tasks if not name.startswith("builtin")}
    assert ours - {name for name in ours if "procrastinate" in name} <= set(rooms.job_words())
