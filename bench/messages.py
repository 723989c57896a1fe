"""What goes to many: 100,000 messages chosen and queued, and sent through a stand-in at its limit; what telling costs.

A city of its own, whose text messages leave by a gateway that stands beside (bench.__main__): until somebody confirms
the copy nothing leaves, so that the worker sends nothing while it is measured what choosing costs.
"""

import http.server
import json
import os
import statistics
import threading
import time
from contextlib import contextmanager, nullcontext
from datetime import datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

from django.db import connection

from baiying.accounts.models import Appointment
from baiying.circulars import actions as circulars
from baiying.circulars.models import Mailing
from baiying.circulars.queries import Audience, preview
from baiying.kit import clock
from baiying.kit.db.fields import new_public_id
from baiying.kit.values.actor import Actor
from baiying.notices import actions
from baiying.notices.models import Message
from bench import hot_paths, load, people, report, system
from bench.__main__ import GATEWAY_PORT, GATEWAY_RATE

# BENCH_SHARE=20 tries it with a twentieth of the numbers; what it prints then is no figure.
_SHARE = int(os.environ.get("BENCH_SHARE", "1"))
MANY = 100_000 // _SHARE
LATENCY, SECONDS = 0.05, max(60 // _SHARE, 5)
# What the gateway's limit lets through in that time, and some more, so that there is always one waiting.
WAITING = GATEWAY_RATE * (SECONDS + 20)


def measure(running: system.System) -> None:
    choose(running)
    send(running)
    tell(running)
    read(running)


def choose(running: system.System) -> None:
    """Real notices to all volunteers of the city until they made 100,000 messages; against INSERT … SELECT of these."""
    at, begun = clock.now(), Message.objects.count()
    actor, area = _office()
    seconds, made = 0.0, 0
    while made < MANY:
        words = circulars.Words(title="集中清扫", text="周六上午。", sort="notice", by_text=True)
        row = circulars.write(
            form_id=new_public_id(), area=area, words=words, actor=actor, at=at,
            audience=Audience(area_ids=(area.pk,), volunteers=True),
        )  # fmt: skip
        mailing = Mailing.objects.create(
            circular=row, number=1, asked_at=at, starts_at=at, foreseen=preview(row, at).volunteer_ids
        )
        seconds += report.seconds(lambda pk=mailing.pk: circulars.go_on(mailing_id=pk, at=at))
        made = Message.objects.count() - begun
    bare = _bare(running, at)
    report.line(
        f"{made:,} messages chosen and queued", made / seconds, "messages/s", "INSERT … SELECT of the same rows",
        made / bare, seconds=round(seconds, 1), bare_seconds=round(bare, 1), times=round(seconds / bare, 1),
        mark="10 times",
    )  # fmt: skip
    with running.connect("owner") as owner:
        # Not those in the worker's hands: it would miss them, and begin anew.
        owner.execute("DELETE FROM procrastinate_jobs WHERE task_name = 'notices.deliver_batch' AND status = 'todo'")
        owner.execute("TRUNCATE notices_message")


def _office() -> tuple[Actor, Any]:
    appointment = Appointment.objects.select_related("area", "account").filter(role="city_office").order_by("pk")[0]
    return Actor(account_id=appointment.account_id, label="bench"), appointment.area


def _bare(running: system.System, at: datetime) -> float:
    """The same rows once more, a minute later and each with a source of its own, so that no key is taken twice."""
    names = [one.column for one in Message._meta.local_concrete_fields if one.column not in ("id", "written_at")]
    values = ", ".join("unique_source || ':again'" if name == "unique_source" else f'"{name}"' for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    statement = (
        f"INSERT INTO notices_message ({columns}, written_at) SELECT {values}, written_at + interval '1 minute'"
        " FROM notices_message WHERE written_at = %s"
    )
    with running.connect("owner") as owner:
        return report.seconds(lambda: owner.execute(statement, [at]))  # type: ignore[arg-type]


class _Gateway(http.server.BaseHTTPRequestHandler):
    """Takes every text after 50 ms, and notes when, and to which number."""

    protocol_version = "HTTP/1.1"
    taken: ClassVar[list[tuple[float, str]]] = []

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        time.sleep(LATENCY)
        asked = parse_qs(urlsplit(self.path).query)
        self.taken.append((time.monotonic(), asked["PhoneNumbers"][0]))
        body = json.dumps({"Code": "OK", "BizId": str(len(self.taken))}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_given: object) -> None:
        """Nothing."""


@contextmanager
def _beside() -> Any:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", GATEWAY_PORT), _Gateway)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield
    finally:
        server.shutdown()


def send(_running: system.System) -> None:
    """By the running worker, each to a number of its own, for a minute; nobody twice."""
    at = clock.now()
    letters = [actions.Letter(text="集中清扫。", phone=f"1990{n:07}") for n in range(WAITING)]
    with _beside():
        # Before they are written, so that their own jobs send them, with all hands.
        actions.confirm_instance(drop_waiting=False, actor=Actor(label="bench"), at=at)
        actions.write_many(kind="circulars.volunteers", letters=letters, at=at, urgent=True)
        deadline = time.monotonic() + 90
        while not _Gateway.taken:
            if time.monotonic() > deadline:
                raise SystemExit("The worker sent nothing within 90 seconds.")
            time.sleep(0.05)
        time.sleep(SECONDS)
    first, phones = _Gateway.taken[0][0], [phone for _moment, phone in _Gateway.taken]
    taken = [moment for moment, _phone in _Gateway.taken if moment <= first + SECONDS]
    if len(set(phones)) != len(phones):
        raise SystemExit("Something was sent twice.")
    report.line(
        "sent through a stand-in of 50 ms", len(taken) / SECONDS, "messages/s", "the limit that is set",
        float(GATEWAY_RATE), mark="0.9 of it",
    )  # fmt: skip


def tell(running: system.System) -> None:
    """The guarded statement of a sign-up with the messages that it writes and without them, in turns."""
    at, turns, size = clock.now(), 4, 384 // _SHARE
    everybody = people.pressers(2 * turns * size, at)
    shifts = people.shifts(people.activity("告知测量", at), 200, places=100, starts_at=at + timedelta(days=20))
    letters = hot_paths.telling.made_letters(hot_paths.queries.wanted_of(shifts[0]))
    found: dict[str, list[float]] = {"with": [], "without": []}
    for turn in range(2 * turns):
        some = everybody[turn * size : (turn + 1) * size]
        name, body = ("with", letters) if turn % 2 == 0 else ("without", None)
        work = [(shift.public_id, presser) for presser, shift in hot_paths._deal(some, shifts)]
        found[name].append(hot_paths._bare(running, "sign_up", work, body))
    report.line(
        "sign-up, the statement with its messages", statistics.median(found["with"]), "/s", "without them",
        statistics.median(found["without"]), mark="check-in writes none",
    )  # fmt: skip
    _press(running, at)


def _press(running: system.System, at: datetime) -> None:
    """The same as people meet it, by the pages; in every other turn the function that writes the message is empty.

    The words are made all the same: what they cost is taken off the other side.
    """
    turns, size = 4, 384 // _SHARE
    everybody = people.pressers((2 * turns + 1) * size, at + timedelta(days=40))
    shifts = people.shifts(people.activity("按下测量", at), 200, places=100, starts_at=at + timedelta(days=42))
    wanted = hot_paths.queries.wanted_of(shifts[0])
    words = report.seconds(lambda: [hot_paths.telling.made_letters(wanted) for _one in range(size)]) / size
    found: dict[str, list[float]] = {"with": [], "without": []}
    # The first turn warms up.
    for turn in range(2 * turns + 1):
        some = everybody[turn * size : (turn + 1) * size]
        name = "with" if turn % 2 == 0 else "without"
        with _silent(running) if name == "without" else nullcontext():
            asked = hot_paths._presses(hot_paths._deal(some, shifts))
            result = load.fire(running.port, asked, connections=hot_paths.CONNECTIONS)
        hot_paths._only(result, 303)
        seconds = 1 / result.per_second
        found[name].append(seconds if name == "with" else seconds - words)
    slow, fast = statistics.median(found["with"][1:]), statistics.median(found["without"])
    report.line(
        "sign-up, the press with its messages", 1 / slow, "req/s", "without them", 1 / fast,
        words_ms=round(1000 * words, 3), mark="0.95 of it",
    )  # fmt: skip


@contextmanager
def _silent(running: system.System) -> Any:
    """Nothing is written into inboxes by statements of other rooms until this ends."""
    name = "notices_write_in_app(text, text, text, text, jsonb, text, timestamptz, bigint)"
    with running.connect("owner") as owner:
        text = str(owner.execute("SELECT pg_get_functiondef(%s::regprocedure)", [name]).fetchone()[0])  # type: ignore[index]
        body = text[text.index("AS $function$") :]
        try:
            owner.execute(text.replace(body, "AS $function$ SELECT $function$"))  # type: ignore[arg-type]
            yield
        finally:
            owner.execute(text)  # type: ignore[arg-type]


def read(running: system.System) -> None:
    """The page of the messages, of readers who have many."""
    at = clock.now()
    pressers = people.pressers(50, at + timedelta(days=60))
    inboxes = [_inbox(one.person_id) for one in pressers]
    letters = [actions.Letter(text=f"第 {n} 条消息。", inbox=inbox) for inbox in inboxes for n in range(200)]
    for begin in range(0, len(letters), 2000):
        actions.write_many(kind="signup_note", letters=letters[begin : begin + 2000], at=at)
    asked = [load.get("/mine/messages/", cookies=one.cookies) for one in pressers * 10]
    result = load.fire(running.port, asked, connections=4)
    report.line(
        "page of 200 messages", result.quantile_ms(0.5), "ms at p50", p99_ms=round(result.quantile_ms(0.99), 1),
        per_second=round(result.per_second),
    )  # fmt: skip


def _inbox(person_id: int) -> str:
    """The key of a person's inbox."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT public_id FROM people_person WHERE id = %s", [person_id])
        return str(cursor.fetchone()[0])
