"""Who hears which fact, who fills which slot, who re-homes and erases what. Composition only."""

from baiying.kit import facts


def connect() -> None:
    """Called once when the program is ready."""
    facts.listen({})
