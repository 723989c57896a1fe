"""What one who leaves an office holds there, and to whom each goes: found anew whenever somebody looks (U35).

Nothing hangs on a person: what waits in an office is found by whoever acts for it, so a holder is there the moment one
is gone. This page only says who.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Q
from django.http import Http404

from baiying.accounts import access, rules, stand_in_choice
from baiying.accounts.models import Appointment
from baiying.accounts.neighbours import neighbours
from baiying.accounts.rights import Right
from baiying.kit import rooms
from baiying.kit.db import offered
from baiying.kit.values.actor import Actor
from baiying.ui.piles import Pile

# So many colleagues are asked; more would not be read, and each is asked for all piles.
_MOST = 6
# How long after its end the list of an appointment is still opened: nobody hands over what is long done.
SHOWN_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has it from now on, with how many of it."""

    appointment: Appointment
    count: int


@dataclass(frozen=True, slots=True)
class Held:
    """One kind of thing: what it is called, how many, and who has it. No holder: nobody is in office who could."""

    key: str
    what: str
    count: int
    holders: Sequence[Holder]


def handing_for(actor: Actor, appointment_pid: str, at: datetime) -> Appointment:
    """The appointment whose list may be opened: the own one, or one that the actor's office appoints. Else Http404."""
    rows = Appointment.objects.filter(public_id=appointment_pid, accepted_at__isnull=False, area__isnull=False)
    row = rows.select_related("area", "account").first()
    if row is None or actor.account_id is None or (row.ends_at is not None and row.ends_at + SHOWN_FOR <= at):
        raise Http404
    if row.account_id == actor.account_id:
        return row
    acting = actor.acting
    if acting is None or row.area is None or row.role not in rules.roles_to_give(acting.role):
        raise Http404
    if not access.may(actor, Right.APPOINT, row.area.path):
        raise Http404
    return row


def colleagues(row: Appointment, at: datetime) -> list[Appointment]:
    """Who may have it afterwards, the nearest first: in the same office, else in the offices above."""
    path = row.area.path if row.area is not None else []
    return [one for one in stand_in_choice.could(row, at) if one.area_id in path][:_MOST]


def held_by(row: Appointment, at: datetime, *, reader_id: int) -> list[Held]:
    """What waits at the place of an appointment for whoever holds it there, and who has each of it.

    Of what is not shown to everybody of an office (`Pile.shut`: complaints) it says no more than the next one has
    before them: what goes past that one is nobody's to read here, and stands with whoever it goes to. Nor does it count
    what is about whoever reads the sheet (`reader_id`), with anybody.
    """
    piles = _without(place_piles(row, at), reader_id)
    others = [(one, _without(place_piles(one, at), reader_id)) for one in colleagues(row, at)]
    found = []
    for key, pile in piles.items():
        holders, left = [], pile.count
        for one, theirs in others:
            here = min(left, theirs[key].count) if key in theirs else 0
            if here:
                holders.append(Holder(one, here))
                left -= here
            if not left or (pile.shut and holders):
                break
        count = holders[0].count if pile.shut and holders else pile.count
        found.append(Held(key, str(pile.label), count, holders))
    return found


def at_the_place(row: Appointment, at: datetime) -> list[Appointment]:
    """What the account holds at the place, in force or ended together with this one: one leaves all of it at once.

    Not of the other line: whom an office appoints beside its own has civil affairs by a sheet of its own, which that
    office does not open; and the complaints of one line are with nobody of the other.
    """
    together = offered.in_force(at) | Q(ends_at=row.ends_at) if row.ends_at is not None else offered.in_force(at)
    rows = Appointment.objects.filter(together, account_id=row.account_id, area_id=row.area_id)
    rest = rows.filter(accepted_at__isnull=False).exclude(pk=row.pk).select_related("area").order_by("id")
    beside = row.role in rules.BESIDE
    return [row, *(one for one in rest if (one.role in rules.BESIDE) == beside)]


def _without(piles: dict[str, Pile], reader_id: int) -> dict[str, Pile]:
    """The same without what an account must not know of; what is empty then is not there."""
    seen = {key: replace(pile, count=pile.apart(reader_id)) if pile.apart else pile for key, pile in piles.items()}
    return {key: pile for key, pile in seen.items() if pile.count}


def place_piles(row: Appointment, at: datetime) -> dict[str, Pile]:
    """What waits for whoever holds it, by all that is held at the place."""
    piles: dict[str, Pile] = {}
    for one in at_the_place(row, at):
        piles = office_piles(one, at) | piles
    return piles


def office_piles(row: Appointment, at: datetime) -> dict[str, Pile]:
    """What waits for whoever acts in an appointment, without what is the account's own whatever it acts in."""
    person_id = neighbours.person_of_account(row.account_id)
    own = _piles(Actor(account_id=row.account_id, person_id=person_id), at)
    here = _piles(Actor(account_id=row.account_id, person_id=person_id, acting=access.acting_of(row)), at)
    return {key: pile for key, pile in here.items() if key not in own or own[key].count != pile.count}


def _piles(actor: Actor, at: datetime) -> dict[str, Pile]:
    return {pile.key: pile for fill in rooms.filling("piles") if (pile := fill(actor, at)) and pile.count}


def own_things(row: Appointment, at: datetime) -> list[str]:
    """What the person leads beside the office, in words: it is not the office's, and somebody else has to be named."""
    person_id = neighbours.person_of_account(row.account_id)
    if person_id is None:
        return []
    return [str(one.words) for ask in rooms.filling("to_hand_over") for one in ask(person_id, row.account_id, at)]
