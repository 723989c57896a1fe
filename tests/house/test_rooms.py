"""A room hangs itself in: what its room.py brings is whole, leads somewhere, and has words that people can read."""

import ast
import dataclasses
import re
from collections import Counter
from collections.abc import Iterator
from importlib import import_module

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db.models import Model, UniqueConstraint
from django.urls import reverse
from procrastinate.contrib.django import app

from baiying.config import schedule, wiring
from baiying.kit import facts
from baiying.kit.rooms import NamesPerson, Room, brought, called
from tests.house.rooms import PACKAGE, imports, is_below, rooms, sources, strings

# It gathers what the others bring.
WITHOUT_ROOM = {"config"}
CHINESE = re.compile(r"[\u3400-\u9fff]")


def board() -> list[tuple[str, Room]]:
    return list(brought().items())


def test_every_room_is_installed_and_brings_what_it_has() -> None:
    expected = set(rooms()) - WITHOUT_ROOM
    assert {
        name.removeprefix("baiying.") for name in settings.INSTALLED_APPS if name.startswith("baiying.")
    } == expected
    assert set(brought()) == expected, "Each room has a room.py with a ROOM"


def test_room_py_is_light() -> None:
    """Values and dotted names: own rights and rules, facts and rights of rooms below, and the words of kit.rooms."""
    wrong = []
    for room, path, tree in sources():
        if path.name != "room.py" or path.parent.parent != PACKAGE:
            continue
        for name in imports(tree):
            top, *rest = name.split(".")
            is_light = top in {"django", "datetime"} or rest[:1] == ["kit"]
            if not is_light and not (top == "baiying" and rest[1] in {"rights", "facts", "rules"}):
                wrong.append(f"{room}/room.py imports {name}")
    assert not wrong, "Name it with dots instead:\n" + "\n".join(wrong)


@pytest.mark.parametrize("name", sorted(set(rooms()) - WITHOUT_ROOM))
def test_what_a_room_names_is_there(name: str) -> None:
    room = brought()[name]
    if room.addresses:
        import_module(room.addresses)
    elif (PACKAGE / name / "urls.py").exists():
        pytest.fail(f"{name}/room.py does not bring its addresses", pytrace=False)
    named = [
        room.api,
        *(slot.name for slot in (*room.piles, *room.cards, *room.offers)),
        *(entry.when for entry in room.entries),
        *(page.when for page in room.offices),
    ]
    for dotted in filter(None, named):
        assert dotted.startswith(f"baiying.{name}."), f"{name}/room.py names {dotted} of another room"
        called(dotted)
    for page in (*room.offices, *room.entries):
        reverse(page.page)


def test_no_two_pages_of_the_navigation_claim_one_place() -> None:
    taken = Counter(page.order for _, room in board() for page in room.offices)
    taken_entries = Counter((entry.menu, entry.order) for _, room in board() for entry in room.entries)
    assert not [order for order, times in (taken + Counter()).items() if times > 1]
    assert not [place for place, times in taken_entries.items() if times > 1]


def test_listeners_stand_above_and_are_jobs_of_their_room() -> None:
    for name, room in board():
        for fact, jobs in room.listeners.items():
            home = fact.__module__.split(".")[1]
            assert home == name or is_below(home, name), f"{name} cannot hear {fact.__name__} of {home}"
            assert all(job.startswith(f"{name}.") and job in app.tasks for job in jobs), (name, jobs)
    assert wiring.listeners().keys() == {fact for _, room in board() for fact in room.listeners}


def test_clockwork_sets_jobs_of_its_own_room() -> None:
    for name, room in board():
        assert all(job.startswith(f"{name}.") and job in app.tasks for job in room.clockwork), name
    assert set(schedule.recurring()) <= {name for name, _ in app.periodic_registry.periodic_tasks}


def rule_classes() -> Iterator[type]:
    """Every kind of dated rules: a dataclass with KIND in the rules of a room."""
    for _room, path, tree in sources():
        if any(isinstance(n, (ast.Assign, ast.AnnAssign)) and "KIND" in ast.unparse(n)[:12] for n in ast.walk(tree)):
            parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
            module = import_module(".".join(part for part in parts if part != "__init__"))
            for value in vars(module).values():
                if (
                    dataclasses.is_dataclass(value)
                    and getattr(value, "KIND", "")
                    and value.__module__ == module.__name__
                ):
                    yield value  # type: ignore[misc]


def test_no_two_kinds_of_rules_have_one_name() -> None:
    """A version is found by the name of its kind: two of one name would read each other's values."""
    names = sorted(kind.rules.KIND for _, room in board() for kind in room.rule_kinds)
    assert names == sorted(set(names))


