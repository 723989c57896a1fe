"""Who looked at somebody's information: what the person reads of it."""

from datetime import datetime
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from baiying.kit import audit

_MOST_LOOKS = 20
_LOOKS: dict[str, str | Promise] = {
    "id_number": _("查看了完整证件号码"),
    "phone": _("查看了完整手机号"),
    "MinorSeen": _("打开了未成年人资料"),
}


class Look(NamedTuple):
    """One look of an office at somebody's information, as the person is told of it."""

    at: datetime
    who: str
    what: str | Promise
    why: str


def looks_at(person_id: int) -> list[Look]:
    """Who opened the person's numbers, or a minor's record, and why; the newest first (PIPL art. 44)."""
    seen = audit.stories_of("person", [person_id], ("NumberRevealed", "MinorSeen")).order_by("-id")[:_MOST_LOOKS]
    return [
        Look(
            one.at, one.label, _LOOKS.get(one.detail.get("what", ""), _LOOKS["MinorSeen"]), one.detail.get("reason", "")
        )
        for one in seen
    ]
