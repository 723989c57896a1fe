"""Who opens the program to others without TLS is told so (S17)."""

import pytest

from baiying.config import exposure
from baiying.kit.db import urls


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.53", "::1", "[::1]", "localhost"])
def test_this_machine_alone_needs_no_warning(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BAIYING_TLS", raising=False)
    assert exposure.warning(host) == ""


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.5", "volunteers.example.gov.cn"])
def test_others_without_tls_are_warned_of(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BAIYING_TLS", raising=False)
    assert "BAIYING_TLS" in exposure.warning(host)
    monkeypatch.setenv("BAIYING_TLS", "1")
    assert exposure.warning(host) == ""


def test_a_citys_own_server_is_asked_before_a_request(monkeypatch: pytest.MonkeyPatch) -> None:
    address = "postgresql://baiying_app:x@db.example/baiying"
    monkeypatch.setenv(urls.APP, address)
    assert urls.parse(address)["CONN_HEALTH_CHECKS"] is True
    monkeypatch.delenv(urls.APP)
    assert urls.parse(address)["CONN_HEALTH_CHECKS"] is False
