"""For how many hours an approved look at a minor's numbers is open. Pure."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class MinorAccessRules:
    """Looks of staff at a minor's personal information, dated and per area (R009).

    That a manager approves each is the law (Minors Online Regulation art. 36) and no
    setting; for how many hours it is open no law says: this project's own measure [P].

    `files_by_leave`: whether a file with children in it takes a leave too. Their names and numbers are masked in every
    file, so the law does not settle it; the safer way is the default [P].
    """

    KIND: ClassVar[str] = "minor_access"
    SOURCE: ClassVar[str] = "Minors Online Regulation art. 36; hours: own measure [P]"
    RANGES: ClassVar[dict[str, tuple[int, int]]] = {"leave_hours": (1, 72)}

    leave_hours: int = 24
    files_by_leave: bool = True
