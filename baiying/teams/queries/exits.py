"""Bodies that nothing was heard of for long: who would be warned, who is on the way out, and their appeals (R026)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet

from baiying.kit import clock, rooms
from baiying.places import queries as places
from baiying.teams import rules
from baiying.teams.models import Body, Exit, ExitAppeal, ExitRun, Keeping


@dataclass(frozen=True, slots=True)
class Idle:
    """A body that would be warned, with the last day on which something of it was on."""

    body: Body
    since: date


def exit_rules(area_path: Sequence[int], on: date) -> rules.ExitRules:
    """When the bodies of an area are warned, suspended, closed, by the rules of a day."""
    return places.rule_set(rules.ExitRules, area_path=area_path, on=on).rules


def last_active(body_ids: Iterable[int], at: datetime) -> dict[int, date]:
    """The last day on which something of bodies was, is or will be on, as the rooms above know it."""
    found: dict[int, date] = {}
    ids = list(body_ids)
    for ask in rooms.filling("last_active"):
        for body_id, day in ask(ids, at).items():
            found[body_id] = max(day, found.get(body_id, day))
    return found


def idle_bodies(area_id: int, at: datetime) -> list[Idle]:
    """The open bodies of an area that would be warned, the longest idle first; not those on the way out already, nor
    those that nobody administers."""
    area = places.division_by_id(area_id)
    if area is None:
        return []
    today = clock.local_date(at)
    before = rules.idle_before(today, exit_rules(area.path, today).idle_months)
    going = Exit.objects.filter(body_id=OuterRef("pk"), lifted_at__isnull=True)
    kept = Keeping.objects.filter(body_id=OuterRef("pk"), ended_at__isnull=True)
    rows = Body.objects.filter(~Exists(going), ~Exists(kept), closed_at__isnull=True, area__path__contains=[area_id])
    rows = rows.filter(created_at__lt=clock.midnight(before)).select_related("area").order_by("id")
    found = list(rows)
    days = last_active([body.pk for body in found], at)
    lifted = _lifted_on([body.pk for body in found])
    idle = [Idle(body, _since(body, days, lifted)) for body in found]
    return sorted((one for one in idle if one.since < before), key=lambda one: (one.since, one.body.pk))


def _lifted_on(body_ids: Sequence[int]) -> dict[int, date]:
    """The day on which an exit of each was lifted last: from then on the months count anew."""
    rows = Exit.objects.filter(body_id__in=body_ids, lifted_at__isnull=False).order_by("lifted_at")
    return {row.body_id: clock.local_date(row.lifted_at) for row in rows if row.lifted_at is not None}


def _since(body: Body, days: dict[int, date], lifted: dict[int, date]) -> date:
    first = clock.local_date(body.created_at)
    return max(first, days.get(body.pk, first), lifted.get(body.pk, first))


def exit_runs() -> QuerySet[ExitRun]:
    """Where bodies are looked at every night."""
    return ExitRun.objects.filter(stopped_at__isnull=True).select_related("area").order_by("id")


def exit_run_of(area_path: Sequence[int]) -> ExitRun | None:
    """The run that holds for an area: its own, or of one above it."""
    return exit_runs().filter(area_id__in=list(area_path)).first()


def due_exits() -> QuerySet[Exit]:
    """Exits that go on: neither lifted nor at their end."""
    return Exit.objects.filter(lifted_at__isnull=True, closed_at__isnull=True)


def exits_in(area_id: int) -> QuerySet[Exit]:
    """The exits of an area that are not lifted, the nearest end first."""
    rows = Exit.objects.filter(lifted_at__isnull=True, body__area__path__contains=[area_id])
    return rows.select_related("body", "body__area").order_by("closed_at", "suspend_on", "id")


def exit_case(public_id: str) -> Exit | None:
    return Exit.objects.filter(public_id=public_id).select_related("body", "body__area").first()


def exit_of(body_id: int) -> Exit | None:
    """The exit of a body that is not lifted."""
    return Exit.objects.filter(body_id=body_id, lifted_at__isnull=True).select_related("body", "body__area").first()


def exits_of(body_ids: Iterable[int]) -> QuerySet[Exit]:
    """The exits of bodies that go on."""
    return due_exits().filter(body_id__in=list(body_ids)).select_related("body", "body__area").order_by("suspend_on")


def is_suspended(team_id: int) -> bool:
    """Whether the body of a team is suspended: it finishes what goes on and publishes nothing."""
    rows = Exit.objects.filter(body__teams__pk=team_id, lifted_at__isnull=True, suspended_at__isnull=False)
    return rows.exists()


def appeals_of(row: Exit) -> QuerySet[ExitAppeal]:
    return ExitAppeal.objects.filter(exit=row).order_by("-id")


def open_appeal(row: Exit) -> ExitAppeal | None:
    return ExitAppeal.objects.filter(exit=row, answered_at__isnull=True).first()


def open_appeals() -> QuerySet[ExitAppeal]:
    """The appeals that wait for an office, the most pressing first."""
    rows = ExitAppeal.objects.filter(answered_at__isnull=True)
    return rows.select_related("exit", "exit__body", "exit__body__area").order_by("due_on", "id")


def appeal_due(row: ExitAppeal) -> datetime:
    """When the day is over by which the appeal is answered."""
    return clock.end_of(row.due_on)


def exit_facts(row: Exit, at: datetime) -> rules.ExitFacts:
    """Where an exit stands, for the rule that says what is due."""
    return rules.ExitFacts(
        step=row.step, warned_on=clock.local_date(row.warned_at), suspend_on=row.suspend_on, close_on=row.close_on,
        last_active=last_active([row.body_id], at).get(row.body_id), appealed=open_appeal(row) is not None,
        kept=Keeping.objects.filter(body_id=row.body_id, ended_at__isnull=True).exists(),
    )  # fmt: skip
