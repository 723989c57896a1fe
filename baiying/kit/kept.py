"""Words that are kept: a message to somebody else, a reason on a record.

They are written in Chinese whichever language the one who acts reads, because others will read them. What a person
sees at once, and what they are sent about their own act, goes through gettext as usual.

A kept text remembers how it was made. Where the recipe is stored beside it, a reader of another language gets the
sentence anew, dates and hours included; what people typed stays as they typed it.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.utils import translation

LANGUAGE = "zh-hans"
# The recipe of a text: a plain string stands for itself; "t" a text of the catalogue, "+" parts in a row, "%" a text
# with values, "f" a value written by a named function from arguments that JSON can hold.
Recipe = Any
# Texts kept when some still quoted between corner brackets: the catalogue knows them with “”.
_CORNERS = dict(zip((0x300C, 0x300D), "“”", strict=True))
_writers: dict[str, Callable[..., str]] = {}


def in_chinese() -> translation.override:
    """As a context: texts, dates and hours inside are Chinese. Not as a decorator, which threads would share."""
    return translation.override(LANGUAGE)


class Kept(str):
    """A Chinese text with its recipe. Joining and filling in keep the recipe; everything else gives a plain text."""

    __slots__ = ("recipe",)
    recipe: Recipe

    def __new__(cls, text: str, recipe: Recipe) -> "Kept":
        made = super().__new__(cls, text)
        made.recipe = recipe
        return made

    def __mod__(self, values: Any) -> "Kept":
        known = {k: recipe_of(v) for k, v in values.items()} if isinstance(values, Mapping) else {}
        return Kept(super().__mod__(values), {"%": self.recipe, "v": known})

    def __add__(self, other: str) -> "Kept":
        return Kept(super().__add__(other), {"+": [self.recipe, recipe_of(other)]})

    def without(self, last: "Kept") -> "Kept":
        """The text without the part that was joined to it last; itself where that was another."""
        parts = self.recipe["+"] if isinstance(self.recipe, dict) and "+" in self.recipe else []
        if not parts or parts[-1] != last.recipe or not self.endswith(last):
            return self
        return Kept(str(self)[: -len(last)], parts[0])


def recipe_of(value: Any) -> Recipe:
    """The recipe of a kept text; another text or number stands for itself. Nothing stays nothing: no name is None."""
    if isinstance(value, Kept):
        return value.recipe
    return value if value is None or isinstance(value, int | float) else str(value)


def translate(text: str) -> Kept:
    """In place of gettext, for a text that is kept. Takes the same name so that it is collected."""
    with in_chinese():
        return Kept(translation.gettext(text), {"t": text})


def writer(name: str, function: Callable[..., str]) -> Callable[..., Kept]:
    """Make a function whose text can be said again: it takes and stores only what JSON can hold."""
    _writers[name] = function

    def write(*arguments: Any) -> Kept:
        with in_chinese():
            return Kept(function(*arguments), {"f": name, "a": list(arguments)})

    return write


def said(recipe: Recipe) -> str:
    """The text of a recipe in the language that is active now."""
    if not isinstance(recipe, dict):
        return str(recipe)
    if "t" in recipe:
        text = recipe["t"].translate(_CORNERS)
        return translation.gettext(text)
    if "+" in recipe:
        return "".join(said(part) for part in recipe["+"])
    if "%" in recipe:
        values = {k: said(v) if isinstance(v, dict) else v for k, v in recipe["v"].items()}
        return said(recipe["%"]) % values
    return _writers[recipe["f"]](*recipe["a"])


def empty_gaps(recipe: Recipe) -> list[str]:
    """The names of the gaps of a text that nothing fills, or blanks alone (N33). Who is called None has a name."""
    if not isinstance(recipe, dict):
        return []
    if "+" in recipe:
        return [name for part in recipe["+"] for name in empty_gaps(part)]
    if "%" not in recipe:
        return []
    within = [name for value in recipe["v"].values() for name in empty_gaps(value)]
    return [name for name, value in recipe["v"].items() if value is None or not said(value).strip()] + within


_GAP = re.compile(r"%(?:%|\((\w+)\)[-#0 +]*\d*(?:\.\d+)?[a-zA-Z])")


def pattern(recipe: Recipe) -> tuple[str, dict[str, str]]:
    """What of a text always stands, in Chinese with named gaps in braces, and what fills the gaps this time.

    For those who want to see a text before it may leave: a gateway's templates. What people typed is never part of what
    always stands, and is filled in once: braces that stand in it are braces (N33).
    """
    with in_chinese():
        values: dict[str, str] = {}
        return _pattern(recipe, values), values


def _pattern(recipe: Recipe, values: dict[str, str]) -> str:
    if isinstance(recipe, dict) and "t" in recipe:
        return said(recipe)
    if isinstance(recipe, dict) and "+" in recipe:
        return "".join(_pattern(part, values) for part in recipe["+"])
    if isinstance(recipe, dict) and "%" in recipe and _is_whole(recipe):
        return _with_gaps(recipe, values)
    return _gap("text", said(recipe), values)


def _is_whole(recipe: Recipe) -> bool:
    """Whether it is one text of the catalogue with values by name."""
    return isinstance(recipe["%"], dict) and "t" in recipe["%"] and bool(recipe["v"])


def _with_gaps(recipe: Recipe, values: dict[str, str]) -> str:
    def fill(found: re.Match[str]) -> str:
        name = found.group(1)
        return "%" if name is None else _gap(name, said({"%": found.group(), "v": {name: recipe["v"][name]}}), values)

    return _GAP.sub(fill, said(recipe["%"]))


def _gap(name: str, value: str, values: dict[str, str]) -> str:
    """A gap of that name: the one that is there for the same value, else one of its own."""
    own, n = name, 1
    while own in values and values[own] != value:
        n += 1
        own = f"{name}{n}"
    values[own] = value
    return f"{{{own}}}"
