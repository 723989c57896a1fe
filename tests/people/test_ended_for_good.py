"""Whom a paper ended stays ended by every number and name, and any guardian's no counts."""

from typing import Any

import pytest
from django.test import Client

from baiying.accounts import actions as accounts
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor
from baiying.notices.models import Message
from baiying.people import actions, queries, rules
from baiying.people.models import Guardianship
from baiying.people.rules.ending import End
from baiying.privacy import actions as privacy
from baiying.privacy.models import BreachPerson
from tests.people import world
from tests.people.test_guardian_cases import agreed, withdrawn
from tests.people.test_guardians import minor, prove
from tests.people.test_two_guardians import ask_mother, mother_of
from tests.people.world import ACTOR, Area

pytestmark = pytest.mark.django_db
CLERK = Actor(account_id=900_001)
NEW = "19900000871"


@pytest.fixture
def area(db: None) -> Area:
    return world.make_area()


def end(row: Guardianship) -> None:
    given = End(clock.local_date(clock.now()), "changed", "法院民事判决书")
    actions.end_guardianship(guardianship=row, end=given, actor=CLERK, at=clock.now())


def test_a_request_that_was_open_at_a_number_nobody_knew_makes_no_guardian_either(client: Client, area: Area) -> None:
    """Asked by the same name at a second telephone, which no log-in of his has."""
    registration, his, _father = withdrawn(client, area)
    asked = rules.GuardianAsked(name="李大山", relation="father", phone=NEW)
    row = actions.ask_guardian(person=registration.person, guardian=asked, actor=ACTOR, at=clock.now())
    his.refresh_from_db()
    end(his)
    with pytest.raises(Refused) as refused:
        actions.agree_as_guardian(guardianship=row, actor=ACTOR, at=clock.now())
    assert refused.value.code in {"no_guardian_any_more", "guardian_request_closed"}
    registration.refresh_from_db()
    assert registration.guardian_ok_at is None


def test_a_request_that_was_open_at_the_new_number_makes_no_guardian_of_one_whom_a_paper_ended(
    client: Client, area: Area
) -> None:
    """The father withdrew and has a new number; the child asked him there; the paper comes before his answer."""
    registration, his, _father = withdrawn(client, area)
    his.refresh_from_db()
    accounts.change_phone(account_id=his.guardian_account_id or 0, phone=NEW, actor=ACTOR, at=clock.now())
    asked = rules.GuardianAsked(name="李大山", relation="father", phone=NEW)
    row = actions.ask_guardian(person=registration.person, guardian=asked, actor=ACTOR, at=clock.now())
    his.refresh_from_db()
    end(his)
    father = Client()
    world.log_in(father, NEW)
    page = father.get(f"/guardians/{row.public_id}/")
    answer = father.post(f"/guardians/{row.public_id}/agreement/", world.agreement(row))
    row.refresh_from_db()
    registration.refresh_from_db()
    may = queries.may_act_for(his.guardian_account_id or 0, registration.person_id, clock.local_date(clock.now()))
    assert (row.agreed_at, registration.guardian_ok_at, may) == (None, None, False), (
        page.status_code,
        answer.status_code,
    )


def test_a_child_asks_the_same_ended_guardian_by_another_number(client: Client, area: Area) -> None:
    registration, his, _father = agreed(client, area)
    his.refresh_from_db()
    end(his)
    asked = rules.GuardianAsked(name="李大山", relation="father", phone=NEW)
    with pytest.raises(Exception, match="不再是"):
        actions.ask_guardian(person=registration.person, guardian=asked, actor=ACTOR, at=clock.now())


def test_an_ended_guardian_is_out_of_every_session_at_once(client: Client, area: Area) -> None:
    """A session elsewhere may be open on the child's page: by the paper it is over, like by the own withdrawal."""
    registration, his, father = agreed(client, area)
    assert father.post("/acting/person/", {"person": registration.person.public_id}).status_code == 303
    assert father.get("/mine/").status_code == 200
    his.refresh_from_db()
    end(his)
    assert father.get("/mine/wards/")["Location"].startswith("/log-in/")


def test_what_a_leak_told_a_guardian_of_the_child_is_shut_with_the_guardianship(client: Client, area: Area) -> None:

    registration, his, _father = agreed(client, area)
    now = clock.now()
    given = privacy.BreachGiven("leak", now, "姓名、学校", "传错了", "骚扰", "核实")
    row = privacy.open_breach(given=given, area_id=area.county.pk, source="r", actor=CLERK, at=now)
    privacy.add_step(breach_id=row.pk, kind="contain", words="下架", done_at=now, source="r1", actor=CLERK, at=now)
    BreachPerson.objects.create(breach=row, person=registration.person, found_at=now)
    privacy.decide_telling(breach_id=row.pk, actor=CLERK, at=now)
    assert privacy.tell_breaches(at=now) == 1
    his.refresh_from_db()
    end(his)
    inbox = queries.inbox_of_account(his.guardian_account_id or 0)
    left = Message.objects.filter(inbox=inbox, kind="privacy.breach")
    assert left.exists()
    assert not left.filter(shut_at__isnull=True).exists(), [one.text for one in left]


def kinds(rows: Any) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in rows]


def test_nothing_in_the_inbox_of_an_ended_guardian_names_the_child(client: Client, area: Area) -> None:
    _registration, his, _father = agreed(client, area)
    his.refresh_from_db()
    inbox = queries.inbox_of_account(his.guardian_account_id or 0)
    before = kinds(Message.objects.filter(inbox=inbox))
    end(his)
    left = kinds(Message.objects.filter(inbox=inbox, shut_at__isnull=True))
    assert not [one for one in left if "李" in one[1]], (before, left)


def test_a_guardians_no_counts_also_where_the_child_has_asked_the_other_one_meanwhile(
    client: Client, area: Area
) -> None:
    """The father is asked and thinks it over; the child asks the mother, who agrees; then the father says no."""

    registration = minor(client, area, 15)
    his = Guardianship.objects.get()
    father = Client()
    prove(father, his)
    hers = ask_mother(client)
    mother_of(hers).post(f"/guardians/{hers.public_id}/agreement/", world.agreement(hers))
    registration.refresh_from_db()
    assert registration.guardian_ok_at is not None
    father.post(f"/guardians/{his.public_id}/refusal/")
    registration.refresh_from_db()
    his.refresh_from_db()
    assert registration.guardian_ok_at is None, (his.closed_why, father.get(f"/guardians/{his.public_id}/").status_code)
