"""Leaks of personal data: cases of an area, whose data it was, who has been told and how."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from baiying.accounts import queries as accounts
from baiying.accounts.access import Scope
from baiying.kit import clock, rooms
from baiying.kit.models import Taken
from baiying.people import queries as people
from baiying.places import queries as places
from baiying.privacy import rules
from baiying.privacy.breach_models import Breach as Breach
from baiying.privacy.breach_models import BreachPerson, BreachStep, StepKind, ToldWay
from baiying.privacy.rights import Right


def breaches_within(scope: Scope) -> QuerySet[Breach]:
    """Of an area and below it, the newest first."""
    return Breach.objects.select_related("area").filter(scope.areas("area")).order_by("-id")


def breach_of_source(source: str) -> Breach | None:
    return Breach.objects.filter(source=source).first()


def step_of_source(source: str) -> BreachStep | None:
    return BreachStep.objects.filter(source=source).first()


def clocks_of(row: Breach) -> rules.Clocks:
    """By when the authority and the people are told, by the rules of the day on which it was found."""
    given = places.rule_set(rules.BreachRules, area_path=row.area.path, on=clock.local_date(row.found_at)).rules
    return rules.breach_clocks(row.found_at, given)


def steps_of(row: Breach) -> list[BreachStep]:
    return list(row.steps.order_by("done_at", "id"))


@dataclass(frozen=True, slots=True)
class Concerned:
    """How many people, and how they were told; `waiting` have not been, `paper` among them have no phone."""

    all: int
    message: int
    guardian: int
    on_paper: int
    nobody: int
    paper: int
    waiting: int


def concerned(row: Breach) -> Concerned:
    told, untold = Q(told_at__isnull=False), Q(told_at__isnull=True)
    found: dict[str, int] = row.people.aggregate(
        all=Count("id"),
        message=Count("id", filter=told & Q(way=ToldWay.MESSAGE)),
        guardian=Count("id", filter=told & Q(way=ToldWay.GUARDIAN)),
        on_paper=Count("id", filter=told & Q(way=ToldWay.PAPER)),
        nobody=Count("id", filter=told & Q(way=ToldWay.NOBODY)),
        paper=Count("id", filter=untold & Q(way=ToldWay.PAPER)),
        waiting=Count("id", filter=untold),
    )
    return Concerned(**found)


def marks_of(row: Breach) -> list[Taken]:
    """The files by which people were found: who took each, when, for what."""
    marks = row.people.exclude(mark="").values_list("mark", flat=True).distinct()
    return list(Taken.objects.filter(public_id__in=list(marks)).order_by("id"))


def file_within(scope: Scope, mark: str, account_id: int | None) -> Taken | None:
    """A file that was taken within an area, by the mark that it bears; of a list that is its taker's alone, by that
    one: its letters would tell the office who complained."""
    row = Taken.objects.filter(_seen_by(account_id), public_id=mark.strip().lower()).first()
    if row is None or scope.area_id is None:
        return row
    area = places.division_by_id(row.area_id) if row.area_id is not None else None
    return row if area is not None and scope.area_id in area.path else None


def outside(row: Breach, scope: Scope) -> QuerySet[BreachPerson]:
    """Those of a case who do not belong to an area."""
    return BreachPerson.objects.filter(breach=row).exclude(
        pk__in=BreachPerson.objects.filter(people.of_within(scope), breach=row).values("pk")
    )


def people_of(row: Breach) -> set[int]:
    return set(row.people.values_list("person_id", flat=True))


def to_tell() -> list[int]:
    """Those of cases that were decided whom nobody has told yet and who have a phone as far as we know."""
    rows = BreachPerson.objects.filter(breach__told_at__isnull=False, told_at__isnull=True, way="")
    return list(rows.order_by("id").values_list("pk", flat=True))


def paper_list(row: Breach) -> list[BreachPerson]:
    """Whom no message reaches and nobody has told on paper yet."""
    rows = row.people.filter(way=ToldWay.PAPER, told_at__isnull=True)
    return list(rows.select_related("person__residence").order_by("person__residence__code", "id"))


def missing(row: Breach) -> list[str]:
    """What the case still lacks before it can be closed."""
    kinds = set(row.steps.values_list("kind", flat=True))
    told = row.told_at is not None
    return rules.missing_before_end(
        contained=StepKind.CONTAIN in kinds,
        reported=StepKind.AUTHORITY in kinds,
        decided=told or bool(row.untold_why),
        untold=row.people.filter(told_at__isnull=True).count() if told else 0,
    )


def overdue_breaches(at: datetime) -> list[int]:
    """Open cases whose first clock has run out without a report to the authority, of which nobody was reminded."""
    rows = Breach.objects.select_related("area").filter(ended_at__isnull=True, reminded_at__isnull=True)
    reported = BreachStep.objects.filter(kind=StepKind.AUTHORITY).values("breach")
    return [row.pk for row in rows.exclude(pk__in=reported).order_by("id") if clocks_of(row).authority <= at]


def who_guards(area_path: Sequence[int], at: datetime) -> list[int]:
    """Accounts that are responsible for the data of an area, in its offices and those above."""
    rows = accounts.holders(Right.GUARD_DATA, at).filter(area_id__in=list(area_path))
    return sorted(set(rows.values_list("account_id", flat=True)))


def _seen_by(account_id: int | None) -> Q:
    secret = [key for room in rooms.brought().values() for key in room.secret_lists]
    return ~Q(key__in=secret) | Q(account_id=account_id)


def files_within(scope: Scope, account_id: int | None) -> QuerySet[Taken]:
    """The register of giving (Data Regulation art. 12): every file with people in it that was taken in an area, but
    those of complaints, which whoever took them has alone."""
    rows = Taken.objects.filter(_seen_by(account_id), personal=True)
    if scope.area_id is not None:
        rows = rows.filter(area_id__in=places.division_ids_within(scope.area_id))
    return rows.order_by("-id")
