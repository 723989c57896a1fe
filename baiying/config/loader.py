"""The program, loaded once: web and worker are forked from this process and share what it loaded.

Each alone needs some 70 MB, most of it the same code. Started by the supervisor as `python -m baiying.config.loader`;
orders come as lines of JSON on its standard input, each is answered with a line on its standard output, and it ends
when the input does. Only for the first start (`forked`): what has to be revived starts on its own, with the program as
it then stands on the disk. It opens no connection and starts no thread, since neither survives a fork.
"""

import gc
import json
import os
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any


def serve() -> None:
    os.environ["BAIYING_PROCESS"] = "web"
    for module in ("baiying.config.wsgi", "baiying.config.urls", "baiying.config.web", "baiying.config.worker"):
        import_module(module)
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        order = json.loads(line)
        sys.stdout.write(json.dumps(_ORDERS[order["do"]](order)) + "\n")
        sys.stdout.flush()


def _fork(order: dict[str, Any]) -> dict[str, Any]:
    """A process that calls `module`'s `main` with the words given, in a session and with a log of its own.

    Told of only once it has its session: who ends its group before that would reach nobody, and wait for ever.
    """
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reader)
        _become(order, writer)
    os.close(writer)
    os.read(reader, 1)
    os.close(reader)
    return {"pid": pid}


def _become(order: dict[str, Any], ready: int) -> None:
    """In the new process; never returns."""
    code = 1
    try:
        os.setsid()
        os.close(ready)
        _turn_to(os.open(os.devnull, os.O_RDONLY), 0)
        log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        _turn_to(os.dup(log), 1)
        _turn_to(log, 2)
        import_module(order["module"]).main(order["words"])
        code = 0
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else 1
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _turn_to(file: int, number: int) -> None:
    os.dup2(file, number)
    if file != number:
        os.close(file)


def _look(order: dict[str, Any]) -> dict[str, Any]:
    """How a forked process ended; nothing while it lives, or once that was told."""
    try:
        pid, status = os.waitpid(order["pid"], os.WNOHANG)
    except ChildProcessError:
        return {"code": -1}
    return {"code": os.waitstatus_to_exitcode(status) if pid else None}


_ORDERS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {"fork": _fork, "look": _look}

if __name__ == "__main__":
    serve()