def test_every_rule_has_words_for_the_official_who_changes_it() -> None:
    words = {kind.rules: kind.labels for _, room in board() for kind in room.rule_kinds}
    wrong = [f"{kind.__name__} is in no room.py (rule_kinds)" for kind in rule_classes() if kind not in words]
    for kind, labels in words.items():
        fields = {field.name for field in dataclasses.fields(kind)}
        wrong += [f"{kind.__name__}.{name} has no words" for name in sorted(fields - set(labels))]
        wrong += [f"{kind.__name__} has words for {name}, which is no field" for name in sorted(set(labels) - fields)]
    for kind in (kind for _, room in board() for kind in room.rule_kinds if kind.groups):
        grouped = sorted(name for _, names in kind.groups for name in names)
        if grouped != sorted(field.name for field in dataclasses.fields(kind.rules)):
            wrong.append(f"{kind.rules.__name__}: every field stands in one of its groups, once")
    assert not wrong, "Name them in room.py (rule_kinds):\n" + "\n".join(wrong)


EVENT = re.compile(r"^(?:[A-Z][a-z]+){2,}$|^[A-Z][a-z]+ed$")


def fact_classes(base: type = facts.Fact) -> Iterator[type[facts.Fact]]:
    for kind in base.__subclasses__():
        if kind.__module__.startswith("baiying."):
            yield kind
        yield from fact_classes(kind)


def told_actions() -> Iterator[tuple[str, str]]:
    """Every code that an audit row may carry, and where: facts, what `audit.record` is given, what SQL writes."""
    for room, path, tree in sources():
        if path.name == "facts.py":
            import_module(f"baiying.{room}.facts")
        records = [
            n for n in ast.walk(tree) if isinstance(n, ast.Call) and ast.unparse(n.func).endswith("audit.record")
        ]
        for call in records:
            if isinstance(call.args[0], ast.Constant):
                yield str(call.args[0].value), path.name
            elif isinstance(call.args[0], ast.JoinedStr):
                # A family of codes: its members stand in a Literal of the same file.
                head = str(getattr(call.args[0].values[0], "value", ""))
                subscripts = [n for n in ast.walk(tree) if isinstance(n, ast.Subscript)]
                literals = [n for n in subscripts if ast.unparse(n.value) == "Literal"]
                members = [c for n in literals for c in ast.walk(n.slice) if isinstance(c, ast.Constant)]
                assert members, f"{path} makes up codes for the audit: list them as a Literal"
                yield from ((f"{head}{member.value}", path.name) for member in members)
            elif isinstance(call.args[0], (ast.Name, ast.Attribute)):
                # Handed in: whatever in this file or this room's constants looks like the name of an event.
                yield from ((text, path.name) for _, text in strings(tree) if EVENT.match(text))
    for kind in fact_classes():
        yield kind.__name__, kind.__module__
    for path in PACKAGE.glob("*/sql/*.sql"):
        text = path.read_text(encoding="utf-8")
        if "kit_auditevent" in text:
            yield from ((code, path.name) for code in re.findall(r"'((?:[A-Z][a-z]+){2,})'", text))


def test_every_act_in_the_audit_has_words() -> None:
    """An auditor reads "寄出感谢", not `ThanksGiven`."""
    known = {code for _, room in board() for code in room.audit_actions}
    missing = sorted({f"{code} ({where})" for code, where in told_actions() if code not in known})
    assert not missing, "Name them in room.py (audit_actions):\n" + "\n".join(missing)
    twice = [code for code, times in Counter(c for _, r in board() for c in r.audit_actions).items() if times > 1]
    assert not twice, f"Two rooms name {twice}"


def told_subjects() -> Iterator[tuple[str, str]]:
    for _room, path, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.keyword) and node.arg == "subject" and isinstance(node.value, ast.Tuple):
                first = node.value.elts[0]
                if isinstance(first, ast.Constant):
                    yield str(first.value), path.name
    for kind in fact_classes():
        yield kind.subject, kind.__module__


def test_every_thing_in_the_audit_has_words() -> None:
    known = {code for _, room in board() for code in room.audit_subjects}
    missing = sorted({f"{code} ({where})" for code, where in told_subjects() if code and code not in known})
    assert not missing, "Name them in room.py (audit_subjects):\n" + "\n".join(missing)


def columns_that_name_a_person() -> Iterator[str]:
    """Foreign keys to a person, and numbers kept in place of one; the person's own row is the record itself."""
    for model in apps.get_models():
        if not model.__module__.startswith("baiying.") or model._meta.label == "people.Person":
            continue
        for field in model._meta.concrete_fields:
            target = field.related_model
            is_person = target is not None and not isinstance(target, str) and target._meta.label == "people.Person"
            if is_person or field.name in {"person_id", "ward_id", "inbox"} or field.name.endswith("_person_id"):
                yield f"{model._meta.app_label}.{model.__name__}.{field.name}"


