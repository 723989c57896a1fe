"""A school with its clerk, and rosters as schools make them: numbers invented, faults real."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from baiying.demo import builders
from baiying.kit.db.fields import new_public_id
from baiying.kit.values.identifiers import citizen_id_check
from baiying.rosters.models import Roster
from tests.cast import log_in

HEADS = ("姓名", "证件号码", "班级", "监护人手机号")
BORN = date(2010, 5, 4)


def number_of(n: int, born: date = BORN) -> str:
    """An invented number with a right check character."""
    first = f"419901{born:%Y%m%d}{n:03d}"
    return first + citizen_id_check(first)


def pupil(n: int, *, name: str = "", group: str = "三年级1班", phone: str = "", born: date = BORN) -> list[Any]:
    return [name or f"王小{chr(0x4E00 + n)}", number_of(n % 1000, born), group, phone or f"1390000{n:04d}"]


def book(rows: Sequence[Sequence[Any]], heads: Sequence[str] = HEADS) -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "名单"
    sheet.append(list(heads))
    for row in rows:
        sheet.append(list(row))
    return made


def uploaded(made: openpyxl.Workbook, name: str = "名册.xlsx") -> SimpleUploadedFile:
    buffer = io.BytesIO()
    made.save(buffer)
    return SimpleUploadedFile(name, buffer.getvalue())


def pasted(rows: Sequence[Sequence[Any]], heads: Sequence[str] = HEADS) -> str:
    return "\n".join("\t".join(map(str, row)) for row in (heads, *rows))


class School:
    """A school in the first county, its administrator at the keyboard, and the county's office."""

    def __init__(self, cast: Any, city: builders.SmallCity) -> None:
        self.city, self.cast = city, cast
        self.body = cast["unit_admin"].body
        self.clerk = log_in(cast["unit_admin"])
        self.county = log_in(cast["county"])

    def bring(self, client: Client | None = None, *, owner: str = "", form_id: str = "", **given: Any) -> Any:
        """Upload or paste; the answer. `file` or `pasted`."""
        data = {"form_id": form_id or new_public_id(), "owner": owner or self.body.public_id, "team": "", **given}
        return (client or self.clerk).post("/desk/rosters/new/", data)

    def brought(self, rows: Sequence[Sequence[Any]], client: Client | None = None, **given: Any) -> Roster:
        """A roster that was pasted and read."""
        answer = self.bring(client, pasted=pasted(rows), **given)
        assert answer.status_code == 303, answer.content.decode()
        return Roster.objects.get(public_id=answer["Location"].rstrip("/").rpartition("/")[2])

    def page(self, row: Roster, client: Client | None = None) -> str:
        return (client or self.clerk).get(f"/desk/rosters/{row.public_id}/").content.decode()

    def send(self, row: Roster, client: Client | None = None, **given: Any) -> Any:
        data = {"without_faults": "on", "by_text": "on", **given}
        return (client or self.clerk).post(f"/desk/rosters/{row.public_id}/sendings/", data)

    def sent(self, rows: Sequence[Sequence[Any]], client: Client | None = None, **given: Any) -> Roster:
        row = self.brought(rows, client, **given)
        answer = self.send(row, client)
        assert answer.status_code == 303, answer.content.decode()
        row.refresh_from_db()
        return row
