"""An uploaded table between the press that looks at it and the press that takes it over."""

from pathlib import Path
from typing import Any

from django.core import signing
from django.utils.translation import gettext_lazy as _

from baiying.kit.errors import Refused
from baiying.places import actions


class KeptFileGone(Refused):
    code = "kept_file_gone"
    sentence = _("上次上传的表已不在了，请重新选择文件。")
    field = "file"


def kept(data: dict[str, Any], *, salt: str) -> tuple[str, str]:
    """Where the upload is stored and what it was called: the new file, or the one that was looked at before."""
    if data.get("file"):
        return actions.keep_upload(data["file"].chunks())[0], data["file"].name
    try:
        sha256, name = signing.loads(data["kept"], salt=salt, max_age=24 * 3600)
    except (signing.BadSignature, ValueError):
        raise KeptFileGone from None
    if not (Path(actions.uploads()) / sha256).exists():
        raise KeptFileGone
    return sha256, name
