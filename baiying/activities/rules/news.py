"""News of one's own sign-up that are still asked when they are sent: whether they hold. Pure."""

# What remains of a running shift is called off.
ENDED_EARLY = "ended_early"
# What changes for whoever has, or waits for, a place; and what ends it.
STANDING = ("moved", "address", "risk", "note", "accepted")
# Of these nobody may set out who was not told.
RINGS = ("called_off", "activity_cancelled", "set_aside", "adults_only")
# What whoever is on the list must know before setting out: who is reached by no message is called.
MUST_KNOW = (*RINGS, "moved", "address", ENDED_EARLY)
ENDED = (*RINGS, ENDED_EARLY, "guardian_refused", "refused", "withdrew")
NEWS = (*STANDING, *ENDED)


def holds(what: str, *, was_live: bool, is_live: bool, same_time: bool, again: bool) -> bool:
    """Whether news are still true.

    `was_live`: it was said to somebody with a sign-up that stood, which `is_live` now or not; `same_time`: the shift
    was not moved since; `again`: the person signed up there again since, of which there are other news.
    """
    if what in ENDED or not was_live:
        return not again
    return is_live and (same_time or what != "moved")
