"""What a withdrawal cancels is named: before anybody presses, and in the messages after it; the leader hears."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from baiying.activities import actions, jobs
from baiying.activities.actions import releasing
from baiying.activities.models import Signup
from baiying.kit import clock
from baiying.kit.kept import Kept
from baiying.kit.models import JobFault
from baiying.notices.models import Message
from baiying.people.models import Consent, Guardianship
from tests.activities.makers import Town, log_in, volunteer
from tests.activities.test_guardian_told import area, signed_up  # noqa: F401
from tests.people.test_guardians import CHILD
from tests.people.world import Area

pytestmark = pytest.mark.django_db


def released(signup: Signup, row: Guardianship | None) -> int:
    return actions.release_person(
        person_id=signup.person_id, reason="监护人撤回了同意" if row else "志愿者注册已结束", at=clock.now(),
        guardianship_id=row.pk if row else None,
    )  # fmt: skip


def test_a_guardians_withdrawal_names_what_falls_to_both(town: Town, client: Client, area: Area) -> None:  # noqa: F811
    signup, guardian = signed_up(town, client, area)
    other = town.shift(town.activity("河边清洁"), days=20)
    town.signup(other, signup.person)
    row = Guardianship.objects.get()
    page = guardian.get(f"/mine/wards/{row.public_id}/withdrawal/").content.decode()
    titles = (signup.shift.activity.title, "河边清洁")
    assert all(title in page for title in titles)
    guardian.post(f"/mine/wards/{row.public_id}/withdrawal/")
    Signup.objects.exclude(state="accepted").update(state="accepted")
    Message.objects.filter(kind__endswith="signup_released").delete()
    assert released(signup, row) == 2
    [child] = Message.objects.filter(inbox=signup.person.public_id, kind="signup_released", channel="inapp")
    [sms] = Message.objects.filter(kind="signup_released", channel="sms")
    [theirs] = Message.objects.filter(kind="ward_signup_released")
    for text in (child.text, sms.text, theirs.text):
        assert all(title in text for title in titles)
    assert sms.address_mask == f"{CHILD[:3]}****{CHILD[-4:]}"
    assert "监护人撤回了同意" in child.text
    assert "李小红" not in theirs.text
    # Again: nothing ends, and nobody is told.
    assert released(signup, row) == 0
    assert Message.objects.filter(kind="signup_released", channel="inapp").count() == 1


def test_the_leader_hears_who_does_not_come(town: Town, client: Client, area: Area) -> None:  # noqa: F811
    signup, _guardian = signed_up(town, client, area)
    actions.tell_leaders(at=clock.now() + timedelta(days=1))
    released(signup, Guardianship.objects.get())
    actions.tell_leaders(at=clock.now() + timedelta(days=2))
    news = Message.objects.filter(kind="activity_news").latest("id").text
    assert "来不了" in news
    assert "监护人撤回了同意" in news


def test_who_ends_the_own_registration_reads_before_and_after_what_falls(town: Town) -> None:
    person = volunteer("林晓雨", town.village)
    assert person.account is not None
    signup = town.signup(town.shift(town.activity("河边清洁")), person)
    browser = log_in(person.account, person)
    Consent.objects.create(
        person=person, purpose="volunteer_service", version="2", given_at=clock.now(), given_by="self", channel="web"
    )
    page = browser.get("/mine/consents/volunteer_service/withdrawal/").content.decode()
    assert "会取消的报名" in page
    assert "河边清洁" in page
    released(signup, None)
    [told] = Message.objects.filter(kind="signup_released")
    assert "志愿者注册已结束，这些报名已取消：“河边清洁”" in told.text
    assert told.channel == "inapp", "whoever pressed knows"


def test_many_are_named_as_far_as_a_message_goes(town: Town) -> None:
    person = volunteer("林晓雨", town.village)
    for number in range(7):
        shift = town.shift(town.activity(f"活动{number}"), days=3 + number)
        signup = town.signup(shift, person)
    assert released(signup, None) == 7
    text = Message.objects.get(kind="signup_released").text
    assert text.count("“") == 5
    assert "等" in text


def test_what_was_released_is_told_although_whoever_did_it_did_not_come_to_that(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = volunteer("林晓雨", town.village)
    for number in range(2):
        signup = town.signup(town.shift(town.activity(f"活动{number}"), days=3 + number), person)
    at = clock.now()
    with monkeypatch.context() as broken:
        broken.setattr(releasing.notices, "write_many", _fails)
        assert actions.release_person(person_id=person.pk, reason="志愿者注册已结束", at=at) == 2
    assert not Message.objects.filter(kind="signup_released").exists()
    told = ProcrastinateJob.objects.filter(task_name="activities.tell_released", status="todo")
    assert told.count() == 2
    [args] = {json.dumps(job.args, sort_keys=True) for job in told}
    assert all(job.scheduled_at > at for job in told)
    for _again in range(2):
        jobs.tell_released(**json.loads(args))
    [one] = Message.objects.filter(kind="signup_released")
    assert "活动0" in one.text
    assert "活动1" in one.text
    assert not JobFault.objects.exists()
    assert signup.person_id == person.pk


def test_what_was_told_at_once_is_told_once(town: Town) -> None:
    person = volunteer("林晓雨", town.village)
    signup = town.signup(town.shift(), person)
    at = clock.now()
    assert actions.release_person(person_id=person.pk, reason="志愿者注册已结束", at=at) == 1
    for moment in (at, at + timedelta(seconds=1)):
        actions.tell_released(
            person_id=person.pk, reason=Kept("志愿者注册已结束", "志愿者注册已结束"), ended_at=moment,
            guardianship_id=None, at=at,
        )  # fmt: skip
    assert Message.objects.filter(kind="signup_released").count() == 1
    assert signup.person_id == person.pk


def test_a_telling_that_fails_again_is_left_to_the_queue(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    person = volunteer("林晓雨", town.village)
    town.signup(town.shift(), person)
    at = clock.now()
    monkeypatch.setattr(releasing.notices, "write_many", _fails)
    actions.release_person(person_id=person.pk, reason="志愿者注册已结束", at=at)
    with pytest.raises(RuntimeError, match=r"activities\.tell_released"):
        actions.tell_released(
            person_id=person.pk, reason=Kept("理由", "理由"), ended_at=at, guardianship_id=None, at=at
        )


def _fails(**_letters: object) -> None:
    raise ValueError("nothing can be written")
