"""The crawl: every page that the links lead to, as each role of the phone, looked at in every way it is shown.

`make run` in one window, then `.venv/bin/python -m tests.browser.crawl` in another; exits with 1 if a page has a fault.
`--roles`, `--ways`, `--each`, `--most` and an address narrow it. `test_crawl.py` runs a sample.

Links are followed from the front page and the first page of the role. Addresses that differ in ids only are of one
kind, and a few of each kind are looked at. Nothing is sent: forms belong to the journeys.
"""

import argparse
import gzip
import re
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from babel.messages.pofile import read_po
from playwright.sync_api import Error

from tests.browser import axe, shoot

ROOT = Path(__file__).resolve().parents[2]
ROLES = ("", "volunteer", "guardian", "minor", "leader")
STARTS = ("/", "/mine/")
# The narrowest phone that is promised.
NARROW = {"viewport": {"width": 320, "height": 640}, "device_scale_factor": 1, "is_mobile": True, "has_touch": True}
# Where the crawl does not go: other parts, the components, the open interface, and what is not a page.
ELSEWHERE = ("/demo/", "/ui/gallery/", "/api/", "/static/", "/uploads/", "/kit/")
# Files that a page offers are asked for and not opened.
FILE = re.compile(r"\.(ics|csv|xlsx|png|svg|json|txt|xml|webmanifest)$")
# Public and volunteers' pages, bytes of HTML and of all they fetch at the first visit; the offices' may be heavier.
LIGHT, LIGHT_ASSETS = 30_000, 80_000
# Pages of figures fetch what draws charts, which weighs more than all else (docs/bench.md says that this is missed).
DRAWN = ("/desk/", "/city/")
# Chinese type comes only where the device has none.
ASSETS = """() => performance.getEntriesByType('resource').map(e => e.name)
  .filter(name => new URL(name).pathname.startsWith('/static/') && !name.includes('noto'))"""


@dataclass(frozen=True, slots=True)
class Way:
    """How a page is shown: cookies, colours, with or without scripts; `least`: pixels of what one taps."""

    name: str
    elder: str = ""
    english: bool = False
    dark: bool = False
    scripts: bool = True
    least: int = 44


WAYS = {
    way.name: way
    for way in (
        Way("plain"),
        Way("elder", elder="1", least=60),
        Way("english", english=True),
        Way("dark", dark=True),
        Way("no-scripts", scripts=False),
    )
}


@dataclass
class Crawl:
    """What was found: pages by kind for each role, and faults with the page on which they stand."""

    pages: dict[str, list[str]] = field(default_factory=dict)
    faults: dict[str, list[str]] = field(default_factory=dict)
    looks: int = 0
    weights: dict[str, int] = field(default_factory=dict)

    def note(self, where: str, faults: Iterable[str]) -> None:
        for fault in faults:
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


# What a page offers to follow, and where it points to within itself.
LINKS = """() => [...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))"""
# Ids that links of the page name and that are not there.
NOWHERE = """() => [...document.querySelectorAll('a[href^="#"]')].map(a => a.getAttribute('href').slice(1))
  .filter(id => id && !document.getElementById(id)).map(id => `a link to #${id}, which is not on the page`)"""
SHAPE = """scripts => {
  const found = [];
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide > 0) {
    const edge = document.documentElement.clientWidth;
    const out = [...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > edge + 1);
    found.push(`wider than the screen (${out.slice(0, 3).map(e => e.tagName + '.' + e.className).join(', ')})`);
  }
  const heads = [...document.querySelectorAll('h1')].filter(e => e.checkVisibility()).length;
  if (heads !== 1) found.push(`${heads} headings of the first level`);
  if (!document.title.trim()) found.push('no title');
  if (!document.querySelector('main a[href], main button, nav a[href], header a[href]')) found.push('a dead end');
  const usable = e => e.checkVisibility({checkOpacity: true, checkVisibilityCSS: true});
  for (const e of document.querySelectorAll('[onclick], [role=button]:not([tabindex]):not(button), [tabindex]'))
    if (usable(e) && (e.tabIndex > 0 || (e.tabIndex < 0 && e.matches('[onclick], [role=button]'))))
      found.push(`not in the order of the keyboard: ${e.tagName} ${e.className}`);
  // Without scripts nothing may be shown that only a script can do.
  if (!scripts) for (const e of document.querySelectorAll('button[type=button], [data-scan-begin], .spinner-border'))
    if (usable(e)) found.push(`does nothing without scripts: "${(e.innerText || e.ariaLabel || '').trim()}"`);
  return found;
}"""
SMALL = """least => [...document.querySelectorAll('a, button, summary, input:not([type=hidden]), select, textarea')]
  .filter(e => e.checkVisibility({checkOpacity: true, checkVisibilityCSS: true}) && e.tabIndex >= 0)
  .filter(e => !e.closest('.by-skip, .visually-hidden'))
  // A link in running text is a word of it.
  .filter(e => getComputedStyle(e).display !== 'inline' || e.parentElement.innerText.trim() === e.innerText.trim())
  .map(e => [e, (e.matches('[type=checkbox], [type=radio]') && e.closest('label') || e).getBoundingClientRect()])
  .filter(([e, box]) => box.width && box.height && (box.height < least - .5 || box.width < least - .5))
  .map(([e, box]) => `${e.tagName}.${[...e.classList].join('.')} in ${e.parentElement.tagName} in ` +
    `${(e.parentElement.closest('[class]') || document.body).className} "${(e.innerText || '').slice(0, 12)}" ` +
    `${Math.round(box.width)}x${Math.round(box.height)}`)"""
