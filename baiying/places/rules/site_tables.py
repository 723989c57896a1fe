"""Reading a table of sites: where each stands, how it is reached, when it is open. Values in, answers out (R024)."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from baiying.kit.values import identifiers, names
from baiying.places.rules.kept_out import Gone, KeptOut, Problem, known_code, not_there

LONGEST = {"address": 120, "phone": 20, "opening_hours": 120}
LONGEST_NAME = 40
_PHONE = re.compile(r"[0-9][0-9 ()+\-/]{5,19}")
# Mainland, islands and all: what lies beyond was typed into the other column or is no degree.
BOUNDS = {"longitude": (Decimal(73), Decimal(136)), "latitude": (Decimal(3), Decimal(54))}


class RawSite(NamedTuple):
    """A row as it stands in the table; a blank cell leaves what is known."""

    line: int
    code: str
    name: str
    address: str = ""
    phone: str = ""
    opening_hours: str = ""
    longitude: str = ""
    latitude: str = ""
    head: str = ""
    head_phone: str = ""


class Given(NamedTuple):
    """What a row says of a site: its id and the values by field."""

    line: int
    site_id: int
    values: dict[str, str | Decimal]
    # Who heads it, and the own telephone; empty where the table says nothing.
    head: str = ""
    head_phone: str = ""


@dataclass(slots=True)
class CheckedSites:
    given: list[Given] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    total: int = 0


def check(
    raws: Iterable[RawSite], *, by_code: Mapping[str, int], by_name: Mapping[str, list[int]], gone: Gone
) -> CheckedSites:
    """Check rows against the known sites: by the 12-digit code of their area, or by an unambiguous name."""
    checked = CheckedSites()
    lines: dict[int, int] = {}
    for raw in raws:
        checked.total += 1
        try:
            site_id = _site(raw, by_code, by_name, gone)
            if site_id in lines:
                raise KeptOut("twice", str(lines[site_id]))
            values, head = _values(raw), _head(raw)
        except KeptOut as kept:
            checked.problems.append(kept.problem(raw))
            continue
        lines[site_id] = raw.line
        checked.given.append(Given(raw.line, site_id, values, *head))
    return checked


def _site(raw: RawSite, by_code: Mapping[str, int], by_name: Mapping[str, list[int]], gone: Gone) -> int:
    if not raw.code:
        found = by_name.get(raw.name, [])
        if not found:
            raise not_there(raw.name, "site_unknown", gone)
        if len(found) > 1:
            raise KeptOut("site_ambiguous", raw.name)
        return found[0]
    code = known_code(raw.code, by_code, unknown="site_unknown", gone=gone)
    return by_code[code]


def _values(raw: RawSite) -> dict[str, str | Decimal]:
    values: dict[str, str | Decimal] = {}
    for name, most in LONGEST.items():
        text = getattr(raw, name)
        if len(text) > most:
            raise KeptOut("long", text)
        if text:
            values[name] = text
    if "phone" in values:
        plain = unicodedata.normalize("NFKC", raw.phone).replace("—", "-").replace("–", "-")
        if not _PHONE.fullmatch(plain):
            raise KeptOut("phone_bad", raw.phone)
        values["phone"] = plain
    if bool(raw.longitude) != bool(raw.latitude):
        raise KeptOut("half_a_point", raw.longitude or raw.latitude)
    for name, (least, most_) in BOUNDS.items():
        text = getattr(raw, name)
        if text:
            values[name] = _degree(text, least, most_)
    return values


def _head(raw: RawSite) -> tuple[str, str]:
    if not raw.head:
        if raw.head_phone:
            raise KeptOut("head_unnamed", raw.head_phone)
        return "", ""
    try:
        name = names.name(raw.head)
    except names.BadName:
        raise KeptOut("head_bad", raw.head) from None
    if len(name) > LONGEST_NAME:
        raise KeptOut("long", name)
    try:
        return name, identifiers.contact_phone(raw.head_phone) if raw.head_phone else ""
    except identifiers.BadIdentifier:
        raise KeptOut("phone_bad", raw.head_phone) from None


def _degree(text: str, least: Decimal, most: Decimal) -> Decimal:
    try:
        value = Decimal(unicodedata.normalize("NFKC", text).rstrip("°EN东经北纬 "))
    except InvalidOperation:
        raise KeptOut("degree_bad", text) from None
    if not value.is_finite() or not least <= value <= most:
        raise KeptOut("degree_bad", text)
    return round(value, 6)
