"""Sign-up, the race for the last places, and check-in: over HTTP with everything on, against the bare statement."""

import re
import subprocess
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from baiying.activities import queries
from baiying.activities.actions import telling
from baiying.activities.models import Shift, Signup
from baiying.hours import queries as hours
from baiying.kit import clock
from baiying.kit.db import binaries, embedded
from bench import bare, load, people, report
from bench.system import System, processor_seconds

SQL = Path(__file__).parent / "sql"
CONNECTIONS = 16
PRESSES = 2000
# Through the bare function, which is measured beside.
FUNCTION = 1000


def sign_up_and_race(running: System) -> None:
    """The race stands against the same sign-ups uncontested, before and after."""
    race(running, sign_up(running))


def sign_up(system: System) -> float:
    """2,000 people over 200 shifts with room for all. Returns sign-ups a second."""
    at = clock.now()
    everybody = people.pressers(2 * PRESSES + FUNCTION, at)
    pressers, others = everybody[: 2 * PRESSES], everybody[2 * PRESSES :]
    shifts = people.shifts(people.activity("报名测量", at), 200, places=100, starts_at=at + timedelta(days=20))
    _warm(system, pressers[:50])
    letters = telling.made_letters(queries.wanted_of(shifts[0]))
    statement = _bare(system, "sign_up", [(s.public_id, p) for p, s in _deal(pressers[PRESSES:], shifts)], letters)
    function = _function(system, "sign_up", [(s.public_id, p) for p, s in _deal(others, shifts)], letters)
    before = processor_seconds(system)
    result = load.fire(system.port, _presses(_deal(pressers[:PRESSES], shifts)), connections=CONNECTIONS)
    used = processor_seconds(system) - before
    _only(result, 303)
    made = Signup.objects.filter(shift__in=[s.pk for s in shifts], state="accepted").count()
    assert made == 2 * PRESSES + FUNCTION, f"{made} of {2 * PRESSES + FUNCTION} sign-ups stand"
    _tell("sign-up over 200 shifts", result, statement, used)
    report.line("sign-up over 200 shifts", result.per_second, "req/s", "the same behind a bare function", function)
    return result.per_second


def race(system: System, uncontested: float) -> None:
    """2,000 people press for 100 places at one moment: exactly 100 get one, the others queue in order."""
    at = clock.now()
    pressers = people.pressers(PRESSES, at + timedelta(days=25))
    (shift,) = people.shifts(people.activity("抢位测量", at), 1, places=100, starts_at=at + timedelta(days=27))
    result = load.fire(system.port, _presses([(p, shift) for p in pressers]), connections=64)
    _only(result, 303)
    rows = Signup.objects.filter(shift=shift)
    accepted = rows.filter(state="accepted").count()
    waiting = rows.filter(state="waitlisted").count()
    assert accepted == 100, f"{accepted} of 100 places were given"
    assert waiting == PRESSES - 100, f"{waiting} wait"
    uncontested = (uncontested + _once_more(system, at)) / 2
    report.line(
        "2,000 race for 100 places", result.per_second, "req/s", "uncontested sign-up, before and after", uncontested,
        seconds=round(result.seconds, 2), oversold=accepted - 100,
        p50_ms=round(result.quantile_ms(0.5), 1), p99_ms=round(result.quantile_ms(0.99), 1),
    )  # fmt: skip


