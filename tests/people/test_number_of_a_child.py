"""Below fourteen the consent to the ID number is the guardian's, on the page and in the record (PIPL art. 31)."""

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.values.actor import Actor
from baiying.people import actions, queries, rules
from baiying.people.forms.registering import ConsentForm
from baiying.people.models import Consent, Guardianship, Person, Registration
from tests.people import world
from tests.people.test_guardian_cases import agreed
from tests.people.test_guardians import minor
from tests.people.world import Area

pytestmark = pytest.mark.django_db


def of_number() -> list[tuple[str, str, bool]]:
    rows = Consent.objects.filter(purpose="id_number").order_by("id")
    return [(row.given_by, row.giver_name, row.withdrawn_at is None) for row in rows]


@pytest.mark.law("PIPL-31")
def test_below_fourteen_the_guardian_agrees_to_the_number_and_not_the_child(client: Client, area: Area) -> None:
    _registration = minor(client, area, 13)
    assert of_number() == []
    assert "由监护人单独同意：在等监护人" in client.get("/mine/profile/").content.decode()
    row, guardian = Guardianship.objects.get(), Client()
    guardian.post(f"/guardians/{row.public_id}/codes/")
    guardian.post(f"/guardians/{row.public_id}/", {"code": world.code_for("19900000202")})
    assert "由您单独同意收集" in guardian.get(f"/guardians/{row.public_id}/").content.decode()
    guardian.post(f"/guardians/{row.public_id}/agreement/", world.agreement(row))
    assert of_number() == [("guardian", "李大山", True)]
    page = client.get("/mine/profile/").content.decode()
    assert "监护人 李**" in page
    assert "在等监护人" not in page
    # The guardian took it upon himself, and takes it back; not the child.
    assert "/mine/consents/id_number/withdrawal/" not in page
    answer = client.post("/mine/consents/id_number/withdrawal/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/mine/profile/")
    assert "由监护人在自己的手机上撤回" in answer.content.decode()
    assert of_number() == [("guardian", "李大山", True)]
    guardian.post(f"/mine/wards/{row.public_id}/withdrawal/")
    assert of_number() == [("guardian", "李大山", False)]


@pytest.mark.law("PIPL-28")
def test_from_fourteen_on_one_agrees_oneself(client: Client, area: Area) -> None:
    agreed(client, area, 14)
    assert of_number() == [("self", "李小红", True)]


@pytest.mark.law("PIPL-31")
def test_who_comes_back_below_fourteen_agrees_to_the_number_by_the_guardian_too(client: Client, area: Area) -> None:
    _registration, row, guardian = agreed(client, area, 13)
    client.post("/mine/consents/volunteer_service/withdrawal/")
    assert of_number() == [("guardian", "李大山", False)]
    page = client.get("/mine/profile/rejoining/").content.decode()
    assert "不由我同意" in page
    client.post("/mine/profile/rejoining/", world.AGREED)
    assert of_number() == [("guardian", "李大山", False)]
    guardian.post(f"/mine/wards/{row.public_id}/agreement/", world.agreement(row))
    assert of_number()[-1] == ("guardian", "李大山", True)


def test_the_page_says_whose_consent_it_is() -> None:
    own, child = ConsentForm(text="x"), ConsentForm(text="x", number_by_guardian=True)
    assert "我单独同意" in str(own["id_number"].label)
    assert "由监护人单独同意，不由我同意" in str(child["id_number"].label)
    assert "我单独同意" in str(ConsentForm(text="x")["id_number"].label), "one form changes no other"


@pytest.mark.rules
@pytest.mark.law("PIPL-31")
@pytest.mark.parametrize(("age", "own"), [(13, False), (14, True), (60, True)])
def test_the_rule(age: int, own: bool) -> None:
    given = rules.RegistrationRules()
    assert (rules.ID_NUMBER in rules.own_purposes(age, given)) is own
    assert (rules.ID_NUMBER in rules.guardian_purposes(age, given)) is not own


GUARDIAN = "19900000202"


def turns_fourteen(registration: Registration) -> None:
    """The fourteenth birthday comes between the asking and the answering."""
    Person.objects.filter(pk=registration.person_id).update(birth_date=world.born_years_ago(14))


