"""Only actions and bulk write, SQL keeps to its floor, functions take few things, and the clock is passed in."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from tests.house.rooms import PACKAGE, ROOT, floors, inside, is_below, rooms, sources, strings

MAY_WRITE = {"actions", "bulk"}
# Whatever it is called on, nothing but rows is written by a method of this name.
ALWAYS_ROWS = {"bulk_create", "insert_many", "bulk_update", "get_or_create", "update_or_create"}
SAVE_ARGUMENTS = {"update_fields", "force_insert", "force_update", "using"}
WRITING_SQL = re.compile(
    r"\b(?:INSERT\s+INTO|DELETE\s+FROM|TRUNCATE(?:\s+TABLE)?|UPDATE(?:\s+ONLY)?)\s+[\"{]?\w+|\bCOPY\s+\w+[^;]*\bFROM\s+STDIN",
)


def doors_of(tree: ast.Module) -> set[str]:
    """The names under which a module knows actions: calling those is no writing of its own."""
    return {
        name.asname or name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for name in node.names
        if "actions" in f"{node.module}.{name.name}".split(".")
    }


def writes_rows(call: ast.Call, method: str, on: str) -> bool:
    """Whether a call of this shape writes rows. Spreadsheets are saved, dicts updated and files deleted otherwise."""
    plain = [a for a in call.args if not (isinstance(a, ast.Constant) and isinstance(a.value, bool))]
    if method in ALWAYS_ROWS:
        return True
    if method == "save":
        return not plain and {k.arg for k in call.keywords} <= SAVE_ARGUMENTS
    if method == "update":
        return bool(call.keywords) and not call.args
    if method == "delete":
        return not call.args
    return method == "create" and ("objects" in on or "_default_manager" in on or on.endswith(")"))


def writes(tree: ast.Module) -> Iterator[int]:
    actions = doors_of(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            on = ast.unparse(node.func.value)
            method = node.func.attr.removeprefix("a") if node.func.attr.startswith("a") else node.func.attr
            if re.split(r"[.(]", on)[0] not in actions and (
                writes_rows(node, node.func.attr, on) or (method in ALWAYS_ROWS and writes_rows(node, method, on))
            ):
                yield node.lineno
    yield from (line for line, text in strings(tree) if WRITING_SQL.search(text))


# What saves every column of a row that it has not locked itself, and why nothing of another's is written over.
WHOLE_AND_UNLOCKED = {
    "activities/actions/plans.py keep_draft": "what one account typed, on a page of its own",
    "complaints/actions/deciding.py _end": "its callers have locked the complaint",
    "places/actions/import_report.py note": "its callers have locked the import",
    "places/actions/imports.py import_divisions": "the row has just been made",
}


def saves_whole(tree: ast.Module) -> Iterator[str]:
    """Functions that save a row with all its columns, and lock nothing: they put back what others changed meanwhile."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef):
            continue
        calls = [one for one in ast.walk(node) if isinstance(one, ast.Call)]
        whole = any(
            isinstance(one.func, ast.Attribute) and one.func.attr == "save" and not one.args and not one.keywords
            for one in calls
        )
        locks = any(re.match(r"(locked\.|lock$|locks\.)", ast.unparse(one.func)) for one in calls)
        if whole and not locks:
            yield node.name


def test_a_row_read_without_a_lock_is_saved_by_its_changed_columns() -> None:
    found = {
        f"{path.relative_to(PACKAGE).as_posix()} {name}"
        for room, path, tree in sources()
        if room not in {"kit", "config", "__init__.py"} and inside(path) in MAY_WRITE
        for name in saves_whole(tree)
    }
    assert found == set(WHOLE_AND_UNLOCKED), "lock the row, or save(update_fields=…): " + ", ".join(
        sorted(found ^ set(WHOLE_AND_UNLOCKED))
    )


def test_saving_a_whole_row_is_seen() -> None:
    assert list(saves_whole(ast.parse("def f():\n    row = Team.objects.get(pk=1)\n    row.save()"))) == ["f"]
    assert not list(saves_whole(ast.parse("def f():\n    row = locked.team(1)\n    row.save()")))
    assert not list(saves_whole(ast.parse("def f():\n    row.save(update_fields=['x'])")))


def test_only_actions_and_bulk_write() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line}"
        for room, path, tree in sources()
        if room not in {"kit", "config", "__init__.py"} and inside(path) not in MAY_WRITE
        for line in writes(tree)
    ]
    assert not wrong, "Writes belong in actions.py:\n" + "\n".join(wrong)


@pytest.mark.parametrize(
    "line",
    [
        "queries.rows().filter(x=1).update(y=2)", "queries.rows().update(y=2)", "rows.delete()", "row.save(True)",
        "row.save()", "form.save()", "Row.objects.create(x=1)", "Row.objects.filter(x=1).delete()",
        "cursor.execute('UPDATE places_site SET name = %s')", "cursor.execute(f'DELETE FROM {table} WHERE x')",
        "cursor.execute('WITH x AS (SELECT 1) INSERT INTO places_site SELECT 1')", "Row.objects.bulk_create(rows)",
        "team.members.get_or_create(x=1)", "cursor.copy('COPY places_site (id) FROM STDIN')",
    ],
)  # fmt: skip
def test_every_shape_of_writing_is_seen(line: str) -> None:
    assert list(writes(ast.parse(line)))


