"""The crawl: every page that the links lead to, as each role, looked at in every way it is shown.

`make run` in one window, then `.venv/bin/python -m tests.browser.crawl` in another; exits with 1 if a page has a fault.
Roles of the phone by default; `--roles all` adds the offices. `--roles`, `--ways`, `--each`, `--most` and an address
narrow it. `test_crawl.py` runs a sample.

Links are followed from the front page and the first page of the role. Addresses that differ in ids only are of one
kind, and a few of each kind are looked at. Nothing is sent: forms belong to the journeys.

A fault is told when it is first seen. Each look is kept in a file (`--kept`), so that a crawl that was stopped goes on
where it was: pages that had no fault are not looked at again. `--anew` begins from nothing.
"""

import argparse
import gzip
import json
import re
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from playwright.sync_api import Error

from tests.browser import axe, shoot
from tests.browser.looks import ASSETS, FOCUSED, LEFT_OVER, LINKS, LONELY, NOWHERE, ROOT, SHAPE, SMALL, TEXTS
from tests.browser.looks import chinese_texts as chinese_texts
from tests.browser.looks import untranslated as untranslated

ROLES = ("", "volunteer", "guardian", "minor", "leader", "stranger")
OFFICES = ("resident", "clerk", "county", "city", "reviewer", "unit_admin", "secadmin", "auditor", "sysadmin")
KEPT = ROOT / "var" / "crawl.jsonl"
STARTS = ("/", "/mine/")
# The narrowest phone that is promised.
NARROW = {"viewport": {"width": 320, "height": 640}, "device_scale_factor": 1, "is_mobile": True, "has_touch": True}
# Where the crawl does not go: other parts, the components, the open interface, and what is not a page.
ELSEWHERE = ("/demo/", "/ui/gallery/", "/api/", "/static/", "/uploads/", "/kit/")
# Files that a page offers are asked for and not opened.
FILE = re.compile(r"\.(ics|csv|xlsx|png|svg|json|txt|xml|webmanifest)$")
# Public and volunteers' pages, bytes of HTML and of all they fetch at the first visit; the offices' may be heavier.
LIGHT, LIGHT_ASSETS = 30_000, 80_000


@dataclass(frozen=True, slots=True)
class Way:
    """How a page is shown: cookies, colours, with or without scripts, on a phone or at a desk.

    `least`: pixels of what one taps (44, design.md) or clicks (24, WCAG 2.2, 2.5.8, with room around it instead).
    """

    name: str
    elder: str = ""
    english: bool = False
    dark: bool = False
    scripts: bool = True
    least: int = 44
    desktop: bool = False


WAYS = {
    way.name: way
    for way in (
        Way("plain"),
        Way("elder", elder="1", least=60),
        Way("english", english=True),
        Way("dark", dark=True),
        Way("no-scripts", scripts=False),
        Way("largest", elder="2", least=60),
        Way("desktop", least=24, desktop=True),
    )
}


class Kept:
    """The looks of a crawl in a file, a line of JSON each, so that it can be stopped and taken up again."""

    def __init__(self, path: Path | None = None, *, anew: bool = False) -> None:
        self.path, self.links = path, dict[tuple[str, str, str], list[str]]()
        if path is None:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        if anew or not path.exists():
            path.write_text("", encoding="utf-8")
        # The last line may be half: the crawl was stopped while it wrote.
        for line in path.read_text(encoding="utf-8").splitlines():
            try:
                look = json.loads(line)
            except ValueError:
                continue
            where = (look["role"], look["way"], look["page"])
            if look["faults"]:
                # What had a fault may have been mended.
                self.links.pop(where, None)
            else:
                self.links[where] = look["links"]

    def add(self, where: tuple[str, str, str], faults: list[str], links: list[str], seconds: float) -> None:
        if self.path is None:
            return
        role, way, page = where
        look = {"role": role, "way": way, "page": page, "faults": faults, "links": links, "s": round(seconds, 2)}
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(look, ensure_ascii=False) + "\n")


