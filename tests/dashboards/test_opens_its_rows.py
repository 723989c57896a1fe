"""A number on a city page opens exactly the persons that stand in it: above its line, of an average below it."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from baiying.dashboards import cards
from baiying.figures import actions, queries
from baiying.figures.queries import Unit
from baiying.kit import clock
from baiying.places.models import Division
from tests.figures import rows

pytestmark = pytest.mark.django_db
Visit = Callable[..., Client]


@pytest.mark.parametrize("hours", [10, 20, 25])
def test_every_number_opens_a_list_of_as_many_as_it_says(city: dict[str, Division], visit: Visit, hours: int) -> None:
    at = clock.now()
    day = clock.local_date(at).replace(month=1, day=1)
    rows.entry(rows.person(city["b11"]), 40, tier="honour", day=day)
    rows.person(city["b11"], counted=None)
    actions.roll_up(at=at)
    client = visit("city_office", city["city"])
    for area in (city["city"], city["a"], city["a11"]):
        front = queries.front(area.pk, day.year, hours, at=at)
        pairs = (*front.pairs, *front.further)
        shown = [one for found in cards.cards(front, f"/city/{area.public_id}/persons/") for one in found]
        for pair, card in zip(pairs, shown, strict=True):
            figures = (pair.credit, pair.all) if pair.definition.tiered else (pair.all,)
            for figure, number in zip(figures, card.numbers, strict=True):
                mean = figure.definition.unit is Unit.HOURS
                people = figure.denominator if mean else int(figure.numerator)
                page = client.get(number.url).content.decode()
                found = re.search(r"共 ([\d,]+) 人", page)
                assert found, number.url
                assert int(found[1].replace(",", "")) == people, (card.code, figure.tier, number.url)
