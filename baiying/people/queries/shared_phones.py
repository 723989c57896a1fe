"""One telephone, several of a family: who of them comes in by it, and who of the children has come in today (U41)."""

from dataclasses import dataclass
from datetime import datetime

from baiying.accounts import queries as account_rows
from baiying.kit.values import identifiers
from baiying.kit.values.actor import Actor
from baiying.people.models import Guardianship, Person
from baiying.people.queries.guardians import GuardianAddress, guardians_to_tell, is_guardian, is_under_age


def shares_phone_with_ward(row: Guardianship) -> bool:
    """Whether the ward comes in by the phone of the guardian who is asked: by its record, or by its account alone."""
    asked, ward = bytes(row.phone_hash), row.ward
    if ward.phone_hash is not None and bytes(ward.phone_hash) == asked:
        return True
    return ward.account_id is not None and account_rows.comes_in_by(ward.account_id, asked)


@dataclass(frozen=True, slots=True)
class CameIn:
    """A ward who came in, how often and when last within the time asked for, and which guardians are told: `shared`
    are those who have the ward's phone."""

    ward: Person
    times: int
    last: datetime
    guardians: tuple[GuardianAddress, ...]
    shared: frozenset[int]


def wards_who_came_in(since: datetime, until: datetime) -> list[int]:
    """Ids of the persons who may be wards and came in by their own account in between."""
    # Nobody of eighteen is a ward anywhere, and no rule set lowers the law's line: a coarse sieve by birth dates.
    born_after = identifiers.latest_birthday(_OLDEST, since.date())
    accounts = sorted(account_rows.log_ins(since, until))
    rows = Person.objects.filter(account_id__in=accounts, closed_at__isnull=True, birth_date__gt=born_after)
    return list(rows.order_by("pk").values_list("pk", flat=True))


# Up to which age a city may ask for a guardian by its own rule.
_OLDEST = 22


def came_in(person_id: int, since: datetime, until: datetime) -> CameIn | None:
    """What the guardians of a ward are told of its log-ins in between; None where nobody is to be told of any."""
    ward = Person.objects.select_related("residence").get(pk=person_id)
    times = account_rows.log_ins(since, until, ward.account_id or 0).get(ward.account_id or 0, [])
    guardians = guardians_to_tell(ward.pk)
    if not times or not guardians or not is_under_age(ward, until):
        return None
    hashes = account_rows.phone_hashes(ward.account_id or 0)
    shared = {to.account_id for to in guardians if to.phone and account_rows.phone_hash(to.phone) in hashes}
    return CameIn(ward, len(times), times[-1], tuple(guardians), frozenset(shared))


def guards_now(actor: Actor, at: datetime) -> bool:
    """Whether somebody answers for a child now, for whom the messages about a ward are."""
    return actor.account_id is not None and not actor.for_ward and is_guardian(actor.account_id, at)
