"""Loading the invented city: all or nothing, by COPY, the same city from the same seed and day."""

from collections.abc import Callable
from datetime import datetime

from django.db import connection, connections, transaction

from baiying.demo import actions
from baiying.demo.loading import circulars, city, desks, offices, people, rosters, rulebook, scenes, teams
from baiying.demo.loading.serving import Service
from baiying.demo.loading.stage import Stage
from baiying.figures import actions as figures
from baiying.hours import actions as hours
from baiying.kit import clock
from baiying.kit.db import partitions

SEED = 20_261_124


def load_demo(
    *, volunteers: int = 20_000, progress: Callable[[str, int, int], None], at: datetime, seed: int = SEED
) -> None:
    """Load an invented city of so many volunteers into an empty database.

    `progress(stage, done, total)` is told how far it is. All rows and the mark are one transaction: a load that was
    broken off leaves nothing. Refuses: DataPresent.
    """
    if not actions.is_empty():
        raise actions.DataPresent
    stage = Stage(seed, volunteers, at, progress)
    with transaction.atomic():
        with connection.cursor() as cursor:
            # Checked at the end of each COPY instead of all at the end: the queue of checks stays small.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        _load(stage)
    _as_owner(at)
    progress("统计", 0, 1)
    figures.rebuild(at=at)
    hours.look_through(at=at)
    progress("统计", 1, 1)


def _load(stage: Stage) -> None:
    the_city = city.build(stage)
    staff = offices.build(stage, the_city)
    rulebook.build(stage, the_city, staff)
    story = scenes.build(stage, the_city)
    volunteers = people.build(stage, the_city, staff, story.team.area)
    made = teams.build(stage, the_city, volunteers, story.team, story.people["unit_admin"])
    service = Service(stage, the_city, staff, made)
    scenes.play(stage, service, story)
    scenes.ask_to_join(stage, made, volunteers)
    service.load()
    desks.load(stage, staff, volunteers, story)
    circulars.load(stage, the_city, staff, story)
    rosters.load(stage, story)
    rulebook.propose(stage, the_city, staff)
    actions.note_loaded(
        seed=stage.seed,
        volunteers=stage.volunteers,
        city_id=the_city.root.id,
        at=stage.at,
        anchor=clock.local(stage.at),
    )


def _as_owner(at: datetime) -> None:
    """Parts of large tables for the days that were invented, and fresh statistics, so that the first page is as quick
    as the thousandth; only the owner may.

    Inside somebody's transaction the owner would not see the rows yet.
    """
    if connection.in_atomic_block:
        return
    with connections["owner"].cursor() as cursor:
        with transaction.atomic(using="owner"):
            partitions.make(cursor, at)
        cursor.execute("ANALYZE")
    connections["owner"].close()


def reset() -> None:
    """Empty an invented city, or nothing. Refuses: actions.NotDemoData."""
    actions.wipe()
