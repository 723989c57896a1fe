"""Rules of different kinds that do not go together: said on the pages of both."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext

from baiying.activities.rules.reminders import ReminderRules
from baiying.notices import queries as messages
from baiying.places import queries as places


def evening_at_night(kind: str, rules: Any, path: Sequence[int], day: date) -> str:
    """That the evening's reminder would be written in the quiet hours, and so leave the morning after."""
    if kind == ReminderRules.KIND:
        hour, quiet = rules.evening_hour, messages.rules_on(day)
    elif kind == messages.RULES:
        hour, quiet = places.rule_set(ReminderRules, area_path=path, on=day).rules.evening_hour, rules
    else:
        return ""
    if not messages.is_quiet_hour(hour, quiet):
        return ""
    words = {"hour": f"{hour}:00", "from": f"{quiet.quiet_from:%H:%M}", "to": f"{quiet.quiet_to:%H:%M}"}
    return (
        gettext(
            "前一天晚上 %(hour)s 的提醒落在夜里不发短信的时间（%(from)s–%(to)s）：短信要到第二天早上才发得出去。"
            "请把提醒的钟点调早，或把夜里开始的时间调晚。"
        )
        % words
    )
