"""What a volunteer needs right now, on one page."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from baiying.activities import queries as activities
from baiying.hours import queries as hours
from baiying.kit import rooms
from baiying.people import queries as people
from baiying.teams import queries as teams
from baiying.ui.cards import Card

# How long before its start a shift's card offers the check-in instead of the way there; only a matter of the page.
_SOON = timedelta(minutes=60)


# Whoever stands so is not signed up for anything.
_NOT_YET = ("awaiting_guardian", "failed", "held", "ended")


@dataclass(frozen=True, slots=True)
class Today:
    """One person's day. `moment` is the one thing to do now: checked_in, forgotten, done, soon, later or free.

    `cards` are what the rooms show today.
    """

    name: str
    standing: people.Standing | None
    person: Any
    moment: str
    next: Any
    coming: list[Any]
    attendance: Any
    title: Any
    cards: list[Card]
    unread: int
    memberships: list[Any]
    done: hours.Case | None
    # Somebody serves and the end is not near: checking out is there, but not the thing to do.
    calm: bool
    # The card's shift has begun: whoever does not come now says so to the leader, not by taking the sign-up back.
    begun: bool
    # What came of asking a minor's guardian last, and who said no or withdrew, if that is what stands in the way.
    guardian: str
    # Those of what comes that were moved, where nothing was said to that (activities.may_answer).
    new_times: dict[int, activities.Asked]
    refused: people.Said | None

    @property
    def may_sign_up(self) -> bool:
        """Whether looking for an activity is the thing to do: not while nobody could be signed up."""
        one = self.standing
        return one is not None and not one.held and one.state not in _NOT_YET

    @property
    def at_work(self) -> bool:
        """Whether something of the day comes before one's own: the shifts that one leads."""
        return any(card.first for card in self.cards)


def today(person_id: int, account_id: int | None, at: datetime, *, unread: int = 0) -> Today:
    person = people.person_by_id(person_id)
    standing = people.standing_of(person_id, at)
    coming = list(activities.coming_of_person(person_id, at)[:6])
    accepted = [one for one in coming if one.state == "accepted"]
    attendance = hours.open_attendance_of(person_id)
    begun = [one.shift_id for one in accepted if one.shift.starts_at - at <= _SOON]
    closed = hours.last_closed_of(person_id, begun) if begun and attendance is None else None
    over = {closed.shift_id} if closed is not None else set()
    following = [one for one in accepted if one.shift_id not in over]
    moment = _moment(attendance, closed, following, at)
    # Only what the card of the day shows is left out below it.
    shown = following[:1] if moment in {"soon", "later"} else []
    waits = standing is not None and standing.state == "awaiting_guardian"
    filled = (fill(person_id, account_id, at) for fill in rooms.filling("cards"))
    return Today(
        name=person.name if person else "",
        standing=standing,
        person=person,
        moment=moment,
        next=shown[0] if shown else None,
        coming=[
            one for one in coming if one.shift_id not in over and one not in shown and not _serves(attendance, one)
        ],
        attendance=attendance,
        title=hours.occasion_of(attendance).title if attendance is not None else "",
        cards=[card for card in filled if card is not None],
        unread=unread,
        memberships=list(teams.live_memberships_of_person(person_id)[:5]),
        begun=bool(shown) and shown[0].shift.starts_at <= at,
        calm=attendance is not None and not hours.nearly_over(attendance, at),
        done=hours.case_of_attendance(closed, at) if closed is not None else None,
        guardian=people.guardians_answer(person_id) if waits else "",
        new_times=activities.may_answer(coming, at, as_guardian=_acts_for(person, account_id)),
        refused=people.refused_last(person_id, at) if waits else None,
    )


def _acts_for(person: Any, account_id: int | None) -> bool:
    """Whether the account acts for somebody else: a guardian for a child."""
    return person is not None and not people.comes_in_as(account_id, person)


def _serves(attendance: Any, signup: Any) -> bool:
    """Whether the sign-up is the one being served now, which the card shows."""
    return attendance is not None and attendance.shift_id == signup.shift_id


def _moment(attendance: Any, closed: Any, accepted: list[Any], at: datetime) -> str:
    if attendance is not None:
        return "checked_in" if hours.state_of(attendance, (), at) == "serving" else "forgotten"
    if closed is not None and (not accepted or accepted[0].shift.starts_at > at):
        return "done"
    if not accepted:
        return "free"
    return "soon" if accepted[0].shift.starts_at - at <= _SOON else "later"
