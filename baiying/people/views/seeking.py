"""How the lists of people's rows are searched by name and narrowed to an area: one way for all of them."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from baiying.accounts.access import Scope
from baiying.kit.values import names
from baiying.places import access as areas
from baiying.places import queries as places
from baiying.ui import listing


def called(rows: listing.Rows, words: str) -> listing.Rows:
    """The rows whose person bears a name; words that are no name find nobody."""
    return rows.filter(person__name_key__contains=names.key(words) or "\n")


def by_area(scope: Scope, found: Callable[[Scope], QuerySet[Any]]) -> listing.Choice:
    """Those that the office of an area below would find in its own list, by the same question."""

    def within(rows: listing.Rows, pid: str) -> listing.Rows:
        area = places.division(pid)
        return rows.filter(pk__in=found(Scope(area.pk, scope.right))) if area is not None else rows

    return listing.Choice("area", _("地区"), options=lambda: areas.areas_below(scope.area_id), apply=within)
