"""A program that carries out one merge again and again, each time in a process of its own that is killed.

Reads a number from its input: at that statement the process of the merge sends itself SIGKILL, with the transaction
open; `all` lets it through. Answers with how many statements there were, or with the signal that ended it.
"""

import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any

import django


def main(merge_id: int, at: str) -> None:
    django.setup()
    from django.db import connections  # noqa: PLC0415 - Only once the program knows its database.

    _say("ready")
    for line in sys.stdin:
        # What the parent holds open is not the child's to close.
        connections.close_all()
        child = os.fork()
        if child == 0:
            _merge(merge_id, datetime.fromisoformat(at), line.strip())
        _pid, status = os.waitpid(child, 0)
        said = f"killed {os.WTERMSIG(status)}" if os.WIFSIGNALED(status) else f"done {os.WEXITSTATUS(status)}"
        _say(said)


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def _merge(merge_id: int, at: datetime, place: str) -> None:
    from django.db import connection  # noqa: PLC0415

    from baiying.people import actions  # noqa: PLC0415
    from tests.people.merging import TWO  # noqa: PLC0415

    left = [int(place) if place.isdigit() else -1]

    def dies(execute: Callable[..., Any], *arguments: Any) -> Any:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*arguments)

    try:
        with connection.execute_wrapper(dies):
            actions.carry_out(merge_id=merge_id, actor=TWO, at=at)
    except BaseException:
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
