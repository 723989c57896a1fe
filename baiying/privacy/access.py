"""Who may ask for a copy of whose data, and who may fetch it. Others meet a 404."""

from collections.abc import Sequence
from datetime import datetime

from django.http import Http404
from django.urls import reverse

from baiying.accounts import access as accounts
from baiying.kit import keeping
from baiying.kit.rule_kinds import Filed
from baiying.kit.values.actor import Actor
from baiying.people import access as people
from baiying.people import queries as persons
from baiying.privacy import queries
from baiying.privacy.models import Breach, Copy, DataRequest, Hold, HoldThing, Opening, Receiver, Way
from baiying.privacy.rights import Right


def own(actor: Actor) -> tuple[persons.Person, str]:
    """The person for whom the account acts now, and as who: the person, or a guardian for the ward. Raises Http404."""
    person = people.own_person(actor)
    return person, Way.SELF if persons.comes_in_as(actor.account_id, person) else Way.GUARDIAN


def copy_for(actor: Actor, copy_pid: str) -> Copy:
    """A copy that the account itself asked for, of whomever. Raises Http404."""
    row = queries.copy_of(copy_pid)
    if row is None or actor.account_id is None or row.asked_by_id != actor.account_id or row.way == Way.DESK:
        raise Http404
    return row


def may_fetch(actor: Actor, row: Copy, at: datetime) -> bool:
    return actor.account_id is not None and queries.may_fetch(row, actor.account_id, at)


def at_desk(actor: Actor, person_pid: str) -> persons.Person:
    """Somebody of the area of the desk, who stands there. Nobody serves oneself there. Raises Http404, OwnMatter."""
    person = people.person_for(actor, person_pid, right=Right.HAND_OUT_COPIES)
    people.refuse_own(actor, person.pk)
    return person


def has_data(actor: Actor, at: datetime) -> bool:
    """Whether the account acts for a person: then there is something to ask for."""
    return actor.person_id is not None


def at_rest(actor: Actor, person_pid: str) -> persons.Person:
    """Somebody of the area whose record may only be stored. Raises Http404, also where it is not at rest."""
    person = people.person_for(actor, person_pid, right=Right.OPEN_STORED)
    if person.rests_since is None or person.parked_at is not None:
        raise Http404
    return person


def opening_for(actor: Actor, opening_pid: str) -> Opening:
    """A wish to open a record at rest, in the area of the one who decides; nobody's own record. Raises Http404."""
    scope = accounts.scope_of(actor, Right.OPEN_STORED)
    row = queries.openings(scope).filter(public_id=opening_pid).first()
    if row is None or people.is_own(actor, row.person_id):
        raise Http404
    return row


def asked_opening(actor: Actor, opening_pid: str) -> Opening:
    """One that the account asked itself. Raises Http404."""
    row = opening_for(actor, opening_pid)
    if row.asked_by_id != actor.account_id:
        raise Http404
    return row


def own_request(actor: Actor, request_pid: str) -> DataRequest:
    """A wish of the person for whom the account acts now. Raises Http404."""
    person, way = own(actor)
    row = queries.requests_seen(person.pk, guardian=way == Way.GUARDIAN).filter(public_id=request_pid).first()
    if row is None:
        raise Http404
    return row


def request_for(actor: Actor, request_pid: str) -> DataRequest:
    """A wish in the area of the office that answers; the own one is another's. Raises Http404."""
    scope = accounts.scope_of(actor, Right.ANSWER_REQUESTS)
    row = queries.requests_within(scope).filter(public_id=request_pid).first()
    if row is None or people.is_own(actor, row.person_id):
        raise Http404
    return row


def receiver_for(actor: Actor, receiver_pid: str) -> Receiver:
    """Somebody outside who gets data of the area of the office. Raises Http404."""
    scope = accounts.scope_of(actor, Right.GUARD_DATA)
    row = queries.receivers_within(scope).filter(public_id=receiver_pid).first()
    if row is None:
        raise Http404
    return row


def breach_for(actor: Actor, breach_pid: str) -> Breach:
    """A leak in the area of the office. Raises Http404."""
    row = queries.breaches_within(accounts.scope_of(actor, Right.GUARD_DATA)).filter(public_id=breach_pid).first()
    if row is None:
        raise Http404
    return row


def holds_seen(actor: Actor, at: datetime) -> list[Hold]:
    """The legal holds of the area that the actor may know of: none on the own record, a ward's or a sharer's, and none
    on a record which the actor must not see (a complaint about the own office). Raises PermissionDenied."""
    rows = queries.holds_within(accounts.scope_of(actor, Right.GUARD_DATA)).prefetch_related("things")
    return [row for row in rows if all(_may_know(actor, one, at) for one in row.things.all())]


def hold_for(actor: Actor, hold_pid: str, at: datetime) -> Hold:
    """One of them. Raises Http404."""
    row = queries.holds_within(accounts.scope_of(actor, Right.GUARD_DATA)).filter(public_id=hold_pid).first()
    if row is None or not all(_may_know(actor, one, at) for one in queries.things_of(row)):
        raise Http404
    return row


def _may_know(actor: Actor, thing: HoldThing, at: datetime) -> bool:
    if thing.person_id is not None:
        return not people.is_own(actor, thing.person_id)
    known = keeping.holdables()[thing.kind]
    return bool(known.ask("find", known.ask("number", thing.record_id), actor, at) is not None)


def number_to_hold(actor: Actor, person_pid: str) -> str:
    """The volunteer number of somebody of the area, for the form of a hold; empty for the own record and for none."""
    if not person_pid:
        return ""
    person = people.person_for(actor, person_pid, right=Right.GUARD_DATA)
    return "" if people.is_own(actor, person.pk) else persons.last_volunteer_no(person.pk)


def own_hold(actor: Actor, hold_pid: str, at: datetime) -> Hold:
    """One that the account asked for itself. Raises Http404."""
    row = hold_for(actor, hold_pid, at)
    if row.asked_by_id != actor.account_id:
        raise Http404
    return row


def filed(code: str, area_path: Sequence[int], actor: Actor) -> Filed:
    """What was filed of the impact of a use that begins by rules, and where the actor files it: in the own area, for it
    and those below."""
    area_id = accounts.scope_of(actor, Right.GUARD_DATA).area_id if accounts.may(actor, Right.GUARD_DATA) else None
    may = area_id is not None and (not area_path or area_id in area_path)
    to = f"{reverse('privacy:assessment_new')}?for={code}" if may else ""
    return Filed(tuple(queries.assessed_beginning(code, area_path)), to)
