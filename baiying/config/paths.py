"""Where the program and its data stand. Imports nothing, so that the supervisor stays small."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def var() -> Path:
    """Everything that a run makes: database, keys, logs, collected files."""
    return Path(os.environ.get("BAIYING_VAR", ROOT / "var")).resolve()


class Problem(Exception):
    """Why something cannot be done, in one plain sentence for whoever typed the command."""
