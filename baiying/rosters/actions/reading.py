"""A roster comes in: what of it is kept until it is sent, and what the clerk says of it."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from baiying.kit import audit, clock, jobs
from baiying.kit import locked as forms_locked
from baiying.kit.db import transaction
from baiying.kit.values.actor import Actor
from baiying.rosters import keeping, locked, queries
from baiying.rosters.actions import refusals
from baiying.rosters.models import Roster
from baiying.rosters.owning import Owner
from baiying.rosters.rules import checking, inviting
from baiying.rosters.rules.checking import Checked, Choices
from baiying.rosters.rules.inviting import greeting
from baiying.rosters.rules.sheet import Sheet, clashing, find_heading, tidy_title

# Of the faults so many are kept for the page; the rest is a count.
_FAULTS_KEPT = 3000
_MATCHES_KEPT = 200
_GROUPS_KEPT = 500
# A roster with more rows is looked through by a job: 60,000 take half a minute, which no worker of the web waits for.
LONG = 5_000
_DATED, _LEFT = "group_was_date", "group_date_left"


@transaction.atomic
def read_roster(*, owner: Owner, sheet: Sheet, title: str, form_id: str, actor: Actor, at: datetime) -> Roster:
    """Keep what a sheet shows until it is sent, and say what it comes to. The same form again gives the same roster.

    Refuses: NoHeading.
    """
    forms_locked.form(form_id)
    before = Roster.objects.filter(form_id=form_id).first()
    if before is not None:
        return before
    heading = find_heading(sheet.rows)
    if heading is None:
        raise refusals.NoHeading
    row = Roster(
        form_id=form_id,
        body_id=owner.body_id,
        area=owner.area,
        team_id=owner.team_id,
        title=tidy_title(title),
        made_at=at,
        made_by_id=actor.account_id or 0,
        choices={"heading": heading.row, "columns": dict(heading.columns)},
    )
    keeping.seal_sheet(row, sheet)
    n = len(sheet.rows)
    row.summary = {"looking": n} if n > LONG else summary_of(row, sheet, at, owner.seen_area_id)
    row.save(force_insert=True)
    if n > LONG:
        jobs.enqueue("rosters.look", roster_id=row.pk, seen_area_id=owner.seen_area_id)
    audit.record(
        "RosterRead", actor=actor, at=at, subject=("roster", row.pk), area_id=row.area_id,
        detail={"rows": n, "lines": row.summary.get("lines"), "faults": row.summary.get("fault_count")},
    )  # fmt: skip
    return row


@transaction.atomic
def choose(
    *, roster: Roster, said: Mapping[str, Any], actor: Actor, at: datetime, seen_area_id: int | None = None
) -> Roster:
    """What the clerk says of the sheet: columns, hidden rows, classes. Refuses: RosterGone, AnotherColumn."""
    row = locked.roster(roster.pk)
    if not queries.is_open(row):
        raise refusals.RosterGone
    if "looking" in row.summary:
        return row
    if clashing(said.get("columns", {})):
        raise refusals.AnotherColumn
    row.choices = {**row.choices, **said}
    if row.summary.get("long"):
        row.summary = {"looking": row.summary["long"]}
        row.save(update_fields=["choices", "summary"])
        jobs.enqueue("rosters.look", roster_id=row.pk, seen_area_id=seen_area_id)
        return row
    sheet = keeping.sheet_of(row)
    row.summary = summary_of(row, sheet, at, seen_area_id)
    row.save(update_fields=["choices", "summary"])
    return row


@transaction.atomic
def look_through(*, roster_id: int, seen_area_id: int | None, at: datetime) -> None:
    """Say what a long roster comes to, beside the request that brought it or chose; twice is once."""
    row = locked.roster(roster_id)
    if not queries.is_open(row) or "looking" not in row.summary:
        return
    row.summary = summary_of(row, keeping.sheet_of(row), at, seen_area_id)
    row.save(update_fields=["summary"])


@transaction.atomic
def discard(*, roster: Roster, actor: Actor, at: datetime) -> None:
    """Forget what was read and not sent; of what was sent nothing is forgotten. Twice is once."""
    row = locked.roster(roster.pk)
    if not queries.is_open(row):
        return
    forget(row, at)
    audit.record("RosterDiscarded", actor=actor, at=at, subject=("roster", row.pk), area_id=row.area_id)


def forget(row: Roster, at: datetime) -> None:
    """What was read goes, with the name of the file, which may be somebody's."""
    row.lines_sealed, row.emptied_at, row.summary, row.title = None, at, {}, ""
    row.save(update_fields=["lines_sealed", "emptied_at", "summary", "title"])


