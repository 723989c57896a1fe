"""A small city with people and hours, counted, and visitors of several offices."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from baiying.accounts.access import SESSION_ACTING
from baiying.figures import actions
from baiying.kit import clock
from baiying.places.models import Division
from tests.figures import rows


@pytest.fixture
def areas(db: None) -> dict[str, Division]:
    return rows.tree()


@pytest.fixture
def city(areas: dict[str, Division]) -> dict[str, Division]:
    """Twelve people in a's first village, three in its second, eleven in b's; hours of all kinds; populations."""
    today = clock.local_date(clock.now())
    day = today.replace(month=1, day=1)
    for n in range(12):
        who = rows.person(areas["a11"])
        rows.entry(who, 60 * (n * 4 + 1), day=day)
        rows.entry(who, 30, tier="honour", day=day)
    for _ in range(3):
        rows.entry(rows.person(areas["a12"]), 1500, tier="honour", day=day)
    for _ in range(11):
        rows.person(areas["b11"])
    rows.population(areas["city"], 200)
    rows.population(areas["a"], 100)
    actions.roll_up(at=clock.now())
    return areas


@pytest.fixture
def visit(db: None) -> Callable[..., Client]:
    """A browser of an office: visit("county_office", area); of a stranger: visit()."""

    def make(role: str = "", area: Division | None = None) -> Client:
        client = Client()
        if role and area is not None:
            account, appointment = rows.office(role, area)
            client.force_login(account)
            session = client.session
            session[SESSION_ACTING] = appointment.public_id
            session.save()
            client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
        return client

    return make
