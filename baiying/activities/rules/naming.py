"""How an activity's leader and its contact are named to whom. Values in, an answer out."""

from dataclasses import dataclass

from baiying.kit.values import identifiers


@dataclass(frozen=True, slots=True)
class Named:
    """Whom to look for and whom to ask; `phone` is empty for who does not get it."""

    leader: str
    contact: str
    phone: str


def named(
    *, leader: str, contact: str, phone: str, made_public: bool, inside: bool, leader_public: bool = False
) -> Named:
    """Whoever takes part, a guardian of who does, and whoever works there knows the whole names and the number.

    Everybody else reads who is asked, for that is said before one signs up (the guardian's consent says so; Regulation
    on Volunteer Service art. 22), with the number where it was made public; and of who leads the surname alone (PIPL
    art. 6), unless it is the same person: a name masked in one line and written out in the next is not masked; or the
    leader chose to be named (`leader_public`, R012).
    """
    shown = inside or leader_public or leader == contact
    return Named(leader if shown else _masked(leader), contact, phone if made_public or inside else "")


def _masked(name: str) -> str:
    """Surname and stars; an account without a name bears the mask of its phone already."""
    return name if "*" in name else identifiers.mask_name(name)
