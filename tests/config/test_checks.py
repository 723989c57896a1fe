"""What a city's server lacks is said before people come, and a request under a foreign name is answered by nobody."""

import os
import subprocess
import sys
from typing import Any

import pytest
from django.core import checks
from django.test import Client

from tests.config.test_running import ROOT


def found(settings: Any, **given: Any) -> set[str]:
    for name, value in {"BEHIND_TLS": True, "BAIYING_PROXIES": 1, "ALLOWED_HOSTS": ["a.example"]}.items():
        setattr(settings, name, given.get(name, value))
    said = checks.run_checks(tags=[checks.Tags.security], include_deployment_checks=True)
    return {str(one.id) for one in said if str(one.id).startswith("baiying.")}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, set()),
        # Behind TLS stands a proxy; unnamed it would be everybody's address, and one person could shut out a city.
        ({"BAIYING_PROXIES": 0}, {"baiying.E001"}),
        ({"BAIYING_PROXIES": ()}, {"baiying.E001"}),
        ({"ALLOWED_HOSTS": ["*"]}, {"baiying.E002"}),
        ({"ALLOWED_HOSTS": ["a.example", "*"]}, {"baiying.E002"}),
        ({"ALLOWED_HOSTS": []}, {"baiying.E002"}),
        ({"BAIYING_PROXIES": 0, "ALLOWED_HOSTS": []}, {"baiying.E001", "baiying.E002"}),
        ({"BEHIND_TLS": False, "BAIYING_PROXIES": 0, "ALLOWED_HOSTS": ["*"]}, {"baiying.W001"}),
    ],
)
@pytest.mark.law("GB22239-8.1.4")
def test_proxies_hosts_and_tls_are_asked_for(settings: Any, given: dict[str, Any], said: set[str]) -> None:
    assert found(settings, **given) == said


@pytest.mark.parametrize(
    ("tls", "hosts", "read"),
    [("1", "", "[]"), ("1", " a.example , b.example,", "['a.example', 'b.example']"), ("0", "", "['*']")],
)
def test_no_name_is_no_empty_name(tls: str, hosts: str, read: str) -> None:
    asked = "from baiying.config import settings; print(settings.ALLOWED_HOSTS)"
    known = os.environ | {"BAIYING_TLS": tls, "BAIYING_HOSTS": hosts}
    done = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, env=known, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == read


def test_a_request_under_a_foreign_name_is_refused(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["volunteers.example"]
    client = Client()
    assert client.get("/healthz", headers={"Host": "volunteers.example"}).status_code == 200
    for headers in ({"Host": "evil.example"}, {"Host": "volunteers.example.evil.example"}):
        assert client.get("/healthz", headers=headers).status_code == 400
    # What a proxy passes on of a name is not believed either.
    answer = client.get("/healthz", headers={"Host": "evil.example", "X-Forwarded-Host": "volunteers.example"})
    assert answer.status_code == 400
