"""Secret keys: from the environment in a city, made once under var/secret on a laptop."""

import base64
import os
import secrets
from pathlib import Path


def key(name: str, var: Path) -> bytes:
    """The 32 bytes called `name`: from BAIYING_<NAME> (base64), else from var/secret/<name>, made when missing."""
    given = os.environ.get(f"BAIYING_{name.upper()}")
    if given:
        value = base64.b64decode(given)
        if len(value) != 32:
            raise SystemExit(f"BAIYING_{name.upper()} must be 32 bytes in base64.")
        return value
    path = var / "secret" / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.parent.chmod(0o700)
        _write_once(path, base64.b64encode(secrets.token_bytes(32)))
    return base64.b64decode(path.read_bytes())


def _write_once(path: Path, content: bytes) -> None:
    # Two processes may start at once: the link succeeds for one of them, and both read what stands there.
    draft = path.with_suffix(f".{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_bytes(content)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
