"""Who hears which fact, and what lower rooms ask of higher ones. Composition only."""

from collections.abc import Sequence
from datetime import date, datetime

from baiying.accounts import access as accounts
from baiying.accounts import queries as account_rows
from baiying.accounts.views.ended import still_acts, term_ended
from baiying.config import checks as checks
from baiying.config import rooms
from baiying.demo import queries as demo
from baiying.kit import admission, clock, facts, rights
from baiying.kit.values.actor import Actor
from baiying.notices import queries as notices
from baiying.notices.rules import NoticeRules
from baiying.people import access as wards
from baiying.people import queries as people
from baiying.places import queries as places
from baiying.teams import listed_offices


def listeners() -> dict[type[facts.Fact], tuple[str, ...]]:
    """Who hears what: fact -> jobs, queued in the transaction of the change."""
    heard: dict[type[facts.Fact], tuple[str, ...]] = {}
    for room in rooms.gathered().values():
        for fact, names in room.listeners.items():
            heard[fact] = heard.get(fact, ()) + names
    return heard


def connect() -> None:
    """Called once when the program is ready."""
    rooms.hang()
    facts.listen(listeners())
    # Rooms below accounts ask for rights by name.
    admission.door.may = lambda actor, right, path: accounts.may(
        actor, rights.named(right), None if path is None else list(path)
    )
    # What is near begins where somebody serves.
    admission.door.home = _home
    # A second person for a rule is nobody who comes in by the first one's phone, or acts in the first one's place.
    admission.door.same_hand = accounts.is_self
    # An office role that has not shown its second factor is led to showing it.
    admission.door.to_factor = accounts.to_factor
    # Of a record at rest the audit says the surname alone.
    admission.door.called = people.name_of_account
    # A file that took long is not handed out after the end.
    admission.door.still_acts = still_acts
    # A page that was open when the term ended says so at the next request.
    admission.door.term_ended = term_ended
    # A session knows its own person from the moment of logging in.
    accounts.neighbours.person_of_account = people.person_id_of_account
    accounts.neighbours.may_act_for = _may_act_for
    # A list of appointments says names: who is called so, and lives where.
    accounts.neighbours.known_by_name = people.known_by_name
    accounts.neighbours.same_human = people.accounts_of_same
    accounts.neighbours.is_child = _is_child
    # It may name offices of units and teams too.
    accounts.neighbours.listed = listed_offices.LISTED
    # Codes show beside the form in a demo, nowhere else.
    accounts.neighbours.is_demo = demo.is_demo
    # Who filed a claim and comes back learns where it stands.
    accounts.neighbours.what_waits = people.what_waits
    # So does who left a registration half-way.
    accounts.neighbours.what_began = people.what_began
    # Who holds a number whose record another claims is asked first.
    accounts.neighbours.is_claimed = _is_claimed
    accounts.neighbours.claimed_page = "people:claimed"
    # Whoever is asked as a guardian comes to the request first.
    accounts.neighbours.what_asked = wards.what_asked
    accounts.neighbours.asked_first = wards.asked_first
    _connect_messages()


def _home(actor: Actor) -> Sequence[int]:
    area = people.home_of(actor.person_id) if actor.person_id else None
    return area.path if area else ()


def _may_act_for(account_id: int, person_id: int) -> bool:
    return people.may_act_for(account_id, person_id, clock.local_date(clock.now()))


def _is_child(account_id: int, day: date) -> bool:
    person_id = people.person_id_of_account(account_id)
    return person_id is not None and people.is_minor_on(person_id, day)


def _is_claimed(account_id: int, at: datetime) -> bool:
    return people.claimed_by_another(account_id, at) is not None


def _connect_messages() -> None:
    notices.neighbours.rules = _notice_rules
    notices.neighbours.inbox_of_person = _inbox_of_person
    notices.neighbours.owner_of_person = people.account_id_of
    notices.neighbours.inbox_without_person = people.inbox_without_person
    notices.neighbours.areas_of_inboxes = people.residences_of
    notices.neighbours.phones_of_inboxes = people.phones_of_inboxes
    notices.neighbours.language_of_inbox = people.language_of_inbox
    notices.neighbours.screen_phone = _screen_phone


def _notice_rules(day: date) -> NoticeRules:
    return places.rule_set(NoticeRules, area_path=(), on=day).rules


def _inbox_of_person(person_id: int) -> str:
    return people.public_id_of(person_id)


def _screen_phone(account_id: int) -> str:
    """The phone whose text messages may show on a page: only in a demo."""
    account = account_rows.account(account_id) if demo.is_demo() else None
    return (account_rows.phone_of(account) or "") if account else ""