def _once_more(system: System, at: datetime) -> float:
    """Uncontested sign-up again, right after the race: a shared machine is not equally fast at all times."""
    starts_at = at + timedelta(days=37)
    shifts = people.shifts(people.activity("报名再测量", at), 200, places=100, starts_at=starts_at)
    pressers = people.pressers(PRESSES // 2, at + timedelta(days=35))
    result = load.fire(system.port, _presses(_deal(pressers, shifts)), connections=CONNECTIONS)
    _only(result, 303)
    return result.per_second


def check_in(system: System) -> None:
    """2,000 people check in by the live code at 20 shifts that run now."""
    at = clock.now()
    pressers = people.pressers(2 * PRESSES + FUNCTION, at, until=at + timedelta(days=1))
    running = people.shifts(people.activity("签到测量", at), 20, places=500, starts_at=at - timedelta(minutes=5))
    dealt = _deal(pressers, running)
    _accept(dealt, at)
    statement = _bare(system, "check_in", [(s.public_id, p) for p, s in dealt[PRESSES : 2 * PRESSES]])
    function = _function(system, "check_in", [(s.public_id, p) for p, s in dealt[2 * PRESSES :]])
    token = {s.pk: hours.code_of(s.public_id, clock.now()).token for s in running}
    requests = [
        load.post(f"/c/{s.public_id}/{token[s.pk]}/", "", cookies=p.cookies, csrf=people.CSRF)
        for p, s in dealt[:PRESSES]
    ]
    before = processor_seconds(system)
    result = load.fire(system.port, requests, connections=CONNECTIONS)
    used = processor_seconds(system) - before
    _only(result, 303)
    _tell("check-in by live code", result, statement, used)
    report.line("check-in by live code", result.per_second, "req/s", "the same behind a bare function", function)


def _deal(pressers: Sequence[people.Presser], shifts: Sequence[Shift]) -> list[tuple[people.Presser, Shift]]:
    return [(p, shifts[i % len(shifts)]) for i, p in enumerate(pressers)]


def _presses(dealt: Sequence[tuple[people.Presser, Shift]]) -> list[bytes]:
    return [load.post(f"/shifts/{s.public_id}/signups/", "", cookies=p.cookies, csrf=people.CSRF) for p, s in dealt]


def _accept(dealt: Sequence[tuple[people.Presser, Shift]], at: datetime) -> None:
    Signup.objects.bulk_create(
        Signup(
            shift=s, person_id=p.person_id, state="accepted", signed_up_at=at, accepted_at=at,
            period=DateTimeTZRange(s.starts_at, s.ends_at),
        )
        for p, s in dealt
    )  # fmt: skip


def _warm(system: System, pressers: Sequence[people.Presser]) -> None:
    load.fire(system.port, [load.get("/mine/", cookies=p.cookies) for p in pressers], connections=8)


def _only(result: load.Result, status: int) -> None:
    assert set(result.statuses) == {status}, f"Answers other than {status}: {dict(result.statuses)}"


def _tell(figure: str, result: load.Result, statement: float, used: float) -> None:
    report.line(
        figure, result.per_second, "req/s", "the same statement prepared, under pgbench", statement,
        p50_ms=round(result.quantile_ms(0.5), 1), p99_ms=round(result.quantile_ms(0.99), 1),
        processor_ms=round(1000 * used / len(result.latencies), 2),
    )  # fmt: skip


def _function(system: System, name: str, work: Sequence[tuple[str, people.Presser]], body: str = "") -> float:
    """Requests a second of the same guarded statement behind a function without framework, session, or audit page."""
    requests = [_plain_post(f"/{name}/{shift}/{p.person_id}/{p.account_id}", body) for shift, p in work]
    with bare.running(system.port + bare.PORT_ABOVE, embedded.url(system.var, role="app")) as port:
        load.fire(port, [load.get("/")] * 50, connections=CONNECTIONS)
        result = load.fire(port, requests, connections=CONNECTIONS)
    _only(result, 303)
    return result.per_second


def _plain_post(path: str, body: str) -> bytes:
    sent = body.encode()
    return f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(sent)}\r\n\r\n".encode() + sent


def _bare(system: System, script: str, work: Sequence[tuple[str, people.Presser]], letters: str | None = None) -> float:
    """Transactions a second of the same guarded statement under pgbench, each on its own person, on the same server."""
    with system.connect("owner") as owner, owner.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_work; DROP SEQUENCE IF EXISTS bench_seq")
        columns = "n bigint PRIMARY KEY, shift text, person bigint, account bigint, letters jsonb"
        cursor.execute(f"CREATE TABLE bench_work ({columns})")
        cursor.execute("CREATE SEQUENCE bench_seq")
        with cursor.copy("COPY bench_work FROM STDIN") as copy:
            for n, (shift, p) in enumerate(work, 1):
                copy.write_row((n, shift, p.person_id, p.account_id, letters))
        cursor.execute("ANALYZE bench_work")
    clients = 8
    printed = subprocess.run(
        [
            str(binaries.folder() / "bin" / "pgbench"), "-n", "-M", "prepared", "-c", str(clients), "-j", "2",
            "-t", str(len(work) // clients), "-f", str(SQL / f"{script}.sql"), embedded.url(system.var, role="owner"),
        ],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    return float(re.search(r"tps = ([\d.]+)", printed).group(1))  # type: ignore[union-attr]
