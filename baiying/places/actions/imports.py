"""Importing a division table: upload, check, read the report, confirm; or all at once from the command line (R152)."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import cast

from django.utils.translation import gettext_lazy as _

from baiying.kit import audit, clock, facts, jobs
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor
from baiying.places import locked, reading, words
from baiying.places.actions import kept_files, looking, merging, succeeding, tree_undoing, tree_writing
from baiying.places.actions.import_report import look_as_shown, note, seen_of
from baiying.places.facts import DivisionsImported, DivisionsRestored
from baiying.places.models import DivisionImport, ImportState
from baiying.places.rules import tree

Progress = Callable[[int, int], None]
# Larger tables are checked and imported by the worker, with a page that shows how far it is.
AT_ONCE = reading.SMALL
KEPT_FINDINGS = 1000


class RowsRefused(Refused):
    code = "rows_refused"
    sentence = _("表里有不能导入的行。请改好文件再传一次，或勾选“不要这些行，导入其余的”。")
    field = "without_refused"

    def lines(self) -> list[tuple[int, str, str, str]]:
        """Row number, code, name and sentence of what was refused, as far as it was kept."""
        told = (words.division_finding(*finding) for finding in cast("list[tree.Finding]", self.detail["findings"]))
        return [(one.line, one.code, one.name, one.sentence) for one in told]


class NothingToImport(Refused):
    code = "nothing_to_import"
    sentence = _("表里没有一行可以导入。请看下面的说明，改好文件再传一次。")
    field = "file"


class OlderThanKnown(Refused):
    code = "older_than_known"
    sentence = _("这份表的日期早于系统里已有的变动。请核对“截至日期”，或换一份更新的表。")
    field = "as_of"


class DatedAhead(Refused):
    code = "dated_ahead"
    sentence = _("截至日期还没有到。区划从那一天起才是这样：请到那一天或以后再导入。")
    field = "as_of"


class ReportChanged(Refused):
    code = "report_changed"
    sentence = _("报告在您打开这一页以后变了，什么都还没有导入。请看过现在的报告再确认。")


class OutsideArea(Refused):
    code = "outside_area"
    sentence = _("表里有您负责范围以外的变动。请只上传本地的表，或请上级办公室导入。")
    field = "file"


class MergeClosesAreas(Refused):
    code = "merge_closes_areas"
    sentence = _("有区划并入别的区划，原来的要关闭：请勾选“这是一份完整的表”，或把这些后继清空。")
    field = "close_missing"


class NotWaiting(Refused):
    code = "not_waiting"
    sentence = _("这份表已经处理过了，请看它现在的状态。")


class NotUndoable(Refused):
    code = "not_undoable"
    sentence = _("这次导入不能撤销了。")


def start_import(
    *, chunks: Iterable[bytes], file_name: str, as_of: date, source: str, actor: Actor, at: datetime
) -> DivisionImport:
    """Take an upload and check it: at once if it is small, else by the worker.

    Refuses: DatedAhead, and what reading refuses.
    """
    _refuse_ahead(as_of, at)
    sha256, size = kept_files.keep_upload(chunks)
    with transaction.atomic():
        row = DivisionImport.objects.create(
            file_name=file_name[-200:], sha256=sha256, as_of=as_of, source=source, state=ImportState.CHECKING,
            uploaded_at=at, uploaded_by_id=actor.account_id,
            within_id=actor.acting.area_id if actor.acting else None,
        )  # fmt: skip
        if size <= AT_ONCE:
            note(row, *looking.look(kept_files.uploads() / sha256, row, propose=True))
        else:
            jobs.enqueue("places.check_import", import_id=row.pk)
        audit.record("DivisionsUploaded", actor=actor, at=at, subject=("division_import", row.pk))
    return row


def _refuse_ahead(as_of: date, at: datetime) -> None:
    """The tree is one of today: what a table says of a day to come would stand in it at once."""
    if as_of > clock.local_date(at):
        raise DatedAhead


@transaction.atomic
def check_import(*, import_id: int) -> None:
    """Check an upload and write its report. May run twice. Refuses what reading refuses: the worker notes why."""
    row = locked.division_import(import_id)
    if row.state != ImportState.CHECKING:
        return
    note(row, *looking.look(kept_files.file_of(row), row, propose=True))


@transaction.atomic
def check_again(*, import_id: int, actor: Actor, at: datetime) -> DivisionImport:
    """Have the worker look once more at a table with which it failed. Twice is once. Refuses: NotWaiting, FileGone."""
    row = locked.division_import(import_id)
    if row.state == ImportState.CHECKING:
        return row
    if row.state != ImportState.FAILED:
        raise NotWaiting
    kept_files.file_of(row)
    row.state, row.failure = ImportState.CHECKING, ""
    row.save(update_fields=["state", "failure"])
    audit.record("DivisionsCheckedAgain", actor=actor, at=at, subject=("division_import", row.pk))
    jobs.enqueue("places.check_import", import_id=row.pk)
    return row


@transaction.atomic
def confirm_import(
    *,
    import_id: int,
    without_refused: bool,
    close_missing: bool,
    actor: Actor,
    at: datetime,
    place_orphans: bool = False,
    seen: str = "",
) -> DivisionImport:
    """Take over a checked table: at once if it is small, else by the worker. Again by the same hand changes nothing.

    `seen` stands for the report that was read (`seen_of`). Where the areas have changed since it was written, nothing
    is taken over: the report is written anew, and waits to be confirmed.
    Refuses: NotWaiting, ReportChanged, OutsideArea, MergeClosesAreas, RowsRefused, DatedAhead.
    """
    row = locked.division_import(import_id)
    if row.state in (ImportState.RUNNING, ImportState.DONE) and row.imported_by_id == actor.account_id:
        return row
    if row.state != ImportState.CHECKED:
        raise NotWaiting
    if seen and seen != seen_of(row):
        raise ReportChanged
    if row.counts.get("outside"):
        raise OutsideArea
    if row.counts.get("merged") and not close_missing:
        raise MergeClosesAreas
    # Once orphans are placed, what stands below them is no longer refused: only then it shows what is left.
    if row.counts.get("refused") and not (without_refused or (place_orphans and row.counts.get("orphans"))):
        raise RowsRefused
    row.without_refused, row.close_missing, row.place_orphans = without_refused, close_missing, place_orphans
    row.state, row.imported_by_id, row.rows_total = ImportState.RUNNING, actor.account_id, row.counts.get("rows", 0)
    row.save()
    if kept_files.file_of(row).stat().st_size <= AT_ONCE:
        _take_over(row, actor=actor, at=at, progress=lambda _done, _total: None)
    else:
        jobs.enqueue("places.run_import", import_id=row.pk)
    return row


@transaction.atomic
def run_import(*, import_id: int, actor: Actor, at: datetime, progress: Progress) -> None:
    """What the worker does after confirmation, in the name of who confirmed. May run twice: a finished import is left
    alone.
    """
    # The row is not locked until the end: `progress` writes to it from a connection of its own.
    row = DivisionImport.objects.get(pk=import_id)
    if row.state == ImportState.RUNNING:
        _take_over(row, actor=replace(actor, account_id=row.imported_by_id), at=at, progress=progress)


@transaction.atomic
def fail_import(*, import_id: int, sentence: str) -> None:
    """Note why the worker could not check a table, or take it over."""
    rows = DivisionImport.objects.filter(pk=import_id, state__in=(ImportState.CHECKING, ImportState.RUNNING))
    rows.update(state=ImportState.FAILED, failure=sentence[:300])


@transaction.atomic
def drop_import(*, import_id: int, actor: Actor, at: datetime) -> None:
    """Give an upload up; its file goes, its report stays. Again changes nothing. Refuses: NotWaiting."""
    row = locked.division_import(import_id)
    if row.state == ImportState.DROPPED:
        return
    if row.state not in (ImportState.CHECKED, ImportState.FAILED):
        raise NotWaiting
    row.state = ImportState.DROPPED
    row.save(update_fields=["state"])
    audit.record("DivisionsDropped", actor=actor, at=at, subject=("division_import", row.pk))
    transaction.on_commit(lambda: kept_files.forget_file(row.sha256))


@transaction.atomic
def choose_sheet(*, import_id: int, sheet: str, actor: Actor, at: datetime) -> None:
    """Read another sheet of the same workbook instead. Refuses: NotWaiting, and what reading refuses."""
    row = locked.division_import(import_id)
    if row.state != ImportState.CHECKED:
        raise NotWaiting
    if row.sheet == sheet:
        return
    row.sheet = sheet
    note(row, *looking.look(kept_files.file_of(row), row, propose=True))
    audit.record(
        "DivisionsSheetChosen", actor=actor, at=at, subject=("division_import", row.pk), detail={"sheet": sheet[:100]}
    )


@transaction.atomic
def undo_import(*, import_id: int, actor: Actor, at: datetime) -> DivisionImport:
    """Put the tree back as it stood before this import, to the row. Again by the same hand changes nothing.

    Refuses: NotWaiting unless it was taken over, NotUndoable while something hangs on it.
    """
    row = locked.division_import(import_id)
    if row.state == ImportState.UNDONE and row.undone_by_id == actor.account_id:
        return row
    if row.state != ImportState.DONE:
        raise NotWaiting
    locked.tree()
    hindrance = tree_undoing.hindrance(row)
    if hindrance is not None:
        raise NotUndoable(words.hindrance(hindrance.why, hindrance.count, hindrance.names))
    tree_undoing.put_back(row)
    row.state, row.undone_at, row.undone_by_id = ImportState.UNDONE, at, actor.account_id
    row.save(update_fields=["state", "undone_at", "undone_by_id"])
    facts.publish(DivisionsRestored(row.pk), actor=actor, at=at)
    return row


def why_not_undone(row: DivisionImport) -> str:
    """The sentence that says why an import cannot be undone; empty if it can."""
    found = tree_undoing.hindrance(row)
    return words.hindrance(found.why, found.count, found.names) if found else ""


@transaction.atomic
def import_divisions(
    *,
    path: Path,
    as_of: date,
    actor: Actor,
    at: datetime,
    source: str = "",
    without_refused: bool = False,
    close_missing: bool = False,
    follow: bool = False,
    progress: Progress = lambda _done, _total: None,
) -> DivisionImport:
    """Read and take over a table in one go, for the command line and the demo.

    `progress(done, total)` counts written rows. `follow` takes every proposed successor; else nothing follows
    anything. Refuses: RowsRefused unless `without_refused`, NothingToImport, OlderThanKnown, and what reading refuses.
    The report is in the row's `counts` and `findings`.
    """
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    row = DivisionImport(
        file_name=path.name[-200:], sha256=digest.hexdigest(), as_of=as_of, source=source, uploaded_at=at,
        uploaded_by_id=actor.account_id, imported_by_id=actor.account_id, without_refused=without_refused,
        close_missing=close_missing, state=ImportState.RUNNING,
    )  # fmt: skip
    row.save()
    _take_over(row, actor=actor, at=at, progress=progress, path=path, follow=follow)
    return row


@looking.not_collecting()
def _take_over(
    row: DivisionImport,
    *,
    actor: Actor,
    at: datetime,
    progress: Progress,
    path: Path | None = None,
    follow: bool = False,
) -> None:
    _refuse_ahead(row.as_of, at)
    locked.tree()
    if row.pk and not DivisionImport.objects.filter(pk=row.pk, state=row.state).exists():
        # Another run was quicker while this one waited for the tree: what it wrote for undoing stays.
        return
    look = looking.look(path, row, propose=follow) if path else look_as_shown(row)
    if look is None:
        return
    checked, plan, existing = look
    if not checked.rows:
        raise NothingToImport
    if checked.refused and not row.without_refused:
        raise RowsRefused(refused=len(checked.refused), findings=checked.refused[:KEPT_FINDINGS])
    new_ids = dict(zip((r.code for r in plan.added), tree_writing.next_ids(len(plan.added)), strict=True))
    paths = tree_writing.Paths(plan, existing, new_ids)
    if looking.outside(row, plan, existing, paths):
        raise OutsideArea
    tree_writing.add(plan, paths, as_of=row.as_of, import_id=row.pk, progress=progress)
    corrected = tree_writing.change(plan, existing, paths, as_of=row.as_of, import_id=row.pk)
    if corrected is None:
        raise OlderThanKnown
    gone = [*plan.merged, *(plan.missing if row.close_missing else ())]
    ended = tree_writing.close(gone, existing, as_of=row.as_of) if gone else []
    joins = merging.joins_of(plan, existing, new_ids, row)
    sites = succeeding.hold(joins)
    row.before = {"corrected": corrected, "closed": ended, **succeeding.before(joins, sites)}
    # Asked before anything moves: what is written down as done is what was shown.
    asked = merging.ask(joins, at)
    succeeding.note(row, plan, paths, sites, actor=actor, at=at)
    row.state, row.imported_at, row.rows_done = ImportState.DONE, at, checked.total
    row.rows_total = checked.total
    follows = merging.carry(asked, actor=actor, at=at)
    note(row, checked, plan, existing, state=ImportState.DONE, follows=follows)
    facts.publish(
        DivisionsImported(row.pk, len(plan.added), len(plan.renamed), len(plan.moved), len(gone), len(plan.recoded)),
        actor=actor, at=at,
    )  # fmt: skip
    transaction.on_commit(lambda: kept_files.forget_file(row.sha256))
