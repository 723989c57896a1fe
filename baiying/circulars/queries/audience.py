"""To whom a notice goes: boxes of places, bodies and teams, and the volunteers of an area; asked anew each time."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from baiying.accounts import queries as accounts
from baiying.circulars.models import MOST_NAME, Box
from baiying.circulars.rights import Right
from baiying.kit import clock
from baiying.kit.values.actor import Actor
from baiying.people import queries as people
from baiying.places import queries as places
from baiying.teams import queries as teams


@dataclass(frozen=True, slots=True)
class Audience:
    """What an office ticked. `area_ids` are areas within its own; an empty list of a kind means none of that kind.

    `levels`: the desks of the places of these levels. `sites`: the desks of the places that keep a built site of these
    kinds. `roles`: places of whatever level where somebody holds one of these roles. `bodies`: kinds of bodies, by
    their administrators. `teams`: categories of teams, by their leaders. `volunteers`: one by one, if they allow it.
    """

    area_ids: Sequence[int] = ()
    levels: Sequence[str] = ()
    sites: Sequence[str] = ()
    roles: Sequence[str] = ()
    bodies: Sequence[str] = ()
    teams: Sequence[str] = ()
    volunteers: bool = False

    def kept(self) -> dict[str, Any]:
        """As it stands in the table."""
        return {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(self).items()}


def audience_of(kept: Mapping[str, Any]) -> Audience:
    """The same read back."""
    ticked: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in kept.items()}
    return Audience(**ticked)


@dataclass(frozen=True, slots=True)
class Target:
    """A box before it is made: of a place, of a body or of a team, and where it lies."""

    name: str
    area_id: int
    path: tuple[int, ...] = ()
    level: str = ""
    body_id: int | None = None
    team_id: int | None = None

    @property
    def key(self) -> tuple[int, int, int]:
        """What makes it one box, however many ticks lead to it."""
        if self.team_id is not None:
            return (0, 0, self.team_id)
        return (0, self.body_id, 0) if self.body_id is not None else (self.area_id, 0, 0)


@dataclass(slots=True)
class Holders:
    """Who is in office at some boxes now: account ids by the box's key."""

    of: dict[tuple[int, int, int], list[int]] = field(default_factory=dict)

    def at(self, target: Target) -> list[int]:
        return self.of.get(target.key, [])


def areas_within(area_ids: Iterable[int]) -> QuerySet[places.Division]:
    """The open divisions below some areas, these included."""
    return places.divisions().filter(path__overlap=list(area_ids))


def targets(audience: Audience, at: datetime) -> list[Target]:
    """The boxes an audience means now, each once, places first by their code."""
    found: dict[tuple[int, int, int], Target] = {}
    for one in (*_places(audience, at), *_bodies(audience), *_teams(audience)):
        found.setdefault(one.key, one)
    return list(found.values())


def _places(audience: Audience, at: datetime) -> list[Target]:
    rows = areas_within(audience.area_ids)
    wanted: set[int] = set()
    if audience.levels:
        wanted.update(rows.filter(level__in=audience.levels).values_list("pk", flat=True))
    if audience.sites:
        built = places.sites().filter(level__in=audience.sites, state="built", division__in=rows.values("pk"))
        wanted.update(built.values_list("division_id", flat=True))
    if audience.roles:
        held = accounts.holders(Right.RECEIVE, at).filter(role__in=audience.roles, area__in=rows.values("pk"))
        wanted.update(pk for pk in held.values_list("area_id", flat=True) if pk is not None)
    known = rows.filter(pk__in=wanted).order_by("code")
    return [Target(one.name[:MOST_NAME], one.pk, tuple(one.path), one.level) for one in known]


def _bodies(audience: Audience) -> list[Target]:
    if not audience.bodies:
        return []
    rows = teams.open_bodies(areas_within(audience.area_ids).values("pk")).filter(kind__in=audience.bodies)
    return [
        Target(one.name[:MOST_NAME], one.area_id, tuple(one.area.path), body_id=one.pk)
        for one in rows.select_related("area").order_by("id")
    ]


def _teams(audience: Audience) -> list[Target]:
    if not audience.teams:
        return []
    rows = teams.open_teams(areas_within(audience.area_ids).values("pk")).filter(category__code__in=audience.teams)
    return [
        Target(one.name[:MOST_NAME], one.area_id, tuple(one.area.path), body_id=one.body_id, team_id=one.pk)
        for one in rows.select_related("area").order_by("id")
    ]


def target_of(box: Box) -> Target:
    """The same of a box that lies there already; its area must be read along."""
    return Target(box.name, box.area_id, tuple(box.area.path), box.area.level, box.body_id, box.team_id)


