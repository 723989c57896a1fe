"""Processes of their own against the database of a test, to be killed at any moment."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote, urlencode

from psycopg.conninfo import conninfo_to_dict

ROOT = Path(__file__).resolve().parents[1]


def _address(conninfo: str) -> str:
    """The same as an address that a process takes from its surroundings."""
    parts = {key: str(value) for key, value in conninfo_to_dict(conninfo).items()}
    who = quote(parts["user"]) + (f":{quote(parts['password'])}" if "password" in parts else "")
    more = urlencode([(key, parts[key]) for key in ("host", "port") if key in parts])
    return f"postgresql://{who}@/{quote(parts['dbname'])}?{more}"


def started(module: str, conninfo: str, *given: object, listens: bool = False) -> "subprocess.Popen[str]":
    """A module run as a program; given back when it says that it is ready. `listens`: what is written to it is read."""
    made = subprocess.Popen(
        [sys.executable, "-m", module, *map(str, given)],
        cwd=ROOT,
        env={**os.environ, "BAIYING_DATABASE_URL": _address(conninfo)},
        stdin=subprocess.PIPE if listens else None,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert made.stdout is not None
    assert made.stdout.readline() == "ready\n"
    return made


def ended(one: "subprocess.Popen[str]") -> None:
    assert one.stdout is not None
    if one.stdin is not None:
        one.stdin.close()
    one.wait(timeout=60)
    one.stdout.close()
