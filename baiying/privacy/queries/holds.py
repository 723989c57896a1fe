"""Legal holds: which there are, what each names, and what is kept by one today."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from baiying.accounts import queries as accounts
from baiying.accounts.access import Scope
from baiying.kit import clock, keeping
from baiying.people import queries as people
from baiying.privacy import rules
from baiying.privacy.hold_models import Hold as Hold
from baiying.privacy.hold_models import HoldThing as HoldThing
from baiying.privacy.models import Closing

_OPEN = Q(stopped_at__isnull=True, closed_at__isnull=True)


def hold_of_source(source: str) -> Hold | None:
    return Hold.objects.filter(source=source).first()


def holds_within(scope: Scope) -> QuerySet[Hold]:
    """Of an area and below it, the newest first."""
    return Hold.objects.select_related("area").filter(scope.areas("area")).order_by("-id")


def hold_state(row: Hold, on: date) -> str:
    return rules.hold_state(
        decided=row.decided_at is not None, refused=bool(row.refused_why), taken_back=row.taken_back_at is not None,
        until_on=row.until_on, on=on,
    )  # fmt: skip


def things_of(row: Hold) -> list[HoldThing]:
    """Persons first."""
    return list(row.things.select_related("person").order_by("person_id", "kind", "record_id"))


def in_force(on: date, prefix: str = "") -> Q:
    """Confirmed, and its last day has not passed."""
    agreed = Q(**{f"{prefix}decided_at__isnull": False, f"{prefix}refused_why": ""})
    return agreed & (Q(**{f"{prefix}until_on__isnull": True}) | Q(**{f"{prefix}until_on__gte": on}))


def _things(at: datetime) -> QuerySet[HoldThing]:
    return HoldThing.objects.filter(in_force(clock.local_date(at), "hold__"))


def records_together(person_ids: Iterable[int]) -> frozenset[int]:
    """All records of the humans behind some: the one that goes on, and those merged into it."""
    leading = {people.record_now(pk) for pk in person_ids}
    return frozenset(pk for one in leading for pk in people.records_of(one))


def kept(kind: str, at: datetime) -> frozenset[int]:
    """Fills `keeps`: the ids of a kind that are held."""
    if kind not in {keeping.PERSON, keeping.ACCOUNT}:
        return frozenset(_things(at).filter(kind=kind).values_list("record_id", flat=True))  # type: ignore[arg-type]
    named = _things(at).filter(kind=keeping.PERSON).values_list("person_id", flat=True)
    persons = records_together(pk for pk in named if pk is not None)
    if kind == keeping.PERSON:
        return persons
    return frozenset(one for one in (people.account_id_of(pk) for pk in persons) if one is not None)


def holds_on(person_id: int, at: datetime) -> list[Hold]:
    """The holds in force that name somebody, by whichever of the records of one human."""
    found = _things(at).filter(person_id__in=records_together([person_id])).values("hold")
    return list(Hold.objects.filter(pk__in=found).order_by("id"))


def told_holds(person_id: int, at: datetime) -> list[Hold]:
    """Those of them of which the person may know."""
    return [one for one in holds_on(person_id, at) if one.tells]


def is_kept(closing_id: int, at: datetime) -> bool:
    """Whether a closing waits for the end of a hold."""
    person_id = Closing.objects.filter(pk=closing_id).values_list("person_id", flat=True).first()
    return person_id is not None and person_id in kept(keeping.PERSON, at)


def kept_sources(at: datetime) -> list[str]:
    """As what the register of requests names the closings that wait for the end of a hold."""
    rows = Closing.objects.filter(_OPEN, person_id__in=kept(keeping.PERSON, at))
    return [f"closing:{pk}" for pk in rows.values_list("pk", flat=True)]


def waits(thing: HoldThing, at: datetime) -> bool:
    """Whether what was held is to go now: its term has come, or its person has left."""
    if thing.person_id is not None:
        return Closing.objects.filter(_OPEN, person_id__in=records_together([thing.person_id]), due_at__lte=at).exists()
    return bool(keeping.holdables()[thing.kind].ask("over", thing.record_id, at))


def to_end(at: datetime) -> list[int]:
    rows = Hold.objects.filter(decided_at__isnull=False, refused_why="", ended_at__isnull=True)
    return list(rows.filter(until_on__lt=clock.local_date(at)).order_by("id").values_list("pk", flat=True))


def to_report() -> list[int]:
    rows = Hold.objects.filter(ended_at__isnull=False, reported_at__isnull=True)
    return list(rows.order_by("id").values_list("pk", flat=True))


def to_review(at: datetime) -> list[int]:
    """Those that are to be looked at again, today or since."""
    rows = Hold.objects.filter(in_force(clock.local_date(at)), review_on__lte=clock.local_date(at))
    return list(rows.order_by("id").values_list("pk", flat=True))


def beside(row: Hold) -> dict[str, Any]:
    """How a hold is noted beside the database: by public ids, with its ground."""
    by = accounts.named([pk for pk in (row.asked_by_id, row.decided_by_id) if pk is not None])
    days = {"until_on": row.until_on, "review_on": row.review_on}
    times = {"asked_at": row.asked_at, "decided_at": row.decided_at}
    return {
        "hold": row.public_id, "area": row.area.public_id, "ground": row.ground, "statute": row.statute,
        "case_no": row.case_no, "tells": row.tells, "untold_why": row.untold_why, "cut_why": row.cut_why,
        "asked_by": by.get(row.asked_by_id, ("", ""))[0], "decided_by": by.get(row.decided_by_id or 0, ("", ""))[0],
        "things": [list(_number(one)) for one in things_of(row)],
        **{name: one.isoformat() if one else "" for name, one in {**days, **times}.items()},
    }  # fmt: skip


def _number(thing: HoldThing) -> tuple[str, str]:
    if thing.person is not None:
        return keeping.PERSON, thing.person.public_id
    return thing.kind, keeping.holdables()[thing.kind].ask("number", thing.record_id)


def in_force_now(at: datetime) -> list[Hold]:
    return list(Hold.objects.select_related("area").filter(in_force(clock.local_date(at))).order_by("id"))