# Texts as they are read: text nodes and what is said instead of pictures.
TEXTS = """() => {
  const found = [document.title];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (!e.closest('script, style, template, [lang]:not(html)')) found.push(walk.currentNode.data);
  }
  for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
    for (const e of document.querySelectorAll(`[${name}]`)) found.push(e.getAttribute(name));
  return found.map(text => text.replace(/\\s+/g, ' ').trim()).filter(Boolean);
}"""
# The element that has the keyboard: what it is, and whether it is covered by the frame.
FOCUSED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  e.dataset.crawled = (+e.dataset.crawled || 0) + 1;
  const box = e.getBoundingClientRect();
  const bar = document.querySelector('.by-bar');
  const under = bar && !bar.contains(e) && bar.checkVisibility() && box.height < 200 &&
    box.bottom > bar.getBoundingClientRect().top + 2 && getComputedStyle(bar).position === 'fixed';
  return {times: +e.dataset.crawled, under: !!under, away: box.bottom < 0 || box.top > innerHeight,
    what: `${e.tagName} "${(e.innerText || e.ariaLabel || e.name || '').trim().slice(0, 20)}"`};
}"""
# What a template or a format left behind.
LEFT_OVER = re.compile(r"%\(\w+\)[sd]|\{\{|\{%|\bNone\b|\bundefined\b|\bNaN\b|\[object ")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def chinese_texts() -> frozenset[str]:
    """Every text of the catalogues that says something else in English."""
    found = set()
    for path in ROOT.glob("baiying/*/locale/en/LC_MESSAGES/django.po"):
        with path.open("rb") as file:
            for message in read_po(file):
                ids = message.id if isinstance(message.id, tuple) else (message.id,)
                found.update(text.strip() for text in ids if text and CHINESE.search(text))
    return frozenset(found)


def untranslated(texts: Iterable[str], known: frozenset[str]) -> Iterator[str]:
    for text in texts:
        if text in known:
            yield f"stays Chinese in English: “{text}”"


class Looker:
    """One role in one way: a page is opened and everything about it is noted."""

    def __init__(self, crawl: Crawl, context: Any, address: str, way: Way, known: frozenset[str]) -> None:
        self.crawl, self.context, self.address, self.way, self.known = crawl, context, address, way, known
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
        self.said.clear()
        try:
            answer = self.page.goto(urljoin(self.address, path))
        except Error as error:
            return self._noted(path, [f"does not open: {error.message.splitlines()[0]}"])
        faults = self._faults(path, answer.text() if answer is not None else "")
        links = self.page.evaluate(LINKS)
        return self._noted(path, faults, links)

    def _noted(self, path: str, faults: list[str], links: list[str] | None = None) -> list[str]:
        self.crawl.looks += 1
        self.crawl.note(f"{path} [{self.way.name}]", [*self.said, *faults])
        return [urljoin(urljoin(self.address, path), link) for link in links or ()]

    def _faults(self, path: str, html: str) -> list[str]:
        self.page.wait_for_load_state("load")
        faults = [*self.page.evaluate(SHAPE, self.way.scripts), *self.page.evaluate(NOWHERE)]
        if self.way.scripts:
            # Without scripts a machine that has no Chinese type shows empty boxes, and nothing has its width.
            faults += [f"small: {one}" for one in self.page.evaluate(SMALL, self.way.least)]
        texts = self.page.evaluate(TEXTS)
        faults += [f"left over: “{text[:60]}”" for text in texts if LEFT_OVER.search(text)]
        if self.way.english:
            faults += untranslated(texts, self.known)
        if len(html.encode()) >= LIGHT and not path.startswith("/desk/"):
            faults.append(f"{len(html.encode())} bytes of HTML")
        if self.way.scripts:
            faults += axe.serious_faults(self.page)
            assets = sum(map(self._weight, set(self.page.evaluate(ASSETS))))
            if assets >= LIGHT_ASSETS and not path.startswith(DRAWN):
                faults.append(f"{assets} bytes of assets")
        return faults

    def _weight(self, name: str) -> int:
        """How many bytes of a file are sent, compressed as the web server does it."""
        if name not in self.crawl.weights:
            body = self.context.request.get(name).body()
            self.crawl.weights[name] = min(len(body), len(gzip.compress(body, 9)))
        return self.crawl.weights[name]

    def by_keyboard(self, path: str, most: int = 150) -> None:
        """Tab through the page: the cursor goes on, is in sight, and is not under the bar."""
        self.page.goto(urljoin(self.address, path))
        self.page.wait_for_load_state("load")
        found = []
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
        self.crawl.note(f"{path} [keyboard]", found)


def inside(address: str, link: str) -> str:
    """The path of a link to a page of ours; nothing for all other links."""
    parts, here = urlsplit(link), urlsplit(address)
    if (parts.scheme, parts.netloc) != (here.scheme, here.netloc) or parts.path.startswith(ELSEWHERE):
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")


def find(looker: Looker, starts: Iterable[str], each: int, most: int) -> list[str]:
    """Follow links from the starts; looks at `each` of a kind and `most` pages at all, and gives their addresses."""
    waiting, seen, kinds, found = deque(starts), set(starts), dict[str, int](), []
    while waiting and len(found) < most:
        path = waiting.popleft()
        kind = kind_of(path)
        if kinds.get(kind, 0) >= each:
            continue
        kinds[kind] = kinds.get(kind, 0) + 1
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
    """A narrow phone that shows pages in this way, logged in by the cookies of another."""
    context = browser.new_context(
        **NARROW,
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


def crawl(browser: Any, address: str, cookies_of: dict[str, list[Any]], wish: Wish, *, say: Any = None) -> Crawl:
    """Everything, for each role with its cookies. Links are followed in the first way; the others look at the same."""
    made, known = Crawl(), chinese_texts()
    for role, cookies in cookies_of.items():
        first, *others = wish.ways
        context = context_for(browser, address, first, cookies)
        looker = Looker(made, context, address, first, known)
        pages = find(looker, STARTS if role else STARTS[:1], wish.each, wish.most)
        made.pages[role] = pages
        if wish.keyboard:
            for path in pages:
                looker.by_keyboard(path)
        context.close()
        for way in others:
            context = context_for(browser, address, way, cookies)
            looker = Looker(made, context, address, way, known)
            for path in pages:
                looker.open(path)
            context.close()
        if say is not None:
            say(f"{role or 'visitor'}: {len(pages)} pages, {len(made.faults)} faults so far")
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


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("address", nargs="?", default=shoot.HERE)
    asked.add_argument("--roles", default=",".join(role or "visitor" for role in ROLES), help="keys of the demo's cast")
    asked.add_argument("--ways", default=",".join(WAYS), help="how pages are shown")
    asked.add_argument("--each", type=int, default=2, help="how many pages of a kind (2)")
    asked.add_argument("--most", type=int, default=400, help="how many pages of a role at most (400)")
    asked.add_argument("--no-keyboard", action="store_true")
    given = asked.parse_args()
    wish = Wish(tuple(WAYS[name] for name in given.ways.split(",")), given.each, given.most, not given.no_keyboard)
    roles = ["" if role == "visitor" else role for role in given.roles.split(",")]
    with shoot.browser() as browser:
        cookies = {role: log_in(browser, given.address, role) for role in roles}
        made = crawl(browser, given.address, cookies, wish, say=lambda text: print(text, file=sys.stderr))  # noqa: T201
    print(made.told())  # noqa: T201
    print(f"{made.looks} looks, {len(made.faults)} faults")  # noqa: T201
    return 1 if made.faults else 0


if __name__ == "__main__":
    sys.exit(main())
