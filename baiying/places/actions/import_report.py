"""What an import of divisions tells before and after: counts, and the fate of each line; and whether it still holds."""

import hashlib
import json
from typing import Any

from baiying.kit.db import transaction
from baiying.places import queries
from baiying.places.actions import kept_files, looking, merging, tree_writing
from baiying.places.models import DivisionImport, ImportState
from baiying.places.rules import changes, tree

# Of each kind of change, and of findings together.
KEPT = 5000


def report_counts(checked: tree.Checked, plan: changes.Plan, *, closed: bool, done: bool) -> dict[str, Any]:
    kinds: dict[str, int] = {}
    for finding in checked.findings:
        kinds[finding.kind] = kinds.get(finding.kind, 0) + 1
    levels: dict[str, int] = {}
    for added in plan.added:
        levels[added.level] = levels.get(added.level, 0) + 1
    return {
        "rows": checked.total,
        "added": len(plan.added),
        "added_by_level": levels,
        "renamed": len(plan.renamed),
        "moved": len(plan.moved),
        "missing": len(plan.missing),
        "closed": (len(plan.missing) if closed else 0) + (len(plan.merged) if done else 0),
        "recoded": len(plan.recoded),
        "merged": len(plan.merged),
        "unchanged": plan.unchanged,
        "folded": kinds.get("folded_code", 0) + kinds.get("folded_name", 0),
        "orphans": kinds.get("orphan", 0),
        "placed": kinds.get("placed", 0),
        "refused": len(checked.refused),
        "refused_rows": len({f.line for f in checked.refused}),
        "repeated": kinds.get("duplicate_same", 0),
        "kinds": kinds,
    }


def report_findings(
    checked: tree.Checked, plan: changes.Plan, existing: dict[str, changes.Existing], *, closed: bool
) -> list[list[Any]]:
    """The fate of every line that changes something or is told of, as [kind, line, code, name, detail].

    Refused rows first. Of each kind so many that the page stays quick; the counts say the true number.
    """
    first = sorted(checked.findings, key=lambda f: (f.kind == "parent_refused", f.kind not in tree.REFUSING))
    shown: list[list[Any]] = [list(finding) for finding in first[:KEPT]]
    for code, one in queries.gone_codes(r.code for r in plan.added).items():
        shown.append(["again", 0, code, one.area.name, f"{one.into.code}|{one.into.name}"])
    for r in plan.renamed[:KEPT]:
        shown.append(["renamed", r.line, r.code, r.name, existing[r.code].name])
    for r in plan.moved[:KEPT]:
        before = existing.get(existing[r.code].parent)
        shown.append(["moved", r.line, r.code, r.name, before.name if before else ""])
    names = {r.code: r.name for r in plan.added}
    for r in plan.recoded[:KEPT]:
        shown.append(["recoded", r.line, r.code, r.name, f"{plan.code_before[r.code]}|{existing[r.code].name}"])
    for old, new in list(plan.merged.items())[:KEPT]:
        into = existing[new].name if new in existing else names.get(new, "")
        shown.append(["merged", 0, old, existing[old].name, f"{new}|{into}"])
    for r in plan.added[:KEPT]:
        above = existing.get(r.parent)
        shown.append(["added", r.line, r.code, r.name, above.name if above else names.get(r.parent, "")])
    for code in plan.missing[:KEPT]:
        shown.append(["closed" if closed else "missing", 0, code, existing[code].name, ""])
    return shown


def note(
    row: DivisionImport, checked: tree.Checked, plan: changes.Plan, existing: dict[str, changes.Existing],
    state: str = ImportState.CHECKED, follows: list[list[Any]] | None = None,
) -> None:  # fmt: skip
    """Write down the report of a table that was checked, or taken over; `follows`: what the rooms then did."""
    done = state == ImportState.DONE
    row.counts, row.findings = _report(row, checked, plan, existing, done=done)
    if follows is not None:
        row.counts["follows"] = follows
    if not done and _nothing_to_do(row, plan):
        # Nobody needs to confirm it, and it does not wait among those that somebody must look at.
        state = ImportState.SAME
        transaction.on_commit(lambda: kept_files.forget_file(row.sha256))
    row.state = state
    row.rows_total = checked.total
    row.save()


def _report(
    row: DivisionImport,
    checked: tree.Checked,
    plan: changes.Plan,
    existing: dict[str, changes.Existing],
    *,
    done: bool = False,
) -> tuple[dict[str, Any], list[list[Any]]]:
    closed = row.close_missing and done
    counts = report_counts(checked, plan, closed=closed, done=done)
    if not done and plan.merged:
        counts["joins"] = merging.stored(merging.joins_of(plan, existing, {}, row))
    if not done and row.within_id is not None:
        numbers = {r.code: -n for n, r in enumerate(plan.added, start=1)}
        counts["outside"] = looking.outside(row, plan, existing, tree_writing.Paths(plan, existing, numbers))
    return counts, report_findings(checked, plan, existing, closed=closed)


def _nothing_to_do(row: DivisionImport, plan: changes.Plan) -> bool:
    changed = plan.added or plan.changed or plan.missing or plan.merged
    return not (changed or row.counts["refused"] or row.other_sheets)


def note_again(row: DivisionImport) -> None:
    """Write the report of a waiting table anew, with the answers that it has by now."""
    note(row, *looking.look(kept_files.file_of(row), row))


def seen_of(row: DivisionImport) -> str:
    """Stands for the report of a waiting table, so that nobody confirms another than was read."""
    said = json.dumps([row.counts, row.findings, row.successors, row.sheet], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


# In the counts of a report that took the place of one that no longer held.
ANEW = "anew"


def look_as_shown(row: DivisionImport) -> looking.Look | None:
    """A confirmed table against the tree as it stands now; none if it no longer does what its report said.

    Another import may have come between, or another version of the program that says more (of merges, since counts and
    rules are carried along). Then the table waits again, with the report as it is now and without the answers to the
    one before.
    """
    file = kept_files.file_of(row)
    placed, row.place_orphans = row.place_orphans, False
    look = looking.look(file, row)
    shown = {key: value for key, value in row.counts.items() if key != ANEW}
    if json.loads(json.dumps(_report(row, *look))) != [shown, row.findings]:
        row.without_refused = row.close_missing = False
        row.imported_by_id = None
        note(row, *look)
        row.counts[ANEW] = True
        row.save(update_fields=["counts"])
        return None
    if not placed:
        return look
    row.place_orphans = True
    return looking.look(file, row)
