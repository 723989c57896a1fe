"""Answering which area follows which, before a table is taken over (R152)."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from baiying.kit import audit
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor
from baiying.places import locked
from baiying.places.actions import import_report, imports, kept_files, looking
from baiying.places.models import DivisionImport, ImportState
from baiying.places.rules import changes, successors


class SuccessorWrong(Refused):
    """`detail["wrong"]`: the old code of each answer that cannot be, and why (`successors.Wrong.why`)."""

    code = "successor_wrong"
    sentence = _("有的后继填得不对，一个都没有保存。")


def bare(row: DivisionImport) -> tuple[changes.Plan, dict[str, changes.Existing]]:
    """What the table would do if nothing followed anything, and the tree as it stands."""
    path = kept_files.file_of(row)
    row.successors, answers = [], row.successors
    _checked, plan, existing = looking.look(path, row)
    row.successors = answers
    return plan, existing


@transaction.atomic
def answer_successors(*, import_id: int, answers: Mapping[str, str], actor: Actor, at: datetime) -> int:
    """Say for areas that the table no longer names which code follows each; empty: none does. Returns how many changed.

    Refuses: NotWaiting, FileGone, SuccessorWrong (nothing is kept then).
    """
    row = locked.division_import(import_id)
    if row.state != ImportState.CHECKED:
        raise imports.NotWaiting
    known = {one.old: one for one in (successors.Successor(*one) for one in row.successors)}
    changed = {old: new for old, new in answers.items() if (known[old].new if old in known else "") != new}
    if not changed:
        return 0
    plan, existing = bare(row)
    said = [successors.Successor(old, new, "chosen") for old, new in changed.items() if old in set(plan.missing)]
    wrong = successors.wrong(said, plan.added, existing, plan.missing)
    if wrong:
        raise SuccessorWrong(wrong={one.old: one.why for one in wrong})
    known |= {one.old: one for one in said}
    row.successors = [list(one) for one in sorted(known.values(), key=lambda one: one.old)]
    import_report.note_again(row)
    audit.record(
        "SuccessorsAnswered", actor=actor, at=at, subject=("division_import", row.pk), detail={"answers": changed}
    )  # fmt: skip
    return len(said)
