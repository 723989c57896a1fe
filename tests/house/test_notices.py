"""The notice of licences names everything that is handed on, and the run-time lock holds nothing that only builds."""

import re

from scripts import notices

ROW = re.compile(r"^\| (\S+) \| (\S+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)


def rows() -> dict[str, tuple[str, str]]:
    """Name -> (version, licence), as the notice has them."""
    found = {}
    for part in notices.NOTICE.read_text(encoding="utf-8").split("\n## ")[1:]:
        licence = part.partition("\n")[0]
        found |= {name: (version, licence) for name, version, _, _ in ROW.findall(part) if name != "package"}
    return found


def test_every_locked_package_stands_in_the_notice_in_its_version() -> None:
    told = {name: version for name, (version, _) in rows().items()}
    wrong = {name: version for name, version in notices.locked().items() if told.get(name) != version}
    assert not wrong, f"make notices: {wrong}"


def test_every_package_for_browsers_stands_in_the_notice() -> None:
    assert not set(notices.browser_packages()) - set(rows()), "make notices"


def test_no_licence_is_unknown_and_each_is_what_the_package_says() -> None:
    told = {name: licence for name, (_, licence) in rows().items()}
    said = {package.name: package.licence for package in notices.python_packages()}
    assert notices.UNKNOWN not in {*told.values(), *said.values()}
    assert said.items() <= told.items(), "make notices"


def test_words_of_metadata_become_one_licence_each() -> None:
    assert notices.licence_of(["", "", "MIT License"], "") == "MIT"
    assert notices.licence_of(["Apache-2.0 OR BSD-3-Clause"], "") == "Apache-2.0 OR BSD-3-Clause"
    assert notices.licence_of(["BSD"], "Neither the name of the author") == "BSD-3-Clause"
    assert notices.licence_of(["BSD License"], "two clauses") == "BSD-2-Clause"
    assert notices.licence_of(["BSD-0-Clause"], "") == "0BSD"
    assert notices.licence_of(["", "", "Other/Proprietary License"], "") == notices.UNKNOWN
    assert notices.licence_of(["UNLICENSED"], "") == notices.UNKNOWN
    assert notices.licence_of(["SEE LICENSE IN LICENSE.md"], "") == notices.UNKNOWN
    assert notices.licence_of([], "") == notices.UNKNOWN


def test_the_notice_carries_no_address() -> None:
    assert "://" not in notices.NOTICE.read_text(encoding="utf-8")


def test_build_tools_stay_out_of_the_run_time_lock() -> None:
    assert not {"hatchling", "editables", "pluggy", "trove-classifiers"} & set(notices.locked())


def test_what_stands_in_two_locks_stands_there_in_one_version() -> None:
    # They are installed over one another: the second would change what the first brought.
    run, build, dev = (notices.locked(f"{name}.txt") for name in ("run", "build", "dev"))
    for one, other in ((run, dev), (run, build), (dev, build)):
        assert {name: one[name] for name in one.keys() & other.keys()} == {
            name: other[name] for name in one.keys() & other.keys()
        }
