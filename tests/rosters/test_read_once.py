"""Values that stand in many lines are read once, and signs that need no folding are not folded: nothing that is found
may differ by it. Each cell is read anew here, by itself, and the whole sheet must come to the same."""

import random
import unicodedata
from collections.abc import Callable
from datetime import date

import pytest

from baiying.kit.values import identifiers, names, tables, texts
from baiying.rosters.rules import cells, checking
from baiying.rosters.rules.checking import Choices, Fault
from baiying.rosters.rules.sheet import Cell, Row, Sheet
from tests.rosters.makers import number_of

ON = date(2026, 11, 23)
NOUNS = ("name", "id_type", "id_number", "birth", "phone", "guardian_name", "guardian_phone", "group", "leader")
HARD = [
    Cell(""), Cell(" "), Cell("王小明"), Cell("王 小明"), Cell("张?明"), Cell("\ue000"), Cell("D’Angelo"), Cell("5"),
    Cell("王" * 21), Cell("买买提•艾力"), Cell("身份证"), Cell("护照"), Cell("学生证"), Cell("是"), Cell("否"),
    Cell(number_of(1)), Cell(number_of(1), "n"), Cell(number_of(2)[:-1]), Cell(number_of(2, date(2012, 2, 29))),
    Cell("419901201502290018"), Cell("41990120300504001X"), Cell("4.11E+17"), Cell("E12345678"), Cell("Ｈ12345678"),
    Cell("13900000001"), Cell("139 00000002"), Cell("+8613900000003"), Cell("0374-2961234"), Cell("1390000"),
    Cell("2010-05-04"), Cell("2010-05-04", "d"), Cell("20100504", "n"), Cell("39937", "n"), Cell("2031-01-01"),
    Cell("3月1日"), Cell("2026-03-01", "d"), Cell("1-Mar"), Cell("高一(3)班"), Cell("高一3班"), Cell("班" * 41),
]  # fmt: skip


def _alone(row: Row, columns: dict[str, int], choices: Choices, *, typed: bool) -> list[Fault] | tuple[object, ...]:
    """The faults of one line, or what it says, each cell read by its reader and nothing kept."""
    bad: list[Fault] = []

    def at(noun: str) -> Cell:
        place = columns.get(noun, -1)
        return row.cells[place] if 0 <= place < len(row.cells) else Cell()

    def read(noun: str, reader: Callable[..., object], **more: object) -> object:
        try:
            return reader(at(noun), **more)
        except cells.BadCell as wrong:
            bad.append(Fault(row.number, noun, wrong.code))
            return None

    name = read("name", cells.name)
    number = read("id_number", cells.id_number, kind=at("id_type").text, typed=typed, on=ON)
    born = read("birth", cells.birth, on=ON)
    phone = read("phone", cells.phone)
    guardian_phone = read("guardian_phone", cells.phone)
    group = read("group", cells.group)
    guardian = read("guardian_name", cells.name) if at("guardian_name").text.strip() else None
    if isinstance(group, cells.Group) and group.was_date and not choices.dates_are_groups:
        bad.append(Fault(row.number, "group", "group_was_date"))
    of_number = number.birth if isinstance(number, cells.Number) else None
    if born is not None and of_number is not None and born != of_number:
        bad.append(Fault(row.number, "birth", "birth_differs"))
    if not bad and not (phone or guardian_phone or number):
        bad.append(Fault(row.number, "phone", "no_way"))
    return bad or (name, number, of_number or born, phone, guardian, guardian_phone, group, cells.leader(at("leader")))


def _said(line: checking.Line) -> tuple[object, ...]:
    number = cells.Number(line.id_type, line.id_number, None) if line.id_number else None
    return (line.name, line.unsure, number and (number.kind, number.text), line.birth, line.phone, line.guardian_name,
            line.guardian_phone, line.group, line.leader)  # fmt: skip


