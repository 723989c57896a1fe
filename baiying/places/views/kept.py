"""An uploaded table between the presses that look at it, take it over and take it back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core import signing
from django.forms import Form
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from baiying.kit.admission import Asking
from baiying.kit.errors import Refused
from baiying.places import actions
from baiying.ui import flash


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


def keep_for_next(request: Asking, form: Form, where: tuple[str, str], *, salt: str) -> None:
    """Let the page that shows the report carry where the upload is stored to the next press."""
    again = request.POST.copy()
    again["kept"] = signing.dumps(list(where), salt=salt)
    form.data = again


def taken_back(request: Asking, undo: Callable[[], object], *, told: str, back: str) -> HttpResponse:
    """The press that takes a table back: says what was done, or why it cannot be, where one came from."""
    if request.method != "POST":
        raise Http404
    try:
        undo()
    except Refused as refusal:
        flash.failed(request, str(refusal))
    else:
        flash.done(request, told)
    return HttpResponseRedirect(back, status=303)
