"""The table of the areas below: what may be shown of each, sorted as asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from baiying.dashboards import words
from baiying.dashboards.options import Options
from baiying.figures.queries import Child


@dataclass(frozen=True, slots=True)
class Row:
    """One area below. `shown` is false where too few people stand behind the numbers for the public."""

    child: Child
    name: str
    url: str
    shown: bool
    registered: int
    population: int | None
    texts: tuple[str, ...]
    target: str
    reached: bool | None
    # How many of the registered are parked, and the chosen measure without them; nothing where there are none.
    parked: int
    awake: str

    @property
    def pair(self) -> tuple[Child, str]:
        return self.child, self.url


def rows(children: Sequence[Child], options: Options) -> list[Row]:
    """The rows in the order asked for; withheld ones and those without a value come last."""
    made = [_row(child, options) for child in children]
    keyed = [(_key(row, options), row) for row in made]
    known = [pair for pair in keyed if pair[0] is not None]
    known.sort(key=lambda pair: pair[0], reverse=options.descending)  # type: ignore[arg-type, return-value]
    return [row for _k, row in known] + [row for key, row in keyed if key is None]


def _row(child: Child, options: Options) -> Row:
    shown = not child.withheld
    measure = child.pair(options.measure).of[options.tier] if shown else None
    awake = next((pair for pair in child.awake if pair.definition.code == options.measure), None)
    texts = tuple(
        text
        for pair in child.pairs
        for text in (
            (words.value_text(pair.credit), words.value_text(pair.all))
            if pair.definition.tiered
            else (words.value_text(pair.all),)
        )
    )
    query = f"?year={options.year}&hours={options.threshold_hours}"
    return Row(
        child=child,
        name=child.name or _("未细分到下级"),
        url=reverse("dashboards:area", args=[child.public_id]) + query if child.public_id and shown else "",
        shown=shown,
        registered=child.cell.registered,
        population=child.population.persons if child.population else None,
        texts=texts,
        target=words.target_text(measure) if measure else "",
        reached=measure.reached if measure else None,
        parked=child.parked,
        awake=words.both_text(awake) if awake else "",
    )


def _key(row: Row, options: Options) -> Decimal | str | int | None:
    if options.sort == "code":
        return 0
    if options.sort == "name":
        return row.name
    if not row.shown:
        return None
    if options.sort == "registered":
        return row.registered
    figure = row.child.pair(options.measure).of["credit" if options.sort == "credit" else options.tier]
    return figure.value
