"""What readers set."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import QuerySet

from baiying.kit import rooms
from baiying.kit.values.actor import Actor
from baiying.notices.models import Preference


def preferences(kind: str, inboxes: Iterable[str]) -> dict[str, Preference]:
    """What the readers of these inboxes set for a kind; who set nothing has no entry."""
    return {row.inbox: row for row in Preference.objects.filter(kind=kind, inbox__in=set(inboxes) - {""})}


def preferences_of(inbox: str) -> dict[str, Preference]:
    """What one reader set, by kind."""
    return {row.kind: row for row in Preference.objects.filter(inbox=inbox).exclude(inbox="")}


def are_off(targets: Collection[tuple[str, str]]) -> bool:
    """Whether of each inbox its kind is switched off."""
    inboxes, kinds = {inbox for inbox, _kind in targets}, {kind for _inbox, kind in targets}
    rows = Preference.objects.filter(inbox__in=inboxes, kind__in=kinds, by_text=False)
    return set(targets) <= set(rows.values_list("inbox", "kind"))


def kinds_reaching(actor: Actor, at: datetime) -> dict[str, rooms.MessageKind]:
    """The kinds that somebody may set: those whose text messages can reach who asks, by their code."""
    return {code: kind for code, kind in rooms.settable_kinds().items() if rooms.called(kind.reaches)(actor, at)}


def refusing(kind: str) -> QuerySet[Preference, str]:
    """The inboxes whose reader switched a kind off: they are not written to together with others (N09)."""
    return Preference.objects.filter(kind=kind, by_text=False).exclude(inbox="").values_list("inbox", flat=True)
