"""A new use of personal data does not begin with a version of rules before its impact was assessed (PIPL art. 55)."""

from datetime import date

from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor
from baiying.places import queries
from baiying.places.models import RuleSet


class UseNotAssessed(Refused):
    """`uses`: the codes of what would begin without an assessment of its own."""

    code = "use_not_assessed"
    sentence = _("先做个人信息保护影响评估并登记，再确认（《个人信息保护法》第55条）。")


def assessed(row: RuleSet, first: date, actor: Actor) -> list[str]:
    """The assessments by which uses begin with a version from a day on, one for each use.

    One assessment is for one step: what the area has already begun by it needs another to go further.
    Refuses: UseNotAssessed.
    """
    found = queries.uses_of(row, first, actor)
    missing = [use for use in found if not use.assessed]
    if missing:
        named = translate("、").join(str(use.label) for use in missing)
        words = translate(
            "会开始一种新的个人信息处理：%(uses)s。先做影响评估并登记，再确认（《个人信息保护法》第55条）。"
        )
        raise UseNotAssessed(words % {"uses": named}, uses=[use.code for use in missing])
    return [use.assessed for use in found]
