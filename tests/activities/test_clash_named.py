"""A clash says with which shift: its title, time and place, and the way to it, wherever one meets it."""

from datetime import timedelta
from typing import Any

import pytest

from baiying.activities import actions, queries
from baiying.activities.models import Signup
from baiying.kit import clock
from baiying.ui import formats
from tests.activities.makers import Town, actor, log_in, volunteer

pytestmark = pytest.mark.django_db


def busy(town: Town, **when: float) -> tuple[Any, Any, Any]:
    """Who has a place at one shift, that shift, and another at the same time."""
    person = volunteer("林一", town.village)
    there = town.shift(town.activity("河边清洁", address="柳树村河边"), **when)
    town.signup(there, person)
    other = town.shift(town.activity("村口义诊"), **when)
    return person, there, other


def test_the_page_names_it_before_and_after_the_press(town: Town) -> None:
    person, there, other = busy(town, days=3)
    client = log_in(person.account, person)
    address = f"/activities/{other.activity.public_id}/"
    refused = client.post(f"/shifts/{other.public_id}/signups/")
    assert refused.status_code == 409
    for page in (client.get(address).content.decode(), refused.content.decode()):
        when = formats.span_text(there.starts_at, there.ends_at)
        assert f"“河边清洁”（{when}，柳树村河边）" in page
        assert f"/activities/{there.activity.public_id}/#shift-{there.public_id}" in page
    assert "请先取消那一个" in refused.content.decode()


def test_joining_on_the_spot_names_it_too(town: Town) -> None:
    person, _there, other = busy(town, days=0.01)
    with pytest.raises(actions.ShiftClash) as refusal:
        actions.join_now(
            shift_pid=other.public_id, person_id=person.pk, actor=actor(person.account, person), at=clock.now()
        )
    assert "“河边清洁”" in str(refusal.value)
    assert [one.title for one in refusal.value.detail["engaged"]] == ["河边清洁"]


def test_only_what_is_at_that_time_is_named_and_nobody_elses(town: Town) -> None:
    person, there, other = busy(town, days=3)
    later = town.shift(town.activity("晚上的"), days=4)
    town.signup(later, person)
    town.signup(town.shift(town.activity("别人的"), days=3), volunteer("林二", town.village))
    found = queries.engaged_between(person.pk, other.starts_at, other.ends_at)
    assert [one.title for one in found] == ["河边清洁"]
    Signup.objects.filter(shift=there).update(state="cancelled", ended_at=clock.now() - timedelta(hours=1))
    assert queries.engaged_between(person.pk, other.starts_at, other.ends_at) == []
