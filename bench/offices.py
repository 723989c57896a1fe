"""Every page that an office is led to, at the size of the city: each kind of address once, with the answer's time.

The pages are found as a reader finds them: from the workbench along the links, two steps deep. Of addresses that differ
only in their ids one stands for all. What downloads a file, changes something or leaves the house is left out.
"""

import re
import urllib.error
import urllib.request
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import unescape

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.db.models import Count, Q

from baiying.accounts.access import BACKEND, SESSION_ACTING
from baiying.accounts.models import Appointment
from baiying.kit import clock
from bench import load, report, system

ROLES = ("city_office", "county_office", "place_staff", "hours_reviewer", "auditor")
STARTS = ("/desk/", "/activities/", "/city/")
DEPTH = 2
READS = 20
# No page of an office slower, at p99 and one reader, with 200,000 volunteers; the slowest are told with p50 and p99.
MARK_MS, SLOWEST = 150, 12
MOST = 120
_LINK = re.compile(r'<a\b[^>]*\bhref="(/[^"#]*)"')
_ID = re.compile(r"/(?=[^/]*\d)[0-9a-zA-Z_-]{6,}(?=/|$|\?)|(?<==)[^&]*")
_NOT_A_PAGE = re.compile(r"\.(xlsx|csv|ics|json|pdf|svg)\b|/export|/log-out|/static/|/print|/api/")


@dataclass(frozen=True, slots=True)
class _Page:
    role: str
    kind: str
    path: str
    cookies: str


def measure(running: system.System) -> None:
    """One line for all pages of each role with the slowest named, p99 over all readings."""
    for role in ROLES:
        cookies = _cookies(role)
        if cookies is None:
            continue
        pages = _pages(running.port, role, cookies)
        _tell(role, [(page, _read(running.port, page)) for page in pages])


def _tell(role: str, measured: "Sequence[tuple[_Page, load.Result]]") -> None:
    every = load.Result()
    for _, result in measured:
        every.latencies.extend(result.latencies)
    slowest = sorted(measured, key=lambda one: -one[1].quantile_ms(0.5))[:SLOWEST]
    report.line(
        f"office pages for {role}, p99", every.quantile_ms(0.99), "ms", f"mark: {MARK_MS} ms for every page", MARK_MS,
        pages=len(measured), p50_ms=round(every.quantile_ms(0.5), 1),
        above=sum(result.quantile_ms(0.99) > MARK_MS for _page, result in measured),
        slowest={
            page.kind: [round(result.quantile_ms(one), 1) for one in (0.5, 0.99)] for page, result in slowest
        },
    )  # fmt: skip


def _read(port: int, page: _Page) -> load.Result:
    request = load.get(page.path, cookies=page.cookies)
    load.fire(port, [request] * 2, connections=1)
    result = load.fire(port, [request] * READS, connections=1)
    assert set(result.statuses) == {200}, (page.path, dict(result.statuses))
    return result


def _cookies(role: str) -> str | None:
    """The session of the demo's first holder of the role, acting in it."""
    at = clock.now()
    live = Appointment.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at), role=role, accepted_at__lte=at)
    held = (
        live.select_related("account").annotate(others=Count("account__appointments")).order_by("others", "pk").first()
    )
    if held is None:
        return None
    session = SessionStore()
    session[SESSION_KEY] = str(held.account.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = held.account.get_session_auth_hash()
    session[SESSION_ACTING] = held.public_id
    session.save()
    return f"sessionid={session.session_key}"


def _pages(port: int, role: str, cookies: str) -> list[_Page]:
    """The first address of each kind, found along the links."""
    found: dict[str, _Page] = {}
    front: Iterable[str] = STARTS
    for _ in range(DEPTH + 1):
        following: list[str] = []
        for path in front:
            kind = _ID.sub("/*", path.replace("?", "/?"))
            if kind in found or _NOT_A_PAGE.search(path) or len(found) >= MOST:
                continue
            text = _text(port, path, cookies)
            if text is None:
                continue
            found[kind] = _Page(role, kind, path, cookies)
            following += [unescape(link) for link in _LINK.findall(text)]
        front = following
    return list(found.values())


def _text(port: int, path: str, cookies: str) -> str | None:
    """The page, or None where the address answers with something else than a page at that address."""
    address = f"http://127.0.0.1:{port}{path}"
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers={"Cookie": cookies}), timeout=20) as answer:
            at_home = answer.url == address
            is_page = answer.headers.get("Content-Type", "").startswith("text/html")
            return answer.read().decode() if at_home and is_page else None
    except (urllib.error.URLError, UnicodeError):
        return None
