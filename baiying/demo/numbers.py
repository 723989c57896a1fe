"""Invented numbers in valid form: citizen IDs, credit codes, phones. None belongs to anybody we know of."""

from datetime import date
from decimal import Decimal

from baiying.kit.values import identifiers

# The middle of the invented city.
LONGITUDE = Decimal("113.830000")
LATITUDE = Decimal("34.030000")


def id_number(area_code: str, born: date, serial: int, sex: str) -> str:
    """A citizen ID with its check character; `serial` 0-499 tells persons of one day, sex and area apart."""
    order = serial % 500 * 2 + (1 if sex == "male" else 0)
    first = f"{area_code[:6]}{born:%Y%m%d}{order:03}"
    return first + identifiers.citizen_id_check(first)


def credit_code(kind: str, area_code: str, serial: int) -> str:
    """A unified social credit code: `kind` is the registering department and the kind, such as 11, 51, 53."""
    first = f"{kind}{area_code[:6]}{serial:09}"
    return first + identifiers.credit_code_check(first)


def phone(serial: int) -> str:
    """A phone of the invented city: 199, a zero, and seven digits."""
    return f"1990{serial:07}"