@dataclass
class Crawl:
    """What was found: pages by kind for each role, and faults with the page on which they stand."""

    pages: dict[str, list[str]] = field(default_factory=dict)
    faults: dict[str, list[str]] = field(default_factory=dict)
    looks: int = 0
    weights: dict[str, int] = field(default_factory=dict)
    kept: Kept = field(default_factory=Kept)
    say: Callable[[str], None] = lambda _text: None

    def note(self, where: str, faults: Iterable[str]) -> None:
        for fault in faults:
            if fault not in self.faults:
                self.say(f"{where}: {fault}")
            places = self.faults.setdefault(fault, [])
            if where not in places:
                places.append(where)

    def told(self) -> str:
        """Each fault once, with the first pages that have it."""
        lines = (
            f"{fault}\n    on {', '.join(places[:3])}{f' and {len(places) - 3} more' if len(places) > 3 else ''}"
            for fault, places in sorted(self.faults.items())
        )
        return "\n".join(lines)


def kind_of(address: str) -> str:
    """Addresses of one kind differ in ids, numbers and what was searched for."""
    parts = urlsplit(address)
    path = re.sub(r"/(?:[a-z0-9]{12}|\d+)(?=/)", "/*", parts.path)
    asked = sorted({f"{key}={value}" if key == "tab" else key for key, value in parse_qsl(parts.query)})
    return f"{path}?{'&'.join(asked)}"


class Kinds:
    """Which addresses are looked at: `each` of a kind, and few of the many ways in which one page can be asked."""

    MOST_ASKED = 3

    def __init__(self, each: int) -> None:
        self.each, self.seen, self.asked = each, dict[str, int](), dict[str, set[str]]()

    def wants(self, kind: str) -> bool:
        page, _, query = kind.partition("?")
        asked = self.asked.setdefault(page, set())
        # A page of its own each, and few of them.
        if query and not query.startswith("tab=") and query not in asked:
            if len(asked) >= self.MOST_ASKED:
                return False
            asked.add(query)
        self.seen[kind] = self.seen.get(kind, 0) + 1
        return self.seen[kind] <= (1 if query else self.each)


def one_of_each(pages: Iterable[str]) -> list[str]:
    """The first page of each kind."""
    return list({kind_of(path): path for path in reversed(list(pages))}.values())[::-1]


