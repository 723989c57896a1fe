"""What a withdrawal undoes, named before anybody presses."""

from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from baiying.kit import rooms


def by_withdrawal(person_id: int, at: datetime) -> list[str]:
    """What a person has before it that ends with the consent, each with its day and time."""
    return [words for told in rooms.filling("withdrawals") for words in told(person_id, at)]


def facts(person_id: int, at: datetime) -> list[tuple[Promise, str]]:
    """The same as lines of a page that asks."""
    return [(_("会取消的报名"), words) for words in by_withdrawal(person_id, at)]
