"""A child of a school, and what its family signs on paper and says by telephone."""

from datetime import date, datetime, timedelta
from typing import Any

from django.test import Client

from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.db.fields import new_public_id
from baiying.kit.values.actor import system
from baiying.people import actions as people
from baiying.people.models import Guardianship, Person
from baiying.rosters.models import Invitation, Paper
from baiying.rosters.rules import papers
from tests.rosters.makers import School, number_of

PHONE = "13900000001"
PAGE = "/desk/rosters/papers/"
CHILD, MOTHER = "刘小宝", "王桂英"


def today() -> date:
    return clock.local_date(clock.now())


def born(years: int) -> date:
    return date(today().year - years, 1, 1)


def invited(school: School, name: str = CHILD, *, age: int = 15, n: int = 5) -> Invitation:
    school.sent([[name, number_of(n, born(age)), "三年级1班", PHONE]])
    return Invitation.objects.latest("id")


def registered(school: School, row: Invitation, *, age: int = 15, asked: bool = False) -> Person:
    """The child, registered by the invitation some days ago; the mother was asked by telephone, or nobody was."""
    at = clock.now() - timedelta(days=20)
    parent = builders.Parent(name=MOTHER, relation="mother", phone=PHONE) if asked else None
    child = builders.person(
        CHILD, residence=school.city.villages[0], born=born(age), registered_at=at, at=at, phone="13900000077",
        parent=parent,
    )  # fmt: skip
    Invitation.objects.filter(pk=row.pk).update(accepted_at=at, person=child)
    return child


def agreed_by_phone(school: School, row: Invitation, at: datetime) -> Guardianship:
    """The child's mother was asked on her telephone, and agreed there."""
    request = Guardianship.objects.get(ward=registered(school, row, asked=True))
    people.agree_as_guardian(guardianship=request, actor=system("tests"), at=at)
    request.refresh_from_db()
    return request


def code(row: Invitation, version: str = "3") -> str:
    return papers.code_of(row.public_id, version)


def given(**more: Any) -> dict[str, Any]:
    """What a clerk types of a paper on which a mother says yes."""
    said = {
        "form_id": new_public_id(), "name": CHILD, "guardian_name": MOTHER, "relation": "mother", "phone": PHONE,
        "signed_on": today().isoformat(), "answer_guardian": "yes",
    }  # fmt: skip
    return said | more


def read(client: Client, row: Invitation, version: str = "3", **more: Any) -> Any:
    """The clerk reads a paper in; the answer."""
    return client.post(f"{PAGE}?code={code(row, version)}", given(**more))


def taken(client: Client, row: Invitation, version: str = "3", **more: Any) -> Paper:
    answer = read(client, row, version, **more)
    assert answer.status_code == 303, answer.content.decode()
    return Paper.objects.latest("id")


def days_ago(n: int) -> str:
    return (today() - timedelta(days=n)).isoformat()


def at_hour(n_days_ago: int, hour: int) -> datetime:
    return clock.midnight(today() - timedelta(days=n_days_ago)) + timedelta(hours=hour)
