"""Consents signed on paper (U22): whose they are, of which text, and which of two answers counts."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.models import AuditEvent
from baiying.kit.values.actor import system
from baiying.people import actions as people
from baiying.people.models import Consent, Guardianship, Registration
from baiying.people.rules import papers as asked
from baiying.privacy.actions.closings import erase_person
from baiying.rosters import actions, keeping
from baiying.rosters.models import Invitation, Paper
from tests.cast import log_in
from tests.complaints.test_photos import taken
from tests.people.world import code_for
from tests.rosters import paper
from tests.rosters.makers import School
from tests.rosters.test_accepting import prove, walk

pytestmark = pytest.mark.django_db


def test_a_paper_carries_the_childs_code_the_version_and_each_answer_apart(school: School) -> None:
    row = paper.invited(school, age=12)
    page = school.clerk.get(f"/desk/rosters/{row.roster.public_id}/forms/").content.decode()
    assert paper.code(row) in page
    assert "第 3 版" in page
    assert page.count("☐ 同意") == 2
    assert "不满 14 周岁" in page
    assert AuditEvent.objects.filter(action="ConsentFormsPrinted").exists()


def test_nobody_of_age_is_asked_for_a_guardian_on_paper(school: School) -> None:
    row = paper.invited(school, age=30)
    assert paper.code(row) not in school.clerk.get(f"/desk/rosters/{row.roster.public_id}/forms/").content.decode()
    answer = school.clerk.get(paper.PAGE, {"code": paper.code(row)})
    assert answer.status_code == 422
    assert "不用监护人同意" in answer.content.decode()


def test_u22_a_yes_on_paper_is_the_guardians_consent_from_the_hour_of_signing(school: School) -> None:
    row = paper.invited(school)
    child = paper.registered(school, row)
    made = paper.taken(school.clerk, row, signed_on=paper.days_ago(3), hour="16:30")
    guardian = Guardianship.objects.get(ward=child)
    assert guardian.agreed_at == made.signed_at == paper.at_hour(3, 16) + timedelta(minutes=30)
    assert (guardian.guardian_name, guardian.version, guardian.witness_id) == (
        paper.MOTHER, "3", school.cast["unit_admin"].account.pk,
    )  # fmt: skip
    consent = Consent.objects.get(person=child, given_by="guardian")
    assert (consent.purpose, consent.version, consent.channel) == ("guardian", "3", "paper")
    assert consent.given_at == made.signed_at
    assert Registration.objects.get(person=child).guardian_ok_at is not None
    assert made.effect == "counts"


def test_u22_every_paper_has_its_version_and_reader_in_the_audit(school: School) -> None:
    row = paper.invited(school)
    paper.taken(school.clerk, row, signed_on=paper.days_ago(1))
    event = AuditEvent.objects.get(action="PaperRead")
    assert event.detail["version"] == "3"
    assert event.detail["signed_on"] == paper.days_ago(1)
    assert event.account_id == school.cast["unit_admin"].account.pk
    listed = school.clerk.get(f"/desk/rosters/{row.roster.public_id}/papers/").content.decode()
    assert school.cast["unit_admin"].account.display_name in listed
    assert "不同意" not in listed


def test_u22_a_code_under_which_another_childs_paper_lies_stops(school: School) -> None:
    row = paper.invited(school)
    other = paper.invited(school, "赵明明", n=6)
    page = school.clerk.get(paper.PAGE, {"code": paper.code(other)}).content.decode()
    # The name is not shown: it is typed from the paper, and compared.
    assert "赵明明" not in page
    answer = paper.read(school.clerk, other)
    assert answer.status_code == 422
    assert "对不上" in answer.content.decode()
    assert paper.MOTHER in answer.content.decode()
    assert not Paper.objects.exists()
    assert paper.taken(school.clerk, row).invitation == row


def test_u22_an_elder_brother_and_the_child_itself_are_refused(school: School) -> None:
    row = paper.invited(school)
    answer = paper.read(school.clerk, row, relation="sibling", guardian_name="刘大宝")
    assert answer.status_code == 422
    assert "哥哥姐姐签的不算" in answer.content.decode()
    answer = paper.read(school.clerk, row, guardian_name=paper.CHILD)
    assert "孩子自己签的不算" in answer.content.decode()
    assert not Paper.objects.exists()


def _newer_text(days: int) -> None:
    """Version 2 was in force, and since so many days it is version 3."""
    builders.rule_set("registration", consent_version="2")
    since = paper.today() - timedelta(days=days)
    builders.rule_set("registration", valid_from=since, consent_version="3")


def test_u22_the_print_before_is_good_for_some_days_and_an_older_one_needs_a_new_slip(school: School) -> None:
    _newer_text(5)
    row = paper.invited(school)
    assert paper.taken(school.clerk, row, "2", signed_on=paper.days_ago(2)).version == "2"
    answer = school.clerk.get(paper.PAGE, {"code": paper.code(row, "1")})
    assert answer.status_code == 422
    assert "第 1 版，签的那天已经不用了" in answer.content.decode()
    assert paper.read(school.clerk, row, "1").status_code == 422
    assert Paper.objects.count() == 1


def test_u22_a_print_is_judged_by_the_day_of_signing(school: School) -> None:
    _newer_text(30)
    row = paper.invited(school)
    assert paper.read(school.clerk, row, "2", signed_on=paper.days_ago(2)).status_code == 422
    assert paper.taken(school.clerk, row, "2", signed_on=paper.days_ago(25)).version == "2"
    # Nor is a text signed before there was one.
    assert paper.read(school.clerk, row, "3", signed_on=paper.days_ago(40)).status_code == 422


def test_u22_a_version_stands_for_its_own_purposes_and_the_new_one_is_asked_apart(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(asked.ASKS, "3", ("guardian", "id_number", "photo"))
    _newer_text(2)
    row = paper.invited(school)
    child = paper.registered(school, row)
    answer = school.clerk.post(
        f"{paper.PAGE}?code={paper.code(row, '2')}", paper.given(answer_photo="yes"), follow=True
    )
    assert "这一版没有问到：photo" in answer.content.decode()
    given = Consent.objects.filter(person=child, given_by="guardian")
    assert set(given.values_list("purpose", flat=True)) == {"guardian"}
    # The paper of the new version asks it, and its own answer stands by itself.
    second = paper.invited(school, "赵明明", n=6)
    page = school.clerk.get(paper.PAGE, {"code": paper.code(second)}).content.decode()
    assert 'name="answer_photo"' in page


def test_u22_yes_on_paper_on_friday_no_by_phone_on_saturday_typed_on_monday_is_no(school: School) -> None:
    row = paper.invited(school)
    guardian = paper.agreed_by_phone(school, row, paper.at_hour(6, 9))
    child = guardian.ward
    people.withdraw_as_guardian(guardianship=guardian, actor=system("tests"), at=paper.at_hour(2, 10))
    made = paper.taken(school.clerk, row, signed_on=paper.days_ago(3), hour="17:00")
    assert made.effect == "overtaken"
    assert Registration.objects.get(person=child).guardian_ok_at is None
    # Both are kept, and the page says the same as always.
    assert (Paper.objects.count(), Guardianship.objects.filter(ward=child).count()) == (1, 1)


def test_u22_no_on_paper_and_yes_by_phone_an_hour_later_is_yes(school: School) -> None:
    row = paper.invited(school)
    guardian = paper.agreed_by_phone(school, row, paper.at_hour(1, 11))
    made = paper.taken(school.clerk, row, signed_on=paper.days_ago(1), hour="10:00", answer_guardian="no")
    guardian.refresh_from_db()
    assert (made.effect, guardian.withdrawn_at) == ("overtaken", None)
    assert made.answers == {"guardian": False}


def test_u22_a_no_on_paper_after_a_yes_by_phone_takes_it_back(school: School) -> None:
    row = paper.invited(school)
    guardian = paper.agreed_by_phone(school, row, paper.at_hour(4, 11))
    child = guardian.ward
    made = paper.taken(school.clerk, row, signed_on=paper.days_ago(1), answer_guardian="no")
    guardian.refresh_from_db()
    assert guardian.withdrawn_at is not None
    assert made.effect == "no"
    assert Registration.objects.get(person=child).guardian_ok_at is None
    # A paper signed before that no, and typed after it, changes nothing; one signed after it counts.
    assert paper.taken(school.clerk, row, signed_on=paper.days_ago(2)).effect == "overtaken"
    assert paper.taken(school.clerk, row, signed_on=paper.days_ago(0), hour="00:00").effect == "counts"
    assert Registration.objects.get(person=child).guardian_ok_at is not None


def test_half_a_yes_below_fourteen_is_no_consent(school: School) -> None:
    row = paper.invited(school, age=12)
    child = paper.registered(school, row, age=12)
    made = paper.taken(school.clerk, row, answer_id_number="no")
    assert made.effect == "no"
    assert not Consent.objects.filter(person=child, given_by="guardian").exists()
    assert Registration.objects.get(person=child).guardian_ok_at is None


def test_a_paper_waits_for_the_child_and_counts_when_it_registers(school: School) -> None:
    row = paper.invited(school)
    paper.taken(school.clerk, row, signed_on=paper.days_ago(4))
    assert Paper.objects.get().effect == ""
    _registers(school, row)
    made = Paper.objects.get()
    row.refresh_from_db()
    registration = Registration.objects.get(person=row.person)
    assert made.effect == "counts"
    assert registration.guardian_ok_at is not None
    assert Guardianship.objects.get(ward=row.person, agreed_at__isnull=False).agreed_at == made.signed_at


def _registers(school: School, row: Invitation) -> None:
    word, line = keeping.who_of(row)
    child = Client()
    child.post(f"/invitations/{row.public_id}/slip/", {"word": word, "end": line.id_number[-6:]})
    child.post(f"/invitations/{row.public_id}/registration/")
    child.post("/register/", {"phone": "13900000066"})
    child.post("/log-in/code/", {"code": code_for("13900000066")})
    stopped = walk(child, school, name=paper.CHILD, number=line.id_number, guardian=paper.PHONE)
    assert stopped == "/register/done/"


def test_what_the_family_declined_since_is_not_put_aside_by_an_older_paper(school: School) -> None:
    row = paper.invited(school)
    paper.taken(school.clerk, row, signed_on=paper.days_ago(4))
    family = Client()
    prove(family, row)
    family.post(f"/invitations/{row.public_id}/refusal/")
    row.refresh_from_db()
    _registers(school, row)
    row.refresh_from_db()
    assert Paper.objects.get().effect == "overtaken"
    assert Registration.objects.get(person=row.person).guardian_ok_at is None
    assert Guardianship.objects.get(ward=row.person).agreed_at is None


def test_the_same_paper_by_two_hands_is_one_and_a_second_press_changes_nothing(school: School) -> None:
    row = paper.invited(school)
    said = paper.given(signed_on=paper.days_ago(1))
    for _ in range(2):
        assert school.clerk.post(f"{paper.PAGE}?code={paper.code(row)}", said).status_code == 303
    paper.taken(school.county, row, signed_on=paper.days_ago(1))
    assert Paper.objects.count() == 1


def test_a_number_that_is_not_the_rosters_is_typed_twice(school: School) -> None:
    row = paper.invited(school)
    answer = paper.read(school.clerk, row, phone="13900000009")
    assert answer.status_code == 422
    assert "请再输一遍" in answer.content.decode()
    assert paper.taken(school.clerk, row, phone="13900000009", phone_again="139 0000 0009").version == "3"


def test_no_clerk_reads_in_the_own_signature(school: School) -> None:
    row = paper.invited(school)
    own = school.cast["unit_admin"].phone
    answer = paper.read(school.clerk, row, phone=own, phone_again=own)
    assert answer.status_code == 422
    assert not Paper.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("signed_on", "2031-01-01", "还没有到"),
        ("signed_on", "2020-01-01", "超过 60 天"),
        ("answer_guardian", "", ""),
        ("relation", "", ""),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(school: School, field: str, value: str, says: str) -> None:
    row = paper.invited(school)
    answer = paper.read(school.clerk, row, **{field: value})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert says in page
    assert paper.CHILD in page


def test_codes_of_other_schools_and_strangers_lead_nowhere(school: School) -> None:
    row = paper.invited(school)
    answer = school.clerk.get(paper.PAGE, {"code": "abc def ghj kmn - 3"})
    assert answer.status_code == 422
    assert log_in(school.cast["volunteer"]).get(paper.PAGE).status_code == 404
    # The square opened by a clerk's telephone leads to the form, by anybody else's to the invitation.
    square = f"/invitations/{row.public_id}/?paper=3"
    to = school.clerk.get(square)["Location"]
    assert 'name="answer_guardian"' in school.clerk.get(to).content.decode()
    assert "刘*宝" in Client().get(square).content.decode()


def test_a_scan_is_cleaned_sealed_and_given_to_who_may_open_the_roster(school: School) -> None:
    row = paper.invited(school)
    answer = paper.read(school.clerk, row, scan=SimpleUploadedFile("a.jpg", b"GIF89a"))
    assert answer.status_code == 422
    # Two whole pictures, one behind the other, as many a phone writes: of both the place and the words go.
    made = paper.taken(school.clerk, row, scan=SimpleUploadedFile("a.jpg", taken() + taken() + b"GPS"))
    kept = keeping.scan_of(made)
    assert kept is not None
    for told in (b"GPS", "林晓雨".encode(), b"2026:11:20"):
        assert told not in kept
    where = f"/desk/rosters/papers/{made.public_id}/scan/"
    assert school.clerk.get(where).content == kept
    assert log_in(school.cast["volunteer"]).get(where).status_code == 404
    assert AuditEvent.objects.filter(action="ListTaken").exists()


def test_papers_for_a_child_that_never_came_go_with_the_invitation(school: School) -> None:
    row = paper.invited(school)
    paper.taken(school.clerk, row)
    Invitation.objects.update(ends_at=clock.now() - timedelta(days=1))
    actions.clear_old(at=clock.now())
    assert not Paper.objects.exists()
    assert school.clerk.get(paper.PAGE, {"code": paper.code(row)}).status_code == 422


def test_a_paper_that_counts_for_a_child_who_came_by_another_way_outlives_the_invitation(school: School) -> None:
    row = paper.invited(school)
    at = clock.now()
    child = builders.person(
        paper.CHILD, residence=school.city.villages[0], born=paper.born(15), registered_at=at, at=at,
        phone="13900000077",
    )  # fmt: skip
    # The same number: the child registered by a poster, not by the school's invitation.
    Invitation.objects.filter(pk=row.pk).update(number_hash=child.id_no_hash)
    made = paper.taken(school.clerk, row)
    assert made.effect == "counts"
    Invitation.objects.update(ends_at=clock.now() - timedelta(days=1))
    actions.clear_old(at=clock.now())
    # The guardian's consent rests on it (PIPL art. 14, 31); it is the child's now, in the copy and at the closing.
    assert Paper.objects.get().effect == "counts"
    row.refresh_from_db()
    assert (row.person_id, row.accepted_at, row.name_mask) == (child.pk, None, "")
    erase_person(person=child, at=clock.now())
    assert not Paper.objects.exists()
