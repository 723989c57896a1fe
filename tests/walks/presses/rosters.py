"""The presses about rosters and invitations."""

from collections.abc import Callable

from baiying.demo import builders
from baiying.rosters import actions as rosters
from baiying.rosters.models import Drive, Invitation, Roster
from tests.walks.presses.press import On, Press
from tests.walks.world import World


def _roster(w: World) -> Roster:
    return builders.roster(w.morning.cast["unit_admin"].body, at=w.at)


def _own(w: World) -> Invitation:
    """An invitation that means the volunteer, by the name: its line has no number."""
    line = builders.line(w.person.name)
    row = builders.roster(w.morning.cast["unit_admin"].body, [line], at=w.at)
    return Invitation.objects.get(roster=row)


def _drive(w: World) -> Drive:
    return builders.drive(w.morning.cast["unit_admin"].body, at=w.at)


PRESSES: dict[str, Callable[[World], Press]] = {
    "rosters.end_drive": On(
        _drive, lambda w, row, at: rosters.end_drive(drive=row, actor=w.actor("unit_admin"), at=at)
    ),
    "rosters.undo": On(_roster, lambda w, row, at: rosters.undo(roster=row, actor=w.actor("unit_admin"), at=at)),
    "rosters.accept_as_volunteer": On(
        _own,
        lambda w, row, at: rosters.accept_as_volunteer(
            invitation=row, person_id=w.person.pk, actor=w.actor("volunteer"), at=at
        ),
    ),
}
