"""What rooms of every kind lock alike, in the house's order (kit.db.README)."""

from baiying.kit.db.locks import Kind, advisory

# Before everything else that an action locks.
FORM = Kind("form", 1)


def form(form_id: str) -> None:
    """Of presses of one form at the same moment the second waits here, and finds what the first has made."""
    advisory(FORM, f"form:{form_id}")
