"""The web server: one parent that loads the program once, and workers forked from it that share its memory."""

import gc
import importlib
import multiprocessing
import os
import resource
import sys
from typing import Any

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

WORKERS = 2
# A thread holds a connection to the database; few are enough where Python runs one at a time.
THREADS = 3
# A header, or the next request on a connection that is kept, has to be there within this. A proxy in front lets go
# of idle connections earlier (docs/operations.md).
HEADER_SECONDS = 10
MOST_CONNECTIONS = 16_000
_OWN_FILES = 256


def serve(host: str, port: int) -> None:
    os.environ["BAIYING_PROCESS"] = "web"
    if sys.platform == "linux":
        multiprocessing.set_start_method("fork", force=True)
        _load()
    server("baiying.config.wsgi:application", host, port).serve()


def server(application: str, host: str, port: int) -> Any:
    """The server around a WSGI application ("module:name"), and what it does about connections that say nothing.

    Only HTTP/1: a server that waits to learn which HTTP is spoken waits for ever, and a full house of silent
    connections let nobody else in. Each connection costs a few kilobytes, so nearly as many are let in as the system
    gives numbers for; whoever has not said what he wants within HEADER_SECONDS is put out.
    """
    return Granian(
        application,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=int(os.environ.get("BAIYING_WEB_WORKERS", WORKERS)),
        blocking_threads=threads(),
        blocking_threads_idle_timeout=600,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_SECONDS * 1000),
        backlog=4096,
        backpressure=_connections(),
        websockets=False,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=10,
        log_level=LogLevels.warning,
    )


def threads() -> int:
    """How many requests one process answers at once; at least two, so that a waiting body keeps nobody out."""
    return max(2, int(os.environ.get("BAIYING_WEB_THREADS", THREADS)))


def _connections() -> int:
    """How many connections one process holds at once: as many as it may open, less what it needs for itself."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + _OWN_FILES
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if most > soft:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return max(128, max(soft, most) - _OWN_FILES)


def _load() -> None:
    """Import what requests need before the workers fork; opens no connection."""
    importlib.import_module("baiying.config.wsgi")
    importlib.import_module("baiying.config.urls")
    gc.collect()
    gc.freeze()


def main(words: list[str]) -> None:
    """Host and port, as the supervisor gives them."""
    serve(words[0], int(words[1]))


if __name__ == "__main__":
    main(sys.argv[1:])
