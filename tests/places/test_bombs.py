"""Uploaded tables that are made to stop the program are refused with a sentence, by every page that takes a table."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from baiying.demo import builders
from baiying.places import reading
from tests.kit.test_sheets import corner
from tests.places.tables import write


@pytest.mark.parametrize(
    ("address", "more"),
    [
        ("/desk/places/imports/", {"as_of": "2026-01-01", "source": "民政部门 2026"}),
        ("/desk/places/populations/new/", {"kind": "permanent", "year": "2025", "source": "统计公报"}),
    ],
)
def test_a_page_answers_a_sheet_of_two_corners_with_a_sentence(
    address: str, more: dict[str, str], visit: Callable[..., Client], city: builders.SmallCity, tmp_path: Path
) -> None:
    file = SimpleUploadedFile("corner.xlsx", corner(tmp_path / "corner.xlsx").read_bytes())
    answer = visit("city_office", city.city).post(address, {"file": file, **more})
    assert answer.status_code == 422
    assert "展开以后太大" in answer.content.decode()


def test_a_table_with_too_many_rows_or_cells_is_refused_not_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path, "code,name\n" + "1,2\n" * 50)
    monkeypatch.setattr(reading, "MAX_ROWS", 51)
    assert len(list(reading.rows_of(path))) == 51
    monkeypatch.setattr(reading, "MAX_ROWS", 50)
    with pytest.raises(reading.TooMuch):
        list(reading.rows_of(path))
    monkeypatch.setattr(reading, "MAX_ROWS", 1000)
    monkeypatch.setattr(reading, "MAX_CELLS", 100)
    with pytest.raises(reading.TooMuch):
        list(reading.rows_of(path))
