"""What a volunteer lets others see, and who may ask the volunteer to join a team. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Showing:
    """What of oneself strangers see, and who may invite: one's own choice (R012).

    The name is closed unless it was opened. Whoever brings a roster may ask, as long as nobody said otherwise: it tells
    nobody who is a volunteer (case U06). Both defaults are this project's.
    """

    name_public: bool = False
    invited_by: str = "area"
