"""Somebody whom an invitation brought, where somebody else has come by it meanwhile."""

from baiying.people.views import drafting
from baiying.people.views.drafting import Drafting


def page_if_taken(loaded: Drafting) -> str | None:
    """The page of the invitation by which this registration was begun, where another has come by it; else None."""
    key = loaded.content.get("brought_by")
    known = drafting.brought_by(key, loaded.at) if key else None
    return known.page if known is not None and known.taken else None
