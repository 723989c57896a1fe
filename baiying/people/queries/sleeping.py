"""Records without any act for long: who they are, what is known of each today, whom a station is given next."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from baiying.accounts.access import Scope
from baiying.kit import clock
from baiying.kit.values import identifiers
from baiying.notices import queries as notices
from baiying.people import rules
from baiying.people.models import Consent, Dormancy, DormancyCount, DormancyStart, Person, Registration
from baiying.people.queries.acts import last_acts
from baiying.people.queries.persons import of_within, within
from baiying.people.rules import sleeping
from baiying.places import queries as places

# No rule may ask anybody sooner: whoever was written down later than this is not even looked at.
_LEAST_MONTHS = sleeping.DormancyRules.RANGES["months"][0]
_WAITS_FOR_STATION = Q(unreached_at__isnull=False, parked_at__isnull=True, ended_at__isnull=True)


def dormancy_rules(area_path: Sequence[int], on: date) -> sleeping.DormancyRules:
    """After how long somebody is asked in an area, and how long the answer is waited for."""
    return places.rule_set(sleeping.DormancyRules, area_path=area_path, on=on).rules


def rules_of_areas() -> Callable[[Sequence[int], date], sleeping.DormancyRules]:
    """The same for many areas: every version is read once."""
    read = places.rule_reader(sleeping.DormancyRules)
    return lambda path, on: read(path, on).rules


def _in_register(today: date) -> QuerySet[Person]:
    """Grown-ups with an open registration, not merged, not at rest for another reason. A child's record is not cleaned:
    whether it stays is its guardian's matter."""
    born = identifiers.latest_birthday(rules.ADULT, today)
    registered = Registration.objects.filter(person_id=OuterRef("pk"), ended_at__isnull=True)
    rows = Person.objects.filter(Exists(registered), closed_at__isnull=True, birth_date__lte=born)
    return rows.filter(Q(rests_since__isnull=True) | Q(parked_at__isnull=False))


def may_sleep(at: datetime) -> QuerySet[Person]:
    """Of whom it is looked whether there is any act: in the register for long enough, and not asked about already."""
    today = clock.local_date(at)
    before = clock.midnight(sleeping.months_after(today, -_LEAST_MONTHS))
    asked = Dormancy.objects.filter(person_id=OuterRef("pk"), ended_at__isnull=True)
    return _in_register(today).filter(~Exists(asked), rests_since__isnull=True, created_at__lt=before)


def asleep_among(person_ids: Collection[int], at: datetime) -> dict[int, date]:
    """Of some persons those whose months are over, each by the rules of the own area, with the day of the last act."""
    today, rules_at, acted = clock.local_date(at), rules_of_areas(), last_acts(person_ids, at)
    rows = may_sleep(at).filter(pk__in=person_ids).values_list("pk", "created_at", "residence__path")
    found = {}
    for pk, created_at, path in rows:
        last = acted.get(pk, clock.local_date(created_at))
        if sleeping.sleeps(last, today, rules_at(path, today).months):
            found[pk] = last
    return found


def may_be_asked(person_id: int, at: datetime) -> bool:
    """Whether there is a registration to be asked about, as News.gone says: after a withdrawal there is none."""
    return _in_register(clock.local_date(at)).filter(pk=person_id).exists()


def open_dormancy(person_id: int) -> Dormancy | None:
    """What is asked of a person now, or the row by which the record is parked."""
    return Dormancy.objects.filter(person_id=person_id, ended_at__isnull=True).first()


def asks_now(person_id: int) -> Dormancy | None:
    """The same as far as the person is to see it: nobody hears of having been found before being asked."""
    row = open_dormancy(person_id)
    return row if row is not None and row.state is not sleeping.State.FOUND else None


def dormancy(public_id: str) -> Dormancy | None:
    return Dormancy.objects.select_related("person__residence").filter(public_id=public_id).first()


def news_of(rows: Iterable[Dormancy], at: datetime) -> dict[int, sleeping.News]:
    """What is known of open rows today, by their ids."""
    rows, today, rules_at = list(rows), clock.local_date(at), rules_of_areas()
    persons = [row.person_id for row in rows]
    here = dict(_in_register(today).filter(pk__in=persons).values_list("pk", "residence__path"))
    acted = last_acts(persons, at)
    left = notices.leaving([row.source for row in rows if row.asked_at is not None and row.parked_at is None])
    found = {}
    for row in rows:
        path, last = here.get(row.person_id), acted.get(row.person_id, row.last_act_on)
        since = row.last_act_on
        if row.parked_at is not None and row.decided_by_id is not None:
            # What somebody said to a station holds against what they did before it.
            since = clock.local_date(row.parked_at)
        way = left.get(row.source, notices.Leaving())
        found[row.pk] = sleeping.News(
            gone=path is None,
            acted=path is not None and last > since and not sleeping.sleeps(last, today, rules_at(path, today).months),
            left_on=clock.local_date(way.at) if way.at is not None else None,
            waits=way.waits,
        )
    return found


def left_at(row: Dormancy) -> datetime | None:
    """When the question to a person really left."""
    return notices.leaving([row.source]).get(row.source, notices.Leaving()).at


