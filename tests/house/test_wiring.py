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


HOME = Path(__file__).resolve().parents[2] / "baiying"
TELLS = {"publish", "publish_many", "tell"}


def told_in(text: str) -> set[str]:
    """The facts that a text tells: made in a function (or something it is given to) that calls facts.publish or tell.

    A fact that is only made, or whose name only stands in an audit row, is told to nobody.
    """
    found: set[str] = set()
    for function in ast.walk(ast.parse(text)):
        if isinstance(function, ast.FunctionDef):
            calls = [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]
            telling = any(
                isinstance(call, ast.Attribute)
                and call.attr in TELLS
                and isinstance(call.value, ast.Name)
                and call.value.id == "facts"
                for call in calls
            )
            if telling:
                found |= {call.attr if isinstance(call, ast.Attribute) else ast.unparse(call) for call in calls}
    return found


def facts_of(path: Path) -> list[str]:
    return [node.name for node in ast.parse(path.read_text()).body if isinstance(node, ast.ClassDef)]


def told_by(room: Path) -> set[str]:
    return {
        name for path in [*room.glob("actions/*.py"), *room.glob("actions.py")] for name in told_in(path.read_text())
    }


def test_nobody_can_listen_to_what_is_never_told() -> None:
    """A listener to a fact that only the audit knows would wait for ever."""
    for path in sorted(HOME.glob("*/facts.py")):
        if path.parent.name != "kit":
            untold = set(facts_of(path)) - told_by(path.parent)
            assert not untold, f"{path.parent.name} audits and does not tell: {untold}"


def test_a_fact_that_is_only_audited_is_found() -> None:
    assert "Gone" not in told_in("def go():\n    audit.record('Gone', actor=actor)\n    told.Gone(1)\n")
    assert "Gone" not in told_in("def go():\n    row = told.Gone(1)\ndef other():\n    facts.publish(x)\n")
    assert "Gone" in told_in("def go():\n    gone = told.Gone(1)\n    facts.publish(gone, actor=actor)\n")


def test_what_sql_writes_into_the_audit_as_a_fact_is_told_beside_it() -> None:
    """`SignupMade`, `CheckedIn`: the database function audits, the action that calls it tells."""
    audited = re.compile(r"INSERT INTO kit_auditevent.*?VALUES \(p_at, '(\w+)'", re.DOTALL)
    seen = set()
    for path in sorted(HOME.glob("*/sql/*.sql")):
        room = path.parent.parent
        for name in audited.findall(path.read_text()):
            if name in facts_of(room / "facts.py"):
                seen.add(name)
                assert name in told_by(room), f"{path.name} writes {name}, and nobody tells it"
    assert {"SignupMade", "CheckedIn"} <= seen


def test_every_job_is_named_in_words() -> None:
    ours = {name for name in app.tasks if not name.startswith("builtin")}
    assert ours - {name for name in ours if "procrastinate" in name} <= set(rooms.job_words())
