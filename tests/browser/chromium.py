"""The browser that tests drive: named by BAIYING_CHROMIUM, found on the machine, or unpacked from npm's package."""

import json
import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "node_modules" / "@sparticuz" / "chromium"
# What it needs to run without a display, as root or not.
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-zygote", "--disable-dev-shm-usage"]
_SYSTEM = ("chromium", "chromium-browser", "google-chrome")


def executable() -> str:
    """The path of a browser that runs here; unpacks once per version."""
    given = os.environ.get("BAIYING_CHROMIUM") or next(filter(None, map(shutil.which, _SYSTEM)), None)
    if given:
        return given
    if not (PACKAGE / "package.json").exists():
        raise RuntimeError("No browser: run `.venv/bin/baiying build --tests` or set BAIYING_CHROMIUM.")
    version = json.loads((PACKAGE / "package.json").read_text())["version"]
    folder = Path(os.environ.get("BAIYING_VAR", ROOT / "var")).resolve() / f"chromium-{version}"
    if not (folder / "chromium").exists():
        _unpack(folder)
    return str(folder / "chromium")


def _unpack(folder: Path) -> None:
    # The package unpacks into TMPDIR and reuses what it finds there.
    draft = folder.with_name(f"{folder.name}.{os.getpid()}")
    draft.mkdir(parents=True)
    script = "import c from '@sparticuz/chromium'; await c.executablePath()"
    node = shutil.which("node") or str(ROOT / ".venv" / "bin" / "node")
    done = subprocess.run(
        [node, "--input-type=module", "--eval", script],
        check=False,
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(draft)},
        capture_output=True,
        text=True,
    )
    if done.returncode or not (draft / "chromium").exists():
        raise RuntimeError(f"The browser was not unpacked: {done.stderr.strip()[-400:]}")
    try:
        draft.rename(folder)
    except OSError:  # Another worker was faster.
        shutil.rmtree(draft)
