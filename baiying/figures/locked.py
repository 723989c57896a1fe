"""What this room locks, in the house's order (kit.db.README)."""

from baiying.kit.db.locks import Kind, advisory, try_advisory

COUNTING = Kind("the counting", 600)
_NAME = "figures:counting"


def counting(*, wait: bool) -> bool:
    """Become the only one who counts until the transaction ends: roll-up, rebuild or reconciliation.

    Without `wait`, false if somebody else does.
    """
    if not wait:
        return try_advisory(COUNTING, _NAME)
    advisory(COUNTING, _NAME)
    return True
