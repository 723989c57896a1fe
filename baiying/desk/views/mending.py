"""Dead letters: one sent once more, or many that were ticked, each to the address that its reader has by now."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from baiying.desk.queries import mending
from baiying.desk.queries.outbox import Line
from baiying.kit.values.actor import Actor
from baiying.notices import actions
from baiying.notices import queries as notices
from baiying.notices.queries import Message
from baiying.ui import listing

# The states of a list in which its rows may be ticked.
GIVEN_UP = frozenset({notices.FAILED, notices.UNCLEAR})


def send(row: Message, actor: Actor, at: datetime) -> bool:
    """Send one once more. Refuses: notices.actions.NotSentAgain, NoMailAnyMore, FullToday."""
    phone = mending.new_phones([row]).get(row.id)
    return actions.send_again(message=row, actor=actor, at=at, phone=phone)


def again_act(actor: Actor, at: datetime) -> listing.Act:
    """Send the ticked ones once more."""

    def plan(lines: Sequence[Line]) -> list[listing.Step]:
        phones = mending.new_phones([line.row for line in lines])
        return [_step(line, phones, at) for line in lines]

    return listing.Act(
        key="again",
        label=_("再发一次"),
        about=_("原因排除了再发。换了号码的，发到本人现在的号码；过时的、验证码不再发。发出的消息不能收回。"),
        plan=plan,
        do=lambda row, _words: send(row, actor, at),
        done=lambda n: (
            ngettext("%(n)s 条会再发一次，过一会儿看结果。", "%(n)s 条会再发一次，过一会儿看结果。", n) % {"n": n}
        ),
    )


def _step(line: Line, phones: Mapping[int, str], at: datetime) -> listing.Step:
    row, phone = line.row, phones.get(line.row.id)
    why_not = ""
    if row.channel == "inapp" or (row.failed_at is None and row.delivered_at is not None):
        why_not = gettext("已经送出，不用再发。")
    elif row.failed_at is None:
        why_not = gettext("还在等着发出，不用再发。")
    elif not notices.may_mend(row, at, has_other=phone is not None):
        why_not = gettext("已经没有用了，或是验证码，不能再发。")
    elif (opens := notices.opens_at(row, at, phone=phone or "")) is not None:
        why_not = notices.full_until(opens)
    will = gettext("发到原来的地址")
    if phone:
        will = gettext("发到新号码 %(mask)s") % {"mask": mending.mask(phone)}
    return listing.Step(row, f"{line.whom} · {line.what}", will, why_not)
