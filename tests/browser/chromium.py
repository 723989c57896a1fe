"""A Chromium without root: the one in BAIYING_CHROMIUM, the machine's own, or the one that npm brought.

npm's package holds the browser and the few libraries it needs as brotli files. They are unpacked once into a folder
of `var/` named after the package's version.
"""

import io
import json
import os
import shutil
import tarfile
from pathlib import Path

import brotli

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "node_modules" / "@sparticuz" / "chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-zygote", "--disable-dev-shm-usage", "--font-render-hinting=none"]


class NoBrowser(RuntimeError):
    """No browser here, and what to do about it."""


def executable() -> str:
    """The path of a Chromium that Playwright can start with ARGUMENTS."""
    if chosen := os.environ.get("BAIYING_CHROMIUM"):
        return chosen
    if (PACKAGE / "package.json").exists():
        return str(_unpacked() / "chromium")
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    raise NoBrowser("No browser: run `npm ci`, or give one's path in BAIYING_CHROMIUM.")


def environment() -> dict[str, str]:
    """The process's environment with the package's libraries behind the machine's own."""
    libraries = [os.environ.get("LD_LIBRARY_PATH", ""), str(_home() / "al2023" / "lib")]
    return {**os.environ, "LD_LIBRARY_PATH": ":".join(part for part in libraries if part)}


def _home() -> Path:
    version = json.loads((PACKAGE / "package.json").read_text(encoding="utf-8"))["version"]
    return Path(os.environ.get("BAIYING_VAR", ROOT / "var")) / f"chromium-{version}"


def _unpacked() -> Path:
    home = _home()
    if home.exists():
        return home
    # Unpack beside it and rename at the end: a run that is killed half-way leaves nothing that looks whole.
    draft = home.with_name(f"{home.name}.{os.getpid()}")
    draft.mkdir(parents=True)
    binary = draft / "chromium"
    binary.write_bytes(brotli.decompress((PACKAGE / "bin" / "chromium.br").read_bytes()))
    binary.chmod(0o755)
    for name in ("al2023", "swiftshader"):
        packed = io.BytesIO(brotli.decompress((PACKAGE / "bin" / f"{name}.tar.br").read_bytes()))
        with tarfile.open(fileobj=packed) as archive:
            archive.extractall(draft / name, filter="data")
    try:
        draft.rename(home)
    except OSError:
        shutil.rmtree(draft)  # Another process was first.
    return home
