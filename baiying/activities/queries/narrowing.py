"""What narrows the public list and what orders it, as SQL. Used by the one statement of `upcoming` alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from baiying.activities.queries.searching import NOTHING, Meaning, Word
from baiying.activities.queries.young import Young
from baiying.activities.rules import asking, searching
from baiying.kit import clock

# As long before its start one should still be able to find a shift and get there.
TO_GET_THERE = timedelta(minutes=60)
# The chip "13+": posts that take minors, already at this age.
MINORS_FROM = 13
Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to; empty means everything.

    `days`: first and last day in China. `parts` of the day and `weekdays` as in rules.asking. `near`: latitude and
    longitude, with what lies within so many km. `home`: ids of the areas from the city down to where somebody is at
    home; it narrows nothing, it only brings what is near to the front.
    `young`: a minor who reads; it narrows nothing either, but what is not for him stands last.
    """

    meaning: Meaning = NOTHING
    area_id: int | None = None
    category: str = ""
    days: Days | None = None
    parts: frozenset[str] = frozenset()
    with_places: bool = False
    for_minors: bool = False
    team_ids: tuple[int, ...] | None = None
    near: tuple[float, float] | None = None
    within_km: float = 10.0
    home: tuple[int, ...] = ()
    young: Young | None = None

    @property
    def narrows(self) -> bool:
        """Whether anything is left out of the list."""
        return self != Filters(home=self.home, young=self.young)


def of_activity(filters: Filters, values: dict[str, Any]) -> str:
    """The conditions on `a` of activities_listed, each with " AND " before it; `values` gets what they compare with."""
    return "".join(f" AND {part}" for part in _of_activity(filters, values))


def of_shift(filters: Filters, values: dict[str, Any]) -> str:
    """The conditions on shift `s`, in the same way."""
    return "".join(f" AND {part}" for part in _of_shift(filters, values))


def _of_activity(filters: Filters, values: dict[str, Any]) -> Iterator[str]:
    if filters.meaning.words:
        yield _found(filters.meaning, values)
    if filters.area_id is not None:
        yield "a.area_id IN (SELECT id FROM places_division WHERE path @> ARRAY[%(area)s]::bigint[])"
        values["area"] = filters.area_id
    if filters.category:
        yield "a.keys @> activities_keys(%(category)s::text[])"
        values["category"] = list(searching.terms((), categories=(filters.category,)))
    if filters.team_ids is not None:
        yield "a.team_id = ANY(%(teams)s::bigint[])"
        values["teams"] = list(filters.team_ids)
    if filters.near is not None:
        lat, lon = filters.near
        south, north, west, east = searching.box(lat, lon, filters.within_km)
        yield "a.latitude BETWEEN %(south)s AND %(north)s AND a.longitude BETWEEN %(west)s AND %(east)s"
        values.update({"lat": lat, "lon": lon, "south": south, "north": north, "west": west, "east": east})


def _of_shift(filters: Filters, values: dict[str, Any]) -> Iterator[str]:
    meaning = filters.meaning
    for number, days in enumerate((filters.days, meaning.days)):
        if days is not None:
            # A night shift is there on each of its days.
            yield f"s.ends_at > %(from{number})s AND s.starts_at < %(to{number})s"
            values[f"from{number}"] = clock.midnight(days[0])
            values[f"to{number}"] = clock.end_of(days[1])
    for parts in (filters.parts, meaning.parts):
        if parts:
            yield _begins(parts)
    if meaning.weekdays:
        yield "extract(isodow FROM s.starts_at AT TIME ZONE 'Asia/Shanghai')::int = ANY(%(weekdays)s::int[])"
        values["weekdays"] = sorted(meaning.weekdays)
    if filters.with_places:
        yield "s.taken < s.places"
    if filters.for_minors:
        yield (
            "EXISTS (SELECT FROM activities_post p WHERE p.id = s.post_id AND p.minors_welcome"
            " AND COALESCE(p.min_age, 0) <= %(minor)s AND COALESCE(p.max_age, %(minor)s) >= %(minor)s)"
        )
        values["minor"] = MINORS_FROM


_MINUTE = (
    "(extract(hour FROM s.starts_at AT TIME ZONE 'Asia/Shanghai') * 60"
    " + extract(minute FROM s.starts_at AT TIME ZONE 'Asia/Shanghai'))"
)


def _begins(parts: frozenset[str]) -> str:
    """Shifts that begin in one of the parts of a day; their minutes are ours, not typed by anybody."""
    ways = [
        f"{_MINUTE} >= {first} AND {_MINUTE} < {end}" for first, end in map(asking.HOURS.__getitem__, sorted(parts))
    ]
    return "(" + " OR ".join(ways) + ")"


def _found(meaning: Meaning, values: dict[str, Any]) -> str:
    """Every word in one of its ways; or all that was typed, as it stands."""
    each = " AND ".join(_word(word, f"w{n}", values) for n, word in enumerate(meaning.words))
    if len(meaning.words) < 2 or not meaning.written:
        return each
    values["written"] = list(meaning.written)
    return f"(a.keys @> activities_keys(%(written)s::text[]) OR ({each}))"


def _word(word: Word, name: str, values: dict[str, Any]) -> str:
    if word.is_one_sign:
        values[name] = "%" + word.text.replace("\\", "").replace("%", "").replace("_", "") + "%"
        return (
            "a.activity_id IN (SELECT id FROM activities_activity WHERE state = 'published' AND recruit_until > %(at)s"
            f" AND (title || ' ' || address) LIKE %({name})s)"
        )
    # Ways of one term are asked together: each question is a walk through the index.
    any_of = [way[0] for way in word.ways if len(way) == 1]
    asked = [("&&", f"{name}_any", any_of)] if any_of else []
    asked += [("@>", f"{name}_{n}", list(way)) for n, way in enumerate(way for way in word.ways if len(way) > 1)]
    values.update((key, terms) for _, key, terms in asked)
    ways = [f"a.keys {sign} activities_keys(%({key})s::text[])" for sign, key, _ in asked]
    if asked:
        of_team = " OR ".join(f"terms {sign} %({key})s::text[]" for sign, key, _ in asked)
        ways.append(f"a.team_id = ANY(ARRAY(SELECT id FROM teams_team WHERE {of_team}))")
    if word.areas:
        values[f"{name}_areas"] = list(word.areas)
        ways.append(f"a.area_id = ANY(ARRAY(SELECT id FROM places_division WHERE path && %({name}_areas)s::bigint[]))")
    return "(" + " OR ".join(ways) + ")" if ways else "false"
