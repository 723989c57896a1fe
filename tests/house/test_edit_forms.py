"""A form that shows what a row holds carries the version it showed, so that no old page overwrites another's change."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house import rooms

# A form that begins with something, and does not edit a row that another may change meanwhile: why not.
_DAY = "begins with today, or with who looks; of the row it shows nothing"
_NEW = "makes something new"
_OWN = "an own registration under way, on one device"
_ROLL = "lines of a paper roll: what is on record of each is shown, and a second person decides"
EXCEPT = {
    "rosters/views/desk.py:new": _NEW,
    "accounts/views/lists.py:list_new": _NEW,
    "accounts/views/notes.py:note_new": _NEW,
    "accounts/views/ended.py:term_ended": _NEW,
    "rosters/views/drives.py:new_drive": _NEW,
    "rosters/views/papers.py:_paper": _NEW,
    "accounts/views/log_in.py:log_in": "the phone of whoever logs in",
    "accounts/views/security.py:passkey_new": _NEW,
    "accounts/views/security.py:recovery_codes": "carries which set the page saw, and is refused for another",
    "activities/views/notes.py:notes": _NEW,
    "activities/views/publishing.py:gate_page": "every answer is kept beside the one before, and a turn is asked why",
    "circulars/views/received.py:_page": "signs the version whose number the page shows",
    "circulars/views/writing.py:new": _NEW,
    "complaints/views/public.py:complaints": "looks for something",
    "complaints/views/public.py:new": _NEW,
    "dashboards/views/targets.py:area_targets": "shows no target: it sets one of many, and every one is kept",
    "hours/views/check_in.py:attendance": "the volunteer's own word about the own end, kept beside the one before",
    "hours/views/paper.py:_extra_keys": _ROLL,
    "hours/views/paper.py:_kept": _ROLL,
    "people/views/doubts.py:_page": "confirms the finding that the page showed, and no other",
    "people/views/doubts.py:doubt_words": "the own words of whom it is about",
    "people/views/mine.py:_profile_page": "the own name, after a check that failed",
    "people/views/record.py:record_page": "which document was seen, asked anew each time",
    "people/views/registering.py:register": _OWN,
    "people/views/registering.py:register_guardian": _OWN,
    "people/views/registering.py:register_interests": _OWN,
    "people/views/registering.py:register_name": _OWN,
    "people/views/spot_checks.py:spot_check": "what was found is corrected by the finder alone (AlreadyFound)",
    "people/views/spot_checks.py:spot_check_call": "what was found is corrected by the finder alone (AlreadyFound)",
    "places/views/coverage.py:coverage": _DAY,
    "places/views/exemptions.py:exemptions": _DAY,
    "places/views/handbook.py:new": "writes the next version, and says when another wrote one (instead_of)",
    "places/views/haves.py:new": _NEW,
    "places/views/imports.py:_unanswered": "answers to a report, which stands in `seen`: an old one is refused",
    "places/views/imports.py:imports": _DAY,
    "places/views/opening.py:_page": "says something new of some days; a line is withdrawn, never rewritten",
    "places/views/populations.py:new": _DAY,
    "places/views/staff.py:end": _DAY,
    "places/views/staff.py:looks": _DAY,
    "places/views/staff.py:staff": "appoints somebody new; a record is ended, resumed or withdrawn, never rewritten",
    "privacy/views/breaches.py:_page": "steps and people are added to a case; its facts are never edited",
    "privacy/views/breaches.py:new": _NEW,
    "privacy/views/guarding.py:receiver_new": _NEW,
    "privacy/views/holds.py:new": _NEW,
    "privacy/views/registers.py:assessment_new": _NEW,
    "privacy/views/requests.py:at_desk": _NEW,
    "privacy/views/requests.py:new": _NEW,
    "teams/views/applying.py:new": _NEW,
    "teams/views/categories.py:new": _NEW,
    "teams/views/categories.py:edit": "a name from a day on is added to those before it, never rewritten",
    "teams/views/categories.py:end": _DAY,
    "teams/views/applying.py:edit": "the own application, sent again from the round that the page showed, and no other",
    "teams/views/applying.py:refusal": "decides the round that the page showed, and no other",
    "ui/views.py:preferences": "a cookie of the own browser",
}


def _functions(path: Path, tree: ast.Module) -> list[ast.FunctionDef]:
    parts = path.relative_to(rooms.PACKAGE).parts
    if len(parts) < 2 or rooms.inside(path) != "views":
        return []
    return [node for node in tree.body if isinstance(node, ast.FunctionDef)]


def _begun(node: ast.AST) -> Iterator[ast.Call]:
    """Calls that make a form which begins with something."""
    for one in ast.walk(node):
        if isinstance(one, ast.Call) and any(key.arg in ("initial", "instance", "standing") for key in one.keywords):
            yield one


def _guards(node: ast.AST) -> bool:
    names = {ast.unparse(one.func) for one in ast.walk(node) if isinstance(one, ast.Call)}
    return any(name in ("_guard", "shown.guard", "shown.keep") for name in names)


def _found() -> dict[str, bool]:
    """Every function of views that makes such a form, and whether it gives the form its version."""
    found = {}
    for _room, path, tree in rooms.sources():
        for node in _functions(path, tree):
            if any(_begun(node)):
                found[f"{path.relative_to(rooms.PACKAGE).as_posix()}:{node.name}"] = _guards(node)
    return found


def test_every_form_that_edits_a_row_carries_the_version_it_showed() -> None:
    wrong = sorted(where for where, guarded in _found().items() if not guarded and where not in EXCEPT)
    assert not wrong, f"say shown.guard(…) of baiying.ui, or here why no row is edited: {wrong}"


def test_the_exceptions_are_there() -> None:
    found = _found()
    gone = sorted(where for where in EXCEPT if where not in found or found[where])
    assert not gone, f"no form of that place begins with anything any more: {gone}"


def test_views_that_guard_are_asked_one_at_a_time() -> None:
    wrong = []
    for _room, path, tree in rooms.sources():
        for node in _functions(path, tree):
            views = {ast.unparse(one) for one in node.decorator_list}
            asked = any("needs" in one or one == "signed_in" for one in views)
            if asked and _guards(node) and "shown.one_at_a_time" not in views:
                wrong.append(f"{path.relative_to(rooms.PACKAGE).as_posix()}:{node.name}")
    assert not wrong, f"two who save at one moment come after each other: {wrong}"
