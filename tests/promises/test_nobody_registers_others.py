"""Every writer of registrations and consents is known by name: a new one is looked at by somebody (R001).

Walked over the source: actions and bulk doors of all rooms, and what SQL writes. Nothing of the rosters is among them.
"""

import ast
import re
from collections.abc import Iterator

from tests.house.rooms import PACKAGE, sources

TABLES = {"Registration": "people_registration", "Consent": "people_consent", "Person": "people_person"}
_CREATING = {"create", "bulk_create", "get_or_create", "update_or_create", "add", "insert_many"}
_SQL = re.compile(r"(?:INSERT\s+INTO|COPY)\s+(people_(?:registration|consent|person))\b", re.IGNORECASE)

# Who makes a row, and by whose act. All of people's own: the person, or a clerk before whom the person stands.
WRITERS = {
    "people/actions/guardians.py:note_agreed -> Consent": "the guardian's own, witnessed, or signed on paper",
    "people/actions/two_guardians.py:take_up_consents -> Consent": "what the guardian agreed to, in force from now on",
    "people/actions/giving.py:give_consent -> Consent": "called by the acts below, with who gave it",
    "people/actions/registrations.py:_make_person -> Person": "register_self and register_on_site alone",
    "people/actions/registrations.py:_make_registration -> Registration": "the two above, and rejoin",
    "people/bulk.py:add_consents -> Consent": "the invented city and tests",
    "people/bulk.py:add_persons -> Person": "the invented city and tests",
    "people/bulk.py:add_registrations -> Registration": "the invented city and tests",
}


def _makers(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Function and table of every call that makes a row of one of the tables."""
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        for node in ast.walk(function):
            if not isinstance(node, ast.Call):
                continue
            said = ast.unparse(node.func)
            first = ast.unparse(node.args[0]) if node.args else ""
            for table in TABLES:
                made = re.fullmatch(rf"(?:\w+\.)*{table}(?:\.objects)?(?:\.(\w+))?", said)
                if made and (made[1] in _CREATING or made[1] is None):
                    yield function.name, table
                if said.rpartition(".")[2] in _CREATING and re.fullmatch(rf"(?:\w+\.)*{table}", first):
                    yield function.name, table


def test_r001_every_writer_of_persons_registrations_and_consents_is_known() -> None:
    found = set()
    for _room, path, tree in sources():
        name = str(path.relative_to(PACKAGE))
        found |= {f"{name}:{function} -> {table}" for function, table in _makers(tree)}
        found |= {f"{name}:sql -> {table}" for table in _SQL.findall(path.read_text("utf-8"))}
    for path in PACKAGE.rglob("*.sql"):
        found |= {f"{path.relative_to(PACKAGE)}:sql -> {table}" for table in _SQL.findall(path.read_text("utf-8"))}
    assert found == set(WRITERS), "say here by whose act the row is made"
    assert not {one for one in found if one.startswith("rosters/")}


def test_r001_of_all_acts_that_agree_or_register_the_rosters_know_only_the_guardians_paper() -> None:
    """A roster leads to people's doors; the one that it may press itself takes down what a guardian has signed."""
    pressed = set()
    for room, path, tree in sources():
        calls = (node for node in ast.walk(tree) if room == "rosters" and isinstance(node, ast.Call))
        for node in calls:
            said = ast.unparse(node.func)
            if re.search(r"\b(register|rejoin|agree|give_consent|answer_on_paper|note_agreed)", said):
                pressed.add(f"{path.relative_to(PACKAGE)}: {said}")
    assert pressed == {"rosters/actions/papers.py: people.answer_on_paper"}
