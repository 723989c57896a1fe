"""The jobs about units: offices whose term is over, and units that lost their administrator."""

from collections.abc import Callable
from datetime import timedelta

from baiying.demo import builders
from baiying.teams.models import Keeping, Office
from tests.config.planted.rows import BAD, ROWS, Cast, Planted, now


def _terms(cast: Cast) -> Planted:
    team = cast["leader"].team
    assert team is not None
    rows = [builders.office(builders.account(), team.body, team).pk for _ in range(ROWS)]
    Office.objects.filter(pk__in=rows).update(until=now() - timedelta(hours=1))
    return Planted(
        "teams_office", "id", rows[BAD], rows,
        lambda: set(Office.objects.filter(pk__in=rows, ends_at__isnull=True).values_list("pk", flat=True)),
    )  # fmt: skip


def _kept(cast: Cast) -> Planted:
    area = cast["leader"].team.area  # type: ignore[union-attr]
    rows = [
        Keeping.objects.create(body=builders.body(area=area), why="gone", since=now() - timedelta(minutes=1)).pk
        for _ in range(ROWS)
    ]
    return Planted(
        "teams_keeping", "id", rows[BAD], rows,
        lambda: set(Keeping.objects.filter(pk__in=rows, told_at__isnull=True).values_list("pk", flat=True)),
    )  # fmt: skip


JOBS: dict[str, Callable[[Cast], Planted]] = {"teams.end_terms": _terms, "teams.tell_kept": _kept}
