"""Words that are kept: a message to somebody else, a reason on a record.

They are written in Chinese whichever language the one who acts reads, because others will read them. What a person
sees at once, and what they are sent about their own act, goes through gettext as usual.

A kept text remembers how it was made. Where the recipe is stored beside it, a reader of another language gets the
sentence anew, dates and hours included; what people typed stays as they typed it.
"""

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


def recipe_of(value: Any) -> Recipe:
    """The recipe of a kept text; another text or number stands for itself."""
    if isinstance(value, Kept):
        return value.recipe
    return value if isinstance(value, int | float) else str(value)


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
