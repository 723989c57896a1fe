"""The process that keeps the others running stays small: it loads neither Django nor a room."""

import subprocess
import sys


def test_the_supervisor_loads_no_framework() -> None:
    asked = "import sys, baiying.config.cli, baiying.config.supervisor; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True)
    loaded = set(done.stdout.split())
    assert "django" not in loaded
    assert not {name for name in loaded if name.startswith("baiying.") and name.endswith(".models")}
