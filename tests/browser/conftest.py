"""A browser, the program behind a real address, and people with phones and desks."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.kit import clock as clocks
from tests.browser import shoot
from tests.browser.stage import Clock, Visitor, close_connections, mark_as_demo, moved_clock, own_database, served

Cast = dict[str, the_cast.Member]


@dataclass
class Stage:
    """Where a journey happens. What is wrong with any page is collected and told at the end."""

    browser: Any
    address: str
    clock: Clock
    faults: list[str] = field(default_factory=list)
    visitors: list[Visitor] = field(default_factory=list)

    def visitor(self, *, phone: bool = True, scripts: bool = True) -> Visitor:
        made = Visitor(self.browser, self.address, self.faults, phone=phone, scripts=scripts)
        self.visitors.append(made)
        return made


@pytest.fixture(scope="module")
def running(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Any, str, Clock]]:
    """One browser, one database and one server for all journeys of a file."""
    with pytest.MonkeyPatch.context() as patch:
        # Playwright keeps an event loop in this thread; Django takes that for asynchronous code.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        # The database first: inside the browser's event loop Django sees other connections than the tests outside.
        with own_database(django_db_blocker), moved_clock() as clock, served() as address, shoot.browser() as browser:
            try:
                yield browser, address, clock
            finally:
                close_connections()


@pytest.fixture(scope="module")
def cast(running: Any) -> Cast:
    """A small demo city and whoever is in it, for all journeys of a file that bring no city of their own."""
    city = builders.small_city()
    mark_as_demo(city.city.pk, clocks.now())
    return the_cast.build(city)


@pytest.fixture
def stage(running: tuple[Any, str, Clock]) -> Iterator[Stage]:
    made = Stage(*running)
    yield made
    for visitor in made.visitors:
        visitor.leave()
    assert not made.faults, "\n".join(dict.fromkeys(made.faults))
