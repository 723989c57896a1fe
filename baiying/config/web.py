"""The web server: one parent that loads the program once, and workers forked from it that share its memory."""

import gc
import importlib
import multiprocessing
import os
import sys

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

WORKERS = 2
# A thread holds a connection to the database; few are enough where Python runs one at a time.
THREADS = 3


def serve(host: str, port: int) -> None:
    os.environ["BAIYING_PROCESS"] = "web"
    if sys.platform == "linux":
        multiprocessing.set_start_method("fork", force=True)
        _load()
    Granian(
        "baiying.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=int(os.environ.get("BAIYING_WEB_WORKERS", WORKERS)),
        blocking_threads=int(os.environ.get("BAIYING_WEB_THREADS", THREADS)),
        blocking_threads_idle_timeout=600,
        backlog=2048,
        websockets=False,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=10,
        log_level=LogLevels.warning,
    ).serve()


def _load() -> None:
    """Import what requests need before the workers fork; opens no connection."""
    importlib.import_module("baiying.config.wsgi")
    importlib.import_module("baiying.config.urls")
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
