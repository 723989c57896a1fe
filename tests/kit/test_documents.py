"""Documents: what they are taken for, and by what their holder is known again (cases F01, F11, F12, F17, F18)."""

from datetime import date

import pytest

from baiying.kit.values import documents, identifiers

pytestmark = pytest.mark.rules

TODAY = date(2026, 11, 28)
# Invented, with the check sign of GB 11643.
FOREIGN = "911276198506150365"


def numbered(first17: str) -> str:
    return first17 + identifiers.citizen_id_check(first17)


@pytest.mark.parametrize(
    ("chosen", "typed", "kind", "number", "key"),
    [
        ("citizen", "11010519491231002X", "citizen", "11010519491231002X", "11010519491231002X"),
        # F12, F01: the number says which card it is.
        ("citizen", FOREIGN, "foreign_permanent", FOREIGN, FOREIGN),
        ("foreign_permanent", FOREIGN, "foreign_permanent", FOREIGN, FOREIGN),
        ("foreign_permanent", "11010519491231002X", "citizen", "11010519491231002X", "11010519491231002X"),
        (
            "foreign_permanent",
            "usa110085061501",
            "foreign_permanent",
            "USA110085061501",
            "foreign_permanent:USA110085061501",
        ),
        # F11: renewals.
        ("hk_macao", "H12345678", "hk_macao", "H12345678", "hk_macao:H12345678"),
        ("hk_macao", "h1234567802", "hk_macao", "H1234567802", "hk_macao:H12345678"),
        ("hk_macao", "M87654321", "hk_macao", "M87654321", "hk_macao:M87654321"),
        ("taiwan", "01234567", "taiwan", "01234567", "taiwan:01234567"),
        ("taiwan", "0123456789(B)", "taiwan", "0123456789B", "taiwan:01234567"),
        ("passport", "E1234 5678", "passport", "E12345678", "passport:E12345678"),
    ],
)
def test_a_number_is_read_as_the_document_it_belongs_to(
    chosen: str, typed: str, kind: str, number: str, key: str
) -> None:
    read = documents.read(chosen, typed, on=TODAY)
    assert (read.kind, read.number, read.key) == (kind, number, key)


@pytest.mark.parametrize(
    ("area", "kind"),
    [
        ("810000", "residence_permit"),
        ("820000", "residence_permit"),
        ("830000", "residence_permit"),
        ("840000", "citizen"),
    ],
)
def test_residence_permits_are_known_by_their_first_digits(area: str, kind: str) -> None:
    read = documents.read("citizen", numbered(f"{area}19900305001"), on=TODAY)
    assert (read.kind, read.birth_date, read.sex) == (kind, date(1990, 3, 5), "male")


@pytest.mark.parametrize(
    ("chosen", "typed", "why"),
    [
        ("citizen", "H12345678", "another"),
        ("citizen", "USA110085061501", "another"),
        ("citizen", "12345678", "length"),
        ("hk_macao", "A12345678", "shape"),
        ("hk_macao", "H1234567", "shape"),
        ("hk_macao", "H123456780", "shape"),
        ("taiwan", "1234567", "shape"),
        ("taiwan", "012345678", "shape"),
        ("passport", "E123", "shape"),
        ("passport", "E" * 21, "shape"),
        ("passport", "E1234567é", "shape"),
        ("foreign_permanent", "US1100850615013", "shape"),
        ("foreign_permanent", "911276198506150366", "checksum"),
        ("citizen", "41100219900305118*", "last"),
        ("citizen", "4110021990030511**", "characters"),
    ],
)
def test_a_number_that_no_such_document_has_says_why(chosen: str, typed: str, why: str) -> None:
    with pytest.raises(identifiers.BadIdentifier) as refused:
        documents.read(chosen, typed, on=TODAY)
    assert refused.value.code == why


@pytest.mark.parametrize("last", ["X", "x", "×", "Х", "х", "✕", "✖", "Χ", "Ⅹ", "Ｘ"])
def test_every_cross_that_stands_for_the_last_sign_is_read(last: str) -> None:
    assert documents.read("citizen", f"41100219900305118{last}", on=TODAY).number == "41100219900305118X"


def test_signs_that_cannot_be_seen_are_no_part_of_a_number() -> None:
    pasted = "\u202d110105\u200b19491231\u2060002X\u202c"
    assert documents.read("citizen", pasted, on=TODAY).number == "11010519491231002X"


def test_a_number_of_an_unknown_kind_is_looked_for_under_every_key() -> None:
    assert documents.keys(FOREIGN)[0] == FOREIGN
    assert "hk_macao:H12345678" in documents.keys("H1234567802")
    assert "passport:H1234567802" in documents.keys("H1234567802")
