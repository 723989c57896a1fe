"""No visitor fills the disk: a refusal is one short line, and a log stays small while its process writes on."""

import logging
import logging.config
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, RawPostDataException
from django.test import Client
from django.urls import path

from baiying.config import supervisor
from baiying.kit import logs
from tests.people import world


def _raise(what: type[Exception]) -> HttpResponse:
    raise what("in the view")


def _denied(_request: HttpRequest) -> HttpResponse:
    return _raise(PermissionDenied)


def _missing(_request: HttpRequest) -> HttpResponse:
    return _raise(Http404)


def _odd(_request: HttpRequest) -> HttpResponse:
    return _raise(SuspiciousOperation)


def _broken(_request: HttpRequest) -> HttpResponse:
    return _raise(RawPostDataException)


def _plain(_request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponse(status=403 if isinstance(exception, PermissionDenied) else 404)


handler403 = handler404 = _plain
urlpatterns = [path("denied/", _denied), path("missing/", _missing), path("odd/", _odd), path("broken/", _broken)]


class Written(logging.Handler):
    """What the settings' own handler would write."""

    def __init__(self) -> None:
        super().__init__()
        given = logging.config.DictConfigurator(settings.LOGGING)
        self.setFormatter(given.configure_formatter(settings.LOGGING["formatters"]["line"]))  # type: ignore[arg-type]
        self.entries: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.entries.append(self.format(record))


@contextmanager
def _written() -> Iterator[list[str]]:
    handler, says = Written(), logging.getLogger("django")
    # Tests run with quieter logs than an installation.
    levels = {name: logging.getLogger(name).level for name in ("django", "django.request", "django.security")}
    says.addHandler(handler)
    for name in levels:
        logging.getLogger(name).setLevel(logging.WARNING)
    try:
        yield handler.entries
    finally:
        says.removeHandler(handler)
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


@pytest.mark.django_db
def test_who_opens_a_page_of_others_writes_one_line() -> None:
    browser = Client()
    world.make_account("19900000540")
    world.log_in(browser, "19900000540")
    with _written() as entries:
        assert browser.get("/desk/people/").status_code == 403
    assert [entry.count("\n") for entry in entries] == [0]
    assert "/desk/people/" in entries[0]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("address", ["denied", "missing", "odd"])
def test_a_refusal_has_no_stack_however_it_was_raised(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "MIDDLEWARE", [])
    with _written() as entries:
        assert Client().get(f"/{address}/").status_code in {400, 403, 404}
    assert entries
    assert "Traceback" not in "".join(entries)
    assert "\n" not in "".join(entries)


@pytest.mark.urls(__name__)
def test_a_real_error_keeps_its_stack(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "MIDDLEWARE", [])
    with _written() as entries:
        assert Client(raise_request_exception=False).get("/broken/").status_code == 500
    assert "Traceback" in "".join(entries)


@pytest.mark.django_db
def test_an_address_of_pages_length_takes_a_short_line() -> None:
    with _written() as entries:
        assert Client().get("/" + "x" * 9000 + "%0a2026 ERROR forged").status_code == 404
    assert [len(entry) < 500 and "\n" not in entry for entry in entries] == [True]


_FLOOD = "import sys\nwhile True: sys.stderr.write('a line that somebody caused\\n')"


def test_a_log_stays_small_while_its_process_writes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "flood.py").write_text(_FLOOD)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    options = supervisor.Options("127.0.0.1", 0, demo=False)
    watched = supervisor.Supervisor(options, lambda _said: None, tmp_path)
    for folder in ("log", "run"):
        (tmp_path / folder).mkdir()
    child = supervisor.Child("web", "flood")
    watched._spawn(child)
    log, before = tmp_path / "log" / "web.log", tmp_path / "log" / "web.log.1"
    try:
        assert child.process is not None
        while log.stat().st_size <= logs.MOST_BYTES:
            time.sleep(0.01)
        watching = threading.Thread(target=watched.watch)
        watching.start()
        while not before.exists():
            time.sleep(0.01)
        watched.stopping.set()
        watching.join()
        assert before.stat().st_size <= logs.MOST_BYTES
        child.process.kill()
        child.process.wait()
        logs.keep_small(log)
        assert log.stat().st_size <= logs.MOST_BYTES
        # It goes on at the new end: no hole where the old text was.
        assert b"\0" not in log.read_bytes()
    finally:
        if child.process is not None and child.process.poll() is None:
            child.process.kill()
            child.process.wait()


def test_a_log_that_is_full_is_put_aside_even_where_nothing_can_be_kept(tmp_path: Path) -> None:
    full = tmp_path / "web.log"
    full.write_bytes(b"x" * (logs.MOST_BYTES + 1))
    (tmp_path / "web.log.1").mkdir()
    assert logs.keep_small(full)
    assert full.stat().st_size == 0
    assert not logs.keep_small(full)
    assert not logs.keep_small(tmp_path / "none.log")


def test_the_supervisor_may_use_it_without_the_framework() -> None:
    asked = "import sys, baiying.kit.logs; print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "False"