def answered_at_fourteen(client: Client, area: Area) -> tuple[Registration, Guardianship, Client]:
    registration = minor(client, area, 13)
    row, guardian = Guardianship.objects.get(), Client()
    guardian.post(f"/guardians/{row.public_id}/codes/")
    guardian.post(f"/guardians/{row.public_id}/", {"code": world.code_for(GUARDIAN)})
    turns_fourteen(registration)
    row.ward.refresh_from_db()
    guardian.post(f"/guardians/{row.public_id}/agreement/", world.agreement(row))
    registration.refresh_from_db()
    return registration, row, guardian


def state(registration: Registration) -> str:
    registration.refresh_from_db()
    return queries.state_of(registration)


@pytest.mark.law("PIPL-28")
@pytest.mark.law("PIPL-31")
def test_who_turns_fourteen_before_the_guardian_answers_is_asked_alone(client: Client, area: Area) -> None:
    registration, _row, guardian = answered_at_fourteen(client, area)
    assert of_number() == []
    assert state(registration) == "awaiting_number"
    # The child hears whose turn it is, the guardian that it is not theirs.
    assert "收集证件号码要由您自己单独同意" in client.get("/mine/messages/").content.decode()
    assert "/mine/profile/number/" in client.get("/mine/").content.decode()
    assert "等孩子本人同意" in guardian.get("/mine/wards/").content.decode()
    guardian.post("/acting/person/", {"person": registration.person.public_id})
    today = guardian.get("/mine/").content.decode()
    assert "孩子本人同意收集证件号码" in today
    assert "/mine/profile/number/" not in today
    guardian.post("/mine/profile/number/")
    assert of_number() == [], "nobody agrees for the child"
    # Reading is not agreeing.
    assert "监护人不能代替" in client.get("/mine/profile/number/").content.decode()
    assert of_number() == []
    client.post("/mine/profile/number/")
    client.post("/mine/profile/number/")
    assert of_number() == [("self", "李小红", True)]
    assert state(registration) == "awaiting_check"
    assert client.get("/mine/profile/number/").status_code == 303


@pytest.mark.law("PIPL-28")
def test_nothing_counts_and_nobody_reads_the_number_before(client: Client, area: Area) -> None:
    registration, _row, _guardian = answered_at_fourteen(client, area)
    clerk = world.staff("county_office", area.county, "13300000081")
    page = f"/desk/people/{registration.person.public_id}/"
    number = world.id_number(world.born_years_ago(13))
    record = clerk.get(page).content.decode()
    assert "还没有单独同意收集证件号码" in record
    asked = {"what": "id_number", "reason": "核对材料上的号码"}
    answer = clerk.post(f"{page}reveals/", asked)
    assert answer.status_code == 409
    assert number not in answer.content.decode()
    assert "还没有人同意收集" in answer.content.decode()
    given = {"document": "citizen", "last_six": number[-6:]}
    assert clerk.post(f"{page}check/", given).status_code == 422
    assert not queries.ready_checks(Registration.objects.all()).exists()
    # Verified before, by an earlier registration: it counts all the same only once the child agreed.
    Registration.objects.filter(pk=registration.pk).update(verified_at=clock.now(), verified_by_id=1)
    assert state(registration) == "awaiting_number"
    today = clock.local_date(clock.now())
    standing = queries.standing_on(registration.person_id, today, clock.now())
    assert standing is not None
    assert (standing.state, standing.counted, standing.final) == ("awaiting_number", False, False)
    assert not registration.countings.exists()
    client.post("/mine/profile/number/")
    assert state(registration) == "counted"
    assert registration.countings.filter(to_at__isnull=True).count() == 1


@pytest.mark.law("PIPL-31")
def test_below_fourteen_nobody_reads_the_number_before_the_guardian_answered(client: Client, area: Area) -> None:
    registration = minor(client, area, 13)
    with pytest.raises(actions.NumberWaits):
        actions.reveal(person=registration.person, what="id_number", reason="核对", actor=world.ACTOR, at=clock.now())
    with pytest.raises(actions.NumberIsGuardians):
        actions.agree_to_number(person=registration.person, actor=world.ACTOR, at=clock.now())


@pytest.mark.law("PIPL-28")
def test_a_guardian_who_agrees_again_at_fourteen_brings_no_consent_to_the_number(client: Client, area: Area) -> None:
    registration, row, guardian = agreed(client, area, 13)
    guardian.post(f"/mine/wards/{row.public_id}/withdrawal/")
    turns_fourteen(registration)
    # The child need not wait for the guardian to decide about the own number.
    assert "/mine/profile/number/" in client.get("/mine/").content.decode()
    row.ward.refresh_from_db()
    guardian.post(f"/mine/wards/{row.public_id}/agreement/", world.agreement(row))
    assert state(registration) == "awaiting_number"
    clerk = world.staff("place_staff", area.county, "13300000082")
    page = f"/desk/people/{registration.person.public_id}/"
    assert clerk.post(f"{page}number-consent/", {}).status_code == 422
    assert state(registration) == "awaiting_number"
    assert clerk.post(f"{page}number-consent/", {"number": "on"}).status_code == 303
    assert of_number()[-1] == ("on_site", "李小红", True)
    assert state(registration) == "awaiting_check"


