"""The pictures of the README, from a running demo: `python -m tests.browser.pictures http://127.0.0.1:8000 [folder]`.

The demo has a shift that runs now: take them when it is morning in China, for shifts at night look odd.
Logs in through the cast page. With --look every picture is of the whole page, wants a folder, and axe is asked too.
"""

import argparse
import sys
from pathlib import Path
from typing import Any

from tests.browser import axe, chromium, shoot

FOLDER = chromium.ROOT / "docs" / "pictures"
# Name, cast, path; a path that begins with ">" is found on the page before by its link's beginning.
PHONE = (
    ("home", "", "/"),
    ("activity", "", "> /activities/"),
    ("register", "", "/register/"),
    ("mine", "volunteer", "/mine/"),
    ("field", "leader", "/desk/ > /shifts/"),
    ("city", "city", "/city/"),
)
DESKTOP = (("city", "city", "/city/"), ("desk", "clerk", "/desk/"))
MORE = (
    ("activities", "", "/activities/"),
    ("teams", "", "/teams/"),
    ("sites", "", "/sites/"),
    ("choose", "", "/areas/choose/"),
    ("log-in", "", "/log-in/"),
    ("figures", "", "/figures/"),
    ("cast", "", "/demo/"),
    ("signups", "volunteer", "/mine/signups/"),
    ("hours", "volunteer", "/mine/hours/"),
    ("messages", "volunteer", "/mine/messages/"),
    ("card", "volunteer", "/mine/card/"),
    ("profile", "volunteer", "/mine/profile/"),
    ("digits", "volunteer", "/check-in/"),
    ("wards", "guardian", "/mine/wards/"),
    ("leader-desk", "leader", "/desk/"),
    ("leader-activities", "leader", "/desk/activities/"),
    ("plan", "leader", "/desk/activities/plans/"),
    ("unit-desk", "unit_admin", "/desk/"),
    ("unit-activities", "unit_admin", "/desk/activities/"),
    ("unit-teams", "unit_admin", "/desk/teams/"),
    ("clerk-desk", "clerk", "/desk/"),
    ("people", "clerk", "/desk/people/"),
    ("checks", "clerk", "/desk/people/checks/"),
    ("on-site", "clerk", "/desk/people/on-site/"),
    ("claims", "clerk", "/desk/people/claims/"),
    ("reviewer-desk", "reviewer", "/desk/"),
    ("reviews", "reviewer", "/desk/hours/reviews/"),
    ("objections", "reviewer", "/desk/hours/objections/"),
    ("overdue", "county", "/desk/hours/overdue/"),
    ("county-desk", "county", "/desk/"),
    ("targets", "county", "/desk/figures/targets/"),
    ("coverage", "city", "/desk/places/coverage/"),
    ("imports", "city", "/desk/places/imports/"),
    ("populations", "city", "/desk/places/populations/"),
    ("rules", "city", "/desk/places/rules/"),
    ("calendar", "city", "/desk/places/calendar/"),
    ("teams-office", "city", "/desk/teams/"),
    ("appointments", "secadmin", "/desk/appointments/"),
    ("locks", "secadmin", "/desk/people/locks/"),
    ("audit", "auditor", "/desk/audit/"),
    ("set-up", "sysadmin", "/desk/set-up/"),
)


def entered(browser: Any, address: str, size: dict[str, Any], cast: str) -> Any:
    page = browser.new_context(**size, locale="zh-CN", base_url=address).new_page()
    page.on("console", lambda said: print(f"console {said.type}: {said.text}"))  # noqa: T201
    if cast:
        shoot.log_in(page, address, cast)
    return page


def come_to(page: Any, way: str) -> None:
    """A path, or a path and the beginning of the address that a link there has."""
    first, _, link = (part.strip() for part in way.partition(">"))
    page.goto(first or "/")
    if link:
        page.goto(
            page.locator(f"main a[href^='{link}']:not([href='{link}']):not([href*='?'])").first.get_attribute("href")
        )


def take(browser: Any, where: tuple[str, Path], shots: Any, size: dict[str, Any], suffix: str, *, whole: bool) -> int:
    """Every shot by cast, so that each logs in once; gives the number of faults."""
    (address, folder), faults, page, before = where, 0, None, None
    for name, cast, way in sorted(shots, key=lambda shot: shot[1]):
        if page is None or cast != before:
            page, before = entered(browser, address, size, cast), cast
        try:
            come_to(page, way)
        except Exception as error:
            print(f"{name}-{suffix}: {error}")  # noqa: T201
            faults += 1
            continue
        shoot.settled(page)
        target = folder / f"{name}-{suffix}.png"
        page.screenshot(path=target, full_page=whole)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        said = [f"wider by {wide} px"] if wide > 0 else []
        said += axe.serious_faults(page) if whole else []
        faults += len(said)
        print(f"{target.name} {target.stat().st_size // 1000} kB {page.url}", *said, sep="\n  ")  # noqa: T201
    return faults


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address")
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--look", action="store_true", help="many more pages, each whole, with what axe says")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    phone, desktop = (PHONE + MORE, DESKTOP + MORE) if given.look else (PHONE, DESKTOP)
    small = shoot.PHONE | {"device_scale_factor": 1 if given.look else 2}
    with shoot.browser() as browser:
        faults = take(browser, (given.address, given.folder), phone, small, "phone", whole=given.look)
        faults += take(browser, (given.address, given.folder), desktop, shoot.DESKTOP, "desktop", whole=given.look)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