def holders(of: Sequence[Target], at: datetime) -> Holders:
    """Who is in office at the boxes now, in a few statements for any number of boxes.

    Of a place whoever may receive there; of a body its administrators; of a team its leaders, else the administrators.
    """
    found = Holders()
    area_ids = {one.area_id for one in of if one.body_id is None}
    for area_id, account_id in _receivers(area_ids, at):
        _put(found, (area_id, 0, 0), account_id)
    leaders = teams.leaders_of_teams([one.team_id for one in of if one.team_id is not None], at)
    admins = teams.admins_of_bodies([one.body_id for one in of if one.body_id is not None], at)
    for one in of:
        if one.team_id is not None:
            for account_id in leaders.get(one.team_id) or admins.get(one.body_id or 0, []):
                _put(found, one.key, account_id)
        elif one.body_id is not None:
            for account_id in admins.get(one.body_id, []):
                _put(found, one.key, account_id)
    return found


def _receivers(area_ids: Iterable[int], at: datetime) -> Iterable[tuple[int, int]]:
    """Area and account of whoever may receive there now."""
    rows = accounts.holders(Right.RECEIVE, at).filter(area_id__in=list(area_ids))
    return ((area_id or 0, account_id) for area_id, account_id in rows.values_list("area_id", "account_id"))


def _put(found: Holders, key: tuple[int, int, int], account_id: int) -> None:
    known = found.of.setdefault(key, [])
    if account_id not in known:
        known.append(account_id)


def above(empty: Sequence[Target], within: Sequence[int], at: datetime) -> dict[tuple[int, int, int], int]:
    """For boxes with nobody in office the nearest area above where somebody is, at most the sender's own (`within`)."""
    ids = {pk for one in empty for pk in one.path}
    staffed = {area_id for area_id, _account in _receivers(ids, at)}
    top = within[-1] if within else 0
    found = {}
    for one in empty:
        way = [pk for pk in reversed(one.path) if pk in staffed and (pk != one.area_id or one.body_id is not None)]
        found[one.key] = next(iter(way), top)
    return found


def holders_of_areas(area_ids: Iterable[int], at: datetime) -> dict[int, list[int]]:
    """Who may receive at some areas now: account ids by area."""
    found: dict[int, list[int]] = {}
    for area_id, account_id in _receivers(area_ids, at):
        found.setdefault(area_id, []).append(account_id)
    return found


def in_office(of: Sequence[Target], within: Sequence[int], at: datetime) -> set[int]:
    """Whoever is in office at some boxes now; of an empty one, who is above, at most at the sender's own (`within`)."""
    own, instead = to_be_told(of, holders(of, at), within, at)
    return own | instead


def to_be_told(of: Sequence[Target], now: Holders, within: Sequence[int], at: datetime) -> tuple[set[int], set[int]]:
    """Those of `in_office` apart: who holds a box (`now`: holders), and who is above an empty one. Who is both is told
    of both."""
    higher = set(above([one for one in of if not now.at(one)], within, at).values())
    who = {pk for one in of for pk in now.at(one)}
    return who, {pk for found in holders_of_areas(higher, at).values() for pk in found}


def holds_one_of(box_ids: Collection[int], account_id: int, at: datetime) -> bool:
    """Whether an account is in office now at one of some boxes, or above one that nobody held."""
    boxes = list(Box.objects.filter(pk__in=box_ids).select_related("area")) if box_ids else []
    of = [target_of(box) for box in boxes]
    now = holders(of, at)
    if any(account_id in now.at(one) for one in of):
        return True
    higher = holders_of_areas({box.above_id for box in boxes if box.above_id is not None}, at)
    return any(account_id in some for some in higher.values())


def has_boxes_of_own(actor: Actor, at: datetime) -> bool:
    """Whether somebody acts for oneself and holds an office whose notices are told there: a place, a unit, a team."""
    account_id = actor.account_id
    if account_id is None or actor.person_id is None or people.person_id_of_account(account_id) != actor.person_id:
        return False
    if teams.offices_of(account_id, at):
        return True
    return accounts.holders(Right.RECEIVE, at).filter(account_id=account_id).exists()


def is_texted(actor: Actor, at: datetime) -> bool:
    """Whether a notice to volunteers can come to somebody by text message: grown up, and with a phone."""
    ids = [actor.person_id] if actor.person_id is not None else []
    return bool(people.phones_to_text(ids, clock.local_date(at)))


def volunteers(audience: Audience, refusing: QuerySet[Any]) -> QuerySet[Any]:
    """The volunteers meant now, one by one: without those whose inbox stands in `refusing` (N09)."""
    if not audience.volunteers:
        return people.volunteers_of(())
    areas = areas_within(audience.area_ids).values_list("pk", flat=True)
    return people.volunteers_of(areas).exclude(public_id__in=refusing)
