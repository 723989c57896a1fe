"""What a cap cut, given back once lines that filled it are taken back (R055, R061).

Not in the transaction that takes them back: that one holds the person's day already, and the records come before it in
the order of locks. A listener does it afterwards; every night a sweep looks at what was taken back lately.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from baiying.hours import locked, queries, rules
from baiying.hours.actions import posting, settling
from baiying.hours.models import Attendance, HourEntry, Proposal
from baiying.kit import each
from baiying.kit.db import transaction
from baiying.kit.values.actor import Actor

SWEPT_DAYS = 30


@dataclass(frozen=True, slots=True)
class Cut:
    """Minutes that a cap kept out: `behind` is the second person's approval that they stand on, if they needed one.

    `key` names the line or the record that was cut, so that what was given back for it is found again.
    """

    key: str
    minutes: int
    behind: Proposal | None


@transaction.atomic
def give_one(attendance_id: int, taken: HourEntry, *, actor: Actor, at: datetime) -> None:
    """Give one record back what its caps cut, as far as there is room now, and mark it by the line `taken`."""
    attendance = locked.attendance(attendance_id)
    if attendance.checked_out_at is None or attendance.undone_at is not None:
        return
    if settling.waits_for_second_person(attendance):
        # What waits would take the same room: the sweep looks again once it is decided.
        return
    settling.hold(attendance)
    for cut in list(_cuts(attendance)):
        _post(attendance, cut, taken, actor=actor, at=at)


def _cuts(attendance: Attendance) -> Iterator[Cut]:
    """What is still cut: of each standing line, and of what got no line because nothing was left.

    Nothing of a record of which somebody took a line back as wrong: its minutes were judged by a person.
    """
    lines = list(queries.entries_of_attendance(attendance.pk))
    proposals = list(attendance.proposals.all())
    approved = {row.pk: row for row in proposals if row.approved_at is not None}
    replaced = {pk for row in approved.values() if row.part != "reversal" for pk in row.replaces}
    if any(line.reversal_of is not None and line.reversal_of not in replaced for line in lines):
        return
    over = [row for row in proposals if row.part == "over_cap"]
    again = sum(row.minutes for row in over if any(reason.get("code") == "room_again" for reason in row.reason))
    for line in lines:
        if line.reversal_of is not None or line.id in replaced or line.unique_source.startswith("room:"):
            continue
        behind = approved.get(line.proposal_id) if line.proposal_id is not None else None
        if behind is not None:
            yield from _left(f"room:{line.id}:", behind.minutes - line.minutes, behind, lines)
        else:
            yield from _left(f"room:{line.id}:", rules.cut_by_caps(line.reason) - again, None, lines)
    if attendance.settled_at is None:
        return
    with_line = {line.proposal_id for line in lines}
    for pk, behind in approved.items():
        if pk not in with_line:
            yield from _left(f"room:p{pk}:", behind.minutes, behind, lines)
    if not approved and all(line.unique_source.startswith("room:") for line in lines):
        yield from _left(f"room:a{attendance.pk}:", rules.cut_by_caps(attendance.reason) - again, None, lines)


def _left(key: str, whole: int, behind: Proposal | None, lines: list[HourEntry]) -> Iterator[Cut]:
    given = sum(line.minutes for line in lines if line.unique_source.startswith(key))
    if whole > given:
        yield Cut(key, whole - given, behind)


def _post(attendance: Attendance, cut: Cut, taken: HourEntry, *, actor: Actor, at: datetime) -> None:
    source = cut.behind.source if cut.behind is not None else settling.source_of(attendance)
    on = settling.ground(attendance, source=source, at=at)
    found = rules.give_back(cut.minutes, on.served, on.chosen.rules, approved=cut.behind is not None)
    if found.post is None and found.propose is None:
        return
    ends_at = attendance.checked_out_at
    if ends_at is None:
        raise ValueError("An open attendance was never cut.")
    counted = rules.creditable_minutes(attendance.checked_in_at, ends_at, on.occasion.window, on.chosen.rules)
    attendance.reason = [*attendance.reason, *found.reasons]
    attendance.save(update_fields=["reason"])
    if found.post is not None:
        origin = posting.Origin(
            unique_source=f"{cut.key}{taken.id}",
            starts_at=cut.behind.starts_at if cut.behind else counted.starts_at,
            ends_at=cut.behind.ends_at if cut.behind else counted.ends_at,
            recorded_by_id=attendance.out_by_id,
            approved_by_id=cut.behind.decided_by_id if cut.behind else None,
            proposal_id=cut.behind.pk if cut.behind else None,
        )
        settling.post(on, found.post, origin, list(found.reasons), actor=actor, at=at)
    if found.propose is not None:
        settling.propose(attendance, on.chosen.rules, found.propose, counted, at=at)


def give_back(*, served_on: date, entry_id: int, actor: Actor, at: datetime) -> int:
    """Give back what the caps cut and what a reversal made room for; the earliest record first.

    What would have been posted by itself is, what needs a second person is proposed, what a second person approved
    already stands on that approval. Run twice it gives nothing more. Gives how many records were looked at.
    """
    taken = queries.entry_of_day(served_on, entry_id)
    if taken is None or taken.reversal_of is None:
        raise ValueError("Only a reversal makes room.")
    ids = queries.perhaps_cut(taken.person_id, taken.served_on, taken.activity_id)
    return each.each("hours.give_back", ids, lambda pk: give_one(pk, taken, actor=actor, at=at), at=at).seen


def sweep_room(*, actor: Actor, at: datetime) -> int:
    """What the listener was not told of, or could not do, for what was taken back in the last days. Every night."""
    lately = dict(queries.taken_back_since(at - timedelta(days=SWEPT_DAYS)))

    def one(pk: int) -> int:
        return give_back(served_on=lately[pk], entry_id=pk, actor=actor, at=at)

    return each.each("hours.sweep_room", lately, one, at=at).done
