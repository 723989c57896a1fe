"""The six questions of the exclusion gate, with their stored answers."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from baiying.activities.rules import gate
from baiying.kit.forms import for_the_record

ANSWERS = [(gate.NO, _("不是")), (gate.YES, _("是"))]


class GateForm(forms.Form):
    """Two fields a question: yes or no, and where yes does not block, why it is volunteer service all the same.

    `before`: the answers stored so far. Who once said yes and now says no is asked why.
    """

    def __init__(
        self, *args: Any, blocking: tuple[str, ...], before: Mapping[str, Mapping[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.blocking, self.before = blocking, before
        # Each asked for by an answer above it.
        self.sometimes = tuple(f"{code}_{part}" for code in gate.CODES for part in ("reason", "turned"))
        once = gate.said_yes(before)
        for question in gate.QUESTIONS:
            self.fields[question.code] = forms.ChoiceField(
                label=_(question.asks),
                choices=ANSWERS,
                widget=forms.RadioSelect,
                help_text=format_html("{}", _(question.examples)),
                error_messages={"required": _("请选“不是”或“是”。")},
            )
            if question.code not in blocking:
                self.fields[f"{question.code}_reason"] = forms.CharField(
                    label=_("答“是”的话，为什么仍然是志愿服务"),
                    required=False,
                    max_length=200,
                    validators=[for_the_record],
                )
            if question.code in once:
                self._ask_why(question.code)

    def _ask_why(self, code: str) -> None:
        self.fields[f"{code}_turned"] = forms.CharField(
            label=_("原来答的是“是”，为什么改成“不是”"),
            help_text=_("两次回答和这句话，发布的人都会看到。"),
            required=False,
            max_length=200,
            validators=[for_the_record],
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for code in gate.turned_without_reason(self.before, self.answers()):
            self.add_error(f"{code}_turned", _("请写明为什么改，例如：第一次看错了，参加的都是自愿来的居民。"))
        return given

    def answers(self) -> dict[str, dict[str, str]]:
        values = self.cleaned_data
        return {
            code: {"answer": values.get(code, ""), "reason": (values.get(f"{code}_reason") or "").strip()}
            | self._turned(code)
            for code in gate.CODES
        }

    def _turned(self, code: str) -> dict[str, str]:
        why = (self.cleaned_data.get(f"{code}_turned") or "").strip()
        return {"turned": why} if why and self.cleaned_data.get(code) == gate.NO else {}

    def mark_blocked(self) -> None:
        """Say at each question answered yes why such a thing cannot be published here."""
        why = {question.code: question.why for question in gate.QUESTIONS}
        for code in gate.blocked_by(self.answers(), self.blocking):
            self.add_error(code, _(why[code]))
            if f"{code}_turned" not in self.fields:
                self._ask_why(code)
        self.order_fields([name for code in gate.CODES for name in (code, f"{code}_reason", f"{code}_turned")])

    @staticmethod
    def initial_of(answers: dict[str, dict[str, str]]) -> dict[str, str]:
        start = {code: given.get("answer", "") for code, given in answers.items()}
        start |= {f"{code}_reason": given.get("reason", "") for code, given in answers.items()}
        return start | {f"{code}_turned": given.get("turned", "") for code, given in answers.items()}
