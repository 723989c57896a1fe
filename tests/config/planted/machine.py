"""The jobs about jobs, and about roll-ups."""

from collections.abc import Callable

from django.db import connection
from procrastinate.contrib.django import app

from baiying.demo import builders
from baiying.figures.models import Mark, PersonYear
from tests.config.planted.rows import BAD, ROWS, Cast, Planted, some_persons


def _failed_jobs(cast: Cast) -> Planted:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status)"
            " SELECT 'default', 'notices.deliver', 'failed' FROM generate_series(1, %s) RETURNING id",
            [ROWS],
        )
        rows = [pk for (pk,) in cursor.fetchall()]
        cursor.execute("DELETE FROM procrastinate_events WHERE job_id = ANY(%s)", [rows])

    def left() -> set[int]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM procrastinate_jobs WHERE id = ANY(%s)", [rows])
            return {pk for (pk,) in cursor.fetchall()}

    return Planted("procrastinate_jobs", "id", rows[BAD], rows, left)


def _marks(cast: Cast) -> Planted:
    app.tasks["figures.roll_up"].func()
    persons = some_persons(cast)
    for person in persons:
        builders.entry(person, 60, area=person.residence)
    rows = [person.pk for person in persons]

    def left() -> set[int]:
        counted = PersonYear.objects.filter(person_id__in=rows, all_minutes=60).values_list("person_id", flat=True)
        marked = Mark.objects.filter(person_id__in=rows).values_list("person_id", flat=True)
        return (set(rows) - set(counted)) | set(marked)

    return Planted("figures_personyear", "person_id", rows[BAD], rows, left)


JOBS: dict[str, Callable[[Cast], Planted]] = {
    "desk.clear_failed_jobs": _failed_jobs,
    "figures.roll_up": _marks,
}