def test_a_second_reason_of_another_hand_is_not_told(client: Client, area: Area) -> None:
    registration, _row, _guardian = agreed(client, area, 14)
    page = f"/desk/people/{registration.person.public_id}/failed-check/"
    first, second = (world.staff("place_staff", area.county, f"1330000008{n}") for n in (3, 4))
    assert first.post(page, {"reason": "看不清"}).status_code == 303
    refused = second.post(page, {"reason": "照片不像"})
    assert refused.status_code == 422
    assert "看不清" in refused.content.decode()
    # Who wrote it down may put it right.
    assert first.post(page, {"reason": "姓名写错"}).status_code == 303
    registration.refresh_from_db()
    assert registration.failed_reason == "姓名写错"


def turns_eighteen(registration: Registration) -> None:
    Person.objects.filter(pk=registration.person_id).update(birth_date=world.born_years_ago(18))
    assert actions.come_of_age(at=clock.now()) == 1
    registration.refresh_from_db()
    registration.person.refresh_from_db()


def clerk() -> Actor:
    return Actor(account_id=builders.account(name="经办").pk)


def last_six(registration: Registration) -> str:
    return queries.id_number_of(registration.person)[-6:]


def passes(registration: Registration) -> None:
    actions.pass_check(
        person=registration.person, document="citizen", last_six=last_six(registration), actor=clerk(), at=clock.now()
    )  # fmt: skip


@pytest.mark.law("PIPL-28")
@pytest.mark.law("PIPL-31")
def test_of_age_after_the_guardian_withdrew_one_is_asked_about_the_number_alone(client: Client, area: Area) -> None:
    registration, row, guardian = agreed(client, area, 13)
    passes(registration)
    assert state(registration) == "counted"
    Person.objects.filter(pk=registration.person_id).update(birth_date=world.born_years_ago(17))
    guardian.post(f"/mine/wards/{row.public_id}/withdrawal/")
    turns_eighteen(registration)
    assert state(registration) == "awaiting_number"
    assert not registration.countings.filter(to_at__isnull=True).exists()
    with pytest.raises(actions.NumberWaits):
        actions.reveal(person=registration.person, what="id_number", reason="核对", actor=clerk(), at=clock.now())
    assert "收集证件号码要由您自己单独同意" in client.get("/mine/messages/").content.decode()
    client.post("/mine/profile/number/")
    assert of_number()[-1] == ("self", "李小红", True)
    assert state(registration) == "counted"


@pytest.mark.law("PIPL-28")
def test_of_age_before_any_guardian_answered_nobody_checks_the_number_unasked(client: Client, area: Area) -> None:
    registration = minor(client, area, 13)
    turns_eighteen(registration)
    assert state(registration) == "awaiting_number"
    with pytest.raises(actions.NumberWaits):
        passes(registration)
    client.post("/mine/profile/number/")
    passes(registration)
    assert state(registration) == "counted"


def test_of_age_under_a_consent_that_stands_one_is_asked_nothing(client: Client, area: Area) -> None:
    registration, _row, _guardian = agreed(client, area, 13)
    passes(registration)
    turns_eighteen(registration)
    assert state(registration) == "counted"
    assert registration.countings.filter(to_at__isnull=True).count() == 1


@pytest.mark.law("PIPL-28")
def test_a_claim_compares_no_number_to_which_nobody_agreed(client: Client, area: Area) -> None:
    registration, _row, _guardian = answered_at_fourteen(client, area)
    claim = actions.file_claim(
        person=registration.person, name="李小红", phone="19900000777", account_id=None, note="", actor=world.ACTOR,
        at=clock.now(),
    )  # fmt: skip
    with pytest.raises(actions.NumberWaits):
        actions.decide_claim(
            claim=claim, granted=True, answer="", last_six=last_six(registration), actor=clerk(), at=clock.now()
        )
    refused = actions.decide_claim(claim=claim, granted=False, answer="先同意号码", actor=clerk(), at=clock.now())
    assert refused.granted is False
