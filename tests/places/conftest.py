"""Offices that visit, and tables as people send them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from baiying.accounts.access import SESSION_ACTING
from baiying.demo import builders
from baiying.places.models import Division
from tests.places import tables


@pytest.fixture
def visit(db: None) -> Callable[..., Client]:
    """A browser of an office: visit("city_office", area); of the platform: visit("sysadmin"); a stranger: visit()."""

    def make(role: str = "", area: Division | None = None) -> Client:
        client = Client()
        if role:
            account = builders.account()
            appointment = builders.appointment(account, role, area)
            client.force_login(account)
            session = client.session
            session[SESSION_ACTING] = appointment.public_id
            session.save()
            client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
        return client

    return make


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Path]:
    """Write a CSV file: table("code,name\\n...", encoding="gb18030")."""
    return lambda text, **how: tables.write(tmp_path, text, **how)


@pytest.fixture(autouse=True)
def _own_uploads(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path
