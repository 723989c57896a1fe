"""The six questions as the publisher reads them: what was answered, what was answered before, and why it was turned."""

from typing import Any

from django.utils.translation import gettext as _

from baiying.activities.models import Activity
from baiying.activities.rules import gate
from baiying.kit import audit
from baiying.ui import formats


def _word(answer: str) -> str:
    return {gate.YES: _("是"), gate.NO: _("不是")}.get(answer, "—")


def lines(row: Activity) -> list[dict[str, Any]]:
    """Each question with its answer, the reason given, and every earlier answer with its time."""
    if not row.gate_answers:
        return []
    told = list(audit.stories_of("activity", [row.pk], ["GateAnswered"]))
    return [_line(question, row.gate_answers.get(question.code, {}), told) for question in gate.QUESTIONS]


def _line(question: gate.Question, given: dict[str, str], told: list[Any]) -> dict[str, Any]:
    said: list[tuple[str, Any]] = []
    for event in told:
        answer = event.detail.get("answers", {}).get(question.code, {}).get("answer", "")
        if answer and (not said or said[-1][0] != answer):
            said.append((answer, event.at))
    return {
        "asks": _(question.asks),
        "answer": _word(given.get("answer", "")),
        "reason": given.get("reason", ""),
        "why": given.get("turned", ""),
        "said": [(_word(answer), at) for answer, at in said] if len(said) > 1 else [],
        "turned": given.get("answer") == gate.NO and any(answer == gate.YES for answer, _at in said),
    }


def told(answers: dict[str, dict[str, str]]) -> str:
    """What was answered, in a line of the story: only what is not a plain no."""
    parts = []
    for question in gate.QUESTIONS:
        given = answers.get(question.code, {})
        asks = _(question.asks)
        if given.get("answer") == gate.YES:
            parts.append(_("“%(asks)s”答“是”") % {"asks": asks})
        elif given.get("turned"):
            parts.append(_("“%(asks)s”由“是”改答“不是”：%(why)s") % {"asks": asks, "why": given["turned"]})
    return formats.listed(parts, "；") if parts else _("六条都答“不是”")
