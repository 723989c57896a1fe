"""What readers set."""

from collections.abc import Iterable

from django.db.models import QuerySet

from baiying.notices.models import Preference


def preferences(kind: str, inboxes: Iterable[str]) -> dict[str, Preference]:
    """What the readers of these inboxes set for a kind; who set nothing has no entry."""
    return {row.inbox: row for row in Preference.objects.filter(kind=kind, inbox__in=set(inboxes) - {""})}


def preferences_of(inbox: str) -> dict[str, Preference]:
    """What one reader set, by kind."""
    return {row.kind: row for row in Preference.objects.filter(inbox=inbox).exclude(inbox="")}


def refusing(kind: str) -> QuerySet[Preference, str]:
    """The inboxes whose reader switched a kind off: they are not written to together with others."""
    return Preference.objects.filter(kind=kind, by_text=False).values_list("inbox", flat=True)
