"""Files that a restore moved come back, wherever it was killed, and wherever undoing it was killed."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from baiying.config.cli.backups.aside import Aside

_NAME = "before-restore-20261128090000"


def _city(var: Path) -> None:
    for name, text in {"secret/master_key": "former", "uploads/a": "1", "uploads/deep/b": "2", "log/x": "3"}.items():
        (var / name).parent.mkdir(parents=True, exist_ok=True)
        (var / name).write_text(text)


def _tree(var: Path) -> dict[str, str]:
    return {str(path.relative_to(var)): path.read_text() if path.is_file() else "" for path in var.rglob("*")}


def _restore(var: Path) -> None:
    aside = Aside(var, _NAME)
    aside.make_room(var / "uploads")
    aside.place(var / "uploads" / "deep" / "new", [b"n"])
    aside.place(var / "secret" / "master_key", [b"later"])
    aside.place(var / "secret" / "lookup_key", [b"k"])


def _undo(var: Path) -> None:
    for aside in Aside.left_open(var):
        aside.undo()


def _killed_after(steps: int, work: Callable[[Path], None], var: Path) -> bool:
    """Do it in a process that dies before its nth act on the disk. Whether it died."""
    child = os.fork()
    if child == 0:
        left = steps

        def dying(act: Callable[..., object]) -> Callable[..., object]:
            def count(*args: object, **more: object) -> object:
                nonlocal left
                if left == 0:
                    os._exit(9)
                left -= 1
                return act(*args, **more)

            return count

        for name in ("rename", "unlink", "fsync", "truncate", "rmdir", "mkdir"):
            setattr(os, name, dying(getattr(os, name)))
        try:
            work(var)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 9


@pytest.mark.parametrize("undone_after", [None, 1, 4])
def test_a_restore_that_is_killed_at_any_step_is_undone(tmp_path: Path, undone_after: int | None) -> None:
    died, steps = True, 0
    while died:
        var = tmp_path / f"{steps}"
        _city(var)
        before = _tree(var)
        died = _killed_after(steps, _restore, var)
        if undone_after is not None:
            _killed_after(undone_after, _undo, var)
        _undo(var)
        # An empty folder may be left where undoing itself died at its last step.
        assert _tree(var) in (before, before | {_NAME: ""}), steps
        steps += 1
    assert steps > 15


def test_what_is_finished_is_not_undone(tmp_path: Path) -> None:
    _city(tmp_path)
    _restore(tmp_path)
    (one,) = Aside.left_open(tmp_path)
    one.close()
    _undo(tmp_path)
    assert (tmp_path / "secret" / "master_key").read_text() == "later"
    assert (tmp_path / _NAME / "secret" / "master_key").read_text() == "former"
    assert not (tmp_path / _NAME / "journal").exists()
