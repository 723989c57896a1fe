"""T2: a record at rest is opened by two persons for a reason that a law names, and every look is told to the person."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from baiying.accounts import actions as accounts
from baiying.demo import builders
from baiying.demo.cast import Member
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.kit.models import AuditEvent
from baiying.kit.values.actor import Actor
from baiying.people import actions as people
from baiying.people import queries as persons
from baiying.people.access import OwnMatter
from baiying.people.models import Person
from baiying.privacy import actions, queries, rules
from baiying.privacy.models import Opening
from tests import cast as casting
from tests.hours.conftest import actor_of
from tests.people.test_at_once import at_once
from tests.people.world import rule_set

ASKED = {"ground": "authority", "words": "法院来函（2026）某民初 12 号，核对身份"}
As = Callable[[str], Client]


@pytest.fixture
def resting(cast: dict[str, Member]) -> persons.Person:
    person = cast["volunteer"].person
    assert person is not None
    own = Actor(account_id=person.account_id, person_id=person.pk)
    people.withdraw_consent(person=person, purpose="volunteer_service", actor=own, at=clock.now())
    found = persons.person_by_id(person.pk)
    assert found is not None
    return found


def _ask(client: Client, person: persons.Person) -> str:
    answer = client.post(f"/desk/people/{person.public_id}/stored/", ASKED)
    assert answer.status_code == 303, answer.content.decode()
    return str(answer["Location"])


def _look(client: Client, page: str, what: str) -> tuple[int, str]:
    answer = client.post(f"{page}looks/", {"what": what})
    return answer.status_code, answer.content.decode()


@pytest.mark.law("PIPL-47")
def test_two_persons_open_it_the_asker_looks_and_the_person_reads_who_and_why(
    client_as: As, resting: persons.Person
) -> None:
    number, phone = persons.id_number_of(resting), persons.phone_of(resting) or "-"
    asker, second = client_as("county"), client_as("city")
    record = asker.get(f"/desk/people/{resting.public_id}/").content.decode()
    assert "申请查看" in record
    page = _ask(asker, resting)
    assert resting.name not in asker.get(page).content.decode()
    status, body = _look(asker, page, "id_number")
    assert status == 409
    assert number not in body
    assert page in second.get("/desk/").content.decode()
    assert second.post(f"{page}consent/").status_code == 303
    for what, shown in (("name", resting.name), ("id_number", number), ("phone", phone)):
        status, body = _look(asker, page, what)
        assert status == 200
        assert shown in body
        assert shown not in asker.get(page).content.decode(), "one look shows it once"
    seen = AuditEvent.objects.filter(action="StoredSeen", subject_id=resting.pk).order_by("id")
    assert [one.detail["what"] for one in seen] == ["name", "id_number", "phone"]
    own = client_as("volunteer").get("/mine/profile/").content.decode()
    assert own.count("依法调取") == 3
    assert "查看了姓名" in own


def test_nobody_but_who_asked_looks(client_as: As, resting: persons.Person) -> None:
    asker, second = client_as("county"), client_as("city")
    page = _ask(asker, resting)
    second.post(f"{page}consent/")
    assert _look(second, page, "name")[0] == 404
    assert "只有申请的人能看" in second.get(page).content.decode()
    clerk = client_as("clerk")
    assert clerk.get(page).status_code == 403
    assert "申请查看" not in clerk.get(f"/desk/people/{resting.public_id}/").content.decode()


def test_nobody_agrees_to_the_own_wish_by_whatever_account_of_the_own_phone(
    client_as: As, cast: dict[str, Member], resting: persons.Person
) -> None:
    asker = client_as("county")
    page = _ask(asker, resting)
    answer = asker.post(f"{page}consent/")
    assert answer.status_code == 409
    assert "另一位有权的人" in answer.content.decode()
    assert page not in asker.get("/desk/").content.decode()
    twin = builders.account(phone=cast["county"].phone, name="马红霞的另一个账号")
    row = Opening.objects.get()
    with pytest.raises(actions.SecondOfficer):
        actions.agree_opening(opening_id=row.pk, actor=Actor(account_id=twin.pk), at=clock.now())


def test_a_second_log_in_of_the_same_human_is_no_second_person(
    cast: dict[str, Member], client_as: As, resting: persons.Person
) -> None:
    """Two records that became one, each with a telephone and an office of its own: still one who asks and agrees."""
    page = _ask(client_as("county"), resting)
    one = builders.person("马红霞", residence=resting.residence, account=cast["county"].account)
    second = builders.account(name="马红霞", phone="19900007301")
    other = builders.person("马红霞", residence=resting.residence, account=second, phone="19900007301")
    Person.objects.filter(pk=other.pk).update(closed_at=clock.now(), merged_into=one)
    row, by = Opening.objects.get(), Actor(account_id=second.pk, person_id=one.pk)
    for act, more in ((actions.agree_opening, {}), (actions.refuse_opening, {"why": "不必"})):
        with pytest.raises(actions.SecondOfficer):
            act(opening_id=row.pk, actor=by, at=clock.now(), **more)
    assert client_as("city").post(f"{page}consent/").status_code == 303


def test_who_comes_to_share_a_telephone_with_the_person_looks_no_more(
    cast: dict[str, Member], client_as: As, resting: persons.Person
) -> None:
    """The right is asked again at each look: between the yes and the look somebody may have become concerned."""
    page = _ask(client_as("county"), resting)
    assert client_as("city").post(f"{page}consent/").status_code == 303
    row, by = Opening.objects.get(), actor_of(cast["county"])
    now = clock.now()
    accounts.change_phone(account_id=by.account_id or 0, phone=cast["volunteer"].phone, actor=by, at=now)
    with pytest.raises(OwnMatter):
        actions.look_stored(opening_id=row.pk, what="name", actor=by, at=now)
    assert not AuditEvent.objects.filter(action="StoredSeen").exists()


def test_a_no_is_told_with_its_reason_and_opens_nothing(client_as: As, resting: persons.Person) -> None:
    asker, second = client_as("county"), client_as("city")
    page = _ask(asker, resting)
    empty = second.post(f"{page}refusal/", {"why": ""})
    assert empty.status_code == 422
    assert second.post(f"{page}refusal/", {"why": "来函没有盖章"}).status_code == 303
    assert second.post(f"{page}refusal/", {"why": "来函没有盖章"}).status_code == 303
    assert second.post(f"{page}consent/").status_code == 409
    assert "来函没有盖章" in asker.get(page).content.decode()
    assert _look(asker, page, "name")[0] == 409
    # It may be asked anew.
    assert _ask(asker, resting) != page


def test_a_reason_is_one_of_the_law_and_the_words_hold_no_number(client_as: As, resting: persons.Person) -> None:
    asker = client_as("county")
    where = f"/desk/people/{resting.public_id}/stored/"
    wrong = asker.post(where, {"ground": "curious", "words": "看看"})
    assert wrong.status_code == 422
    assert "看看" in wrong.content.decode()
    named = asker.post(where, {**ASKED, "words": "核对 19900000002"})
    assert named.status_code == 422
    assert not Opening.objects.exists()


@pytest.mark.parametrize("hours", [1, 24])
def test_it_shuts_at_its_hour_and_when_the_person_comes_back(
    client_as: As, cast: dict[str, Member], resting: persons.Person, hours: int
) -> None:
    rule_set("own_data", opening_hours=hours)
    at = clock.now()
    row = actions.ask_opening(person=resting, ground="duty", words="申诉", actor=actor_of(cast["county"]), at=at)
    actions.agree_opening(opening_id=row.pk, actor=actor_of(cast["city"]), at=at)

    def look(then: datetime) -> str:
        return actions.look_stored(opening_id=row.pk, what="name", actor=actor_of(cast["county"]), at=then)

    end = at + timedelta(hours=hours)
    assert look(end - timedelta(seconds=1)) == resting.name
    # Whoever agreed does not look: not by the page, and not by the act itself.
    with pytest.raises(actions.OpeningShut):
        actions.look_stored(opening_id=row.pk, what="name", actor=actor_of(cast["city"]), at=at)
    with pytest.raises(actions.OpeningShut):
        look(end)
    people.rejoin(person=resting, actor=actor_of(cast["volunteer"]), at=at)
    with pytest.raises(actions.OpeningShut):
        look(at + timedelta(minutes=5))


def test_who_asked_shuts_it_early_and_a_record_in_use_is_asked_for_by_nobody(
    client_as: As, cast: dict[str, Member], resting: persons.Person
) -> None:
    asker, second = client_as("county"), client_as("city")
    page = _ask(asker, resting)
    assert asker.post(f"/desk/people/{resting.public_id}/stored/", ASKED)["Location"] == page, "the same wish"
    second.post(f"{page}consent/")
    for _ in range(2):
        assert asker.post(f"{page}end/").status_code == 303
    assert _look(asker, page, "name")[0] == 409
    people.rejoin(person=resting, actor=actor_of(cast["volunteer"]), at=clock.now())
    assert asker.get(f"/desk/people/{resting.public_id}/stored/").status_code == 404


def test_the_office_of_another_county_finds_neither_person_nor_wish(
    client_as: As, city: builders.SmallCity, resting: persons.Person
) -> None:
    page = _ask(client_as("county"), resting)
    account = builders.account(name="外县主管")
    appointment = builders.appointment(account, "county_office", city.counties[1])
    row = Opening.objects.get()
    other = casting.log_in(Member("x", None, "", account, appointment=appointment))  # type: ignore[arg-type]
    assert other.get(page).status_code == 404
    assert other.get(f"/desk/people/{resting.public_id}/stored/").status_code == 404
    assert row.public_id not in other.get("/desk/stored/").content.decode()


def test_who_opened_the_number_once_checks_no_document_of_it_later(
    client_as: As, cast: dict[str, Member], resting: persons.Person
) -> None:
    asker, second = client_as("county"), client_as("city")
    page = _ask(asker, resting)
    second.post(f"{page}consent/")
    _look(asker, page, "id_number")
    assert persons.saw_number(resting.pk, actor_of(cast["county"]))


@pytest.mark.parametrize(
    ("decided", "until", "ended", "rests", "state"),
    [
        (None, None, None, True, rules.ASKED),
        (None, None, 5, True, rules.SHUT),
        (None, None, None, False, rules.SHUT),
        (1, 24, None, True, rules.OPEN),
        (1, 10, None, True, rules.SHUT),
        (1, 24, None, False, rules.SHUT),
        (1, 24, 5, True, rules.SHUT),
        (1, None, None, True, rules.REFUSED),
    ],
)
def test_states(decided: int | None, until: int | None, ended: int | None, rests: bool, state: str) -> None:
    def hour(n: int | None) -> datetime | None:
        return None if n is None else builders.NOW + timedelta(hours=n)

    at = builders.NOW + timedelta(hours=10)
    given = rules.opening_state(decided_at=hour(decided), until=hour(until), ended_at=hour(ended), rests=rests, at=at)
    assert given == state


@pytest.mark.race
def test_a_yes_and_a_no_at_one_moment_leave_one_answer(own_database: str) -> None:
    small = builders.small_city()
    person = builders.person(residence=small.villages[0])
    Person.objects.filter(pk=person.pk).update(rests_since=builders.NOW)
    asker, one, other = (builders.account() for _ in range(3))
    row = Opening.objects.create(
        person=person, ground="duty", words="申诉", asked_at=builders.NOW, asked_by_id=asker.pk
    )

    def press(n: int) -> str:
        if n % 2:
            actions.agree_opening(opening_id=row.pk, actor=Actor(account_id=one.pk), at=clock.now())
        else:
            actions.refuse_opening(opening_id=row.pk, why="不清楚", actor=Actor(account_id=other.pk), at=clock.now())
        return "done"

    assert sorted(at_once(2, press)) == ["done", "opening_decided"]
    row.refresh_from_db()
    assert (row.until is None) != (row.refused_why == "")
    assert queries.opening_state(row, clock.now()) in {rules.OPEN, rules.REFUSED}
    assert issubclass(actions.OpeningDecided, Refused)
