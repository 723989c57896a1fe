"""What somebody typed never runs as a formula, in whichever program a file is opened."""

import csv
import io

import pytest

from baiying.ui import taken, workbooks


@pytest.mark.parametrize("text", ["=1+1", " =1+1", "\n=1", "\u00a0@A1", "\u200b+1", "＝1+1", "－1", "＠A1", "\t=1"])
def test_what_a_program_would_run_is_put_in_quotes(text: str) -> None:
    assert workbooks.harmless(text) == f"'{text}"


@pytest.mark.parametrize("value", [-3, 2.5, "三=3", "a-b", "", "１２"])
def test_numbers_and_words_stay_as_they_are(value: object) -> None:
    assert workbooks.harmless(value) == str(value)


def test_a_long_text_leaves_in_few_pieces_and_no_line_is_lost() -> None:
    rows = [[f"王{n}", n, "a,b"] for n in range(3 * taken.LINES)]
    sent = list(taken.pieces(["姓名", "号", "词"], rows, [("由谁导出", "高明")]))
    assert len(sent) <= 6
    read = list(csv.reader(io.StringIO("".join(sent).removeprefix("\ufeff"))))
    assert read[0] == ["姓名", "号", "词"]
    assert read[1:-1] == [[name, str(n), word] for name, n, word in rows]
    assert read[-1] == ["#", "由谁导出", "高明"]
