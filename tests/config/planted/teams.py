"""The jobs about units: offices whose term is over, and units that lost their administrator."""

from collections.abc import Callable
from datetime import timedelta

from baiying.demo import builders
from baiying.kit.values.actor import Actor
from baiying.notices.models import Message
from baiying.people import actions as people
from baiying.teams.models import Application, Exit, ExitRun, Keeping, Office, Scan
from tests.config.planted.rows import BAD, ROWS, Cast, Planted, now, some_persons


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


def _claimed(cast: Cast) -> Planted:
    """Members whose record is claimed, and nobody told their unit."""
    team, admin = cast["leader"].team, cast["unit_admin"].account
    rows = []
    for n, person in enumerate(some_persons(cast)):
        builders.membership(team, person)
        row = people.file_claim(
            person=person, name="某人", phone=f"1990000087{n}", account_id=None, note="", actor=Actor(), at=now()
        )
        rows.append(row.pk)
    sources = {f"claim_known:{pk}:{admin.pk}": pk for pk in rows}

    def left() -> set[int]:
        told = Message.objects.filter(unique_source__in=list(sources)).values_list("unique_source", flat=True)
        return set(rows) - {sources[one] for one in told}

    return Planted("notices_message", "unique_source", f"claim_known:{rows[BAD]}:{admin.pk}", rows, left)


def _exits(cast: Cast) -> Planted:
    """Units on the way out whose day has come."""
    area, day = cast["leader"].team.area, now().date()  # type: ignore[union-attr]
    ExitRun.objects.create(area=area, started_at=now() - timedelta(days=90), foreseen=0)
    rows = [
        Exit.objects.create(
            body=builders.body(area=area), idle_since=day, warned_at=now() - timedelta(days=60),
            suspend_on=day - timedelta(days=2),
        ).pk
        for _ in range(ROWS)
    ]  # fmt: skip
    return Planted(
        "teams_exit", "id", rows[BAD], rows,
        lambda: set(Exit.objects.filter(pk__in=rows, suspended_at__isnull=True).values_list("pk", flat=True)),
    )  # fmt: skip


def _scans(cast: Cast) -> Planted:
    """Applications that were decided long ago, with a picture each."""
    area, account = cast["leader"].team.area, cast["leader"].account  # type: ignore[union-attr]
    rows = []
    for n in range(ROWS):
        row = Application.objects.create(
            form_id=f"scanform{n:04}", account=account, area=area, said={"kind": "registered", "name": f"第{n}家"},
            asked_at=now(), sent_at=now(), due_on=now().date(), outcome="refused", reason="不在本县",
            decided_at=now(), scans_until=now() - timedelta(days=1),
        )  # fmt: skip
        Scan.objects.create(application=row, number=1, width=1, height=1, content_sealed=b"x")
        rows.append(row.pk)
    return Planted(
        "teams_application", "id", rows[BAD], rows,
        lambda: set(Scan.objects.filter(application_id__in=rows).values_list("application_id", flat=True)),
    )  # fmt: skip


JOBS: dict[str, Callable[[Cast], Planted]] = {
    "teams.drop_scans": _scans,
    "teams.end_terms": _terms,
    "teams.exit_steps": _exits,
    "teams.tell_kept": _kept,
    "teams.tell_open_claims": _claimed,
}
