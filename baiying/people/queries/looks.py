"""Who looked at somebody's information: what the person reads of it."""

from datetime import datetime
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from baiying.accounts import queries as accounts
from baiying.kit import admission, audit
from baiying.kit.values.actor import Actor
from baiying.people.queries.merged import records_of

_MOST_LOOKS = 20
# What an office does when it looks; the last is written by the page of messages, a room above.
_SEEN = ("NumberRevealed", "MinorSeen", "StoredSeen", "MessagesSeen")
_LOOKS: dict[str, str | Promise] = {
    "id_number": _("查看了完整证件号码"),
    "phone": _("查看了完整手机号"),
    "name": _("查看了姓名"),
    "MinorSeen": _("打开了未成年人资料"),
    "MessagesSeen": _("查看了发给您的消息"),
}


class Look(NamedTuple):
    """One look of an office at somebody's information, as the person is told of it."""

    at: datetime
    who: str
    what: str | Promise
    why: str


def looks_at(person_id: int) -> list[Look]:
    """Who opened the person's numbers, or a minor's record, and why; the newest first (PIPL art. 44). By their post, as
    the copy of one's data says it; also of records that were merged into this one."""
    seen = audit.stories_of("person", records_of(person_id), _SEEN).order_by("-id")[:_MOST_LOOKS]
    return [
        Look(
            one.at,
            accounts.Role.called(one.role),
            _LOOKS[one.detail.get("what") or one.action],
            one.detail.get("reason", ""),
        )
        for one in seen
    ]


def saw_number(person_id: int, actor: Actor) -> bool:
    """Whether whoever acts, by this or another account of the same human, ever opened the person's whole number.

    What was seen once can be written down, so that it never expires.
    """
    if actor.account_id is None:
        return False
    seen = audit.stories_of("person", [person_id], ("NumberRevealed", "StoredSeen"))
    hands = (
        seen.filter(detail__what="id_number", account_id__isnull=False).order_by().values_list("account_id", flat=True)
    )
    return any(admission.door.same_hand(actor, one) for one in set(hands) if one is not None)


def failed_by(person_id: int, actor: Actor) -> bool:
    """Whether the newest failed check of the person's document was written down by the hand that acts."""
    newest = audit.stories_of("person", [person_id], ("CheckFailed",)).last()
    if newest is None or newest.account_id is None or actor.account_id is None:
        return newest is None
    return admission.door.same_hand(actor, newest.account_id)
