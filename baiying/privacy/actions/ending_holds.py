"""The end of a legal hold: what it kept goes by itself and is reported. And how holds survive a restore."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from baiying.accounts import queries as accounts
from baiying.kit import audit, clock, each, erasing, keeping
from baiying.kit.backups import holds as beside
from baiying.kit.db import transaction
from baiying.kit.erasing import Erased
from baiying.kit.values.actor import command, system
from baiying.people import queries as persons
from baiying.places import queries as places
from baiying.privacy import locked, queries
from baiying.privacy.actions import telling_holds
from baiying.privacy.actions.holds import thing_row
from baiying.privacy.hold_models import Hold, HoldThing

JOB = "privacy.tend_holds"
# So long after the end the report waits for what is to go; then it says what still waits.
_WAIT = timedelta(days=3)


def tend_holds(*, at: datetime) -> int:
    """Every hour: holds end by their day, what came of it is reported, reviews are asked for; how many were touched."""
    ended = each.each("privacy.end_holds", queries.to_end(at), lambda pk: end_hold(hold_id=pk, at=at), at=at)
    told = each.each(
        "privacy.report_holds", queries.holds_to_report(), lambda pk: report_hold(hold_id=pk, at=at), at=at
    )
    due = each.each("privacy.review_holds", queries.to_review(at), lambda pk: _review(pk, at), at=at)
    known = beside.noted()
    for row in queries.in_force_now(at):
        # What was cut off between the commit and the note.
        if row.public_id not in known:
            beside.note(queries.beside(row))
    return ended.done + told.done + due.done


@transaction.atomic
def end_hold(*, hold_id: int, at: datetime) -> bool:
    """Its last day is over: from now on what it kept goes as if it had never been kept. Again: nothing.

    Closings and term jobs go on by themselves; of a record whose person has left meanwhile, what was spared goes here.
    """
    row = locked.legal_hold(hold_id)
    if row.ended_at is not None:
        return True
    if row.pk not in queries.to_end(at):
        return False
    things = queries.things_of(row)
    for one in things:
        owner = _gone_owner(one)
        one.waited = owner is not None or queries.waits(one, at)
        if owner is not None and one.record_id not in keeping.held(one.kind, at):
            erasing.carry_out(owner, at)
            one.gone_at = at
        one.save(update_fields=["waited", "gone_at"])
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    _note("HoldEnded", row, at, waited=str(sum(one.waited for one in things)))
    if row.tells:
        telling_holds.tell_over(row, things, at)
    return True


def _gone_owner(thing: HoldThing) -> Erased | None:
    """Whose record it was, if that one has closed the account while the record was kept."""
    if thing.record_id is None:
        return None
    person_id, account_id = keeping.holdables()[thing.kind].ask("owner", thing.record_id)
    person = persons.person_by_id(person_id) if person_id is not None else None
    if person is None or not persons.is_erased(person):
        return None
    return Erased(person.pk, account_id, (person.public_id,), (), (), ())


@transaction.atomic
def report_hold(*, hold_id: int, at: datetime) -> bool:
    """Once all that waited has gone, or some days later: both who set it hear how much went and how much did not."""
    row = locked.legal_hold(hold_id)
    if row.reported_at is not None or row.ended_at is None:
        return False
    left = 0
    for one in queries.things_of(row):
        if not one.waited or one.gone_at is not None:
            continue
        if queries.waits(one, at):
            left += 1
        else:
            one.gone_at = at
            one.save(update_fields=["gone_at"])
    if left and at < row.ended_at + _WAIT:
        return False
    row.reported_at, row.gone = at, row.things.filter(gone_at__isnull=False).count()
    row.save(update_fields=["reported_at", "gone"])
    _note("HoldReported", row, at, gone=str(row.gone), left=str(left))
    telling_holds.tell_report(row, left, at)
    return True


@transaction.atomic
def _review(hold_id: int, at: datetime) -> bool:
    row = locked.legal_hold(hold_id)
    telling_holds.tell_review(row, clock.local_date(at).isoformat(), at)
    return True


def _note(action: str, row: Hold, at: datetime, **detail: str) -> None:
    audit.record(
        action, actor=system(JOB), at=at, subject=("hold", row.pk), area_id=row.area_id,
        detail={"ground": row.ground, "statute": row.statute, "case": row.case_no, **detail},
    )  # fmt: skip


def hold_again(*, at: datetime) -> int:
    """After a restore: what is held by now is held in it too, before anything in it may go; how many. Twice: none."""
    return sum(_again(one, at) for one in beside.noted().values() if _still(one, clock.local_date(at)))


def _still(noted: Mapping[str, Any], today: date) -> bool:
    return not noted["until_on"] or date.fromisoformat(noted["until_on"]) >= today


@transaction.atomic
def _again(noted: Mapping[str, Any], at: datetime) -> bool:
    """One hold as it was noted last: entered where the backup lacks it, its days corrected where it has it."""
    days = {name: date.fromisoformat(noted[name]) if noted[name] else None for name in ("until_on", "review_on")}
    known = Hold.objects.filter(public_id=noted["hold"], decided_at__isnull=False).first()
    if known is not None:
        if (known.until_on, known.review_on) == (days["until_on"], days["review_on"]):
            return False
        Hold.objects.filter(pk=known.pk).update(**days, cut_why=noted["cut_why"])
        _noted_again(known, at)
        return True
    things = [found for kind, number in noted["things"] if (found := _thing(kind, number)) is not None]
    area = places.division(noted["area"])
    if not things or area is None:
        return False
    by = accounts.ids_by_pid([noted["asked_by"], noted["decided_by"]])
    row, _made = Hold.objects.update_or_create(
        public_id=noted["hold"],
        defaults={
            "source": f"again{noted['hold']}", "area": area, "taken_back_at": None, "refused_why": "",
            **{name: noted[name] for name in ("ground", "statute", "case_no", "tells", "untold_why", "cut_why")},
            **{name: datetime.fromisoformat(noted[name]) for name in ("asked_at", "decided_at")},
            # Whoever came after the backup was taken is unknown in it: two numbers that are nobody's.
            "asked_by_id": by.get(noted["asked_by"], 0), "decided_by_id": by.get(noted["decided_by"], -1), **days,
        },
    )  # fmt: skip
    # Where only the wish was in the backup, what it names is there already.
    HoldThing.objects.bulk_create([thing_row(row, kind, pk) for kind, pk in things], ignore_conflicts=True)
    _noted_again(row, at)
    return True


def _thing(kind: str, number: str) -> tuple[str, int] | None:
    if kind == keeping.PERSON:
        person = persons.person(number)
        return (kind, person.pk) if person is not None and not persons.is_erased(person) else None
    known = keeping.holdables().get(kind)
    found = known.ask("by_number", number) if known is not None else None
    return (kind, found) if found is not None else None


def _noted_again(row: Hold, at: datetime) -> None:
    audit.record("HoldAgain", actor=command("restore"), at=at, subject=("hold", row.pk), area_id=row.area_id)
