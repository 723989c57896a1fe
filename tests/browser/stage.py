"""What a journey needs: a database of its own, the program answering on a real port, a clock that can be moved on.

Django empties tables after a test that commits, and append-only tables refuse that. So a file of journeys gets a copy
of the test database (`CREATE DATABASE ... TEMPLATE`), which is thrown away afterwards. The program answers from a
thread of the test process, as the application's own role, so that a right it lacks in real life it lacks here too.
`kit.clock.now`, the only place where time is read, is moved on by hand: half an hour of service takes no half hour.
"""

import contextlib
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Self
from urllib.parse import unquote, urlsplit

import psycopg
from django.conf import settings
from django.db import connections
from django.test.testcases import LiveServerThread
from django.test.utils import override_settings, setup_databases
from playwright.sync_api import TimeoutError
from psycopg import sql

from baiying.demo import queries as demo
from baiying.demo.builders import NOW
from baiying.demo.models import DemoMark
from baiying.kit import clock
from tests.browser import axe, shoot
from tests.own_database import leave_alone


class Clock:
    """The platform's clock: it starts at the builders' instant, runs as time does, and can be moved on."""

    def __init__(self, starts_at: datetime = NOW) -> None:
        self.offset = starts_at - datetime.now(UTC)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset

    def move(self, **span: int) -> None:
        self.offset += timedelta(**span)


@contextmanager
def moved_clock() -> Iterator[Clock]:
    made, real = Clock(), clock.now
    clock.now = made.now
    try:
        yield made
    finally:
        clock.now = real


@contextmanager
def own_database(blocker: Any) -> Iterator[None]:
    """The default connection is an empty copy of the test database, entered as the application's role."""
    given = connections["default"].settings_dict
    before = {key: given[key] for key in ("NAME", "USER", "PASSWORD")}
    with blocker.unblock():
        if not before["NAME"].startswith("test_"):
            # Only journeys were chosen: no test marked for the database has made it yet.
            setup_databases(verbosity=0, interactive=False, aliases={"default"}, keepdb=True)
            before["NAME"] = given["NAME"]
        template, name = before["NAME"], f"{before['NAME']}_journey"
        close_connections()
        with psycopg.connect(_address(given, "postgres"), autocommit=True) as server:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
            leave_alone(server, template)
            copy = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            server.execute(copy.format(sql.Identifier(name), sql.Identifier(template)))
        with psycopg.connect(_address(given, name), autocommit=True) as owner:
            # A journey's clock stands where the builders' does, whatever day it is: what compares the two clocks, and
            # has tests of its own (kit/test_chain.py), would stop every journey a week after that day.
            owner.execute(
                "CREATE OR REPLACE FUNCTION kit_may_backdate() RETURNS boolean LANGUAGE sql STABLE AS 'SELECT true'"
            )
        app = urlsplit(os.environ.get("BAIYING_TEST_APP_URL", ""))
        given["NAME"] = name
        if app.username:
            given["USER"], given["PASSWORD"] = app.username, unquote(app.password or "")
        try:
            yield
        finally:
            close_connections()
            with psycopg.connect(_address(given, "postgres"), autocommit=True) as server:
                # A thread of the server may still hold one, which only its own role may end.
                leave_alone(server, name)
            given.update(before)
            with psycopg.connect(_address(given, "postgres"), autocommit=True) as server:
                server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _tick(box: Any) -> None:
    """By keyboard, as everybody can: a click would land on the bar at the foot of a phone."""
    if not box.is_checked():
        box.focus()
        box.press("Space")
    assert box.is_checked()


def close_connections() -> None:
    for connection in connections.all():
        connection.close()


def _address(settings: dict[str, Any], name: str) -> str:
    values = {"host": settings["HOST"], "user": settings["USER"], "password": settings["PASSWORD"], "dbname": name}
    values |= {"port": settings["PORT"]} if settings["PORT"] else {}
    return psycopg.conninfo.make_conninfo(**{key: value for key, value in values.items() if value})


@contextmanager
def served() -> Iterator[str]:
    """The address of the program; files come from the rooms, collected or not."""

    def unwrapped(application: Any) -> Any:
        return application

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    storages = {**settings.STORAGES, "staticfiles": plain}
    with override_settings(STORAGES=storages, WHITENOISE_USE_FINDERS=True, WHITENOISE_AUTOREFRESH=True):
        thread = LiveServerThread("127.0.0.1", unwrapped)
        thread.daemon = True
        thread.start()
        thread.is_ready.wait()
        if thread.error:
            raise thread.error
        try:
            yield f"http://127.0.0.1:{thread.port}"
        finally:
            thread.terminate()


def mark_as_demo(city_id: int, at: datetime) -> None:
    """Text messages show on the screen on demo data only, so the journeys' city is marked as one."""
    DemoMark.objects.create(seed=1, anchor=clock.local_date(at), volunteers=0, city_id=city_id, loaded_at=at)
    demo.forget_answer()


# A new document remembers nothing; a part that came in place of another is not the one that stood.
_ANOTHER = "before => location.href !== before || !window.stood || !window.stood.isConnected"


