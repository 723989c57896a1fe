"""Who withdrew the consent, or is closing the account, is stored and nothing else (PIPL art. 15, 47): no page of any
office shows the name, the number or the telephone, whichever address is tried.
"""

import pytest
from django.db import transaction

from baiying.demo import builders
from baiying.demo.cast import Member
from baiying.kit import clock, rights
from baiying.kit.values.actor import Actor
from baiying.people import actions as people
from baiying.people import queries as persons
from tests import cast as casting
from tests.walks.doors import samples
from tests.walks.test_every_door import addresses, asked


@pytest.mark.parametrize("how", ["withdrawn", "closing"])
def test_no_route_of_an_office_shows_who_rests(city: builders.SmallCity, cast: dict[str, Member], how: str) -> None:
    values = samples(city, cast)
    person = cast["volunteer"].person
    assert person is not None
    actor = Actor(account_id=person.account_id, person_id=person.pk)
    if how == "withdrawn":
        people.withdraw_consent(person=person, purpose="volunteer_service", actor=actor, at=clock.now())
    else:
        people.rest_for_closing(person_id=person.pk, actor=actor, at=clock.now())
    hidden = {person.name, persons.id_number_of(person), persons.phone_of(person) or person.name, person.id_no_mask}
    hidden |= {person.phone_mask} - {""}
    shown = []
    for member in (one for one in cast.values() if one.person != person):
        client = casting.log_in(member)
        client.raise_request_exception = False
        role = member.appointment.role if member.appointment else "volunteer"
        for name, address, pattern, _names in addresses(values):
            if asked(pattern) and not any(right in rights.rights_of(role) for right in asked(pattern)):
                continue
            for method in ("get", "post"):
                point = transaction.savepoint()
                page = getattr(client, method)(address).getvalue().decode(errors="replace")
                found = sorted(one for one in hidden if one in page)
                if found:
                    shown.append(f"{member.key} {method} {name} {address}: {found}")
                transaction.savepoint_rollback(point)
    assert not shown, "\n".join(sorted(set(shown)))


def test_found_by_the_whole_number_at_the_desk_and_in_the_box_it_shows_surname_and_nothing_else(
    cast: dict[str, Member],
) -> None:
    person = cast["volunteer"].person
    assert person is not None
    number, phone = persons.id_number_of(person), persons.phone_of(person) or ""
    people.rest_for_closing(person_id=person.pk, actor=Actor(account_id=person.account_id), at=clock.now())
    for key in ("clerk", "county"):
        client = casting.log_in(cast[key])
        for words in (number, phone):
            for page in (
                client.post("/desk/people/", {"q": words}, follow=True),
                client.post("/desk/search/", {"q": words}, follow=True),
            ):
                body = page.content.decode()
                for hidden in (person.name, person.id_no_mask, person.phone_mask):
                    assert hidden not in body, (key, words, hidden)
