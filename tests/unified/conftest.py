from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from baiying.unified.provider import known
from tests.people import world
from tests.unified import providers
from tests.unified.providers import There


@pytest.fixture
def area(db: None) -> world.Area:
    return world.make_area()


@pytest.fixture(scope="session")
def _mock() -> Iterator[There]:
    with providers.mock() as there:
        yield there


@pytest.fixture(scope="session")
def _strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[There]:
    with providers.strict(Path(tmp_path_factory.mktemp("provider"))) as there:
        yield there


@pytest.fixture(autouse=True)
def _plain_lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The library speaks over TLS alone; these providers stand on this machine."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    known.forget()
    yield
    known.forget()


@pytest.fixture
def there(_mock: There, settings: Any) -> There:
    """The province's provider."""
    settings.OIDC_PROVIDERS = [_mock.setting]
    return _mock


@pytest.fixture
def city(_mock: There, _strict: There, settings: Any) -> There:
    """The strict provider, beside the province's."""
    settings.OIDC_PROVIDERS = [_mock.setting, _strict.setting]
    return _strict
