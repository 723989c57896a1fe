"""Pictures of a running page: `.venv/bin/python -m tests.browser.shoot /mine/ out.png --phone --login volunteer`.

Several pictures: give address and file in pairs; an address without a host is one of `make run`. The browser comes with
`.venv/bin/baiying build --tests`. Prints what the console said and, with --axe, the serious faults.
"""

import argparse
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import sync_playwright

from tests.browser import axe, chromium

PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
# What `make run` answers at.
HERE = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
DESKTOP = {"viewport": {"width": 1440, "height": 900}, "device_scale_factor": 1}
# What Chromium lays out on A4 portrait between its margins.
A4 = {"viewport": {"width": 718, "height": 1000}}


@contextmanager
def browser() -> Iterator[Any]:
    """A headless Chromium under Playwright."""
    with sync_playwright() as playwright:
        program = chromium.executable()
        # npm's package brings the libraries that a bare machine lacks; the machine's own come first.
        libraries = [os.environ.get("LD_LIBRARY_PATH", ""), str(Path(program).parent / "al2023" / "lib")]
        known = {**os.environ, "LD_LIBRARY_PATH": ":".join(filter(None, libraries))}
        shown = playwright.chromium.launch(executable_path=program, args=chromium.ARGUMENTS, env=known)
        try:
            yield shown
        finally:
            shown.close()


def settled(page: Any) -> None:
    """Wait until type and charts are there: those are drawn when they come near."""
    for figure in page.locator("figure[data-chart]").all():
        figure.scroll_into_view_if_needed()
    page.evaluate("window.scrollTo(0, 0)")
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(350)


def log_in(page: Any, address: str, cast: str) -> None:
    """Enter the demo as one of its cast: the button of the cast page's form that names it."""
    parts = urlsplit(address)
    page.goto(f"{parts.scheme}://{parts.netloc}/demo/")
    with page.expect_navigation():
        page.locator(f"form[action='/demo/log-ins/{cast}/'] button").first.click()


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", nargs="+", metavar="ADDRESS FILE")
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--phone", action="store_true")
    size.add_argument("--desktop", action="store_true")
    parser.add_argument("--login", default="", help="a key of the demo's cast")
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--elder", default="", help="1 or 2")
    parser.add_argument("--english", action="store_true")
    parser.add_argument("--screen", action="store_true", help="only the first screen, not the whole page")
    parser.add_argument("--no-js", action="store_true")
    parser.add_argument("--axe", action="store_true", help="print serious faults; exit 1 if there are any")
    parser.add_argument("--seconds", type=float, default=60, help="give up after so long (60)")
    given = parser.parse_intermixed_args()
    if len(given.pairs) % 2:
        parser.error("give addresses and files in pairs")
    return given


def give_up(seconds: float) -> None:
    print(f"Not done after {seconds:g} seconds: is the address right, does the page answer?", file=sys.stderr)  # noqa: T201
    sys.stderr.flush()
    # The browser goes with us: it ends when nobody holds its pipe.
    os._exit(2)


def faults_without_scripts(shown: Any, page: Any, size: dict[str, Any]) -> list[str]:
    """What axe finds on the page as it is without scripts. Axe is one itself and waits for ever where none may run."""
    context = shown.new_context(**size, locale="zh-CN", storage_state=page.context.storage_state())
    context.route("**/*", lambda route: route.abort() if route.request.resource_type == "script" else route.continue_())
    beside = context.new_page()
    beside.goto(page.url)
    settled(beside)
    found = axe.serious_faults(beside)
    context.close()
    return found


def main() -> int:
    given = arguments()
    pairs = [(urljoin(HERE, url), target) for url, target in zip(given.pairs[::2], given.pairs[1::2], strict=True)]
    faults, size = 0, PHONE if given.phone else DESKTOP
    limit = threading.Timer(given.seconds, give_up, [given.seconds])
    limit.daemon = True
    limit.start()
    with browser() as shown:
        context = shown.new_context(
            **size,
            locale="zh-CN",
            color_scheme="dark" if given.dark else "light",
            java_script_enabled=not given.no_js,
        )
        cookies = {"elder": given.elder, "language": "en" if given.english else ""}
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(pairs[0][0]))
        context.add_cookies([{"name": n, "value": v, "url": origin} for n, v in cookies.items() if v])
        page = context.new_page()
        page.on("console", lambda message: print(f"console {message.type}: {message.text}"))  # noqa: T201
        page.on("pageerror", lambda error: print(f"page error: {error}"))  # noqa: T201
        if given.login:
            log_in(page, pairs[0][0], given.login)
        for url, target in pairs:
            answer = page.goto(url)
            settled(page)
            page.screenshot(path=target, full_page=not given.screen)
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            found = []
            if given.axe:
                found = faults_without_scripts(shown, page, size) if given.no_js else axe.serious_faults(page)
            faults += len(found)
            print(f"{answer.status} {url} -> {target}" + (f"  WIDER THAN THE SCREEN by {wide} px" if wide > 0 else ""))  # noqa: T201
            for fault in found:
                print(f"  axe {fault}")  # noqa: T201
    limit.cancel()
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