class Looker:
    """One role in one way: a page is opened and everything about it is noted."""

    def __init__(self, crawl: Crawl, context: Any, address: str, way: Way, role: str = "") -> None:
        self.crawl, self.context, self.address, self.way, self.role = crawl, context, address, way, role
        self.known = chinese_texts() if way.english else frozenset()
        self.said: list[str] = []
        self.page = context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.said.append(f"script: {error}"))
        self.page.on("response", self._answer)

    def _console(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.said.append(f"console {message.type}: {message.text}")

    def _answer(self, response: Any) -> None:
        if response.status >= 400:
            self.said.append(f"{response.status} {kind_of(response.url)}")

    def open(self, path: str) -> list[str]:
        """Look at a page; gives what it links to."""
        return self._once(self.way.name, path, self._look)

    def _once(self, way: str, path: str, look: Callable[[str], tuple[list[str], list[str]]]) -> list[str]:
        """What a look gave before, else look: faults are noted, links given."""
        where = (self.role, way, path)
        if where in self.crawl.kept.links:
            return self.crawl.kept.links[where]
        started = time.monotonic()
        self.said.clear()
        faults, links = look(path)
        faults = [*self.said, *faults]
        self.crawl.looks += 1
        self.crawl.note(f"{path} [{self.role or 'visitor'}, {way}]", faults)
        self.crawl.kept.add(where, faults, links, time.monotonic() - started)
        return links

    def _look(self, path: str) -> tuple[list[str], list[str]]:
        try:
            answer = self.page.goto(urljoin(self.address, path))
            faults = self._faults(path, answer.text() if answer is not None else "")
            links = self.page.evaluate(LINKS)
        except Error as error:
            return [f"does not open: {error.message.splitlines()[0]}"], []
        # Where the page is, not where it was asked for: an address may lead on to another.
        return faults, [urljoin(self.page.url, link) for link in links]

    def _faults(self, path: str, html: str) -> list[str]:
        self.page.wait_for_load_state("load")
        faults = [*self.page.evaluate(SHAPE, self.way.scripts), *self.page.evaluate(NOWHERE)]
        if not self.way.english:
            faults += self.page.evaluate(LONELY)
        if self.way.scripts:
            # Without scripts a machine that has no Chinese type shows empty boxes, and nothing has its width.
            faults += [f"small: {one}" for one in self.page.evaluate(SMALL, [self.way.least, self.way.desktop])]
        texts = self.page.evaluate(TEXTS)
        faults += [f"left over: “{text[:60]}”" for text in texts if LEFT_OVER.search(text)]
        if self.way.english:
            faults += untranslated(texts, self.known)
        light = self.role not in OFFICES and not path.startswith("/desk/")
        if len(html.encode()) >= LIGHT and light:
            faults.append(f"{len(html.encode())} bytes of HTML")
        if self.way.scripts:
            faults += axe.serious_faults(self.page)
            assets = sum(map(self._weight, set(self.page.evaluate(ASSETS))))
            # Charts come on a wide screen only (docs/bench.md).
            if assets >= LIGHT_ASSETS and light and not self.way.desktop:
                faults.append(f"{assets} bytes of assets")
        return faults

    def _weight(self, name: str) -> int:
        """How many bytes of a file are sent, compressed as the web server does it."""
        if name not in self.crawl.weights:
            body = self.context.request.get(name).body()
            self.crawl.weights[name] = min(len(body), len(gzip.compress(body, 9)))
        return self.crawl.weights[name]

    def by_keyboard(self, path: str) -> None:
        """Tab through the page: the cursor goes on, is in sight, and is not under the bar."""
        self._once("keyboard", path, self._tab_through)

    def _tab_through(self, path: str, most: int = 150) -> tuple[list[str], list[str]]:
        found: list[str] = []
        try:
            self.page.goto(urljoin(self.address, path))
            self.page.wait_for_load_state("load")
            for _ in range(most):
                self.page.keyboard.press("Tab")
                at = self.page.evaluate(FOCUSED)
                if at is None:
                    break
                found += [f"the keyboard is caught at {at['what']}"] if at["times"] > 2 else []
                found += [f"under the bar when reached: {at['what']}"] if at["under"] else []
                found += [f"out of sight when reached: {at['what']}"] if at["away"] else []
                if at["times"] > 1:
                    break
        except Error as error:
            found.append(f"does not open: {error.message.splitlines()[0]}")
        return found, []


def inside(address: str, link: str) -> str:
    """The path of a link to a page of ours; nothing for all other links."""
    parts, here = urlsplit(link), urlsplit(address)
    if (parts.scheme, parts.netloc) != (here.scheme, here.netloc) or parts.path.startswith(ELSEWHERE):
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")


def find(looker: Looker, starts: Iterable[str], each: int, most: int) -> list[str]:
    """Follow links from the starts; looks at `each` of a kind and `most` pages at all, and gives their addresses."""
    waiting, seen, kinds, found = deque(starts), set(starts), Kinds(each), []
    while waiting and len(found) < most:
        path = waiting.popleft()
        kind = kind_of(path)
        if not kinds.wants(kind):
            continue
        if FILE.search(urlsplit(path).path):
            answer = looker.context.request.get(urljoin(looker.address, path))
            looker.crawl.note(path, [f"{answer.status} {kind}"] if answer.status >= 400 else [])
            continue
        found.append(path)
        for link in looker.open(path):
            new = inside(looker.address, link)
            if new and new not in seen:
                seen.add(new)
                waiting.append(new)
    return found


def context_for(browser: Any, address: str, way: Way, cookies: Iterable[Any] = ()) -> Any:
    """A narrow phone, or a desktop, that shows pages in this way, logged in by the cookies of another."""
    context = browser.new_context(
        **(shoot.DESKTOP if way.desktop else NARROW),
        locale="zh-CN",
        base_url=address,
        reduced_motion="reduce",
        color_scheme="dark" if way.dark else "light",
        java_script_enabled=way.scripts,
    )
    # An answer that is a file, or never ends, is a fault and not the end of the crawl.
    context.set_default_timeout(15_000)
    given = [one for one in cookies if one["name"] not in {"elder", "language"}]
    chosen = {"elder": way.elder, "language": "en" if way.english else ""}
    context.add_cookies([*given, *({"name": k, "value": v, "url": address} for k, v in chosen.items() if v)])
    return context


@dataclass(frozen=True, slots=True)
class Wish:
    """What to crawl: ways, pages of a kind, pages at all, whether to go through them by keyboard."""

    ways: tuple[Way, ...] = tuple(WAYS.values())
    each: int = 2
    most: int = 400
    keyboard: bool = True


def crawl(browser: Any, address: str, cookies_of: dict[str, list[Any]], wish: Wish, made: Crawl | None = None) -> Crawl:
    """Everything, for each role with its cookies.

    Links are followed in the first way; by keyboard and in the other ways one page of each kind is looked at.
    """
    made = made or Crawl()
    for role, cookies in cookies_of.items():
        first, *others = wish.ways
        started = time.monotonic()
        context = context_for(browser, address, first, cookies)
        looker = Looker(made, context, address, first, role)
        pages = find(looker, STARTS if role else STARTS[:1], wish.each, wish.most)
        made.pages[role] = pages
        if wish.keyboard:
            for path in one_of_each(pages):
                looker.by_keyboard(path)
        context.close()
        for way in others:
            context = context_for(browser, address, way, cookies)
            looker = Looker(made, context, address, way, role)
            for path in one_of_each(pages):
                looker.open(path)
            context.close()
        seconds = time.monotonic() - started
        made.say(f"— {role or 'visitor'}: {len(pages)} pages in {seconds:.0f} s, {len(made.faults)} faults so far")
    return made


def log_in(browser: Any, address: str, role: str) -> list[Any]:
    """The cookies of one of the demo's cast."""
    context = browser.new_context(**NARROW, locale="zh-CN")
    page = context.new_page()
    if role:
        shoot.log_in(page, address, role)
    cookies: list[Any] = context.cookies()
    context.close()
    return cookies


def all_roles(named: str) -> list[str]:
    """The roles of a list of names; "all" are those of the phone and of the offices."""
    return [*(role or "visitor" for role in ROLES), *OFFICES] if named == "all" else named.split(",")


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("address", nargs="?", default=shoot.HERE)
    asked.add_argument("--roles", default=",".join(role or "visitor" for role in ROLES), help="keys of the cast; all")
    asked.add_argument("--ways", default=",".join(WAYS), help="how pages are shown")
    asked.add_argument("--each", type=int, default=2, help="how many pages of a kind (2)")
    asked.add_argument("--most", type=int, default=400, help="how many pages of a role at most (400)")
    asked.add_argument("--no-keyboard", action="store_true")
    asked.add_argument("--kept", type=Path, default=KEPT, help="where the looks are kept")
    asked.add_argument("--anew", action="store_true", help="forget the looks that are kept")
    given = asked.parse_args()
    wish = Wish(tuple(WAYS[name] for name in given.ways.split(",")), given.each, given.most, not given.no_keyboard)
    roles = ["" if role == "visitor" else role for role in all_roles(given.roles)]
    made = Crawl(kept=Kept(given.kept, anew=given.anew), say=lambda text: print(text, flush=True))  # noqa: T201
    with shoot.browser() as browser:
        # One after the other: who stops in the middle has logged nobody in in vain.
        for role in roles:
            crawl(browser, given.address, {role: log_in(browser, given.address, role)}, wish, made)
    print(made.told())  # noqa: T201
    print(f"{made.looks} looks, {len(made.faults)} faults")  # noqa: T201
    return 1 if made.faults else 0


if __name__ == "__main__":
    sys.exit(main())
