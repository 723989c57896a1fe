"""An uploaded table between the presses that look at it, take it over and take it back."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

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


class Kept(NamedTuple):
    """Where an upload is stored, what it was called, and whether its report has been shown."""

    sha256: str
    name: str
    seen: bool = False


def kept(data: dict[str, Any], *, salt: str) -> Kept:
    """The new file, or the one that came with an earlier press."""
    if data.get("file"):
        return Kept(actions.keep_upload(data["file"].chunks())[0], data["file"].name)
    try:
        sha256, name, seen = signing.loads(data["kept"], salt=salt, max_age=24 * 3600)
    except (signing.BadSignature, ValueError):
        raise KeptFileGone from None
    if not (Path(actions.uploads()) / sha256).exists():
        raise KeptFileGone
    return Kept(sha256, name, seen)


def keep_for_next(request: Asking, form: Form, where: Kept, *, salt: str) -> None:
    """Let the page carry to the next press where the upload is stored: nobody looks for the file again."""
    again = request.POST.copy()
    again["kept"] = signing.dumps(list(where), salt=salt)
    form.data = again
    told = str(_("已收到“%(name)s”，不用再选；要换一张表才选。")) % {"name": where.name}
    form["file"].help_text = told


def keep_what_came(request: Asking, form: Form, *, salt: str) -> None:
    """The same of a press in which something else was wrong: its report is still to be shown."""
    if not form.cleaned_data.get("file") and not form.cleaned_data.get("kept"):
        return
    with suppress(KeptFileGone):
        keep_for_next(request, form, kept(form.cleaned_data, salt=salt), salt=salt)


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
