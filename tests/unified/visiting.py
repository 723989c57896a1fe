"""What a person does here: begins a visit, comes back, presses."""

import html
import re
from typing import Any

from django.test import Client

from baiying.accounts.models import Account
from tests.people import world
from tests.unified.providers import There

PHONE, OTHER = "19900000811", "19900000812"


def come_in(phone: str = PHONE) -> Client:
    client = Client(REMOTE_ADDR="203.0.113.7")
    world.log_in(client, phone)
    return client


def address_of(answer: Any) -> str:
    """Where the page leads that says one is leaving."""
    assert answer.status_code == 200, (answer.status_code, answer.content.decode())
    found = re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', answer.content.decode())
    assert found, answer.content.decode()
    return html.unescape(found[1])


def begin_tie(client: Client, there: There) -> str:
    """The address at the provider to which tying leads."""
    return address_of(client.post(f"/mine/security/unified/{there.key}/new/"))


def begin_log_in(client: Client, there: There) -> str:
    return address_of(client.post(f"/log-in/unified/{there.key}/visits/"))


def last_press(client: Client, there: There, who: str) -> str:
    """As far as the page that names both."""
    answer = client.get(there.come_back(begin_tie(client, there), who))
    assert answer.status_code == 303, answer.content.decode()
    return str(answer["Location"])


def tie(client: Client, there: There, who: str) -> None:
    assert client.post(last_press(client, there, who)).status_code == 303


def log_in(there: There, who: str, client: Client | None = None) -> Any:
    """Come in through the provider in a browser that nobody used before; gives the answer."""
    client = client or Client(REMOTE_ADDR="203.0.113.7")
    return client.get(there.come_back(begin_log_in(client, there), who))


def who_is_in(client: Client) -> int | None:
    """The account of a session."""
    found = client.session.get("_auth_user_id")
    return int(found) if found else None


def make(phone: str = PHONE, name: str = "王芳") -> Account:
    return world.make_account(phone, name)
