"""The six questions of the exclusion gate, with their stored answers."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from baiying.activities.rules import gate

ANSWERS = [(gate.NO, _("不是")), (gate.YES, _("是"))]


class GateForm(forms.Form):
    """Two fields a question: yes or no, and where yes does not block, why it is volunteer service all the same."""

    def __init__(self, *args: Any, blocking: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.blocking = blocking
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
                    label=_("答“是”的话，为什么仍然是志愿服务"), required=False, max_length=200
                )

    def answers(self) -> dict[str, dict[str, str]]:
        values = self.cleaned_data
        return {
            code: {"answer": values.get(code, ""), "reason": (values.get(f"{code}_reason") or "").strip()}
            for code in gate.CODES
        }

    def mark_blocked(self) -> None:
        """Say at each question answered yes why such a thing cannot be published here."""
        why = {question.code: question.why for question in gate.QUESTIONS}
        for code in gate.blocked_by(self.answers(), self.blocking):
            self.add_error(code, _(why[code]))

    @staticmethod
    def initial_of(answers: dict[str, dict[str, str]]) -> dict[str, str]:
        start = {code: given.get("answer", "") for code, given in answers.items()}
        return start | {f"{code}_reason": given.get("reason", "") for code, given in answers.items()}
