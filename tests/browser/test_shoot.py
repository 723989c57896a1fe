"""The tool that takes pictures: it looks with axe where scripts may not run, and never waits for ever."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.rooms import ROOT

PAGE = (
    '<!doctype html><html lang="zh"><title>页</title><main><h1>页</h1><img src="x.png"></main><script>1</script></html>'
)


def shoot(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.browser.shoot", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.browser
def test_axe_looks_at_a_page_without_scripts(tmp_path: Path) -> None:
    page, picture = tmp_path / "page.html", tmp_path / "out.png"
    page.write_text(PAGE, encoding="utf-8")
    done = shoot(page.as_uri(), str(picture), "--no-js", "--axe", "--seconds", "100")
    assert "axe image-alt" in done.stdout, done.stderr
    assert done.returncode == 1
    assert picture.exists()


@pytest.mark.browser
def test_what_takes_too_long_is_given_up(tmp_path: Path) -> None:
    done = shoot((tmp_path / "none.html").as_uri(), str(tmp_path / "out.png"), "--seconds", "0.01")
    assert done.returncode == 2
    assert "Not done after 0.01 seconds" in done.stderr