def _meant(of: tuple[object, ...]) -> tuple[object, ...]:
    name, number, day, phone, guardian, guardian_phone, group, leader = of
    assert isinstance(name, cells.Name)
    assert isinstance(group, cells.Group)
    return (name.text, name.unsure, (number.kind, number.text) if isinstance(number, cells.Number) else None,
            day.isoformat() if isinstance(day, date) else "", phone or "",
            guardian.text if isinstance(guardian, cells.Name) else "", guardian_phone or "", group.text,
            leader)  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
def test_a_sheet_comes_to_what_its_lines_come_to_one_by_one(seed: int) -> None:
    dice = random.Random(seed)
    nouns = dice.sample(NOUNS, dice.randint(1, len(NOUNS)))
    columns = {noun: at for at, noun in enumerate(nouns)}
    # Rows may end early, and a column may be named that no row has.
    rows = tuple(Row(n, tuple(dice.choice(HARD) for _ in range(dice.randint(1, len(nouns))))) for n in range(2, 400))
    typed, dates = dice.random() < 0.5, dice.random() < 0.5
    choices = Choices(1, columns, dates_are_groups=dates)
    found = checking.check(Sheet(rows, typed=typed), choices, on=ON)
    of_line: dict[int, list[Fault]] = {}
    for one in found.faults:
        of_line.setdefault(one.line, []).append(one)
    lines = {line.number: line for line in found.lines}
    for row in rows:
        if not any(one.text for one in row.cells):
            assert row.number not in of_line | lines
            continue
        alone = _alone(row, columns, choices, typed=typed)
        if isinstance(alone, list):
            assert of_line[row.number] == alone
        elif row.number in lines:
            assert _said(lines[row.number]) == _meant(alone)
        else:
            assert [one.code for one in of_line[row.number]] == ["double"]
    assert found.rows == len(lines) + len(of_line)


EVERY_SIGN = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]


def test_what_python_prints_has_no_sign_that_is_not_seen() -> None:
    assert [sign for sign in EVERY_SIGN if sign.isprintable() and texts._UNSEEN.sub("", sign) != sign] == []
    assert texts.visible("王\u200b小\ufeff明") == "王小明"


def test_names_that_are_kept_as_they_come_are_what_folding_makes_of_them() -> None:
    taken = [sign for sign in EVERY_SIGN if names._AS_IT_IS.fullmatch(sign)]
    assert len(taken) > 27_000
    folded = (unicodedata.normalize("NFKC", sign).translate(names._FOLDED) for sign in taken)
    assert all(one == other and names.is_han(one) for one, other in zip(taken, folded, strict=True))
    with pytest.raises(names.BadName):
        names.name("王" * 21)


def test_headings_of_letters_alone_have_nothing_to_be_taken_out() -> None:
    letters = "".join(sign for sign in EVERY_SIGN if unicodedata.normalize("NFKC", sign).isalnum())
    kept = unicodedata.normalize("NFKC", letters)
    assert tables._NOISE.sub("", tables._BRACKETS.sub("", kept)) == kept


def test_the_check_sign_is_that_of_the_sum_by_its_weights() -> None:
    weights = [2**at % 11 for at in range(17, 0, -1)]
    dice = random.Random(17)
    for _ in range(500):
        first = "".join(dice.choices("0123456789", k=17))
        total = sum(int(digit) * weight for digit, weight in zip(first, weights, strict=True))
        assert "10X98765432"[total % 11] == identifiers.citizen_id_check(first)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("4199012010050400", "length"), ("41990120100504001Y", "last"), ("4199012010O504001X", "characters"),
        ("41990117000504001X", "date"), ("41990120101304001X", "date"), ("41990120300504001X", "future"),
    ],
)  # fmt: skip
def test_numbers_are_refused_for_the_reason_they_were(number: str, code: str) -> None:
    with pytest.raises(identifiers.BadIdentifier) as bad:
        identifiers.citizen_id(number, on=ON)
    assert bad.value.code == code
