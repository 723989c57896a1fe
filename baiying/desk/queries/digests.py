"""Who hears on working days of what waits, and what that is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from baiying.accounts import access as accounts
from baiying.accounts import queries as account_rows
from baiying.desk import rules
from baiying.desk.models import DigestSeen
from baiying.desk.queries.piles import piles
from baiying.kit import clock
from baiying.kit.kept import in_chinese
from baiying.kit.once import reading
from baiying.kit.values.actor import Acting, Actor
from baiying.people import queries as people
from baiying.places import queries as places
from baiying.teams import queries as teams
from baiying.ui.piles import Pile

KIND = "desk.waiting"


@dataclass(slots=True)
class AtWork:
    """An account with the appointments in whose name it acts, none where it only holds offices in units; and the area
    whose rules say when it hears.
    """

    account_id: int
    area_path: Sequence[int]
    area_id: int | None
    actings: list[Acting] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for somebody, in the name of one appointment; `acting` None: whatever the appointment."""

    acting: Acting | None
    piles: list[Pile]


def at_work(at: datetime) -> dict[int, AtWork]:
    """Everybody with an appointment or an office in a unit, by account."""
    found: dict[int, AtWork] = {}
    for row in account_rows.on_duty(at):
        acting = accounts.acting_of(row)
        one = found.setdefault(row.account_id, AtWork(row.account_id, acting.area_path, acting.area_id))
        one.actings.append(acting)
    for account_id, area in teams.officers(at).items():
        found.setdefault(account_id, AtWork(account_id, area.path, area.pk))
    return found


def to_look_at(at: datetime) -> dict[int, AtWork]:
    """Of everybody at work those whose minute has come and whom nobody has looked at today, by account."""
    local, day = clock.local(at), clock.local_date(at)
    read = places.rule_reader(rules.DigestRules)
    seen = set(DigestSeen.objects.filter(day__gte=day).values_list("account_id", flat=True))
    return {
        one.account_id: one
        for one in at_work(at).values()
        if one.account_id not in seen and rules.has_come(local, read(one.area_path, day).rules)
    }


def waiting_for(one: AtWork, at: datetime) -> list[Waiting]:
    """What waits for somebody, each thing once: what is the account's own first, then by appointment. In Chinese.

    What an appointment finds alike in the account's own is of both: it stands with the own. What it counts otherwise
    is told by that appointment, and no longer as the own.
    """
    person_id = people.person_id_of_account(one.account_id)
    with in_chinese(), reading():
        own = {pile.key: pile for pile in piles(Actor(account_id=one.account_id, person_id=person_id), at)}
        found: list[Waiting] = []
        told: set[str] = set()
        for acting in one.actings:
            here = piles(Actor(account_id=one.account_id, person_id=person_id, acting=acting), at)
            mine = [pile for pile in here if pile.key not in own or own[pile.key].count != pile.count]
            told.update(pile.key for pile in mine)
            found.append(Waiting(acting, mine))
    left = [pile for key, pile in own.items() if key not in told]
    return [one for one in (Waiting(None, left), *found) if one.piles]


def is_at_work(actor: Actor, at: datetime) -> bool:
    """Whether the digest reaches whoever asks: at work, and acting for nobody else."""
    if actor.account_id is None or actor.person_id not in (None, people.person_id_of_account(actor.account_id)):
        return False
    held = account_rows.appointments_in_force(at).filter(account_id=actor.account_id).exists()
    return held or bool(teams.offices_of(actor.account_id, at))
