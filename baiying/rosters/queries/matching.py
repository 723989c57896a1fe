"""What the sender's own records say of lines. Nobody learns here of people beyond their own reach."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from baiying.accounts.access import Scope
from baiying.kit.values import names
from baiying.people import queries as people
from baiying.people.rights import Right as PeopleRight
from baiying.rosters import keeping
from baiying.rosters.models import Invitation, Roster
from baiying.rosters.queries.rosters import owner_of
from baiying.rosters.rules.checking import Line
from baiying.rosters.rules.inviting import Found, may_ask
from baiying.teams import queries as teams


@dataclass(frozen=True, slots=True)
class Match:
    """What is known of a line; `person_id` only within the sender's own reach, `differs` where the record has another
    name than the sheet: the record's stays."""

    found: Found
    person_id: int | None = None
    name: str = ""
    differs: bool = False


def found_among(row: Roster, lines: Sequence[Line], at: datetime, seen_area_id: int | None = None) -> dict[int, Match]:
    """By line number: open invitations of the same owner, and volunteers within the reader's reach.

    `seen_area_id`: of which area whoever reads it may know people. Whose record is beyond that looks new here: the page
    must not tell whether a number is registered somewhere.
    """
    hashes = {line.number: keeping.line_hash(line) for line in lines}
    still = Invitation.objects.filter(owner=owner_of(row), line_hash__in=list(hashes.values()))
    still = still.filter(accepted_at__isnull=True, withdrawn_at__isnull=True, emptied_at__isnull=True, ends_at__gt=at)
    invited = {bytes(one) for one in still.values_list("line_hash", flat=True)}
    numbers = {line.number: people.number_hash(line.id_type, line.id_number) for line in lines if line.id_number}
    known = _within_reach(row, list(numbers.values()), seen_area_id)
    ids = [one.person_id for one in known.values()]
    members, own, choices = _members(row, ids), _own(row, ids), people.invite_choices(ids)
    found: dict[int, Match] = {}
    for line in lines:
        person = known.get(numbers.get(line.number, b""))
        ask = person is not None and may_ask(choices.get(person.person_id, ""), own=person.person_id in own)
        if person is not None and not ask and row.body_id is not None and person.person_id not in own:
            # Without an invitation the body would miss a slip, and know who is registered: such a one looks new to it.
            person = None
        already = hashes[line.number] in invited
        if person is None and not already:
            continue
        if person is None:
            found[line.number] = Match(Found(already))
        else:
            pk = person.person_id
            what = Found(already, known=True, member=pk in members, may_ask=ask)
            differs = line.unsure or not names.same(person.name, line.name)
            found[line.number] = Match(what, person.person_id, person.name, differs)
    return found


def _within_reach(row: Roster, numbers: Sequence[bytes], seen_area_id: int | None) -> dict[bytes, people.Known]:
    """The records of some numbers that the sender may know of: of the own area where the office sees people; of a body
    its members, and who came by its invitations."""
    found: dict[bytes, people.Known] = {}
    # Without a team whoever is known gets no invitation: by an office's knowledge the stack of slips would tell the
    # body who is registered.
    if seen_area_id is not None and (row.body_id is None or row.team_id is not None):
        found |= people.among_numbers(numbers, scope=Scope(seen_area_id, PeopleRight.SEE_PEOPLE))
    if row.body_id is None:
        return found
    everywhere = people.among_numbers(numbers)
    own = _own(row, [one.person_id for one in everywhere.values()])
    return found | {number: one for number, one in everywhere.items() if one.person_id in own}


def _own(row: Roster, ids: Sequence[int]) -> set[int]:
    """Who of some people belongs to the sender: is in a team of the body, or came by an invitation of the owner."""
    came = Invitation.objects.filter(owner=owner_of(row), person_id__in=ids, accepted_at__isnull=False)
    own = set(came.values_list("person_id", flat=True))
    if row.body_id is not None:
        team_ids = list(teams.teams_of_body(row.body_id).values_list("pk", flat=True))
        own |= {person_id for _team, person_id in teams.members_among(team_ids, ids)}
    return own


def _members(row: Roster, person_ids: Sequence[int]) -> set[int]:
    if row.team_id is None:
        return set()
    return {person_id for _team, person_id in teams.members_among([row.team_id], person_ids)}