@pytest.mark.parametrize(
    "line",
    [
        "values.update(found)", "digest.update(b'x')", "book.save(stream)", "storage.delete(name)",
        "from baiying.hours import actions as hours\nhours.rows().update(x=1)", "messages.create(x=1)",
        "'''Rows that UPDATE places_site would change.'''",
    ],
)  # fmt: skip
def test_what_only_looks_like_writing_is_not(line: str) -> None:
    assert not list(writes(ast.parse(line)))


# room -> the tables of rooms below that its SQL may name, and why it does not go through their queries.
_AUDIT = "the hot statement writes its own audit row, so that an act and its trace are one round trip"
_ALIVE = "the hot statement decides about the person in the same snapshot in which it writes"
_RULES = "which rules hold is decided in the statement; a test holds it equal to places.queries.rule_set"
_RECOUNT = "a recount joins the ledger with people and places in one statement, or it would move a city to Python"
_PAGE = "one statement for a page that is opened most, instead of one for each row"
_FLOOR = "what a law fixes is kept by a trigger, also where rows come in by COPY"
_CLOSED = "a trigger asks at commit who still holds an office, whose account is open"
_MERGED = "a trigger refuses what comes to name a record that was merged while it waited"
_MARK = "a trigger stands on the table whose rows it marks"
MAY_NAME: dict[str, dict[str, str]] = {
    "places": {"kit_auditevent": _MARK},
    "people": {"places_division": _RULES},
    "teams": {"accounts_account": _CLOSED, "people_person": _MERGED},
    "activities": {
        "accounts_account": "who leads is named to whoever signs up, in the one small read before the press",
        "kit_auditevent": _AUDIT,
        "people_person": _ALIVE,
        "people_registration": _ALIVE,
        "places_calendarday": _RULES,
        "places_division": _PAGE,
        "places_legalfloor": _FLOOR,
        "teams_team": _PAGE,
    },
    "hours": {
        "kit_auditevent": _AUDIT,
        "people_person": _ALIVE,
        "people_registration": _ALIVE,
        "activities_signup": _ALIVE,
        "activities_shift": _ALIVE,
        "activities_activity": _ALIVE,
        "places_division": _RULES,
        "teams_team": _PAGE,
    },
    "figures": {
        "hours_hourentry": _RECOUNT,
        "people_person": _RECOUNT,
        "people_counting": _RECOUNT,
        "people_dormancy": _RECOUNT,
        "people_move": _MARK,
        "places_division": _RECOUNT,
        "places_divisionversion": _RECOUNT,
        "places_population": _PAGE,
    },
}


def named_in_sql() -> Iterator[tuple[str, str, Path]]:
    """Every table that a room's SQL names, in .sql files and in texts of code: room, table, file."""
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    for path in sorted(PACKAGE.glob("*/sql/*.sql")):
        for word in set(re.findall(r"\w+", re.sub(r"--.*", "", path.read_text(encoding="utf-8")))) & tables:
            yield path.relative_to(PACKAGE).parts[0], word, path
    for room, path, tree in sources():
        for word in {word for _, text in strings(tree) if " " in text for word in re.findall(r"\w+", text)} & tables:
            yield room, word, path


def test_sql_names_only_tables_that_the_list_allows() -> None:
    wrong, used = [], set()
    for room, table, path in named_in_sql():
        owner = table.split("_")[0]
        # The queue's own tables are read by kit alone.
        if owner == room or room == "config" or (room, owner) == ("kit", "procrastinate"):
            continue
        if table in MAY_NAME.get(room, {}):
            used.add((room, table))
        else:
            wrong.append(f"{path.relative_to(ROOT)} names {table}")
    listed = {(room, table) for room, tables in MAY_NAME.items() for table in tables}
    wrong += [f"MAY_NAME[{room!r}] lists {table} for nothing" for room, table in sorted(listed - used)]
    assert not wrong, "Ask the other room's queries, or list the table with a reason:\n" + "\n".join(sorted(wrong))


def test_the_list_of_tables_points_down_and_gives_reasons() -> None:
    wrong = [
        f"{room} names {table}"
        for room, tables in MAY_NAME.items()
        for table, why in tables.items()
        if not (table.split("_")[0] in rooms() and is_below(table.split("_")[0], room)) or len(why) < 20
    ]
    assert not wrong, "Tables of rooms below only, each with its reason:\n" + "\n".join(wrong)


