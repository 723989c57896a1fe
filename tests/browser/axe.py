"""Accessibility as axe-core sees it: only serious and critical faults, in sentences."""

from pathlib import Path
from typing import Any

SOURCE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
LEVELS = {"serious", "critical"}


def serious_faults(page: Any) -> list[str]:
    """What axe finds on a Playwright page. The script is evaluated, not added, so that the CSP stays as it is."""
    page.evaluate(SOURCE.read_text(encoding="utf-8"))
    result = page.evaluate("axe.run(document, {resultTypes: ['violations'], preload: false})")
    return [
        f"{fault['id']}: {fault['help']} — {', '.join(' '.join(map(str, n['target'])) for n in fault['nodes'][:5])}"
        for fault in result["violations"]
        if fault["impact"] in LEVELS
    ]
