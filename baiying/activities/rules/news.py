"""News of one's own sign-up that are still asked when they are sent: whether they hold. Pure."""

# What changes for whoever has, or waits for, a place; and what ends it.
STANDING = ("moved", "address", "risk", "note")
ENDED = ("called_off", "activity_cancelled", "set_aside")
NEWS = (*STANDING, *ENDED)


def holds(what: str, *, was_live: bool, is_live: bool, same_start: bool, again: bool) -> bool:
    """Whether news are still true.

    `was_live`: it was said to somebody with a sign-up that stood, which `is_live` now or not; `same_start`: the shift
    begins when it was said to; `again`: the person has another sign-up there that stands.
    """
    if what in ENDED or not was_live:
        return not again
    return is_live and (same_start or what != "moved")
