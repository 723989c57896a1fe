"""Forms of applying to be entered as a body, and of sending an application back."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baiying.kit.db.fields import ALPHABET, LENGTH, new_public_id
from baiying.kit.forms import for_the_record
from baiying.teams import queries, rules
from baiying.teams.forms.bodies import BodyForm, ReasonForm
from baiying.ui import pictures

_FORM_ID = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")


class ApplicationForm(BodyForm):
    """The fields of one kind of body, as its would-be administrator fills them in.

    `remarks`: what the office wrote at which field; it stands at the field until it is sent again.
    """

    asks_before_leaving = True
    form_id = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    words = forms.CharField(
        label=_("做些什么"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("准备做哪些服务，大约有多少人。"),
        validators=[for_the_record],
    )

    def __init__(self, *args: Any, remarks: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, said in (remarks or {}).items():
            if name in self.fields:
                field = self.fields[name]
                field.help_text = format_html(
                    "<strong>{} {}</strong><br>{}", gettext("主管部门要求改："), said, field.help_text or ""
                )

    def clean_form_id(self) -> str:
        given: str = self.cleaned_data["form_id"]
        return given if _FORM_ID.fullmatch(given) else new_public_id()


class RemarksForm(forms.Form):
    """What has to be mended, at the field where it stands; nothing where nothing has to. `said`: what stands there."""

    def __init__(self, *args: Any, kind: str, said: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in rules.remarkable(kind):
            self.fields[name] = self._remark(name)
            self.fields[name].help_text = format_html(
                "{}", gettext("现在写的是：%(said)s") % {"said": said.get(name) or "—"}
            )

    @staticmethod
    def _remark(name: str) -> forms.CharField:
        label = queries.application_labels()[name]
        return forms.CharField(label=label, max_length=120, required=False, validators=[for_the_record])

    @classmethod
    def field_of_row(cls, name: str) -> forms.Field | None:
        """The remark that a name which came means, where its application is not open to the reader any more."""
        return cls._remark(name) if any(name in rules.remarkable(kind) for kind in rules.NEEDED) else None


class ScanForm(forms.Form):
    """A photograph of a paper, beside what was typed."""

    photo = pictures.field(_("把整页拍清楚。拍摄的地点和时间会去掉。不要拍身份证和人员名单：登记单位用不到。"))


class RefusalForm(ReasonForm):
    """Why not, of the round that the page showed."""

    round = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4)
