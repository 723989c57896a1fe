from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from baiying.kit import clock
from baiying.kit.values.actor import Actor
from baiying.places import queries
from baiying.privacy.actions import AssessmentGiven, file_assessment
from baiying.unified.provider import known
from baiying.unified.rules import USE
from tests.people import world
from tests.unified import providers
from tests.unified.providers import There


@pytest.fixture
def area(db: None) -> world.Area:
    """A city that has assessed its log-in elsewhere: without that it is offered to nobody (PIPL art. 55)."""
    made = world.make_area()
    assess()
    return made


def assess() -> None:
    given = AssessmentGiven("provide", "统一身份认证", "登录", "少记一个密码", "登录去向", "只传编号", USE)
    for city in queries.cities():
        file_assessment(given=given, area_id=city.pk, source=f"unified{city.pk}", actor=Actor(1), at=clock.now())


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
