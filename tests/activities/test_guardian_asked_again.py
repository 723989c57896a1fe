"""What changes after a guardian's yes is told the guardian, who may say no again; school hours end it (P2)."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client

from baiying.activities import actions
from baiying.activities.actions import leading
from baiying.activities.models import Activity, Shift, Signup
from baiying.demo import builders
from baiying.kit import clock
from baiying.notices.models import Message
from baiying.ui import formats
from tests.activities.makers import Town, account, actor, confirmed, log_in, volunteer
from tests.activities.test_guardian_told import area, signed_up, texts_to  # noqa: F401
from tests.people.test_guardians import FATHER
from tests.people.world import Area

pytestmark = pytest.mark.django_db
SATURDAY, TUESDAY = 5, 1


def coming(weekday: int, at: str) -> datetime:
    """The next day of that name that is not tomorrow, at a time of day in China."""
    day = clock.local_date(clock.now()) + timedelta(days=2)
    day += timedelta(days=(weekday - day.weekday()) % 7)
    return datetime.combine(day, time.fromisoformat(at), tzinfo=clock.CHINA)


def move(town: Town, shift: Shift, starts_at: datetime) -> list[Signup]:
    leader = actor(town.leader, town.leader_person)
    return actions.move_shift(
        shift_id=shift.pk, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), reason="场地",
        actor=leader, at=clock.now(),
    )  # fmt: skip


@pytest.fixture
def school(town: Town) -> None:
    builders.rule_set("minors", area=town.village, school_breaks=[])


def on_saturday(town: Town, client: Client, area: Area, **post: Any) -> tuple[Signup, Client]:  # noqa: F811
    signup, guardian = signed_up(town, client, area, **post)
    move(town, signup.shift, coming(SATURDAY, "09:00"))
    signup.refresh_from_db()
    assert signup.state == "accepted"
    return signup, guardian


@pytest.mark.law("MPL-16")
def test_a_move_is_told_the_guardian_who_may_say_no_to_the_new_time(
    town: Town,
    client: Client,
    area: Area,  # noqa: F811
    school: None,
) -> None:
    signup, guardian = on_saturday(town, client, area)
    told = texts_to(FATHER)[0]
    assert "改期了" in told.text
    assert "不同意" in told.text
    assert "李小红" not in told.text
    assert guardian.post(told.link).status_code == 303
    signup.refresh_from_db()
    assert (signup.state, signup.reason) == ("cancelled", "监护人不同意")


@pytest.mark.law("MPL-28")
def test_a_shift_moved_into_school_hours_ends_its_pupils_and_tells_both(
    town: Town,
    client: Client,
    area: Area,  # noqa: F811
    school: None,
) -> None:
    signup, _guardian = on_saturday(town, client, area)
    grown_up = town.signup(signup.shift, volunteer("大人", town.village))
    shift = Shift.objects.get(pk=signup.shift_id)
    aside = move(town, shift, coming(TUESDAY, "09:00"))
    assert [row.pk for row in aside] == [signup.pk]
    signup.refresh_from_db()
    grown_up.refresh_from_db()
    assert (signup.state, signup.reason, grown_up.state) == ("cancelled", "班次改到了上课的时间", "accepted")
    assert Shift.objects.get(pk=shift.pk).taken == 1
    told = texts_to(FATHER)[0]
    assert "上课的时间" in told.text
    assert "您不同意的话" not in told.text
    child = Message.objects.filter(inbox=signup.person.public_id, channel="inapp").latest("pk")
    assert "上课的时间" in child.text
    # After lessons it would have been another matter.
    again = client.post(f"/shifts/{shift.public_id}/signups/")
    assert again.status_code == 409


def test_where_a_guardian_may_excuse_he_is_asked_to_sign_up_again(town: Town, client: Client, area: Area) -> None:  # noqa: F811
    builders.rule_set("minors", area=town.village, school_breaks=[], guardian_may_excuse=True)
    signup, guardian = on_saturday(town, client, area)
    move(town, Shift.objects.get(pk=signup.shift_id), coming(TUESDAY, "09:00"))
    signup.refresh_from_db()
    assert signup.state == "cancelled"
    assert "请监护人再报一次" in texts_to(FATHER)[0].text
    guardian.post("/acting/person/", {"person": signup.person.public_id})
    assert guardian.post(f"/shifts/{signup.shift.public_id}/signups/").status_code == 303
    assert Signup.objects.filter(person=signup.person, state="accepted").exists()


def amended(town: Town, shift: Shift, **change: str) -> None:
    row = Activity.objects.get(pk=shift.activity_id)
    names = ("description", "risk_statement", "address", "contact_name", "contact_phone", "contact_public")
    words = {name: getattr(row, name) for name in names} | change
    actions.amend(activity_id=row.pk, **words, actor=actor(town.leader, town.leader_person), at=clock.now())


@pytest.mark.parametrize(
    ("change", "words"), [({"risk_statement": "要过马路"}, "风险和注意有改动"), ({"address": "河对岸"}, "河对岸")]
)
def test_another_risk_or_place_is_told_the_guardian_and_the_volunteers(
    town: Town,
    client: Client,
    area: Area,  # noqa: F811
    change: dict[str, str],
    words: str,
) -> None:
    signup, guardian = signed_up(town, client, area)
    grown_up = volunteer("大人", town.village)
    town.signup(signup.shift, grown_up)
    amended(town, signup.shift, **change)
    told = texts_to(FATHER)[0]
    assert words in told.text
    assert "不同意" in told.text
    assert next(iter(change.values())) in guardian.get(told.link).content.decode()
    assert Message.objects.filter(inbox=grown_up.public_id, channel="inapp", text__contains=words).count() == 1
    count = len(texts_to(FATHER))
    amended(town, signup.shift, description="也整理花坛。")
    assert len(texts_to(FATHER)) == count


def test_a_point_on_the_map_goes_with_the_address_it_belonged_to(town: Town) -> None:
    shift = town.shift(town.activity(longitude="113.83", latitude="34.02"))
    amended(town, shift, contact_name="李队长")
    shift.activity.refresh_from_db()
    assert shift.activity.longitude is not None
    amended(town, shift, address="河对岸")
    shift.activity.refresh_from_db()
    assert (shift.activity.longitude, shift.activity.latitude) == (None, None)


def test_another_leader_is_told_where_the_leader_is_with_the_child(town: Town, client: Client, area: Area) -> None:  # noqa: F811
    signup, guardian = signed_up(town, client, area)
    other = account("二队长")
    builders.office(other, town.body, town.team)
    row = signup.shift.activity
    leading.name_leader(row, other.pk, actor=actor(town.leader, town.leader_person), at=clock.now())
    assert not [one for one in texts_to(FATHER) if one.kind == "ward_signup_leader"]
    lead = row.leads.get()
    actions.accept_lead(lead_id=lead.pk, actor=actor(other), at=clock.now())
    [told] = [one for one in texts_to(FATHER) if one.kind == "ward_signup_leader"]
    assert "二队长" in told.text
    assert guardian.get(told.link).status_code == 200


def test_the_guardian_hears_that_it_is_called_off_and_that_the_place_is_gone(
    town: Town,
    client: Client,
    area: Area,  # noqa: F811
) -> None:
    signup, _guardian = signed_up(town, client, area)
    admin = actor(town.admin, town.admin_person)
    actions.cancel(activity_id=signup.shift.activity_id, reason="暴雨", actor=admin, at=clock.now())
    told = texts_to(FATHER)[0]
    assert "取消了" in told.text
    assert "您不同意的话" not in told.text


def test_the_leader_reads_who_cannot_come_at_the_new_time(town: Town, client: Client, area: Area, school: None) -> None:  # noqa: F811
    signup, _guardian = on_saturday(town, client, area)
    shift = Shift.objects.get(pk=signup.shift_id)
    start = coming(TUESDAY, "09:00")
    leader = log_in(town.leader, town.leader_person)
    data = {
        "starts_at_0": f"{start:%Y-%m-%d}", "starts_at_1": "09:00", "ends_at_0": f"{start:%Y-%m-%d}",
        "ends_at_1": "11:00", "day": f"{start:%Y-%m-%d}", "starts": "09:00", "ends": "11:00", "reason": "场地",
    }  # fmt: skip
    url = f"/shifts/{shift.public_id}/time/"
    seen = leader.post(url, data).content.decode()
    answer = leader.post(url, data | confirmed(seen), follow=True)
    assert "要上课" in answer.content.decode()


def test_the_guardians_page_shows_the_time_that_was_and_the_time_that_is(
    town: Town,
    client: Client,
    area: Area,  # noqa: F811
    school: None,
) -> None:
    signup, guardian = signed_up(town, client, area)
    before = formats.span_text(signup.shift.starts_at, signup.shift.ends_at)
    page = f"/signups/{signup.public_id}/guardian/"
    assert "现在的时间" not in guardian.get(page).content.decode()
    move(town, signup.shift, coming(SATURDAY, "14:30"))
    move(town, Shift.objects.get(pk=signup.shift_id), coming(SATURDAY, "15:30"))
    now = Shift.objects.get(pk=signup.shift_id)
    for address in (page, "/mine/wards/"):
        found = guardian.get(address).content.decode()
        # Moved twice: what he heard of first, and what is.
        assert before in found
        assert formats.span_text(now.starts_at, now.ends_at) in found
        assert "改期了" in found


@pytest.mark.law("MPL-16")
def test_moved_into_the_late_hours_a_child_comes_only_if_the_guardian_signs_it_up_anew(
    town: Town,
    client: Client,
    area: Area,  # noqa: F811
    school: None,
) -> None:
    signup, guardian = on_saturday(town, client, area)
    shift = Shift.objects.get(pk=signup.shift_id)
    # Later, and not late: told, and still there.
    assert move(town, shift, coming(SATURDAY, "18:30")) == []
    [aside] = move(town, Shift.objects.get(pk=shift.pk), coming(SATURDAY, "19:30"))
    assert aside.pk == signup.pk
    told = texts_to(FATHER)[0].text
    assert "再替您报一次名" in told
    assert "我的报名" not in told
    answer = client.post(f"/shifts/{shift.public_id}/signups/")
    assert answer.status_code == 409
    assert "太晚" in answer.content.decode()
    guardian.post("/acting/person/", {"person": signup.person.public_id})
    assert guardian.post(f"/shifts/{shift.public_id}/signups/").status_code == 303
    again = Signup.objects.latest("id")
    assert again.state == "accepted"
    # Late already, and agreed to by himself: another late time is told, and ends nothing.
    assert move(town, Shift.objects.get(pk=shift.pk), coming(SATURDAY, "20:00")) == []
    # By day, and late again: he signed up for something else.
    assert move(town, Shift.objects.get(pk=shift.pk), coming(SATURDAY, "10:00")) == []
    assert [one.pk for one in move(town, Shift.objects.get(pk=shift.pk), coming(SATURDAY, "20:00"))] == [again.pk]


def test_no_text_to_a_guardian_sends_to_the_childs_own_list(
    town: Town,
    client: Client,
    area: Area,  # noqa: F811
    settings: Any,
    school: None,
) -> None:
    settings.PUBLIC_ADDRESS = "https://city.example"
    signup, guardian = signed_up(town, client, area)
    Signup.objects.filter(pk=signup.pk).update(state="applied", accepted_at=None)
    Shift.objects.filter(pk=signup.shift_id).update(taken=0)
    leader = actor(town.leader, town.leader_person)
    actions.decide_signup(signup_id=signup.pk, accept=True, actor=leader, at=clock.now())
    move(town, Shift.objects.get(pk=signup.shift_id), coming(SATURDAY, "14:30"))
    own = [one.text for one in Message.objects.filter(inbox=signup.person.public_id)]
    assert any("我的报名" in text for text in own)
    theirs = [one.text for one in Message.objects.filter(kind__startswith="ward_")]
    assert len(theirs) > 3
    assert not [text for text in theirs if "我的报名" in text]
    assert any("打开 https://city.example/mine/wards/ 取消" in text for text in theirs)
    # Who has no list of one's own is led on from there.
    assert "/mine/wards/" in guardian.get("/mine/signups/").content.decode()