def test_every_table_that_names_a_person_says_what_merging_and_erasing_do() -> None:
    said: dict[str, NamesPerson] = {f"{name}.{one.column}": one for name, room in board() for one in room.names_person}
    found = set(columns_that_name_a_person())
    wrong = [f"{column}: not in room.py (names_person)" for column in sorted(found - set(said))]
    wrong += [f"{column}: no such column" for column in sorted(set(said) - found)]
    append_only = {f"{m._meta.app_label}.{m.__name__}." for m in apps.get_models() if getattr(m, "APPEND_ONLY", False)}
    for column, one in said.items():
        if column.rpartition(".")[0] + "." in append_only and (one.merged, one.erased) != ("stays", "stays"):
            wrong.append(f"{column}: the table is append-only, its rows can only stay")
    assert not wrong, "\n".join(wrong)


def kept_apart(model: type[Model], column: str) -> bool:
    """Whether the database keeps two rows of a table from being one person's, so that moving one may be refused."""
    if model._meta.get_field(column).unique:
        return True
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and column in constraint.fields:
            return True
        if isinstance(constraint, ExclusionConstraint) and f"{column}_id" in str(constraint.expressions):
            return True
    return False


def test_every_column_that_merging_changes_has_its_step() -> None:
    """U12: no column that names a person is forgotten: it stays, moves as it is, or its room says how."""
    wrong = []
    for name, room in board():
        stepped = {column for step in room.merge_steps for column in step.columns}
        said = {one.column: one.merged for one in room.names_person}
        wrong += [f"{name}.{column}: not in names_person" for column in sorted(stepped - set(said))]
        for column, merged in said.items():
            model, _dot, field = column.rpartition(".")
            if merged == "stays" and column in stepped:
                wrong.append(f"{name}.{column}: stays, and has a step")
            if merged == "one_stays" and column not in stepped:
                wrong.append(f"{name}.{column}: one stays, and no step says which")
            plain = merged == "moves" and column not in stepped
            if plain and kept_apart(apps.get_model(name, model), field):
                wrong.append(f"{name}.{column}: the database keeps two apart, and no step says which stays")
        for step in room.merge_steps:
            for dotted in (step.join, step.part, step.since, step.hinders, step.double):
                assert not dotted or callable(called(dotted))
    assert not wrong, "MergeStep in room.py:\n" + "\n".join(wrong)


def columns_that_name_a_team() -> Iterator[str]:
    """Foreign keys to a team, and numbers kept in place of one."""
    for model in apps.get_models():
        if not model.__module__.startswith("baiying."):
            continue
        for field in model._meta.concrete_fields:
            target = field.related_model
            is_team = target is not None and not isinstance(target, str) and target._meta.label == "teams.Team"
            if is_team or field.name == "team_id" or field.name.endswith("_team_id"):
                yield f"{model._meta.app_label}.{model.__name__}.{field.name}"


def test_every_table_that_names_a_team_says_what_merging_two_does() -> None:
    """Issue 9: no column that names a team is forgotten when two become one: it stays, or its room says how it goes."""
    said = {f"{name}.{one.column}": one for name, room in board() for one in room.names_team}
    found = set(columns_that_name_a_team())
    wrong = [f"{column}: not in room.py (names_team)" for column in sorted(found - set(said))]
    wrong += [f"{column}: no such column" for column in sorted(set(said) - found)]
    append_only = {f"{m._meta.app_label}.{m.__name__}." for m in apps.get_models() if getattr(m, "APPEND_ONLY", False)}
    stepped = {
        f"{name}.{column}" for name, room in board() for step in room.team_merge_steps for column in step.columns
    }
    # Written by the merge itself, which is the link between the two.
    stepped.add("teams.Team.merged_into")
    for column, one in said.items():
        if (one.merged == "stays") == (column in stepped):
            wrong.append(f"{column}: what does not stay has a step, and what stays has none")
        if column.rpartition(".")[0] + "." in append_only and one.merged != "stays":
            wrong.append(f"{column}: the table is append-only, its rows can only stay")
    wrong += [f"{column}: not in names_team" for column in sorted(stepped - set(said))]
    for _name, room in board():
        for step in room.team_merge_steps:
            for dotted in (step.join, step.part, step.since, step.hinders, step.counts):
                assert not dotted or callable(called(dotted))
    assert not wrong, "\n".join(wrong)
