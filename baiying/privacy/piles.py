"""What waits for somebody at work in this room."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from baiying.accounts import access as accounts
from baiying.kit import clock
from baiying.kit.values import identifiers
from baiying.kit.values.actor import Actor
from baiying.privacy import access, queries
from baiying.privacy.models import Breach, DataRequest, Hold, Opening
from baiying.privacy.rights import Right
from baiying.ui.piles import Item, Pile, pile


def openings(actor: Actor, at: datetime) -> Pile | None:
    """Records at rest that another asked to open: a second person answers. One's own wishes wait for somebody else."""
    if actor.account_id is None or not accounts.may(actor, Right.OPEN_STORED):
        return None
    rows = queries.waiting_openings(accounts.scope_of(actor, Right.OPEN_STORED))
    rows = rows.exclude(asked_by_id__in=accounts.own_hands(actor))
    return pile("openings", _("等您同意的依法查看"), reverse("privacy:openings"), rows, _item)


def _item(row: Opening) -> Item:
    title = identifiers.mask_name(row.person.name)
    page = reverse("privacy:opening", args=[row.public_id])
    return Item(title, row.get_ground_display(), page, since=row.asked_at, person_id=row.person_id)


def requests(actor: Actor, at: datetime) -> Pile | None:
    """Wishes about personal data that wait for an answer: a county's own, above it what is overdue below."""
    if actor.account_id is None or not accounts.may(actor, Right.ANSWER_REQUESTS):
        return None
    rows = queries.waiting_requests(actor, accounts.scope_of(actor, Right.ANSWER_REQUESTS))
    return pile("requests", _("等待答复的个人信息申请"), reverse("privacy:requests"), rows, _request)


def _request(row: DataRequest) -> Item:
    title = f"{row.get_kind_display()} · {row.area.name}"
    page = reverse("privacy:desk_request", args=[row.public_id])
    return Item(title, row.words[:40], page, due_at=clock.end_of(row.due_on), person_id=row.person_id)


def holds(actor: Actor, at: datetime) -> Pile | None:
    """Legal holds that another asked for: a second person confirms. One's own wishes wait for somebody else."""
    if actor.account_id is None or not accounts.may(actor, Right.GUARD_DATA):
        return None
    own = accounts.own_hands(actor)
    waits = [row for row in access.holds_seen(actor, at) if row.decided_at is None and row.taken_back_at is None]
    rows = Hold.objects.filter(pk__in=[row.pk for row in waits if row.asked_by_id not in own]).order_by("asked_at")
    return pile("holds", _("等您确认的依法保存"), reverse("privacy:holds"), rows, _hold)


def _hold(row: Hold) -> Item:
    page = reverse("privacy:hold", args=[row.public_id])
    return Item(row.case_no, row.get_ground_display(), page, since=row.asked_at)


def breaches(actor: Actor, at: datetime) -> Pile | None:
    """Leaks that are open: what runs out first on top."""
    if actor.account_id is None or not accounts.may(actor, Right.GUARD_DATA):
        return None
    rows = queries.breaches_within(accounts.scope_of(actor, Right.GUARD_DATA)).filter(ended_at__isnull=True)
    return pile(
        "breaches", _("个人信息泄露的处置"), reverse("privacy:breaches"), rows.order_by("found_at", "id"), _breach
    )


def _breach(row: Breach) -> Item:
    clocks = queries.clocks_of(row)
    due_at = clocks.people if "authority" not in queries.missing(row) else clocks.authority
    page = reverse("privacy:breach", args=[row.public_id])
    return Item(f"{row.get_kind_display()} · {row.area.name}", row.what[:40], page, due_at=due_at)
