"""R012: no page that anybody or any volunteer may open shows another volunteer by the whole name, or by a telephone.

Walked over every address there is, so that a page to come is held to it too.
"""

from django.db import transaction
from django.test import Client

from baiying.demo import builders
from baiying.demo.cast import Member
from baiying.people import queries as people
from baiying.people.models import Person
from tests import cast as casting
from tests.walks.doors import samples
from tests.walks.test_every_door import addresses


def test_r012_no_volunteer_is_shown_to_strangers_or_to_fellow_volunteers(
    city: builders.SmallCity, cast: dict[str, Member]
) -> None:
    values = samples(city, cast)
    shown = [one for key in ("volunteer", "minor") if (one := cast[key].person) is not None]
    assert len(shown) == 2
    # Even where everything was opened: it is for who leads, and these lead nothing.
    Person.objects.filter(pk__in=[one.pk for one in shown]).update(name_public=True, invited_by="area")
    secrets = {one.name for one in shown} | {phone for one in shown if (phone := people.phone_of(one))}
    told, seen = [], 0
    for key, client in (("a stranger", Client()), ("a volunteer", casting.log_in(cast["stranger"]))):
        client.raise_request_exception = False
        for name, address, _pattern, _names in addresses(values):
            point = transaction.savepoint()
            answer = client.get(address)
            page = answer.getvalue().decode(errors="replace")
            transaction.savepoint_rollback(point)
            seen += answer.status_code == 200
            told += [f"{key} {name} {address}: {secret}" for secret in secrets if secret in page]
    assert seen > 100
    assert not told, "\n".join(sorted(set(told)))
