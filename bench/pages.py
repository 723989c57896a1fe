"""Pages as a visitor gets them: the public list's rate, the sign-up page's weight, memory, start-up."""

import gzip
import re
import urllib.request
from datetime import timedelta
from urllib.parse import urljoin

from django.db import connections
from django.db.models import Count

from baiying.activities.models import Activity
from baiying.kit import clock
from bench import load, people, report, system

LISTS = 1500


def public_list(running: system.System) -> None:
    """The list of upcoming activities, 1,000 of them, first pages and filters, as a stranger."""
    at = clock.now()
    coming = Activity.objects.filter(state="published", shifts__starts_at__gt=at).distinct().count()
    for number in range(max(0, 1000 - coming)):
        one = people.activity(f"清洁河道志愿服务{number}", at)
        people.shifts(one, 1, places=20, starts_at=at + timedelta(hours=5 + number))
    addresses = ["/activities/", "/activities/?page=2", "/activities/?page=7", "/activities/?q=河道"]
    requests = [load.get(urllib.request.quote(a, safe="/?=&")) for a in addresses] * (LISTS // len(addresses))
    load.fire(running.port, requests[:100], connections=8)
    before = system.processor_seconds(running)
    result = load.fire(running.port, requests, connections=16)
    used = system.processor_seconds(running) - before
    assert set(result.statuses) == {200}, dict(result.statuses)
    report.line(
        "public list, 1,000 upcoming", result.per_second, "req/s", "mark: 250 req/s (best peer 156, cached)", 250,
        p50_ms=round(result.quantile_ms(0.5), 1), p99_ms=round(result.quantile_ms(0.99), 1),
        processor_ms=round(1000 * used / len(result.latencies), 2),
    )  # fmt: skip


def weight(running: system.System) -> None:
    """Bytes of the sign-up page over the wire, first and second visit: the longest one, for a volunteer who is in."""
    at = clock.now()
    coming = Activity.objects.filter(state="published", shifts__starts_at__gt=at)
    longest = coming.annotate(size=Count("shifts")).order_by("-size", "-pk")[0]
    (reader,) = people.pressers(1, at + timedelta(days=60))
    base = f"http://127.0.0.1:{running.port}/"
    page, sent = fetch(urljoin(base, f"/activities/{longest.public_id}/"), reader.cookies)
    text = page.decode()
    found = re.findall(r'(?:<link[^>]+rel="(?:stylesheet|preload)"[^>]+href|<script[^>]+src)="([^"]+)"', text)
    assets = sum(fetch(urljoin(base, address))[1] for address in dict.fromkeys(found))
    report.line("sign-up page, HTML", len(page) / 1000, "kB", "mark: 30 kB", 30, on_the_wire_kb=round(sent / 1000, 1))
    report.line("sign-up page, assets on the first visit", assets / 1000, "kB", "mark: 80 kB", 80, files=len(found))
    report.line("sign-up page, second visit", sent / 1000, "kB", "first visit", (sent + assets) / 1000)


def fetch(address: str, cookies: str = "") -> tuple[bytes, int]:
    """The page, and how many bytes of it went over the wire."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip", "Cookie": cookies})
    with urllib.request.urlopen(request, timeout=10) as answer:
        body = answer.read()
        packed = answer.headers.get("Content-Encoding") == "gzip"
    return (gzip.decompress(body) if packed else body), len(body)


def start_up(running: system.System) -> None:
    report.line("warm start to the first answer", running.seconds_to_first_answer, "s", "mark: 3 s", 3)


def memory(running: system.System) -> None:
    """Proportional memory of web, worker, supervisor and database after the measurements; our own connection apart."""
    connections.close_all()
    ours = system.pss_megabytes(system.descendants(running.process.pid))
    database = system.pss_megabytes(system.database_processes(running))
    report.line("memory of all processes (PSS)", ours + database, "MB", "mark: 400 MB", 400, database=round(database))
