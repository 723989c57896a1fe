"""What somebody typed never runs as a formula, in whichever program a file is opened."""

import pytest

from baiying.ui import workbooks


@pytest.mark.parametrize("text", ["=1+1", " =1+1", "\n=1", "\u00a0@A1", "\u200b+1", "＝1+1", "－1", "＠A1", "\t=1"])
def test_what_a_program_would_run_is_put_in_quotes(text: str) -> None:
    assert workbooks.harmless(text) == f"'{text}"


@pytest.mark.parametrize("value", [-3, 2.5, "三=3", "a-b", "", "１２"])
def test_numbers_and_words_stay_as_they_are(value: object) -> None:
    assert workbooks.harmless(value) == str(value)
