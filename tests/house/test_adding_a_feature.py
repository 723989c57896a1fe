"""docs/adding-a-feature.md says what is so: its tests, commits and names exist, its commands parse."""

import re
import shlex
import subprocess
from pathlib import Path

import pytest

from tests.house.rooms import ROOT

PAGE = (ROOT / "docs" / "adding-a-feature.md").read_text(encoding="utf-8")
# The worked example itself is not there: whoever follows the page writes it.
INVENTED = {"thanks"}


def commands() -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    return sorted({line.strip() for block in blocks for line in block.splitlines() if line.strip()})


def words_of(command: str) -> list[str]:
    return [word for word in shlex.split(command) if not re.match(r"^[A-Z_]+=", word)]


@pytest.mark.parametrize("command", commands())
def test_a_command_runs_as_it_is_printed(command: str) -> None:
    words = words_of(command)
    if words[0] == "make":
        assert re.search(rf"^{words[1]}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
        return
    assert words[0].startswith(".venv/bin/"), "A newcomer has not entered the environment"
    assert (ROOT / words[0]).exists()
    if "pytest" in words[0]:
        named = [word for word in words if word.startswith("tests/") and not INVENTED & set(re.split(r"\W|_", word))]
        assert all((ROOT / name).exists() for name in named)
        return
    # Whether the program knows every option: it reads them all before it shows its help.
    if "django" in words:
        words = [word for word in words if word not in {"--name", "thanks"}]
        assert "DJANGO_SETTINGS_MODULE=" in command
    elif not any(word.startswith("tests.browser.") for word in words):
        words = [words[0], words[1]]
    done = subprocess.run([*words, "--help"], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr[-400:]
    known = done.stdout
    unknown = [w for w in words_of(command) if w.startswith("--") and w not in known]
    assert not unknown, f"{command} does not know {unknown}"


def test_the_tests_it_names_exist() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests" / "house").glob("*.py"))
    named = set(re.findall(r"`(test_\w+)`", PAGE))
    assert not [name for name in named if f"def {name}(" not in source]


def test_the_commit_to_copy_has_the_files_that_are_listed() -> None:
    found = re.search(r"`git show ([0-9a-f]{7,})`", PAGE)
    assert found
    shown = subprocess.run(
        ["git", "show", "--name-only", "--format=", found[1]], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if shown.returncode:
        # A copy without history (an archive, a shallow clone) cannot show it.
        assert not (ROOT / ".git").exists() or (ROOT / ".git" / "shallow").exists()
        return
    listed = re.findall(r"^(baiying/\S+?|tests/\S+?),?\s", PAGE, re.MULTILINE)
    assert listed
    assert not [name for name in listed if name not in shown.stdout]


def test_the_files_it_speaks_of_are_there() -> None:
    missing = []
    for name in re.findall(r"`((?:hours|baiying|tests|docs)/[\w/.]+\.\w+)`", PAGE):
        path = Path(name) if name.startswith(("baiying/", "tests/", "docs/")) else Path("baiying", name)
        if not INVENTED & set(re.split(r"\W|_", name)) and not (ROOT / path).exists():
            missing.append(name)
    assert not missing


def test_fixing_formats_before_it_complains_and_freezes_what_is_formatted() -> None:
    """What ruff finds may be what the formatter mends; a migration frozen before formatting would be called changed."""
    steps = (ROOT / "scripts" / "fix.sh").read_text(encoding="utf-8")
    order = ["check --fix --quiet --exit-zero", "ruff format", "freeze_migrations.py", "ruff check --quiet"]
    places = [steps.index(step) for step in order]
    assert places == sorted(places)
    assert "scripts/fix.sh" in (ROOT / "Makefile").read_text(encoding="utf-8")
