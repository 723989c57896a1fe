"""Documents are tested: an undocumented setting, a broken link or a word of the workplace fails."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_environment_variable_is_documented() -> None:
    used = set()
    for path in [*ROOT.glob("baiying/**/*.py"), ROOT / "Makefile", *ROOT.glob("scripts/*")]:
        used |= set(re.findall(r"BAIYING_[A-Z_]+[A-Z]", path.read_text(encoding="utf-8")))
    used = {name for name in used if not name.startswith("BAIYING_TEST_")} - {"BAIYING_SOMETHING"}
    told = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert not sorted(name for name in used if name not in told)


def test_links_between_documents_lead_somewhere() -> None:
    broken = []
    listed = subprocess.run(["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in listed.stdout.split():
        page = ROOT / name
        if not page.exists():
            continue
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
            if "://" not in target and not target.startswith("mailto:") and not (page.parent / target).exists():
                broken.append(f"{name} -> {target}")
    assert not broken, "\n".join(broken)
