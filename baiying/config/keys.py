"""Secret keys: from the environment in a city, made once under var/secret on a laptop."""

import base64
import os
import re
import secrets
from pathlib import Path

from baiying.kit import suites
from baiying.kit.backups.keybox import Keys

_BYTES = 32
_LOOKUP = "lookup_key"


def key(name: str, var: Path) -> bytes:
    """The 32 bytes called `name`: from BAIYING_<NAME> (base64), else from var/secret/<name>, made when missing."""
    given = os.environ.get(f"BAIYING_{name.upper()}")
    if given:
        return _decoded(given, f"BAIYING_{name.upper()}", may_be_marked=name == _LOOKUP)
    path = var / "secret" / name
    if not path.exists():
        mark = suites.SM3_MARK if name == _LOOKUP and suite() == suites.SM.name else b""
        _write_once(path, base64.b64encode(mark + secrets.token_bytes(_BYTES)))
    return _decoded(path.read_text(), str(path), may_be_marked=name == _LOOKUP)


def suite() -> str:
    """By which suite values are sealed from now on: `aes` or `sm`, from BAIYING_SUITE."""
    given = os.environ.get("BAIYING_SUITE", suites.AES.name)
    if given not in suites.BY_NAME:
        raise SystemExit(f"BAIYING_SUITE must be one of: {', '.join(suites.BY_NAME)}")
    return given


def master_keys(var: Path) -> dict[int, bytes]:
    """The numbered keys that seal; the highest number seals, the others still open.

    From BAIYING_MASTER_KEYS (`1:base64,2:base64`), or BAIYING_MASTER_KEY as number 1, else from var/secret/master_key
    (number 1) and var/secret/master_key.<number>.
    """
    given = os.environ.get("BAIYING_MASTER_KEYS")
    if given:
        return dict(map(_numbered, given.split(",")))
    if os.environ.get("BAIYING_MASTER_KEY"):
        return {1: key("master_key", var)}
    files = (path for path in (var / "secret").glob("master_key.*") if path.suffix[1:].isdecimal())
    found = {int(path.suffix[1:]): _decoded(path.read_text(), str(path)) for path in files}
    # The first is made where there is none at all; once it was destroyed it stays so.
    if not found or (var / "secret" / "master_key").exists():
        found[1] = key("master_key", var)
    return dict(sorted(found.items()))


def add_master_key(var: Path) -> int | None:
    """Make the next key under var/secret and give its number; None where keys come from the environment."""
    if os.environ.get("BAIYING_MASTER_KEYS") or os.environ.get("BAIYING_MASTER_KEY"):
        return None
    number = max(master_keys(var)) + 1
    _write_once(var / "secret" / f"master_key.{number}", base64.b64encode(secrets.token_bytes(_BYTES)))
    return number


def forget_master_key(var: Path, number: int) -> bool:
    """Destroy an old master key under var/secret. False where keys come from the environment: it is taken out there."""
    if os.environ.get("BAIYING_MASTER_KEYS") or os.environ.get("BAIYING_MASTER_KEY"):
        return False
    path = var / "secret" / ("master_key" if number == 1 else f"master_key.{number}")
    path.unlink(missing_ok=True)
    return True


def _numbered(text: str) -> tuple[int, bytes]:
    found = re.fullmatch(r"\s*([1-9][0-9]{0,3}):(\S+)\s*", text)
    if found is None:
        raise SystemExit("BAIYING_MASTER_KEYS must be numbered keys: 1:base64,2:base64")
    return int(found[1]), _decoded(found[2], "BAIYING_MASTER_KEYS")


def _decoded(text: str, source: str, *, may_be_marked: bool = False) -> bytes:
    try:
        value = base64.b64decode(text.strip(), validate=True)
    except ValueError:
        value = b""
    # A look-up key may say before its 32 bytes that it hashes by SM3.
    mark = suites.SM3_MARK if may_be_marked and len(value) > _BYTES else b""
    if len(value.removeprefix(mark)) != _BYTES:
        raise SystemExit(f"{source} must be {_BYTES} bytes in base64.")
    return value


def _write_once(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    # Two processes may start at once: the link succeeds for one of them, and both read what stands there.
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    draft.touch(mode=0o600)
    draft.write_bytes(content)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def held(var: Path) -> Keys:
    """Every key as it stands now."""
    return Keys(key("secret_key", var), key("lookup_key", var), master_keys(var))


def are_there(var: Path) -> bool:
    """Whether keys were given or made; asking makes none."""
    master = os.environ.get("BAIYING_MASTER_KEYS") or os.environ.get("BAIYING_MASTER_KEY")
    return bool(master or any((var / "secret").glob("master_key*"))) and bool(
        os.environ.get("BAIYING_LOOKUP_KEY") or (var / "secret" / "lookup_key").exists()
    )


def may_be(wanted: Keys, var: Path) -> bool:
    """Whether no key of the environment, which wins over files, differs from these."""
    given = {name: os.environ.get(f"BAIYING_{name.upper()}") for name in ("secret_key", "lookup_key")}
    if given["secret_key"] and key("secret_key", var) != wanted.secret:
        return False
    if given["lookup_key"] and key("lookup_key", var) != wanted.lookup:
        return False
    if os.environ.get("BAIYING_MASTER_KEYS") or os.environ.get("BAIYING_MASTER_KEY"):
        return master_keys(var).items() >= wanted.masters.items()
    return True


def files_of(wanted: Keys, var: Path) -> dict[str, bytes]:
    """The files below var/secret that make these keys the ones that hold; those from the environment need none."""
    found = {}
    if not os.environ.get("BAIYING_SECRET_KEY"):
        found["secret_key"] = wanted.secret
    if not os.environ.get("BAIYING_LOOKUP_KEY"):
        found["lookup_key"] = wanted.lookup
    if not (os.environ.get("BAIYING_MASTER_KEYS") or os.environ.get("BAIYING_MASTER_KEY")):
        found |= {"master_key" if n == 1 else f"master_key.{n}": one for n, one in wanted.masters.items()}
    return {name: base64.b64encode(one) for name, one in found.items()}
