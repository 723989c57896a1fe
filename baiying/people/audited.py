"""What this room's things are called in the audit."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from baiying.kit import clock
from baiying.kit.values import identifiers
from baiying.people import queries, rules
from baiying.people.models import Claim, Guardianship, Person, Registration
from baiying.ui.cards import Named


def names(asked: Mapping[str, Collection[int]], at: datetime) -> dict[tuple[str, int], Named]:
    """Persons by name and volunteer number, minors by surname; their registrations, claims, guardianships with them."""
    persons = {("person", pk): pk for pk in asked.get("person", ())}
    for kind, rows in (
        ("registration", Registration.objects.values_list("pk", "person_id")),
        ("claim", Claim.objects.values_list("pk", "person_id")),
        ("guardianship", Guardianship.objects.values_list("pk", "ward_id")),
    ):
        if ids := asked.get(kind):
            persons |= {(kind, pk): person_id for pk, person_id in rows.filter(pk__in=list(ids))}
    said = called(set(persons.values()), at)
    return {thing: Named(said[pk]) for thing, pk in persons.items() if pk in said}


def called(person_ids: Collection[int], at: datetime) -> dict[int, str]:
    """How a list of the audit names some persons."""
    if not person_ids:
        return {}
    today = clock.local_date(at)
    numbers = queries.names_and_numbers(person_ids)
    rows = Person.objects.filter(pk__in=list(person_ids)).only("name", "birth_date", "rests_since")
    found = {}
    for row in rows:
        pk, shown = row.pk, rules.listed_name(row.shown_name, identifiers.age_on(row.birth_date, today))
        number = numbers.get(pk, ("", ""))[1]
        found[pk] = _("%(name)s（%(number)s）") % {"name": shown, "number": number} if number else shown
    return found
