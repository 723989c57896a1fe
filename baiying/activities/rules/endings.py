"""How a sign-up ended, for who looks back: one rule for every page (P16 of the phone's review). Pure."""

CAME, MISSED, NOTHING = "came", "missed", "nothing_on_record"
NEVER_CAME_UP, NEVER_DECIDED = "never_came_up", "never_decided"
CALLED_OFF = "called_off"


def ending(state: str, *, came: bool | None, took_place: bool, with_shift: bool = False) -> str:
    """What became of a sign-up whose shift is over, or which ended before.

    `came`: whether somebody is on the record of the shift; None where nobody kept one, so that nobody is said to have
    stayed away. `with_shift`: it ended because shift or activity was called off, and not by the own hand. A line that
    never moved is no place, and an application without an answer is none either.
    """
    if state == "waitlisted":
        return NEVER_CAME_UP
    if state == "applied":
        return NEVER_DECIDED
    if state == "cancelled" and with_shift:
        return CALLED_OFF
    if came and state == "cancelled":
        # The rest of the shift was called off before anybody had typed in the paper sheet with the name on it.
        return CAME
    if state != "accepted":
        return state
    if came:
        return CAME
    return MISSED if took_place and came is False else NOTHING
