"""The shape of what an office writes after sending: a correction with its files, a withdrawal, and their cost first."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baiying.circulars.actions import Correction
from baiying.circulars.forms import DAY
from baiying.circulars.models import MOST_TITLE, MOST_WORDS, Attachment, Circular, Sort
from baiying.kit.forms import DayField, for_many, for_the_record, one_line

_TICKS = forms.CheckboxSelectMultiple


class SureForm(forms.Form):
    """A form whose text messages are counted before it is carried out: `sure` says for which count that was seen."""

    sure = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def seal(self, parts: int) -> str:
        """What stands for these words at this many text messages."""
        typed = {name: str(value) for name, value in self.cleaned_data.items() if name not in {"sure", "file", "why"}}
        return salted_hmac("circulars.sure", json.dumps([typed, parts], sort_keys=True)).hexdigest()

    def was_counted(self, parts: int) -> bool:
        """Whether whoever presses has seen how many text messages these words cost. None cost nothing."""
        return not parts or self.cleaned_data["sure"] == self.seal(parts)

    def count(self, parts: int) -> None:
        """To be shown once more, with the count beside it."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["sure"] = self.seal(parts)
        self.data = data


@dataclass(frozen=True, slots=True)
class CorrectionFiles:
    """What may go along with a new version: the files of the one in force, and those that were added for it."""

    had: Sequence[Attachment]
    added: Sequence[Attachment]

    @property
    def choices(self) -> list[tuple[str, str]]:
        new = [(one.public_id, gettext("%(name)s（新加的）") % {"name": one.name}) for one in self.added]
        return [*((one.public_id, one.name) for one in self.had), *new]


class CorrectionForm(SureForm):
    """A new version, with what is different in one line."""

    sometimes = ("why",)

    title = forms.CharField(label=_("标题"), max_length=MOST_TITLE, validators=[for_many, one_line])
    text = forms.CharField(
        label=_("正文"), max_length=MOST_WORDS, validators=[for_many], widget=forms.Textarea(attrs={"rows": 8})
    )
    changed = forms.CharField(
        label=_("改了什么"),
        max_length=120,
        validators=[for_many],
        help_text=_("一句话，收件的人先看到这一句。例如：集合地点改到东门。"),
    )
    due_on = DayField(
        label=_("哪天前办完"), widget=DAY, required=False, help_text=_("期限不变的不用动。改了的，短信里会写明。")
    )
    # The class of forms gives its uploads this name as an attribute; a field is kept apart from that.
    files = forms.MultipleChoiceField(  # type: ignore[assignment]
        label=_("附件"), required=False, widget=_TICKS,
        help_text=_("勾着的随这一版发。去掉勾的只留在旧的一版，看旧版的人还能打开。"),
    )  # fmt: skip
    file = forms.FileField(
        label=_("再加一个附件"), required=False,
        help_text=_("换文件：去掉旧的勾，在这里选新的。会查看里面有没有成批的手机号和证件号码。"),
    )  # fmt: skip
    why = forms.CharField(
        label=_("附件里有手机号的，为什么要公开"), required=False, max_length=120, validators=[for_the_record],
        help_text=_("没有手机号的不用填。会记入日志。"),
    )  # fmt: skip
    signs_anew = forms.BooleanField(
        label=_("请大家重新签收"), required=False, help_text=_("只改错别字的不用。已签收的记在原来那一版。")
    )
    to_others = forms.BooleanField(
        label=_("还没有收到的也发这一版"), required=False, help_text=_("不勾选：只发给已经收到旧版的。")
    )
    rings_why = forms.CharField(
        label=_("急着要发的原因"), max_length=200, required=False, validators=[for_the_record],
        help_text=_("不急的留空。写了原因，短信夜里也马上发，不受一个号码一天几条的限制；原因记入日志。"),
    )  # fmt: skip

    def __init__(self, *args: Any, row: Circular, stopped: bool, files: CorrectionFiles, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = files
        ticks = self.fields["files"]
        ticks.choices = files.choices  # type: ignore[attr-defined]
        ticks.initial = [one.public_id for one in files.had]
        if not files.choices:
            del self.fields["files"]
        # An emergency rings anyhow; without text messages nothing rings.
        if not row.by_text or row.sort == Sort.EMERGENCY:
            del self.fields["rings_why"]
        if row.due_on is not None:
            self.fields["due_on"].required = True
            self.fields["due_on"].error_messages["required"] = _("请写哪天前办完。")
        if not row.is_signed:
            del self.fields["signs_anew"]
        if not stopped:
            del self.fields["to_others"]

    @property
    def correction(self) -> Correction:
        given = self.cleaned_data
        return Correction(
            title=given["title"].strip(), text=given["text"].strip(), changed=given["changed"].strip(),
            signs_anew=given.get("signs_anew", True), to_others=given.get("to_others", False),
            due_on=given.get("due_on"), rings_why=given.get("rings_why", "").strip(),
            files=tuple(given.get("files", ())),
        )  # fmt: skip

    @property
    def files_ticked(self) -> list[Attachment]:
        """Of what may go along, what was ticked."""
        ticked = set(QueryDict.getlist(self.data, "files")) if isinstance(self.data, QueryDict) else set()
        return [one for one in (*self.known.had, *self.known.added) if one.public_id in ticked]

    def only_files(self) -> None:
        """A file was added and nothing is sent yet: what is still missing elsewhere is not said."""
        self.full_clean()
        for name in [one for one in self.errors if one not in {"__all__", "file", "why"}]:
            del self.errors[name]


class WithdrawalForm(SureForm):
    why = forms.CharField(
        label=_("为什么撤回"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("收到的人会看到。"), validators=[for_the_record],)  # fmt: skip
