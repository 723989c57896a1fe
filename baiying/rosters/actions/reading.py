"""A roster comes in: what of it is kept until it is sent, and what the clerk says of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from baiying.kit import audit, clock
from baiying.kit.db import transaction
from baiying.kit.values.actor import Actor
from baiying.rosters import keeping, locked, queries
from baiying.rosters.actions import refusals
from baiying.rosters.models import Roster
from baiying.rosters.owning import Owner
from baiying.rosters.rules import checking, inviting
from baiying.rosters.rules.checking import Checked, Choices
from baiying.rosters.rules.inviting import greeting
from baiying.rosters.rules.sheet import Sheet, clashing, find_heading

# Of the faults so many are kept for the page; the rest is a count.
_FAULTS_KEPT = 3000
_MATCHES_KEPT = 200


@transaction.atomic
def read_roster(*, owner: Owner, sheet: Sheet, title: str, form_id: str, actor: Actor, at: datetime) -> Roster:
    """Keep what a sheet shows until it is sent, and say what it comes to. The same form again gives the same roster.

    Refuses: NoHeading.
    """
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
        seen_area_id=owner.seen_area_id,
        title=title,
        made_at=at,
        made_by_id=actor.account_id or 0,
        choices={"heading": heading.row, "columns": dict(heading.columns)},
    )
    keeping.seal_sheet(row, sheet)
    row.summary = summary_of(row, sheet, look(sheet, keeping.choices_of(row), at))
    row.save(force_insert=True)
    audit.record(
        "RosterRead", actor=actor, at=at, subject=("roster", row.pk), area_id=row.area_id,
        detail={"lines": row.summary["lines"], "faults": row.summary["fault_count"]},
    )  # fmt: skip
    return row


@transaction.atomic
def choose(*, roster: Roster, said: Mapping[str, Any], actor: Actor, at: datetime) -> Roster:
    """What the clerk says of the sheet: columns, hidden rows, classes. Refuses: RosterGone, AnotherColumn."""
    row = locked.roster(roster.pk)
    if not queries.is_open(row):
        raise refusals.RosterGone
    if clashing(said.get("columns", {})):
        raise refusals.AnotherColumn
    row.choices = {**row.choices, **said}
    sheet = keeping.sheet_of(row)
    row.summary = summary_of(row, sheet, look(sheet, keeping.choices_of(row), at))
    row.save(update_fields=["choices", "summary"])
    return row


@transaction.atomic
def discard(*, roster: Roster, actor: Actor, at: datetime) -> None:
    """Forget what was read and not sent; of what was sent nothing is forgotten. Twice is once."""
    row = locked.roster(roster.pk)
    if not queries.is_open(row):
        return
    row.lines_sealed, row.emptied_at, row.summary = None, at, {}
    row.save(update_fields=["lines_sealed", "emptied_at", "summary"])
    audit.record("RosterDiscarded", actor=actor, at=at, subject=("roster", row.pk), area_id=row.area_id)


def look(sheet: Sheet, choices: Choices, at: datetime) -> Checked:
    return checking.check(sheet, choices, on=clock.local_date(at))


def summary_of(row: Roster, sheet: Sheet, found: Checked) -> dict[str, Any]:
    """What the page shows of it, in numbers, columns and codes; names only masked, and only of who is known here."""
    matches = queries.found_among(row, found.lines)
    fates = dict.fromkeys(inviting.FATES, 0)
    for line in found.lines:
        match = matches.get(line.number)
        fates[inviting.fate(match.found if match else inviting.Found(), has_team=row.team_id is not None)] += 1
    whole = {(column, code) for column, code, _n in found.whole_columns}
    faults = [one for one in found.faults if (one.column, one.code) not in whole and one.code != "group_was_date"]
    known = [
        (number, greeting(match.name), match.differs)
        for number, match in matches.items()
        if match.person_id is not None
    ]
    return {
        "lines": len(found.lines),
        "rows": found.rows,
        "fates": fates,
        "fault_count": len({one.line for one in found.faults if one.code != "group_was_date"}),
        "faults": [[one.line, one.column, one.code, one.other] for one in faults[:_FAULTS_KEPT]],
        "faults_left": max(0, len(faults) - _FAULTS_KEPT),
        "whole_columns": [list(one) for one in found.whole_columns],
        "totals": found.totals[:50],
        "hidden": found.hidden,
        "known": known[:_MATCHES_KEPT],
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


def _headings(sheet: Sheet, number: int) -> list[str]:
    found = next((one for one in sheet.rows if one.number == number), None)
    return [cell.text[:30] for cell in found.cells] if found else []
