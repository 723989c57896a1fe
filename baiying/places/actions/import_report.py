"""What an import of divisions tells before and after: counts, and the fate of each line."""

from typing import Any

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
