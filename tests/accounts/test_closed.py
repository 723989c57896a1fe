"""An account that was closed is out of every session at once."""

from typing import Any

import pytest

from baiying.accounts.models import Account
from baiying.kit import clock

pytestmark = pytest.mark.django_db


def test_a_session_of_a_closed_account_opens_nothing(cast: Any, client_as: Any) -> None:
    clerk = client_as("clerk")
    assert clerk.get("/desk/").status_code == 200
    Account.objects.filter(pk=cast["clerk"].account.pk).update(closed_at=clock.now())
    answer = clerk.get("/desk/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/log-in/")
