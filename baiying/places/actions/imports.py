"""Importing a division table: upload, check, read the report, confirm; or all at once from the command line (R152)."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from baiying.kit import audit, facts, jobs
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor
from baiying.places import locked, reading, words
from baiying.places.actions import looking, merging, succeeding, tree_undoing, tree_writing
from baiying.places.actions.import_report import report_counts, report_findings
from baiying.places.facts import DivisionsImported, DivisionsRestored
from baiying.places.models import DivisionImport, ImportState
from baiying.places.rules import changes, tree

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


class FileGone(Refused):
    code = "file_gone"
    sentence = _("上传的文件已不在了，请重新上传。")


def uploads() -> Path:
    folder = Path(settings.VAR) / "uploads"
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder


def keep_upload(chunks: Iterable[bytes]) -> tuple[str, int]:
    """Store an uploaded file under its sha256; returns that and the size in bytes. Raises reading.TooLarge."""
    digest, size = hashlib.sha256(), 0
    draft = uploads() / f"draft-{next(tree_writing.public_ids(1))}"
    with draft.open("wb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > reading.MAX_BYTES:
                file.close()
                draft.unlink()
                raise reading.TooLarge
            digest.update(chunk)
            file.write(chunk)
    draft.chmod(0o600)
    draft.replace(uploads() / digest.hexdigest())
    return digest.hexdigest(), size


def start_import(
    *, chunks: Iterable[bytes], file_name: str, as_of: date, source: str, actor: Actor, at: datetime
) -> DivisionImport:
    """Take an upload and check it: at once if it is small, else by the worker. Raises what reading refuses."""
    sha256, size = keep_upload(chunks)
    with transaction.atomic():
        row = DivisionImport.objects.create(
            file_name=file_name[-200:], sha256=sha256, as_of=as_of, source=source, state=ImportState.CHECKING,
            uploaded_at=at, uploaded_by_id=actor.account_id,
            within_id=actor.acting.area_id if actor.acting else None,
        )  # fmt: skip
        if size <= AT_ONCE:
            _note_report(row, *looking.look(uploads() / sha256, row, propose=True))
        else:
            jobs.enqueue("places.check_import", import_id=row.pk)
        audit.record("DivisionsUploaded", actor=actor, at=at, subject=("division_import", row.pk))
    return row


@transaction.atomic
def check_import(*, import_id: int) -> None:
    """Check an upload and write its report. May run twice."""
    row = locked.division_import(import_id)
    if row.state != ImportState.CHECKING:
        return
    try:
        _note_report(row, *looking.look(_file(row), row, propose=True))
    except Refused as refusal:
        row.state, row.failure = ImportState.FAILED, str(refusal)[:300]
        row.save(update_fields=["state", "failure"])


def _file(row: DivisionImport) -> Path:
    path = uploads() / row.sha256
    if not path.exists():
        raise FileGone
    return path


@transaction.atomic
def confirm_import(
    *,
    import_id: int,
    without_refused: bool,
    close_missing: bool,
    actor: Actor,
    at: datetime,
    place_orphans: bool = False,
) -> DivisionImport:
    """Take over a checked table: at once if it is small, else by the worker. Again by the same hand changes nothing.

    Refuses: NotWaiting, RowsRefused.
    """
    row = locked.division_import(import_id)
    if row.state in (ImportState.RUNNING, ImportState.DONE) and row.imported_by_id == actor.account_id:
        return row
    if row.state != ImportState.CHECKED:
        raise NotWaiting
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
    if _file(row).stat().st_size <= AT_ONCE:
        _take_over(row, actor=actor, at=at, progress=lambda _done, _total: None)
    else:
        jobs.enqueue("places.run_import", import_id=row.pk)
    return row


@transaction.atomic
def run_import(*, import_id: int, actor: Actor, at: datetime, progress: Progress) -> None:
    """What the worker does after confirmation. May run twice: a finished import is left alone."""
    # The row is not locked until the end: `progress` writes to it from a connection of its own.
    row = DivisionImport.objects.get(pk=import_id)
    if row.state == ImportState.RUNNING:
        _take_over(row, actor=actor, at=at, progress=progress)


@transaction.atomic
def fail_import(*, import_id: int, sentence: str) -> None:
    """Note why the worker could not take a table over."""
    rows = DivisionImport.objects.filter(pk=import_id, state=ImportState.RUNNING)
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
    transaction.on_commit(lambda: _forget_file(row.sha256))


@transaction.atomic
def choose_sheet(*, import_id: int, sheet: str, actor: Actor, at: datetime) -> None:
    """Read another sheet of the same workbook instead. Refuses: NotWaiting, and what reading refuses."""
    row = locked.division_import(import_id)
    if row.state != ImportState.CHECKED:
        raise NotWaiting
    if row.sheet == sheet:
        return
    row.sheet = sheet
    _note_report(row, *looking.look(_file(row), row, propose=True))
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


def _forget_file(sha256: str) -> None:
    waiting = (ImportState.CHECKING, ImportState.CHECKED, ImportState.RUNNING)
    if not DivisionImport.objects.filter(sha256=sha256, state__in=waiting).exists():
        (uploads() / sha256).unlink(missing_ok=True)


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
    locked.tree()
    if row.pk and not DivisionImport.objects.filter(pk=row.pk, state=row.state).exists():
        # Another run was quicker while this one waited for the tree: what it wrote for undoing stays.
        return
    checked, plan, existing = looking.look(path or _file(row), row, propose=follow)
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
    row.before = {"corrected": corrected, "closed": ended}
    joins = merging.joins_of(plan, existing, new_ids, row.as_of)
    sites = succeeding.hold(joins)
    # Asked before anything moves: what is written down as done is what was shown.
    asked = merging.ask(joins, at)
    succeeding.note(row, plan, paths, sites, actor=actor, at=at)
    row.state, row.imported_at, row.rows_done = ImportState.DONE, at, checked.total
    row.rows_total = checked.total
    follows = merging.carry(asked, actor=actor, at=at)
    _note_report(row, checked, plan, existing, state=ImportState.DONE, follows=follows)
    facts.publish(
        DivisionsImported(row.pk, len(plan.added), len(plan.renamed), len(plan.moved), len(gone), len(plan.recoded)),
        actor=actor, at=at,
    )  # fmt: skip
    transaction.on_commit(lambda: _forget_file(row.sha256))


def _note_report(
    row: DivisionImport, checked: tree.Checked, plan: changes.Plan, existing: dict[str, changes.Existing],
    state: str = ImportState.CHECKED, follows: list[list[Any]] | None = None,
) -> None:  # fmt: skip
    closed = row.close_missing and state == ImportState.DONE
    row.counts = report_counts(checked, plan, closed=closed, done=state == ImportState.DONE)
    row.findings = report_findings(checked, plan, existing, closed=closed)
    if follows is not None:
        row.counts["follows"] = follows
    elif plan.merged:
        row.counts["joins"] = merging.stored(merging.joins_of(plan, existing, {}, row.as_of))
    if state == ImportState.CHECKED and _nothing_to_do(row, plan):
        # Nobody needs to confirm it, and it does not wait among those that somebody must look at.
        state = ImportState.SAME
        transaction.on_commit(lambda: _forget_file(row.sha256))
    if state == ImportState.CHECKED and row.within_id is not None:
        numbers = {r.code: -n for n, r in enumerate(plan.added, start=1)}
        row.counts["outside"] = looking.outside(row, plan, existing, tree_writing.Paths(plan, existing, numbers))
    row.state = state
    row.rows_total = checked.total
    row.save()


def note_report(row: DivisionImport) -> None:
    """Write the report of a waiting table anew, with the answers that it has by now."""
    _note_report(row, *looking.look(_file(row), row))


def _nothing_to_do(row: DivisionImport, plan: changes.Plan) -> bool:
    changed = plan.added or plan.changed or plan.missing or plan.merged
    return not (changed or row.counts["refused"] or row.other_sheets)
