"""A guardian's answers on paper: what a printed version asks, and which of two acts counts. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

# What each printed version of the guardian's text asks, apart: to take part (TAKING_PART), and to the ID number. A
# version with a new purpose names it here; papers of older versions say nothing of it (PIPL art. 14).
TAKING_PART = "guardian"
ALWAYS = frozenset({TAKING_PART, "id_number"})
ASKS: dict[str, tuple[str, ...]] = {
    "1": (TAKING_PART, "id_number"),
    "2": (TAKING_PART, "id_number"),
    "3": (TAKING_PART, "id_number"),
}
# An elder brother or sister signs for nobody, whatever the law calls them to where nobody else is left: that is proven
# at a desk (Civil Code art. 27).
NOT_BY_PAPER = ("sibling",)


@dataclass(frozen=True, slots=True)
class PaperAnswer:
    """What a guardian signed: `answers` by purpose of the printed `version`, at `signed_at`. `witness_id` is the
    account of who read the paper."""

    name: str
    relation: str
    phone: str
    version: str
    answers: Mapping[str, bool]
    signed_at: datetime
    witness_id: int


def asked_by(version: str, purposes: Iterable[str]) -> list[str]:
    """Which purposes a paper of a version asks about a child whose guardian is asked for `purposes` by its age: the
    first of those stands for taking part; what only the version has comes after."""
    wanted = [TAKING_PART if one.startswith(TAKING_PART) else one for one in purposes]
    printed = ASKS.get(version, ())
    return [one for one in printed if one in wanted or one not in ALWAYS]


def unasked(version: str, in_force: str) -> list[str]:
    """What the text in force asks and a paper of an older version did not: to be asked apart."""
    return [one for one in ASKS.get(in_force, ()) if one not in ASKS.get(version, ())]


def agrees(paper: PaperAnswer, purposes: Iterable[str]) -> bool:
    """Whether a paper says yes to all that a registration at this age needs; a yes to half of it is none."""
    wanted = [TAKING_PART if one.startswith(TAKING_PART) else one for one in purposes]
    return all(paper.answers.get(one, False) for one in wanted)


def is_overtaken(signed_at: datetime, acts: Iterable[datetime]) -> bool:
    """Whether the same guardian said something at the same time or later: that counts, whichever was typed in first."""
    return any(one >= signed_at for one in acts)
