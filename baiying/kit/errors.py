"""Expected refusals: named exceptions with a code for machines and a sentence for people."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Sentence = str | Promise


class Refused(Exception):
    """A rule said no. Subclass beside the action that refuses; give `code` and `sentence`.

    `sentence` says what happened and what to do next; `field` names the form field it belongs to, if one does.
    """

    code: str = "refused"
    sentence: Sentence = _("不能这样做。")
    field: str | None = None
    status: int = 409

    def __init__(self, sentence: Sentence | None = None, *, field: str | None = None, **detail: object) -> None:
        if sentence is not None:
            self.sentence = sentence
        if field is not None:
            self.field = field
        self.detail = detail
        super().__init__(self.code)

    def __str__(self) -> str:
        return str(self.sentence)
