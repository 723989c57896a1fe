"""The cards on top of a city page: one definition each, credit beside all."""

from dataclasses import dataclass

from django.urls import reverse

from baiying.dashboards import words
from baiying.figures.queries import Figure, Front, Pair
from baiying.ui import formats

# Which persons a number opens to: those counted above its line; of an average, those below it.
_ROWS = {"share_any": "any", "active_per_100": "any", "mean_hours_active": "any", "share_hours": "hours"}


@dataclass(frozen=True, slots=True)
class Number:
    """One number as a reader sees it."""

    label: str
    value: str
    unit: str
    fraction: str
    target: str
    reached: bool | None
    missing: bool
    url: str = ""
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A definition with its numbers: one where time plays no part, else credit and all."""

    code: str
    name: str
    short: str
    definition_url: str
    numbers: tuple[Number, ...]
    note: str = ""


def number(figure: Figure, url: str = "") -> Number:
    return Number(
        label=words.tier_name(figure.tier) if figure.tier else "",
        value=words.value_text(figure),
        unit=words.unit_text(figure),
        fraction=words.fraction_text(figure),
        target=words.target_text(figure),
        reached=figure.reached,
        missing=bool(figure.missing),
        url=url,
        minutes=words.minutes(figure),
    )


def card(pair: Pair, front: Front, rows_url: str) -> Card:
    """`rows_url`: the page of persons, empty for readers who may not open it."""
    definition = pair.definition
    which = _ROWS.get(definition.code, "all")
    figures = (pair.credit, pair.all) if definition.tiered else (pair.all,)
    address = f"{rows_url}?year={front.year}&hours={front.threshold_hours}&which={which}" if rows_url else ""
    return Card(
        code=definition.code,
        name=words.name_text(pair.all),
        short=words.short_text(pair.all),
        definition_url=reverse("figures:definition", args=[definition.code]),
        numbers=tuple(number(f, address and f"{address}&tier={f.tier or 'all'}") for f in figures),
        note=_note(pair.all, front),
    )


def _note(figure: Figure, front: Front) -> str:
    if not figure.definition.needs_population:
        return ""
    used = words.population_text(front.population)
    return formats.sentences(words.impossible(), used) if figure.exceeds else used


def cards(front: Front, rows_url: str) -> tuple[list[Card], list[Card]]:
    """The four front cards, and the further measures."""
    return [card(p, front, rows_url) for p in front.pairs], [card(p, front, rows_url) for p in front.further]
