"""Files that somebody sent, while they are looked at: nothing of them outlives the look, a killed process included."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

# What lies longer was left behind by a process that was killed: no look takes a minute.
_STALE_S = 600


class Nameless(FileUploadHandler):
    """An upload too large for memory lies on the disk without a name: it is gone with the process, however that ends.

    Django's own handler gives it a name in the folder of temporary files, where a kill leaves it.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        # Closed by Django with the request; by the operating system if the process does not live that long.
        self.file = UploadedFile(
            tempfile.TemporaryFile(),  # noqa: SIM115
            self.file_name, self.content_type, 0, self.charset, self.content_type_extra,
        )  # fmt: skip

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.file.write(raw_data)

    def file_complete(self, file_size: int) -> "UploadedFile[Any]":
        self.file.seek(0)
        self.file.size = file_size
        return self.file

    def upload_interrupted(self) -> None:
        if hasattr(self, "file"):
            self.file.close()


@contextmanager
def held(file: "UploadedFile[Any]") -> Iterator[Path]:
    """A path of an upload for a reader in another process; gone with the block, or with the next look after a kill."""
    place = sweep()
    with tempfile.TemporaryDirectory(dir=place) as folder:
        path = Path(folder) / "sheet"
        with path.open("wb") as kept:
            for chunk in file.chunks():
                kept.write(chunk)
        yield path


def sweep() -> Path:
    """Take away what a killed process left; gives the folder. With every look, and once a day."""
    place = Path(settings.BAIYING_VAR) / "passing"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    for one in place.iterdir():
        try:
            stale = time.time() - one.stat().st_mtime > _STALE_S
        except FileNotFoundError:
            continue
        if stale:
            shutil.rmtree(one, ignore_errors=True)
    return place
