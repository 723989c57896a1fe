"""Numbers that people type or that stand in an address."""

import unicodedata

# As far as a bigint goes; nothing that we count is larger.
_MOST_DIGITS = 18


def whole(text: object, *, least: int = 0, most: int = 10**_MOST_DIGITS) -> int | None:
    """The whole number, full-width digits included; None for anything else and outside the bounds.

    Not `isdigit`, which takes superscripts and other scripts' signs that are no numbers of ours.
    """
    digits = unicodedata.normalize("NFKC", str(text)).strip() if len(str(text)) <= 2 * _MOST_DIGITS else ""
    # A superscript two becomes a two when normalised: what was typed must have been digits before.
    if not digits or len(digits) > _MOST_DIGITS or not (digits.isascii() and digits.isdigit()):
        return None
    if not all(c.isdecimal() or c.isspace() for c in str(text)):
        return None
    number = int(digits)
    return number if least <= number <= most else None


def in_steps(count: int, step: int) -> int:
    """Down to a multiple of the smallest group that is shown: two numbers never differ by fewer than that, so neither
    subtracting one from another nor looking again tells who it was."""
    return count // step * step
