"""Search by everyday words over 100,000 coming activities, against a bare LIKE over the same words.

The activities are invented: what the demo's teams do, in each village, once. They stand in a database of their own, are
loaded once and kept. Both sides are asked in turns, word by word, so that a busy machine is busy for both.
"""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import chain, cycle, islice
from typing import Any

from django.db import connection

from baiying.activities import bulk, queries
from baiying.activities.models import Activity
from baiying.demo.loading import texts
from baiying.kit import clock
from baiying.kit.db.transaction import atomic
from baiying.people import queries as people
from baiying.places import queries as places
from baiying.teams.models import Team
from bench import report, system
from bench.front_figures import quantile

ACTIVITIES = 100_000
# Enough for the p99 not to be the one dearest of all.
ROUNDS = 12
# No longer than this, however slow the machine.
SECONDS = 120
# Two and three signs, everyday and of the field, several at once, with times, by sound and by initials, and nothing.
WORDS = (
    "打扫", "养老院", "孩子", "献血", "老人", "交通", "河道", "周六上午", "周末打扫", "老人义诊", "理发", "垃圾分类",
    "读书", "普法", "做饭", "陪聊", "jiaotong", "laoren", "yz", "许昌", "长葛", "清洁河道", "植物园", "巡逻",
)  # fmt: skip
_LIKE = """
SELECT a.public_id, a.title, a.address, min(s.starts_at) AS first, count(*) OVER ()
  FROM activities_activity a JOIN activities_shift s ON s.activity_id = a.id
 WHERE s.starts_at > %(at)s AND s.closed_at IS NULL AND a.state = 'published' AND a.recruit_until > %(at)s
   AND (a.title LIKE %(word)s OR a.address LIKE %(word)s)
 GROUP BY a.id ORDER BY first, a.id LIMIT 21
"""


def measure(running: system.System) -> None:
    """Two lines: p99 of both sides over all words, the slowest named; as a stranger, and as who serves somewhere.

    The first round of each is not counted: the program reads its dictionary, the database its tables.
    """
    at = clock.now()
    _fill(running, at)
    village = places.divisions().filter(level="village").order_by("pk")[0]
    for who, home in (("", ()), (", near first", tuple(village.path))):
        _measure(f"search over {ACTIVITIES:,} activities{who}, p99", home, at)


def _measure(figure: str, home: tuple[int, ...], at: datetime) -> None:
    categories = people.category_choices()
    ours: dict[str, list[float]] = {word: [] for word in WORDS}
    bare: dict[str, list[float]] = {word: [] for word in WORDS}
    until = time.monotonic() + SECONDS
    found = 0
    for number in range(ROUNDS + 1):
        if time.monotonic() > until:
            break
        for word in WORDS:
            started = time.perf_counter()
            page = queries.stretch(queries.Filters(meaning=queries.meaning(word, categories, at), home=home), at)
            seconds = time.perf_counter() - started
            found += bool(page.rows)
            like = _like(word, at)
            if number:
                ours[word].append(seconds)
                bare[word].append(like)
    assert found, "nothing was found at all"
    all_ours, all_bare = list(chain(*ours.values())), list(chain(*bare.values()))
    slowest = sorted(WORDS, key=lambda word: -quantile(ours[word], 0.5))[:5]
    report.line(
        figure, quantile(all_ours, 0.99), "ms", "bare LIKE",
        quantile(all_bare, 0.99), p50_ms=round(quantile(all_ours, 0.5), 1),
        other_p50_ms=round(quantile(all_bare, 0.5), 1), searches=len(all_ours),
        slowest={word: round(quantile(ours[word], 0.5), 1) for word in slowest},
    )  # fmt: skip


def _like(word: str, at: datetime) -> float:
    started = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(_LIKE, {"at": at, "word": f"%{word}%"})
        cursor.fetchall()
    return time.perf_counter() - started


# The activities ----------------------------------------------------------------------------------------------------


def _fill(running: system.System, at: datetime) -> None:
    missing = ACTIVITIES - Activity.objects.filter(state="published", recruit_until__gt=at + timedelta(days=1)).count()
    if missing <= 0:
        return
    with running.connect("owner") as owner:
        # An index is made ten times faster at once than row by row.
        owner.execute("DROP INDEX IF EXISTS activities_listed_keys")
        try:
            with atomic():
                _load(list(islice(_invented(at), missing)))
        finally:
            owner.execute("SET maintenance_work_mem = '256MB'")
            owner.execute("CREATE INDEX activities_listed_keys ON activities_listed USING gin (keys)")
        owner.execute("VACUUM (ANALYZE) activities_activity, activities_listed, activities_shift, activities_post")


def _invented(at: datetime) -> Iterator[tuple[bulk.ActivityRow, Any]]:
    """Each kind of what teams do, in each village in turn, over the coming four months."""
    kinds = [kind for of_category in texts.KINDS.values() for kind in of_category]
    teams = list(Team.objects.filter(closed_at__isnull=True).values_list("pk", flat=True)[:500])
    leader = Activity.objects.order_by("pk").values_list("leader_id", flat=True)[0]
    villages = list(places.divisions().filter(level="village").values_list("pk", "name"))
    for number, (pk, name) in enumerate(cycle(villages)):
        kind = kinds[(number + number // len(villages)) % len(kinds)]
        short = name.removesuffix("村委会").removesuffix("村民委员会").removesuffix("居委会")
        title, address = f"{short}{kind.title}"[:50], f"{short}{kind.where}"
        starts = at + timedelta(days=2 + number % 120, hours=number % 13)
        yield bulk.ActivityRow(
            team_id=teams[number % len(teams)], title=title, description=kind.description,
            risk_statement=texts.COMMON_RISK, contact_name="测量", contact_phone="19900009999", area_id=pk,
            address=address, recruit_until=starts, starts_on=clock.local_date(starts),
            ends_on=clock.local_date(starts + timedelta(hours=2)), leader_id=leader, created_at=at,
            recipients=list(kind.recipients), categories=list(kind.categories), state="published", submitted_at=at,
            published_at=at, published_by_id=leader,
            terms=bulk.terms(
                (title, address, kind.post, kind.duties), categories=kind.categories, recipients=kind.recipients
            ),
        ), kind  # fmt: skip


def _load(invented: list[tuple[bulk.ActivityRow, Any]]) -> None:
    rows = bulk.add_activities([row for row, _ in invented])
    posts = bulk.add_posts(
        [
            bulk.PostRow(row.id, kind.post, kind.duties, min_age=18)
            for row, (_, kind) in zip(rows, invented, strict=True)
        ]
    )
    bulk.add_shifts(
        [
            bulk.ShiftRow(post.id, row.id, row.recruit_until, row.recruit_until + timedelta(hours=2), 10)
            for row, post in zip(rows, posts, strict=True)
        ]
    )
