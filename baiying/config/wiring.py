"""Who hears which fact, who fills which slot, who re-homes and erases what. Composition only."""

from baiying.accounts import access as accounts
from baiying.accounts.rights import Right
from baiying.kit import admission, facts
from baiying.people import queries as people


def connect() -> None:
    """Called once when the program is ready."""
    facts.listen({})
    # Rooms below accounts ask for rights by name.
    admission.door.may = lambda actor, right, path: accounts.may(
        actor, Right(right), None if path is None else list(path)
    )
    # A session knows its own person from the moment of logging in.
    accounts.neighbours.person_of_account = people.person_id_of_account
