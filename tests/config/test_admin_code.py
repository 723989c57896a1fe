"""Where no text messages leave, the operator reads the code at the server."""

import pytest
from django.test import Client

from baiying.config.cli import admin
from baiying.config.paths import Problem
from baiying.kit.models import AuditEvent

pytestmark = pytest.mark.django_db


def test_the_operator_shows_the_code_just_sent_and_the_audit_knows(
    client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(Problem):
        admin.code("19900000777")
    page = client.post("/log-in/", {"phone": "19900000777"}, follow=True).content.decode()
    assert "baiying admin code" in page
    admin.code("199 0000 0777")
    code = "".join(c for c in capsys.readouterr().out if c.isdigit())[:6]
    assert client.post("/log-in/code/", {"code": code}).headers["Location"] == "/log-in/unknown/"
    assert AuditEvent.objects.filter(action="CodeShown").count() == 1


def test_a_phone_that_is_none_is_met_with_a_sentence() -> None:
    with pytest.raises(Problem, match="11 位"):
        admin.code("138")