def going_in() -> frozenset[int]:
    """The areas in which an office let the cleaning begin and nobody stopped it."""
    return frozenset(DormancyStart.objects.filter(stopped_at__isnull=True).values_list("area_id", flat=True))


def is_going(area_path: Sequence[int]) -> bool:
    return not going_in().isdisjoint(area_path)


def to_ask(at: datetime) -> list[int]:
    """Whom the stations are given today, the longest asleep first: of each village as many as its rule still allows
    within the days of a slice, and of areas alone where an office let it begin."""
    going, today, rules_at = going_in(), clock.local_date(at), rules_of_areas()
    if not going:
        return []
    waiting = Dormancy.objects.filter(asked_at__isnull=True, ended_at__isnull=True).order_by("last_act_on", "id")
    rows = waiting.values_list("pk", "person__residence_id", "person__residence__path").iterator(2000)
    left: dict[int, int] = {}
    chosen = []
    for pk, village, path in rows:
        if going.isdisjoint(path):
            continue
        if village not in left:
            given = rules_at(path, today)
            left[village] = sleeping.quota(_asked_of_late(village, given.slice_days, at), given)
        if left[village] > 0:
            left[village] -= 1
            chosen.append(pk)
    return chosen


def _asked_of_late(village: int, days: int, at: datetime) -> int:
    since = clock.midnight(clock.local_date(at) - timedelta(days=days - 1))
    return Dormancy.objects.filter(asked_at__gte=since, person__residence_id=village).count()


def unreached(scope: Scope) -> QuerySet[Dormancy]:
    """Whom the question did not reach, of those who live or serve in the scope; whoever waits longest first."""
    rows = Dormancy.objects.filter(_WAITS_FOR_STATION, of_within(scope), person__closed_at__isnull=True)
    rows = rows.filter(person__rests_since__isnull=True)
    return rows.select_related("person__residence", "person__service_area").order_by("unreached_at", "id")


@dataclass(frozen=True, slots=True)
class Station:
    """How many of one place were found asleep, of how many nobody knows a phone, and until when all would be asked."""

    area: places.Division
    found: int
    without_phone: int
    days: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What an office sees before anybody is asked. `counted_at`: the look of which night it is; None before any."""

    stations: tuple[Station, ...]
    counted_at: datetime | None

    @property
    def found(self) -> int:
        return sum(one.found for one in self.stations)

    @property
    def without_phone(self) -> int:
        return sum(one.without_phone for one in self.stations)

    @property
    def days(self) -> int:
        return max((one.days for one in self.stations), default=0)


def preview(area: places.Division, at: datetime) -> Preview:
    """The numbers of the last look, by the places right below an area (or of the area where nothing is below)."""
    today, rules_at = clock.local_date(at), rules_of_areas()
    rows = list(DormancyCount.objects.filter(area_id__in=places.division_ids_within(area.pk)))
    paths = {one.pk: list(one.path) for one in places.divisions_by_id([row.area_id for row in rows]).values()}
    depth = len(area.path)
    found, silent, days = Counter[int](), Counter[int](), Counter[int]()
    for row in rows:
        path = paths[row.area_id]
        place = path[depth] if len(path) > depth else row.area_id
        given = rules_at(path, today)
        found[place] += row.found
        silent[place] += row.without_phone
        days[place] = max(days[place], (sleeping.slices(row.found, given) - 1) * given.slice_days)
    areas = places.divisions_by_id(list(found))
    stations = tuple(
        Station(areas[pk], n, silent[pk], days[pk])
        for pk, n in sorted(found.items(), key=lambda one: (-one[1], areas[one[0]].code))
    )
    return Preview(stations, max((row.counted_at for row in rows), default=None))


def start_of(area_id: int) -> DormancyStart | None:
    """The cleaning that goes on in exactly this area."""
    return DormancyStart.objects.filter(area_id=area_id, stopped_at__isnull=True).first()


def start_above(area: places.Division) -> DormancyStart | None:
    """The one that goes on in an area above it."""
    rows = DormancyStart.objects.filter(area_id__in=area.path[:-1], stopped_at__isnull=True)
    return rows.select_related("area").first()


def goes_elsewhere(area: places.Division) -> bool:
    """Whether one still goes on above an area or in a part of it."""
    rows = DormancyStart.objects.filter(stopped_at__isnull=True)
    return rows.filter(Q(area_id__in=area.path[:-1]) | Q(area__path__contains=[area.pk])).exists()


def parked_ids() -> QuerySet[Person, int]:
    """Whose records are parked now, for use within a statement of a room above: they are left out of its lists."""
    return Person.objects.filter(parked_at__isnull=False).values_list("pk", flat=True)


def is_parked_within(scope: Scope, person_id: int) -> bool:
    """Whether somebody's record is parked, and theirs to whom the scope belongs."""
    return Person.objects.filter(within(scope), pk=person_id, parked_at__isnull=False, closed_at__isnull=True).exists()


def has_live_consent(person_id: int) -> bool:
    live = Consent.objects.filter(person_id=person_id, purpose=rules.SERVICE, withdrawn_at__isnull=True)
    return live.exists()
