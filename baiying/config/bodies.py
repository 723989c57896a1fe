"""Request bodies are read before anything else, and never by all threads at once.

Who announces a body and does not send it keeps the thread that waits for it; four such requests stopped the site. One
thread of each process takes no bodies: pages stay open whatever is announced. What cannot be taken now is told to
come again. A proxy in front that takes in whole requests (docs/operations.md) keeps forms open as well.
"""

import tempfile
import threading
from collections.abc import Callable, Iterable
from typing import Any

_IN_MEMORY = 1024 * 1024
_PIECE = 64 * 1024
# A body that has arrived is read in less than this; so long one waits for a thread that reads.
_WAIT_SECONDS = 0.25
# More than any page takes (a country's table of divisions has 80 MB at most).
_MOST_BYTES = 96 * 1024 * 1024
_TOO_LONG = "内容太大，没有收。This is too large and was not taken.".encode()
_BUSY = "现在提交的人太多，请过一会儿再试。Too many are sending at once: please try again in a moment.".encode()

Start = Callable[..., Any]
Application = Callable[[dict[str, Any], Start], Iterable[bytes]]


class Bodies:
    """The application with its bodies read for it, by all but one of so many threads."""

    def __init__(self, application: Application, threads: int) -> None:
        self.application = application
        self.free = threading.BoundedSemaphore(max(1, threads - 1))

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        environ["CONTENT_TYPE"] = kind(environ.get("CONTENT_TYPE", ""))
        if environ.get("CONTENT_LENGTH", "0") in {"", "0"} and "HTTP_TRANSFER_ENCODING" not in environ:
            return self.application(environ, start)
        if not self.free.acquire(timeout=_WAIT_SECONDS):
            return _refuse(start, "503 Service Unavailable", _BUSY)
        try:
            body = _read(environ["wsgi.input"])
        finally:
            self.free.release()
        if body is None:
            return _refuse(start, "413 Content Too Large", _TOO_LONG)
        body.seek(0)
        environ["wsgi.input"] = body
        return self.application(environ, start)


def kind(said: str) -> str:
    """A Content-Type as far as we need it: the kind, and of a form in parts what stands between them.

    Pages are UTF-8, and so is what they send. Another name of signs would be looked up among Python's codecs, some of
    which are no text at all, before any page is there to refuse it.
    """
    name, *rest = said.split(";")
    between = [one.strip() for one in rest if one.strip().lower().startswith("boundary=")]
    return "; ".join([name.strip(), *between[:1]])


def _read(source: Any) -> "tempfile.SpooledTemporaryFile[bytes] | None":
    # Closed with the last reference to it: the answer may still read from it.
    body = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115
    while piece := source.read(_PIECE):
        body.write(piece)
        if body.tell() > _MOST_BYTES:
            body.close()
            return None
    return body


def _refuse(start: Start, status: str, sentence: bytes) -> Iterable[bytes]:
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Retry-After", "5"), ("Connection", "close")]
    start(status, [*headers, ("Content-Length", str(len(sentence)))])
    return [sentence]
