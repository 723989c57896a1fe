"""One press makes invitations of a roster: read again under the lock, each line with what it came to."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from baiying.kit import facts, jobs
from baiying.kit.db import transaction
from baiying.kit.db.fields import random_letters
from baiying.kit.kept import Kept, translate
from baiying.kit.values.actor import Actor, system
from baiying.notices import actions as notices
from baiying.people import queries as people
from baiying.rosters import facts as told
from baiying.rosters import keeping, locked, queries
from baiying.rosters.actions import clearing, reading, refusals
from baiying.rosters.models import Invitation, InvitationKind, Roster
from baiying.rosters.rules import inviting
from baiying.rosters.rules.checking import Line
from baiying.rosters.rules.inviting import greeting
from baiying.ui import kept

# So many lines are made in one transaction; what is no longer is done while the clerk waits.
IN_ONE = 2_000
# One text names so many; whoever has more on the phone reads of the others after the code.
_NAMED = 6
# So many faults stay with what was sent: line, column and code, nothing of the cell.
_FAULTS_KEPT = 3_000


@transaction.atomic
def send(
    *,
    roster: Roster,
    without_faults: bool,
    by_text: bool,
    actor: Actor,
    at: datetime,
    seen_area_id: int | None = None,
) -> Roster:
    """Make invitations of the good lines, as they are now, whatever the preview said; a second press changes nothing.

    `seen_area_id`: of which area whoever presses may know people; whoever reads the result with less reads less.

    Refuses: RosterGone, StillQuestions, NothingToSend, WithoutFaults.
    """
    row = locked.roster(roster.pk)
    if row.sent_at is not None:
        return row
    if not queries.is_open(row):
        raise refusals.RosterGone
    if "looking" in row.summary:
        raise refusals.StillLooking
    long = bool(row.summary.get("long"))
    # Of a long roster the page has said the same already: the job that makes it reads it again.
    found = row.summary if long else _read(row, at)
    _refuse(row, found, without_faults=without_faults)
    row.seen_area_id = seen_area_id
    before = queries.known_to(row, seen_area_id).get("fates", {})
    row.sent_at, row.sent_by_id, row.total = at, actor.account_id or 0, found["lines"]
    row.outcome = {"fates": dict.fromkeys(inviting.FATES, 0), "groups": {}, "leaders": [0, 0], "by_text": by_text}
    row.outcome |= {"before": before, "left_out": found["fault_count"], "unread": long}
    row.outcome |= {"faults": found["faults"], "columns": dict(row.choices["columns"])}
    row.save(update_fields=["lines_sealed", "sent_at", "sent_by_id", "total", "outcome", "seen_area_id"])
    facts.publish(told.RosterSent(roster_id=row.pk, lines=row.total), actor=actor, at=at, area_id=row.area_id)
    if long or row.total > IN_ONE:
        jobs.enqueue("rosters.make", roster_id=row.pk)
    else:
        _make(row, at)
    return row


def _read(row: Roster, at: datetime) -> dict[str, Any]:
    """Read the sheet again, keep its good lines for the invitations, and say what it comes to."""
    found = reading.look(keeping.sheet_of(row), keeping.choices_of(row), at)
    left = bool(row.choices.get("dates_left"))
    keeping.seal_lines(row, found.lines)
    wrong = {one.line for one in found.faults}
    return {
        "lines": len(found.lines),
        "dated": sum(one.code == "group_was_date" for one in found.faults),
        "fault_count": len(wrong),
        "faults": reading.kept_faults(found, left=left)[:_FAULTS_KEPT],
    }


def _refuse(row: Roster, found: Mapping[str, Any], *, without_faults: bool) -> None:
    if found["dated"] and not row.choices.get("dates_left"):
        raise refusals.StillQuestions
    if not found["lines"]:
        raise refusals.NothingToSend
    if found["fault_count"] and not without_faults:
        raise refusals.WithoutFaults


@transaction.atomic
def make_more(*, roster_id: int, at: datetime) -> bool:
    """Make the next part of a long roster; whether anything is left. Whatever is made is noted with it: a job that is
    killed goes on where it stopped."""
    row = locked.roster(roster_id)
    if row.sent_at is None or row.finished_at is not None or row.undone_at is not None:
        return False
    if row.outcome.pop("unread", False):
        found = _read(row, at)
        row.total, row.outcome["left_out"], row.outcome["faults"] = (
            found["lines"],
            found["fault_count"],
            found["faults"],
        )
        row.save()
        return True
    _make(row, at)
    return row.finished_at is None


def _make(row: Roster, at: datetime) -> None:
    # The same owner's rosters one after the other: a line that stands in two is invited once.
    locked.of_owner(queries.owner_of(row))
    lines = keeping.lines_of(row)
    part = lines[row.done : row.done + IN_ONE]
    clearing.empty_over(queries.owner_of(row), [keeping.line_hash(line) for line in part], at)
    matches = queries.found_among(row, part, at, row.seen_area_id)
    given = queries.rules_of(row, at)
    made: list[Invitation] = []
    for line in part:
        match = matches.get(line.number)
        found = match.found if match else inviting.Found()
        fate = inviting.fate(found, has_team=row.team_id is not None)
        _count(row.outcome, line, fate)
        if fate in (inviting.INVITED, inviting.ASKED_TO_JOIN):
            made.append(_invitation(row, line, fate, at, at + timedelta(days=given.open_days)))
    Invitation.objects.bulk_create(made)
    row.done += len(part)
    if row.done >= row.total:
        row.finished_at, row.lines_sealed, row.summary, row.choices = at, None, {}, {}
        row.emptied_at = at
        if row.outcome.get("by_text"):
            jobs.enqueue("rosters.text", roster_id=row.pk)
    row.save()


def _count(outcome: dict[str, Any], line: Line, fate: str) -> None:
    """Expected heads and who is a volunteer already, by class. What is invited elsewhere is expected there."""
    outcome["fates"][fate] += 1
    if fate == inviting.ALREADY:
        return
    known = int(fate == inviting.KNOWN)
    group = outcome["groups"].setdefault(line.group, [0, 0])
    group[0], group[1] = group[0] + 1, group[1] + known
    if line.leader:
        outcome["leaders"] = [outcome["leaders"][0] + 1, outcome["leaders"][1] + known]


def _invitation(row: Roster, line: Line, fate: str, at: datetime, ends_at: datetime) -> Invitation:
    kind = InvitationKind.JOIN if fate == inviting.ASKED_TO_JOIN else InvitationKind.REGISTER
    made = Invitation(
        roster=row,
        kind=kind,
        owner=queries.owner_of(row),
        line=line.number,
        line_hash=keeping.line_hash(line),
        number_hash=people.number_hash(line.id_type, line.id_number) if line.id_number else None,
        phone_hash=people.phone_hash(line.reached_at) if line.reached_at else None,
        name_mask=greeting(line.name, unsure=line.unsure),
        group=line.group,
        leader=line.leader,
        made_at=at,
        ends_at=ends_at,
    )
    keeping.seal_who(made, line, random_letters(inviting.WORD_LETTERS))
    return made


def finish(*, roster_id: int, at: datetime) -> None:
    """Make all that is left of a roster, part by part."""
    while make_more(roster_id=roster_id, at=at):
        continue


@transaction.atomic
def text(*, roster_id: int, at: datetime) -> int:
    """One text for each phone, with a line for each child; gives how many. What was texted is not texted again.

    A phone that got enough texts today by what others typed is left to the slip.
    """
    row = locked.roster(roster_id)
    if row.undone_at is not None:
        return 0
    letters: list[notices.Letter] = []
    sent: list[int] = []
    for rows in queries.by_phone(row.pk).values():
        _word, line = keeping.who_of(rows[0])
        if notices.take_typed(phone=line.reached_at, actor=system("rosters.text"), at=at) is not None:
            continue
        letters.append(
            notices.Letter(
                text=_words(row, rows),
                phone=line.reached_at,
                area_id=row.area_id,
                unique_source=f"rosters:{row.public_id}:{rows[0].public_id}",
                useful_until=rows[0].ends_at,
            )
        )
        sent.extend(one.pk for one in rows)
    notices.write_many(kind="rosters.invited", letters=letters, at=at)
    Invitation.objects.filter(pk__in=sent).update(texted_at=at)
    return len(letters)


def _words(row: Roster, rows: Sequence[Invitation]) -> Kept:
    """Who invites, and for each child a line with its own way in."""
    who = row.body.name if row.body is not None else row.area.name
    lines = Kept("", "")
    by_hand = translate("请看打印的邀请单，扫码打开。")
    for one in rows[:_NAMED]:
        way = kept.opening(reverse("rosters:invitation", args=[one.public_id]), by_hand=by_hand)
        lines = lines + "\n" + translate("%(name)s：%(way)s") % {"name": one.name_mask, "way": way}
    words = translate("%(who)s邀请注册志愿者。愿不愿意都由您定，不影响上学和工作。%(lines)s")
    return words % {"who": who, "lines": lines}
