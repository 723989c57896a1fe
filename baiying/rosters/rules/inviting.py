"""What becomes of a line at the moment of sending, how somebody is greeted, and how a slip is proven. Pure."""

import hmac
import re
import unicodedata
from dataclasses import dataclass

from baiying.rosters.rules.checking import Line

# What a line may come to; the sum of them is the number of lines that were sent.
INVITED, ASKED_TO_JOIN, KNOWN, ALREADY = "invited", "asked_to_join", "known", "already"
FATES = (INVITED, ASKED_TO_JOIN, KNOWN, ALREADY)
# Nine letters of an alphabet of 31 are 44 bits: the word of a slip.
WORD_LETTERS = 9
LAST_SIGNS = 6


@dataclass(frozen=True, slots=True)
class Found:
    """What the sender's own records say of a line: open at the same owner, a volunteer there, a member of the team;
    whether the volunteer lets this sender ask (R012)."""

    already: bool = False
    known: bool = False
    member: bool = False
    may_ask: bool = True


def fate(found: Found, *, has_team: bool) -> str:
    """What a line becomes. Whoever is a volunteer already is asked to join the team, if one was named, they are not in
    it and let themselves be asked; nobody is invited twice."""
    if found.already:
        return ALREADY
    if not found.known:
        return INVITED
    return ASKED_TO_JOIN if has_team and found.may_ask and not found.member else KNOWN


def may_ask(choice: str, *, own: bool) -> bool:
    """Whether a sender may ask somebody to join a team: by that one's choice, and whether the sender is a body to which
    that one belongs (people.InvitedBy)."""
    return choice == "area" or (choice == "own" and own)


def greeting(name: str, *, unsure: bool = False) -> str:
    """How a page that anybody may open names somebody: 刘*宝, 张*, 陈* where a sign of the name is missing.

    The last sign stays, so that a mother tells twins apart.
    """
    if unsure or len(name) < 3 or not re.match(r"[㐀-鿿]", name):
        return f"{name[:1]}*"
    return f"{name[0]}*{name[-1]}"


def tidy_word(text: str) -> str:
    """A word as it was typed from paper: small letters, without blanks and strokes."""
    return re.sub(r"[^a-z0-9]", "", unicodedata.normalize("NFKC", text).lower())


def spaced(word: str) -> str:
    """A word as it is printed: abc def ghj."""
    return " ".join(word[at : at + 3] for at in range(0, len(word), 3))


def slip_proves(line: Line, word: str, *, typed_word: str, typed_end: str) -> bool:
    """Whether a slip's word and the last six signs of the number are those of the line. Paper lies on copiers: the word
    alone proves nothing, and a line without a number is proven by its phone only (U08)."""
    end = unicodedata.normalize("NFKC", typed_end).strip().upper()
    if not line.id_number or len(end) != LAST_SIGNS:
        return False
    right_word = hmac.compare_digest(word.encode(), tidy_word(typed_word).encode())
    right_end = hmac.compare_digest(line.id_number[-LAST_SIGNS:].upper().encode(), end.encode())
    return right_word and right_end


def is_that_person(line: Line, *, number_agrees: bool, same_name: bool) -> bool:
    """Whether who registered is whom the line meant: by the number where it has one, else by the name."""
    return number_agrees if line.id_number else same_name
