"""Whom a line of a paper sheet means: by name, the phone's last four digits, or the volunteer number (R059)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from baiying.activities import queries as activities
from baiying.hours.models import Attendance
from baiying.hours.rules import sheet
from baiying.people import queries as people
from baiying.teams import queries as teams

# Who served with the team within this time may be meant as well.
_LATELY = timedelta(days=400)
# More than so many are no longer looked through: then the number is asked for.
MOST = 2000


@dataclass(frozen=True, slots=True)
class Meant:
    """Somebody whom a line may mean; `number` is the volunteer number."""

    person_id: int
    public_id: str
    name: str
    number: str


class Around:
    """Those whom a leader may find by name or phone: of the team, signed up here, or lately with the team.

    Nobody else: a leader does not search the city. A volunteer number finds everybody, as before.
    """

    def __init__(self, shift: activities.Shift) -> None:
        self._shift = shift
        self._rows: dict[int, Meant] | None = None

    def of(self, typed: str) -> list[Meant]:
        """Everybody whom the words may mean, by name."""
        words = sheet.read_who(typed)
        if words.number:
            person = people.person_by_volunteer_no(words.number)
            return self._named([person.pk]) if person is not None else []
        rows = [one for one in self._all().values() if not words.name or sheet.same_name(one.name, words.name)]
        if words.last_four:
            fits = people.with_last_four([one.person_id for one in rows], words.last_four)
            rows = [one for one in rows if one.person_id in fits]
        return sorted(rows, key=lambda one: (one.name, one.number))

    def near(self, typed: str) -> list[Meant]:
        """Where nobody is called as was written: whose name differs in one sign, those alike in sound if any."""
        wanted = sheet.read_who(typed).name
        known = self._all().values() if wanted else ()
        alike = sheet.nearest(wanted, {one.name for one in known})
        return sorted((one for one in known if one.name in alike), key=lambda one: (one.name, one.number))

    def _all(self) -> dict[int, Meant]:
        if self._rows is None:
            team_id, day = self._shift.activity.team_id, self._shift.starts_at
            ids = {row.person_id for row in teams.members_of(team_id)[:MOST]}
            ids |= {row.person_id for row in activities.live_signups_of_activity(self._shift.activity_id)[:MOST]}
            lately = Attendance.objects.filter(
                shift__activity__team_id=team_id, checked_in_at__gt=day - _LATELY, undone_at__isnull=True
            )
            ids |= set(lately.order_by().values_list("person_id", flat=True).distinct()[:MOST])
            self._rows = {one.person_id: one for one in self._named(ids)}
        return self._rows

    def _named(self, ids: Iterable[int]) -> list[Meant]:
        known = people.names_and_numbers(ids)
        pids = people.public_ids_of(known)
        return [Meant(pk, pids[pk], name, number) for pk, (name, number) in known.items()]
