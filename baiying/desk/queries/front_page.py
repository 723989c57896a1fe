"""What the public sees first: what is on this week, three honest numbers, where the nearest site is."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from baiying.activities import queries as activities
from baiying.figures import queries as figures
from baiying.kit import clock
from baiying.places import queries as places
from baiying.ui import formats

_ACTIVITIES_SHOWN = 6
# Whoever is further than this from every site is in none of the cities.
_NEAR_KM = 60
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Number:
    """One honest number: what it is, how it was counted, where it opens."""

    label: str
    value: str | timedelta
    unit: str
    note: str
    url: str
    definition: str


@dataclass(frozen=True, slots=True)
class FrontPage:
    """`city` empty means: nothing has been set up yet, or the reader has to say which of `cities`.

    `within`: what the addresses of lists end with, so that they stay in the city where there are several.
    """

    city: str
    city_public_id: str
    coming: list[activities.Row]
    coming_total: int
    # Where near is counted from; empty for the device's own place, None where nobody said.
    near: str | None
    figures: figures.Front | None
    numbers: list[Number]
    stations_built: int
    stations: int
    cities: tuple[places.Division, ...] = ()
    within: str = ""

    @property
    def activities(self) -> str:
        return f"/activities/?{self.within}" if self.within else "/activities/"


def front_page(
    at: datetime,
    home: places.Division | None = None,
    point: Point | None = None,
    young: activities.Young | None = None,
) -> FrontPage:
    """The front page of the city, with what is near first: to a point, else to an area, else only what is soon; what is
    not for a minor who reads (`young`) stands last.

    On a platform of several cities it is the one where `home` or the point lies; without either the reader is asked.
    """
    cities = places.cities()
    several = len(cities) > 1
    city = _city(cities, home, point)
    if city is None:
        return FrontPage("", "", [], 0, None, None, [], 0, 0, cities=tuple(cities))
    if several and home is not None and home.pk == city.pk:
        home = None
    near = "" if point else home.name if home else None
    filters = activities.Filters(
        area_id=city.pk if several else None,
        near=point,
        home=places.from_city(home.path) if home and not point else (),
        young=young,
    )
    page = activities.upcoming(filters, at)
    try:
        front = figures.public_front(city, clock.local_date(at).year, None, at=at)
    except figures.Withheld:
        front = None
    stations = next((c for c in places.coverage(city.pk) if c.level == "station"), None)
    return FrontPage(
        city=city.name,
        city_public_id=city.public_id,
        coming=page.rows[:_ACTIVITIES_SHOWN],
        coming_total=page.total,
        near=near,
        figures=front,
        numbers=_numbers(front, f"/city/{city.public_id}/") if front else [],
        stations_built=stations.built if stations else 0,
        stations=stations.due if stations else 0,
        within=f"area={city.public_id}" if several else "",
    )


def _city(cities: list[places.Division], home: places.Division | None, point: Point | None) -> places.Division | None:
    """The only one; of several the one of the device's place, else of the area. Nobody is shown another's city."""
    if len(cities) == 1:
        return cities[0]
    near = places.sites_near(*point, limit=1) if point and cities else []
    path = near[0].site.division.path if near and near[0].distance_km <= _NEAR_KM else home.path if home else []
    return next((one for one in cities if one.pk in path), None)


def _numbers(front: figures.Front, url: str) -> list[Number]:
    """Registered people, those who served at all, mean hours: from credit time, with all time in the note."""
    cell, any_time, mean = front.cell, front.pair("share_any"), front.pair("mean_hours")
    numbers = [
        Number(
            _("注册志愿者"),
            formats.thousands_text(cell.registered),
            _("人"),
            _("本人同意、实名核验通过、注册未终止"),
            url,
            "/figures/registration_rate/",
        )
    ]
    if any_time.credit.value is not None and any_time.all.value is not None:
        whole = _("全部时长口径为 %(share)s") % {"share": formats.percent_text(any_time.all.value)}
        numbers.append(
            Number(
                _("今年有信用时长的占比"),
                formats.percent_text(any_time.credit.value),
                "",
                whole,
                url,
                "/figures/share_any/",
            )
        )
    if mean.credit.value is not None and mean.all.value is not None:
        credit, every = formats.minutes_of(mean.credit.value), formats.minutes_of(mean.all.value)
        whole = _("全部时长口径为 %(hours)s") % {"hours": formats.minutes_text(every)}
        numbers.append(Number(_("人均信用时长"), timedelta(minutes=credit), "", whole, url, "/figures/mean_hours/"))
    return numbers
