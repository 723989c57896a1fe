"""Fixtures for all tests: a small city, the cast in it, and a client logged in as a member of the cast."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from baiying.accounts import access
from baiying.demo import builders
from baiying.demo import cast as the_cast


@pytest.fixture
def city(db: Any) -> builders.SmallCity:
    return builders.small_city()


@pytest.fixture
def cast(city: builders.SmallCity) -> dict[str, the_cast.Member]:
    """Everybody by key: `cast["leader"].account`, `.person`, `.team`."""
    return the_cast.build(city)


def log_in(member: the_cast.Member) -> Client:
    """A client in whose session the member acts for himself, in his office role if he has one."""
    client = Client()
    client.force_login(member.account, backend=access.BACKEND)
    session = client.session
    session[access.SESSION_PERSON] = member.person.pk if member.person else None
    session[access.SESSION_ACTING] = member.appointment.public_id if member.appointment else None
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key or ""
    return client


@pytest.fixture
def client_as(cast: dict[str, the_cast.Member]) -> Callable[[str | None], Client]:
    """`client_as("clerk")`; None is a visitor who never logged in."""

    def make(key: str | None) -> Client:
        return Client() if key is None else log_in(cast[key])

    return make
