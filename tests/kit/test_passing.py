"""What somebody sent is gone with the look at it, also when the process is killed in the middle."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.test import RequestFactory

from baiying.kit import passing

LARGE = b"name,phone\n" * 300_000


def test_a_large_upload_lies_on_the_disk_without_a_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    request = RequestFactory().post("/", {"file": SimpleUploadedFile("r.csv", LARGE), "other": "words"})
    file = request.FILES["file"]
    assert isinstance(file, UploadedFile)
    assert (file.name, file.size) == ("r.csv", len(LARGE))
    assert b"".join(file.chunks()) == LARGE
    assert request.POST["other"] == "words"
    assert list(tmp_path.iterdir()) == []
    file.close()


def test_a_small_upload_never_touches_the_disk() -> None:
    request = RequestFactory().post("/", {"file": SimpleUploadedFile("r.csv", b"a,b\n")})
    assert type(request.FILES["file"]).__name__ == "InMemoryUploadedFile"


@pytest.fixture
def place(settings: object, tmp_path: Path) -> Path:
    settings.BAIYING_VAR = tmp_path  # type: ignore[attr-defined]
    return tmp_path / "passing"


def test_the_path_is_gone_after_the_look_also_where_it_fails(place: Path) -> None:
    with passing.held(SimpleUploadedFile("r.csv", b"a,b\n")) as path:
        assert path.read_bytes() == b"a,b\n"
        assert path.parent.stat().st_mode & 0o077 == 0
    assert list(place.iterdir()) == []
    with pytest.raises(FileNotFoundError), passing.held(SimpleUploadedFile("r.csv", b"")) as path:
        path.with_name("other").read_bytes()
    assert list(place.iterdir()) == []


_KILLED = """
import os, sys, django
os.environ["DJANGO_SETTINGS_MODULE"] = "baiying.config.settings"
django.setup()
from django.core.files.uploadedfile import SimpleUploadedFile
from baiying.kit import passing
from django.conf import settings
settings.BAIYING_VAR = sys.argv[1]
with passing.held(SimpleUploadedFile("r.csv", b"a,b")):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_what_a_killed_process_left_goes_with_the_next_look(place: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _KILLED, str(place.parent)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        process.send_signal(signal.SIGKILL)
    (left,) = place.iterdir()
    # A look that another process is at is left alone.
    with passing.held(SimpleUploadedFile("r.csv", b"c")):
        assert left.exists()
    os.utime(left, (1, 1))
    passing.sweep()
    assert not left.exists()
    left.mkdir()
    os.utime(left, (1, 1))
    with passing.held(SimpleUploadedFile("r.csv", b"c")) as path:
        assert [path.parent] == list(place.iterdir())
