"""Reading the values of a rule set from what somebody typed: by the types of the kind's dataclass. No Django."""

import unicodedata
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Any, get_args, get_origin, get_type_hints

from baiying.kit.values import floors, numbers, orders


class BadValue(ValueError):
    """`code`: whole, number, yes_no, empty, negative, range (`detail`: from–to), choice, order, or rule.

    rule: the dataclass itself said no; `detail` is its sentence. order: `order` says which two values contradict.
    """

    def __init__(self, code: str, field: str, detail: str = "", order: orders.Order | None = None) -> None:
        super().__init__(code)
        self.code, self.field, self.detail, self.order = code, field, detail, order


@dataclass(frozen=True, slots=True)
class Field:
    """One value of a kind: its name, how it is called, its default, and the shape it is typed in."""

    name: str
    label: str
    default: Any
    shape: str  # "whole" | "number" | "yes_no" | "text" | "list_whole" | "list_text"


_SHAPES: dict[Any, str] = {int: "whole", float: "number", bool: "yes_no", str: "text"}


def fields_of(kind: type[Any], labels: Mapping[str, object] | None = None) -> list[Field]:
    """The fields that can be typed in; others (nested structures) keep their defaults."""
    named = labels or {}
    hints = get_type_hints(kind)
    found = []
    for one in fields(kind):
        shape = _shape(hints[one.name])
        if shape is None:
            continue
        default = one.default
        if default is MISSING and one.default_factory is not MISSING:
            default = one.default_factory()
        found.append(Field(one.name, str(named.get(one.name, one.name)), default, shape))
    return found


def _shape(hint: Any) -> str | None:
    if hint in _SHAPES:
        return _SHAPES[hint]
    if get_origin(hint) in (tuple, frozenset, list):
        inner = _SHAPES.get(get_args(hint)[0])
        return {"whole": "list_whole", "text": "list_text"}.get(inner or "")
    args = [arg for arg in get_args(hint) if arg is not type(None)]
    return _SHAPES.get(args[0]) if len(args) == 1 else None


def typed(field: Field, text: str) -> Any:
    """What was typed, as a value that JSON can hold. Raises BadValue."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if field.shape == "text":
        return plain
    if field.shape == "yes_no":
        if plain.lower() in ("1", "true", "yes", "是", "on"):
            return True
        if plain.lower() in ("0", "false", "no", "否", ""):
            return False
        raise BadValue("yes_no", field.name)
    if field.shape.startswith("list_"):
        parts = [part for part in plain.replace("、", ",").replace(";", ",").split(",") if part.strip()]
        return [_whole(part, field) if field.shape == "list_whole" else part.strip() for part in parts]
    return _whole(plain, field) if field.shape == "whole" else _number(plain, field)


def _whole(text: str, field: Field) -> int:
    plain = text.strip()
    found = numbers.whole(plain.removeprefix("-"))
    if found is None:
        raise BadValue("whole", field.name)
    return -found if plain.startswith("-") else found


def _number(text: str, field: Field) -> float:
    try:
        return float(text)
    except ValueError:
        raise BadValue("number", field.name) from None


def choices_of(kind: type[Any], name: str) -> tuple[str, ...]:
    """The only words that a value or a list may hold (the class attribute CHOICES); empty where any will do."""
    found: tuple[str, ...] = getattr(kind, "CHOICES", {}).get(name, ())
    return found


def forbidden(kind: type[Any], name: str) -> frozenset[str]:
    """The words that a law keeps out of a list for good: no page offers them."""
    held = (one for one in floors.floors_of(kind) if one.field == name and one.valid_to is None)
    return frozenset(word for one in held if one.bound is floors.Bound.WITHOUT for word in _words(one.value))


def _words(value: Any) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def range_of(kind: type[Any], name: str) -> tuple[int, int] | None:
    """Between which numbers a value makes sense at all, both included (the class attribute RANGES)."""
    found: tuple[int, int] | None = getattr(kind, "RANGES", {}).get(name)
    return found


def shown(value: Any, words: Mapping[str, object] | None = None) -> str:
    """A value as it is typed; where its parts have words for people, as it is read."""
    if words is not None and isinstance(value, (list, tuple)):
        return "、".join(str(words.get(one, one)) for one in value)
    if words is not None and isinstance(value, str):
        return str(words.get(value, value))
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (list, tuple, frozenset, set)):
        return ",".join(str(one) for one in (sorted(value) if isinstance(value, (set, frozenset)) else value))
    return "" if value is None else str(value)


def checked(kind: type[Any], values: dict[str, Any], *, alone: bool = False) -> Any:
    """The rules these values make.

    Raises BadValue where a number is negative or out of its range, a word is none of the choices, the dataclass itself
    refuses (also by `wrong_together`: field and sentence), or two values contradict one another. `alone`: only each
    value by itself, since others are still to come. What is kept already is read without this, so that a narrower range
    breaks no version of before.
    """
    for name, value in values.items():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, (int, float)) and not isinstance(one, bool) and one < 0:
                raise BadValue("negative", name)
        _within(kind, name, value)
    try:
        made = kind(**{name: tuple(v) if isinstance(v, list) else v for name, v in values.items()})
    except (ValueError, TypeError) as refused:
        raise BadValue("rule", "", str(refused)) from refused
    together = None if alone else getattr(made, "wrong_together", lambda: None)()
    if together is not None:
        raise BadValue("rule", *together)
    for order in () if alone else orders.contradictions(made):
        raise BadValue("order", order.lesser, order=order)
    return made


def _within(kind: type[Any], name: str, value: Any) -> None:
    bounds, choices = range_of(kind, name), choices_of(kind, name)
    for one in value if isinstance(value, (list, tuple)) else (value,):
        if bounds is not None and isinstance(one, (int, float)) and not bounds[0] <= one <= bounds[1]:
            raise BadValue("range", name, f"{bounds[0]}–{bounds[1]}")
    if choices and not set(value if isinstance(value, (list, tuple)) else (value,)) <= set(choices):
        raise BadValue("choice", name)
