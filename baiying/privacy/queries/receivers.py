"""Who else gets personal data, by which contract, now and before; and who handles it in an area."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Q, QuerySet

from baiying.accounts.access import Scope
from baiying.kit import clock
from baiying.kit.rooms import Text
from baiying.people import queries as people
from baiying.places import queries as places
from baiying.privacy import rules
from baiying.privacy.receiver_models import Receiver as Receiver


def receivers_within(scope: Scope) -> QuerySet[Receiver]:
    """Of an area and below it, the newest first."""
    return Receiver.objects.select_related("area", "assessment").filter(scope.areas("area")).order_by("-id")


def receiver_of_source(source: str) -> Receiver | None:
    return Receiver.objects.filter(source=source).first()


def receiver_state(row: Receiver, on: date) -> str:
    """coming, in_force or ended."""
    return rules.receiver_state(from_on=row.from_on, until_on=row.until_on, ended=row.ended_at is not None, on=on)


def receivers_now(area_path: Sequence[int], on: date) -> list[Receiver]:
    """Those who get data of people of an area on a day, for the notice that anybody reads.

    Those of the areas above and of the areas below are named too: where one lives in the city is not asked for it.
    """
    city = places.city_of(area_path) if area_path else places.only_city()
    if city is None:
        return []
    here = Q(area__in=[*city.path]) | Q(area__in=places.division_ids_within(city.pk))
    rows = Receiver.objects.select_related("area").filter(
        here, ended_at__isnull=True, from_on__lte=on, until_on__gte=on
    )
    return list(rows.order_by("kind", "name", "id"))


def handler_facts(area_path: Sequence[int], on: date) -> list[tuple[Text, str]]:
    """Who handles the data of an area on a day, with label and value, as copies and files print it; nothing where
    nobody has filled it in."""
    given = people.data_handler(on, area_path)
    if not given.name:
        return []
    labels = places.kinds()[given.KIND].labels
    return [(labels[name], value) for name in labels if (value := getattr(given, name))]


def contact_line(area_path: Sequence[int], at: datetime) -> str:
    """In one line whom to ask about the own data, for a message; where nobody filled it in, the nearest place."""
    given = people.data_handler(clock.local_date(at), area_path)
    return (
        " ".join(one for one in (given.name, given.officer, given.phone) if one) or "就近的新时代文明实践站（所、中心）"
    )
