"""What waits for somebody at work in this room."""

from dataclasses import replace
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from baiying.accounts import access as accounts
from baiying.accounts import rights as account_rights
from baiying.complaints import queries
from baiying.complaints.models import Complaint, Hearing
from baiying.complaints.rights import Right
from baiying.kit import clock
from baiying.kit.values.actor import Actor
from baiying.ui.piles import Item, Pile, pile


def waiting(actor: Actor, at: datetime) -> Pile | None:
    """Complaints that nobody has answered, without those that concern the reader."""
    if actor.account_id is None or not accounts.may(actor, Right.ANSWER_COMPLAINTS):
        return None
    reader = queries.reader_of(actor, at)
    if reader is None:
        return None
    rows = queries.open_to(reader)

    def apart(account_id: int) -> int:
        return rows.exclude(queries.concerning(account_id)).count()

    return replace(pile("complaints", _("等待答复的投诉建议"), "/desk/complaints/", rows, _item), apart=apart)


def _item(row: Complaint) -> Item:
    title = f"{row.get_kind_display()} · {row.area.name}"
    due_at = queries.due_at(row)
    return Item(title, row.words[:40], f"/desk/complaints/{row.public_id}/", due_at=due_at)


def hearings(actor: Actor, at: datetime) -> Pile | None:
    """What whoever acts was asked to say something about; never what somebody was for whom they stand in."""
    if actor.account_id is None:
        return None
    rows = queries.waiting_for(actor.account_id)
    return pile("hearings", _("请您说明情况的事"), "/desk/", rows, _asked)


def _asked(row: Hearing) -> Item:
    link = reverse("complaints:hearing", args=[row.public_id])
    return Item(_("请您说明情况"), _("有一件与您有关的事"), link, due_at=clock.end_of(row.due_on))


def without_anybody(actor: Actor, at: datetime) -> Pile | None:
    """For whoever appoints on the platform: what concerns everybody who could answer it. The words stay shut."""
    if not accounts.may(actor, account_rights.Right.APPOINT) or accounts.may(actor, Right.ANSWER_COMPLAINTS):
        return None
    rows = queries.without_anybody(at, reader_id=actor.account_id)
    if not rows:
        return None
    items = [_shut(row) for row in rows[:5]]
    label = ngettext("%(n)s 件投诉与所有能答复的人都有关", "%(n)s 件投诉与所有能答复的人都有关", len(rows))
    return Pile("unanswerable", label % {"n": len(rows)}, "/desk/appointments/", len(rows), items)


def _shut(row: Complaint) -> Item:
    due_at = queries.due_at(row)
    return Item(row.area.name, _("请另任命一位县级或市级主管来答复"), "/desk/appointments/", due_at=due_at)
