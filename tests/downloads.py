"""Files of answers that nobody read to their end are closed with their test.

A browser that breaks off a download, and a test that looks only at an answer's head, leave the file open. It is closed
whenever Python happens to find it, in the middle of another test, which is then the one that fails. Closing the whole
answer would close the test's connection too.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.http import FileResponse


@contextmanager
def closed_in_the_end() -> Iterator[None]:
    """The files of all answers that are made inside."""
    answers: list[FileResponse] = []
    before = FileResponse.__init__

    def begun(answer: FileResponse, *args: Any, **more: Any) -> None:
        before(answer, *args, **more)
        answers.append(answer)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FileResponse, "__init__", begun)
        yield
    for answer in answers:
        for close in getattr(answer, "_resource_closers", ()):
            close()


@pytest.fixture(autouse=True)
def downloads_are_closed() -> Iterator[None]:
    """Every answer that carries a file, whether a client or a browser asked for it."""
    with closed_in_the_end():
        yield
