"""Whose two records became one is gone from both, also after a restore."""

import pytest

from baiying.kit import clock
from baiying.people import queries as people
from baiying.people.models import Person
from baiying.privacy.actions import closings as actions
from tests.people.merging import Pair
from tests.people.world import Area, make_area

pytestmark = pytest.mark.django_db


def test_the_record_that_was_merged_is_erased_with_the_one_that_went_on() -> None:
    area: Area = make_area()
    pair = Pair(area.village)
    pair.merge()
    survivor = Person.objects.get(pk=pair.a.pk)
    actions.erase_person(person=survivor, at=clock.now())
    for row in Person.objects.filter(pk__in=[pair.a.pk, pair.b.pk]):
        assert people.is_erased(row)
        assert "陈一诺" not in row.name
        assert (row.phone_hash, row.id_no_hash, row.sex) == (None, None, "")
    assert len({row.name for row in Person.objects.filter(pk__in=[pair.a.pk, pair.b.pk])}) <= 2
