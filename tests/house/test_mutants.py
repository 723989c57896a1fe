"""The kept mutants can still be planted, and name tests that exist."""

from pathlib import Path

import pytest

from tests.mutants.kept import ROOT, Mutant, mutants


@pytest.mark.parametrize("mutant", mutants(), ids=lambda mutant: mutant.id)
def test_the_mutant_can_be_planted_and_names_tests_that_exist(mutant: Mutant) -> None:
    assert mutant.planted((ROOT / mutant.file).read_text(encoding="utf-8"))
    assert mutant.find != mutant.replace
    assert mutant.says
    assert mutant.tests
    for test in mutant.tests:
        path, _, name = test.partition("::")
        assert (ROOT / path).exists(), path
        if name and Path(path).suffix == ".py":
            assert f"def {name.partition('[')[0]}(" in (ROOT / path).read_text(encoding="utf-8"), test


def test_every_mutant_has_a_name_of_its_own() -> None:
    ids = [mutant.id for mutant in mutants()]
    assert len(ids) == len(set(ids))
