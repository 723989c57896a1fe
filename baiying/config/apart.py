"""Work in a process of its own, whose memory is gone afterwards with whatever the work had to load."""

import contextlib
import os
import pickle
from importlib import import_module
from typing import Any


def call(module: str, name: str, *given: object) -> Any:
    """Import `module` in a forked process, call its `name`, give back what it gave, or raise what it raised.

    Only for a process with one thread. What goes in and out is pickled; raises ChildProcessError when the process died.
    """
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reader)
        _answer(writer, module, name, given)
    os.close(writer)
    with open(reader, "rb") as answers:
        told = answers.read()
    os.waitpid(pid, 0)
    if not told:
        raise ChildProcessError(f"{module}.{name} ended without an answer")
    worked, value = pickle.loads(told)
    if not worked:
        raise value
    return value


def _answer(writer: int, module: str, name: str, given: tuple[object, ...]) -> None:
    """In the new process; never returns into the caller's code."""
    try:
        try:
            told = pickle.dumps((True, getattr(import_module(module), name)(*given)))
        except Exception as error:
            told = pickle.dumps((False, error))
        with contextlib.suppress(OSError), open(writer, "wb") as answers:
            answers.write(told)
    finally:
        os._exit(0)