def look(sheet: Sheet, choices: Choices, at: datetime) -> Checked:
    return checking.check(sheet, choices, on=clock.local_date(at))


def _known_to(row: Roster, found: Checked, at: datetime, seen_area_id: int | None) -> dict[str, Any]:
    """What lines come to as far as one reader may know: numbers, and who is a volunteer, masked."""
    matches = queries.found_among(row, found.lines, at, seen_area_id)
    fates = dict.fromkeys(inviting.FATES, 0)
    for line in found.lines:
        match = matches.get(line.number)
        fates[inviting.fate(match.found if match else inviting.Found(), has_team=row.team_id is not None)] += 1
    known = [
        (number, greeting(match.name), match.differs)
        for number, match in matches.items()
        if match.person_id is not None
    ]
    return {"fates": fates, "known": known[:_MATCHES_KEPT]}


def summary_of(row: Roster, sheet: Sheet, at: datetime, seen_area_id: int | None) -> dict[str, Any]:
    """What the page shows of it, in numbers, columns and codes; names only masked, and only of who is known here.

    `fates`, `known`: as the body knows them; `seen`: as an office of that area does, for such readers alone.
    """
    found = look(sheet, keeping.choices_of(row), at)
    base = _known_to(row, found, at, None)
    seen = {str(seen_area_id): _known_to(row, found, at, seen_area_id)} if seen_area_id is not None else {}
    left = bool(row.choices.get("dates_left"))
    faults = kept_faults(found, left=left)
    groups = Counter(line.group for line in found.lines)
    return {
        **base,
        "seen": seen,
        "lines": len(found.lines),
        "rows": found.rows,
        "long": len(sheet.rows) if len(sheet.rows) > LONG else 0,
        "groups": dict(groups.most_common(_GROUPS_KEPT)),
        "pasted": not sheet.name and sheet.typed,
        "dated": sum(one.code == _DATED for one in found.faults),
        "fault_count": len({one.line for one in found.faults if left or one.code != _DATED}),
        "faults": faults[:_FAULTS_KEPT],
        "faults_left": max(0, len(faults) - _FAULTS_KEPT),
        "whole_columns": [list(one) for one in found.whole_columns],
        "totals": found.totals[:50],
        "hidden": found.hidden,
        "dates": found.dates,
        "alike": [list(one) for one in found.alike],
        "unsure": found.unsure,
        "sheet": sheet.name,
        "others": list(sheet.others),
        "hidden_columns": sheet.hidden_columns,
        "hidden_sheets": sheet.hidden_sheets,
        "says_hidden": sheet.known,
        "written": _headings(sheet, row.choices["heading"]),
    }


def kept_faults(found: Checked, *, left: bool) -> list[list[Any]]:
    """Line, column and code of each fault that is not one of a whole column or still asked about: nothing of the cell.

    `left`: the clerk said that the dates in the column of classes are none.
    """
    whole = {(column, code) for column, code, _n in found.whole_columns}
    faults = [one for one in found.faults if (one.column, one.code) not in whole and (left or one.code != _DATED)]
    return [[one.line, one.column, _LEFT if one.code == _DATED else one.code, one.other] for one in faults]


def _headings(sheet: Sheet, number: int) -> list[str]:
    found = next((one for one in sheet.rows if one.number == number), None)
    return [cell.text[:30] for cell in found.cells] if found else []