def test_sql_calls_only_functions_of_rooms_below() -> None:
    functions = {f"{path.parts[-3]}_{path.stem}": path.parts[-3] for path in PACKAGE.glob("*/sql/*.sql")}
    wrong = []
    for path in PACKAGE.glob("*/sql/*.sql"):
        room = path.parts[-3]
        for word in set(re.findall(r"\w+", path.read_text(encoding="utf-8"))) & set(functions):
            if functions[word] != room and not is_below(functions[word], room):
                wrong.append(f"{path.relative_to(ROOT)} calls {word}")
    assert not wrong, "\n".join(wrong)


MOST_PARAMETERS = 7
# Functions from before the limit. The number may only go down; one that keeps to the limit leaves the list.
TOO_MANY: dict[str, int] = {
    "activities/views/publishing.py _ask": 8,
    "demo/builders/activities.py activity": 12,
    "demo/builders/hours.py attendance": 9,
    "demo/builders/hours.py entry": 11,
    "demo/builders/people.py person": 17,
    "figures/rules/catalogue.py figure": 9,
    "people/bulk.py person": 9,
    "people/queries/standings.py _standing": 8,
}


def parameters(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """How many things a function takes. `actor` and `at`, which every action takes by name, are not counted."""
    given = [*node.args.posonlyargs, *node.args.args]
    named = [a for a in node.args.kwonlyargs if a.arg not in {"actor", "at"}]
    return len([a for a in given if a.arg not in {"self", "cls"}]) + len(named)


def test_functions_take_at_most_seven_things() -> None:
    found = {
        f"{path.relative_to(PACKAGE)} {node.name}": parameters(node)
        for _, path, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and parameters(node) > MOST_PARAMETERS
    }
    wrong = [f"{name}: {count}" for name, count in found.items() if count > TOO_MANY.get(name, MOST_PARAMETERS)]
    assert not wrong, "Give what belongs together as one frozen dataclass:\n" + "\n".join(wrong)
    better = [f"{name}: {found.get(name, 0)}" for name, count in TOO_MANY.items() if found.get(name, 0) < count]
    assert not better, "Shorten the list TOO_MANY:\n" + "\n".join(better)


# Where the clock is read: at the edge. Everything below gets the instant as `at`.
# `apps`: what runs after a migration.
# A template tag draws a part of a page.
EDGES = {"views", "jobs", "api", "apps", "templatetags"}
# Readings from before the rule. The number may only go down.
READ_INSIDE: dict[str, int] = {
    "accounts/access.py": 1,
    # Whose hand acts is asked in every room, where many know no instant; who stands in is today’s question.
    "accounts/hands.py": 2,
    "figures/reconcile.py": 3,
    "hours/access.py": 3,
    "people/access.py": 1,
    # Who is told is asked in many places that know no instant; whether a ward is of age is today’s question.
    "people/queries/guardians.py": 1,
    "teams/access.py": 4,
}


def test_the_clock_is_read_at_the_edge() -> None:
    found: Counter[str] = Counter()
    for room, path, tree in sources():
        # What formats a moment for a reader reads it in the ui; the composition is an edge itself.
        if room in {"kit", "ui", "config", "__init__.py"} or inside(path) in EDGES:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"clock.now", "timezone.now", "datetime.now"}:
                found[path.relative_to(PACKAGE).as_posix()] += 1
    wrong = [f"{name}: {count}" for name, count in found.items() if count > READ_INSIDE.get(name, 0)]
    assert not wrong, "Take the instant as `at`:\n" + "\n".join(wrong)
    better = [f"{name}: {found[name]}" for name, count in READ_INSIDE.items() if found[name] < count]
    assert not better, "Shorten the list READ_INSIDE:\n" + "\n".join(better)


# Who sends words in the sender's language, and why that is right there.
IN_THE_SENDERS_LANGUAGE = {
    "accounts/actions/codes.py": "a log-in code goes to the one who asks for it now",
    "hours/actions/telling.py": "a writer of kept words is called in the reader's language",
}
SENDING = re.compile(r"^(notices\.write\w*|telling\.\w+|_?tell\w*)$")


def test_messages_to_others_are_kept_words() -> None:
    """`gettext` speaks the language of the one who acts; a message is read by somebody else (`kit.kept`)."""
    found = set()
    for room, path, tree in sources():
        if room in {"config", "__init__.py"} or inside(path) not in MAY_WRITE | {"jobs"}:
            continue
        sends = any(isinstance(n, ast.Call) and SENDING.match(ast.unparse(n.func)) for n in ast.walk(tree))
        speaks = any(
            isinstance(node, ast.ImportFrom)
            and node.module == "django.utils.translation"
            and {name.name for name in node.names} & {"gettext", "ngettext", "pgettext", "npgettext"}
            for node in ast.walk(tree)
        )
        if sends and speaks:
            found.add(path.relative_to(PACKAGE).as_posix())
    assert found == set(IN_THE_SENDERS_LANGUAGE), "Write messages with `kit.kept.translate`: " + ", ".join(
        sorted(found ^ set(IN_THE_SENDERS_LANGUAGE))
    )


def test_every_room_has_its_floor() -> None:
    assert set(rooms()) <= frozenset().union(*floors())
