"""A list of people does not hide in an attachment, however the program that made it writes its numbers (N34)."""

import io
import zipfile

import pytest

from baiying.circulars import looking
from baiying.kit.values.texts import Numbers

MOBILES = [f"1380013{n:04}" for n in range(5)]
_FIRST = "<?xml version='1.0' encoding='{}'?>"


def packed(raw: bytes, part: str = "xl/sharedStrings.xml") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("xl/workbook.xml", "<workbook/>")
        file.writestr(part, raw)
    return out.getvalue()


def cells(said: list[str]) -> str:
    return "<sst>" + "".join(f"<si><t>{one}</t></si>" for one in said) + "</sst>"


def entities(said: str) -> str:
    return "".join(f"&#{ord(one)};" for one in said)


@pytest.mark.parametrize(
    "raw",
    [
        cells(MOBILES).encode(),
        (_FIRST.format("UTF-16") + cells(MOBILES)).encode("utf-16"),
        cells(MOBILES).encode("utf-16-be"),
        (_FIRST.format("gb18030") + "<a>名单</a>" + cells(MOBILES)).encode("gb18030"),
        cells([entities(one) for one in MOBILES]).encode(),
        "".join(f"<c><v>{float(one):.10E}</v></c>" for one in MOBILES).encode(),
        cells([f"{one[:3]}<!-- -->{one[3:]}" for one in MOBILES]).encode(),
        cells(
            [f"{one[:3]}</t></r><r><rPr><b/><sz val='9'/></rPr><t>{one[3:]}" for one in MOBILES]
        ).encode(),
        cells([f"{one[:3]}\u3000{one[3:7]}\u3000{one[7:]}" for one in MOBILES]).encode(),
    ],
)  # fmt: skip
def test_numbers_of_a_workbook_are_counted_in_whatever_code_they_stand(raw: bytes) -> None:
    assert looking.numbers_in("xlsx", packed(raw)) == (True, Numbers(len(MOBILES), 0))


@pytest.mark.parametrize(
    "raw",
    [
        cells(["名单"]).encode("utf-8").replace("单".encode(), b"\xff"),
        (_FIRST.format("ebcdic-made-up") + cells(["a"])).encode(),
        b"<!DOCTYPE a [<!ENTITY n '138'>]><sst>&n;00131234</sst>",
        b"<sst><t><![CDATA[name]]></t></sst>",
        b"<sst>\x00a</sst>",
        b"<c><v>4.1990219800101101E17</v></c>",
    ],
)
def test_what_cannot_be_read_as_a_whole_is_said_to_be_not_looked_into(raw: bytes) -> None:
    assert looking.numbers_in("xlsx", packed(raw))[0] is False


def test_a_usual_workbook_is_looked_into_as_a_whole() -> None:
    raw = (_FIRST.format("UTF-8") + cells(["站所", "0536-8888888", "2026-11-30"])).encode()
    assert looking.numbers_in("xlsx", packed(raw)) == (True, Numbers())
