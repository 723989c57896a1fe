"""Uploaded division tables: kept under their sha256 until somebody has read the report and confirmed or given up."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from baiying.kit.errors import Refused
from baiying.places import reading
from baiying.places.actions import tree_writing
from baiying.places.models import DivisionImport, ImportState


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


def file_of(row: DivisionImport) -> Path:
    """The stored table. Refuses: FileGone."""
    path = uploads() / row.sha256
    if not path.exists():
        raise FileGone
    return path


def forget_file(sha256: str) -> None:
    """Let a table go that no import waits for any more."""
    waiting = (ImportState.CHECKING, ImportState.CHECKED, ImportState.RUNNING, ImportState.FAILED)
    if not DivisionImport.objects.filter(sha256=sha256, state__in=waiting).exists():
        (uploads() / sha256).unlink(missing_ok=True)