class Visitor:
    """Somebody with an own browser. Every page he comes to is looked at: what is wrong with it fails the journey."""

    def __init__(self, browser: Any, address: str, faults: list[str], *, phone: bool = True, scripts: bool = True):
        size = shoot.PHONE if phone else shoot.DESKTOP
        self.context = browser.new_context(
            **size, java_script_enabled=scripts, locale="zh-CN", base_url=address, reduced_motion="reduce"
        )
        self.context.set_default_timeout(8_000)
        self.page = self.context.new_page()
        self.address, self.faults, self.scripts = address, faults, scripts
        self.looked: set[str] = set()
        # What a hand does: addresses and buttons, fields and boxes touched; signs typed.
        self.presses = self.signs = 0
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.faults.append(f"{self.page.url}: {error}"))
        self.page.on("response", self._answered)

    def _said(self, message: Any) -> None:
        if message.type in {"error", "warning"} and "status of 4" not in message.text:
            self.faults.append(f"{self.page.url}: console {message.type}: {message.text}")

    def _answered(self, response: Any) -> None:
        # 404, 409, 422 are answers to people; nothing else may fail, and no file may be missing.
        if response.status >= 500 or (response.status == 404 and "/static/" in response.url):
            self.faults.append(f"{response.status} {response.url}")

    def look(self) -> Self:
        """What axe says, and whether anything stands out to the right; once for each page as it stands."""
        self.page.wait_for_load_state("load")
        words = self.page.inner_text("body")
        seen = f"{urlsplit(self.page.url).path} {hash(words)}"
        if seen in self.looked:
            return self
        self.looked.add(seen)
        where = f"{urlsplit(self.page.url).path} ({self.page.title()})"
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        self.faults += [f"{where}: wider than the screen by {wide} px"] if wide > 0 else []
        if self.scripts:
            self.faults += [f"{where}: {fault}" for fault in axe.serious_faults(self.page)]
        return self

    def go(self, path: str) -> Self:
        """By the menu, or a bookmark."""
        self.presses += 1
        self.page.goto(path)
        return self.look()

    def _then(self, act: Callable[[], None]) -> Self:
        """Do what leads to another page, or brings this one back with what is to be corrected; and look at that."""
        self.presses += 1
        try:
            if self.scripts:
                self.page.evaluate("window.stood = document.getElementById('content') || document.body")
                before = self.page.url
                act()
                self.page.wait_for_function(_ANOTHER, arg=before)
            else:
                with self.page.expect_navigation():
                    act()
        except TimeoutError as error:
            raise AssertionError(f"{error.message}\non {self.page.url}:\n{self.page.inner_text('body')}") from None
        return self.look()

    def press(self, name: str, *, within: str = "main", exact: bool = True) -> Self:
        return self._then(self.page.locator(within).get_by_role("button", name=name, exact=exact).first.click)

    def follow(self, name: str, *, within: str = "main", exact: bool = False) -> Self:
        return self._then(self.page.locator(within).get_by_role("link", name=name, exact=exact).first.click)

    def fill(self, **values: str) -> Self:
        """Type into fields by the form's names; ticks and choices by value."""
        for name, value in values.items():
            self.presses, self.signs = self.presses + 1, self.signs + len(value)
            self.page.locator(f"main [name='{name.replace('__', '-')}']:not([type=hidden])").first.fill(value)
        return self

    def choose(self, **values: str) -> Self:
        """Tick boxes and radio buttons, by name and value, as somebody touches their words."""
        for name, value in values.items():
            self.presses += 1
            box = self.page.locator(f"[name='{name.replace('__', '-')}'][value='{value}']").first
            _tick(box)
        return self

    def tick(self, *names: str) -> Self:
        for name in names:
            self.presses += 1
            self.page.locator(f"input[type=checkbox][name='{name}']").first.set_checked(True, force=True)
        return self

    def select(self, **values: str) -> Self:
        for name, value in values.items():
            # It opens, and a choice is pressed.
            self.presses += 2
            self.page.locator(f"select[name='{name}']").first.select_option(value)
        return self

    def pick_area(self, *names: str) -> Self:
        """Tap down the tree of areas."""
        for name in names:
            self.follow(name, within="main ul")
        return self

    def reads(self, *texts: str) -> Self:
        """The page says all this."""
        said = self.page.inner_text("body")
        for text in texts:
            assert text in said, f"“{text}” is not on {self.page.url}:\n{said}"
        return self

    def found(self, pattern: str) -> str:
        said = self.page.inner_text("body")
        hit = re.search(pattern, said)
        assert hit, f"/{pattern}/ is not on {self.page.url}:\n{said}"
        return hit[hit.re.groups and 1]

    def type_code(self) -> Self:
        """The code as the demo shows the message on screen; the button says what comes after."""
        self.fill(code=self.found(r"(?<!\d)(\d{6})(?!\d)"))
        return self.press(self.page.locator("main form:has([name=code]) button").first.inner_text().strip())

    def log_in(self, phone: str) -> Self:
        return self.go("/log-in/").fill(phone=phone).press("发送验证码").type_code()

    def picture(self, path: str) -> None:
        shoot.settled(self.page)
        self.page.screenshot(path=path)

    def leave(self) -> None:
        with contextlib.suppress(Exception):
            self.context.close()


def eventually(true: Callable[[], bool], seconds: float = 10) -> bool:
    """Whether it becomes true in time; for what the browser does on its own."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.1)
    return False
