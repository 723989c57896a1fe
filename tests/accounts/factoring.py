"""Second factors in tests: an office account with one, and what its pages say."""

import html
import json
import re
from datetime import datetime, timedelta
from typing import Any

import pyotp
from django.test import Client

from baiying.accounts import actions
from baiying.accounts.models import Account
from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.values.actor import Actor
from baiying.places.models import Division
from tests.people import world

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_at(at: datetime, secret: str = SECRET) -> str:
    """What an app with the right time shows."""
    return pyotp.TOTP(secret).at(at)


def actor_of(account: Account, ip: str = "203.0.113.7") -> Actor:
    return Actor(account_id=account.pk, ip=ip, label=account.display_name)


def office(area: Division | None, phone: str, *, role: str = "county_office", name: str = "王主管") -> Account:
    account = world.make_account(phone, name)
    builders.appointment(account, role, area, starts_at=clock.now() - timedelta(days=90))
    return account


def with_app(account: Account, at: datetime | None = None, secret: str = SECRET) -> actions.Added:
    """An authenticator app, added an hour ago unless a time is given."""
    at = at or clock.now() - timedelta(hours=1)
    code = code_at(at, secret)
    return actions.add_totp(
        account_id=account.pk, secret=secret, code=code, label="手机", actor=actor_of(account), at=at
    )


def options_of(page: bytes) -> dict[str, Any]:
    """What the page asks of a device."""
    found = re.search(r'data-options="([^"]*)"', page.decode())
    assert found, page.decode()
    asked: dict[str, Any] = json.loads(html.unescape(found[1]))
    return asked


def said(client: Client, address: str) -> str:
    return client.get(address).content.decode()
