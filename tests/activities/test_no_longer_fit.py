"""Whom a shift does not fit at its new time is named before it is moved, and gives the place back with the reason."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import translation

from baiying.activities import actions, queries
from baiying.activities.models import Shift, Signup
from baiying.activities.reminded import MustKnow
from baiying.activities.rules import signing_up
from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.notices.models import Message
from baiying.people.models import Person, Registration
from tests.activities.makers import Town, actor, confirmed, log_in, volunteer
from tests.activities.test_before_moving import typed

pytestmark = pytest.mark.django_db

# A Sunday some weeks ahead, and the Saturday before it.
TODAY = clock.local_date(clock.now())
SUNDAY = TODAY + timedelta(days=20 - TODAY.weekday())
SATURDAY = SUNDAY - timedelta(days=1)


def instant(day: date, hour: int) -> datetime:
    return clock.midnight(day) + timedelta(hours=hour)


def years_before(day: date, years: int) -> date:
    return day.replace(year=day.year - years)


def on_sunday(town: Town, **post: object) -> Shift:
    shift = town.shift(**{"places": 8, **post})  # type: ignore[arg-type]
    shift.starts_at, shift.ends_at = instant(SUNDAY, 9), instant(SUNDAY, 12)
    shift.save()
    return shift


def just_of_age(town: Town, name: str = "小宇") -> Person:
    """Eighteen on the Sunday, seventeen the day before."""
    return volunteer(name, town.village, born=years_before(SUNDAY, 18))


def to_saturday_night(shift: Shift, town: Town) -> list[Signup]:
    return actions.move_shift(
        shift_id=shift.pk, starts_at=instant(SATURDAY, 20), ends_at=instant(SUNDAY, 2), reason="场地被占",
        actor=actor(town.leader), at=clock.now(),
    )  # fmt: skip


def night() -> dict[str, str]:
    return typed(instant(SATURDAY, 20)) | {"ends": "02:00", "next_day": "on"}


def eight(town: Town) -> tuple[Shift, Person, Signup]:
    """The case R10: eight accepted, one of whom turns eighteen on the day, and one in the line."""
    shift = on_sunday(town, min_age=18)
    person = just_of_age(town)
    town.signup(shift, person)
    for number in range(7):
        town.signup(shift, volunteer(f"众{number}", town.village))
    waits = town.signup(shift, volunteer("候补", town.village), "waitlisted")
    return shift, person, waits


def test_r10_before_saving_the_leader_reads_who_no_longer_fits_and_why(town: Town) -> None:
    shift, person, waits = eight(town)
    leader, url = log_in(town.leader, town.leader_person), f"/shifts/{shift.public_id}/time/"
    page = leader.post(url, night()).content.decode()
    assert "已录用的 8 人里，有 1 人不再符合条件：小宇" in page
    assert "是 17 岁" in page
    assert Signup.objects.get(person=person).state == "accepted", "nothing has happened yet"
    done = leader.post(url, night() | confirmed(page), follow=True).content.decode()
    assert "已录用的 8 人里，有 1 人不再符合条件：小宇" in done, "who moved up had no place then"
    gone = Signup.objects.get(person=person)
    assert (gone.state, gone.reason) == ("cancelled", "班次改期，到那天年龄还不够")
    waits.refresh_from_db()
    assert waits.state == "accepted", "the place is offered on"
    told = Message.objects.get(inbox=person.public_id, channel="inapp")
    assert "是 17 岁，这个岗位只收满 18 岁的，所以这次报名已取消，不算您没有来" in told.text
    assert told.text in page or told.text.replace("“", "&quot;") in page


def test_r10_who_had_a_place_is_counted_alike_before_and_after(town: Town) -> None:
    shift, _person, waits = eight(town)
    waits.delete()
    leader, url = log_in(town.leader, town.leader_person), f"/shifts/{shift.public_id}/time/"
    page = leader.post(url, night()).content.decode()
    done = leader.post(url, night() | confirmed(page), follow=True).content.decode()
    assert "已录用的 8 人里，有 1 人不再符合条件" in page
    assert "已录用的 8 人里，有 1 人不再符合条件" in done


def test_r10_says_it_in_english(town: Town) -> None:
    shift, _person, _waits = eight(town)
    leader = log_in(town.leader, town.leader_person)
    leader.cookies["language"] = "en"
    page = leader.post(f"/shifts/{shift.public_id}/time/", night()).content.decode()
    with translation.override("en"):
        assert "1 of 8 accepted people no longer fits: 小宇 is 17 on" in page


def test_r10_turning_eighteen_within_the_shift_changes_nothing(town: Town) -> None:
    shift = town.shift(min_age=18)
    shift.starts_at, shift.ends_at = instant(SATURDAY, 20), instant(SUNDAY, 2)
    shift.save()
    person = just_of_age(town)
    assert queries.unfit([town.signup(shift, person)], shift) == {town_signup(person): "minors_not_welcome"}
    shift.starts_at, shift.ends_at = instant(SUNDAY, 0), instant(SUNDAY, 6)
    assert queries.unfit(list(Signup.objects.filter(person=person)), shift) == {}


def town_signup(person: Person) -> int:
    return Signup.objects.get(person=person).pk


def test_r10_a_guardian_is_told_and_nobody_stayed_away(town: Town) -> None:
    guardian = builders.account("19900000881", name="监护人")
    shift = on_sunday(town, min_age=15, minors_welcome=True)
    child = builders.person("小雨", residence=town.village, born=years_before(SUNDAY, 15), guardian=guardian)
    town.signup(shift, child)
    [aside] = to_saturday_night(shift, town)
    assert aside.person_id == child.pk
    told = Message.objects.filter(kind="ward_signup_moved")
    assert "不算您没有来" in told.get(channel="sms").text
    assert Signup.objects.get(person=child).state == "cancelled"


@pytest.mark.parametrize(
    ("facts", "person", "code"),
    [
        ({}, {"age_then": 17}, "minors_not_welcome"),
        ({}, {"age_then": 18}, ""),
        ({"minors_welcome": True, "min_age": 16}, {"age_then": 15}, "too_young"),
        ({"minors_welcome": True, "min_age": 16}, {"age_then": 16}, ""),
        ({"max_age": 60}, {"age_then": 61}, "too_old"),
        ({"max_age": 60}, {"age_then": 60}, ""),
        ({"minors_welcome": True}, {"age_then": 14, "at_school": True, "alone": True}, "school_hours"),
        ({"minors_welcome": True}, {"age_then": 14, "alone": True}, "company_missing"),
        ({"minors_welcome": True, "minors_with": "leader"}, {"age_then": 14, "alone": True}, ""),
    ],
)
def test_why_somebody_does_not_fit(facts: dict[str, object], person: dict[str, object], code: str) -> None:
    at = instant(SUNDAY, 9)
    shift = signing_up.ShiftFacts("published", "open", at, SUNDAY, at, closed=False, places=1, taken=0, **facts)  # type: ignore[arg-type]
    assert signing_up.why_unfit(shift, signing_up.PersonFacts(**person)) == code  # type: ignore[arg-type]


def test_who_was_taken_although_it_never_fitted_is_not_sent_away_by_another_hour(town: Town) -> None:
    shift = on_sunday(town, min_age=18)
    person = volunteer("小宇", town.village, born=years_before(SUNDAY, 17))
    town.signup(shift, person)
    aside = actions.move_shift(
        shift_id=shift.pk, starts_at=instant(SUNDAY, 10), ends_at=instant(SUNDAY, 12), reason="晚一小时",
        actor=actor(town.leader), at=clock.now(),
    )  # fmt: skip
    assert aside == []


def test_a_later_year_makes_too_old(town: Town) -> None:
    shift = on_sunday(town, max_age=60)
    town.signup(shift, volunteer("老王", town.village, born=years_before(SUNDAY + timedelta(days=1), 61)))
    aside = actions.move_shift(
        shift_id=shift.pk, starts_at=instant(SUNDAY + timedelta(days=1), 9),
        ends_at=instant(SUNDAY + timedelta(days=1), 11), reason="改天", actor=actor(town.leader), at=clock.now(),
    )  # fmt: skip
    assert [one.reason for one in aside] == ["班次改期，到那天超过了年龄"]


def test_the_line_is_not_moved_up_into_what_does_not_fit(town: Town) -> None:
    shift = on_sunday(town, min_age=18, places=1)
    held = town.signup(shift, volunteer("有名额", town.village))
    town.signup(shift, volunteer("太小", town.village, born=years_before(SUNDAY, 17)), "waitlisted")
    town.signup(shift, volunteer("成年", town.village), "waitlisted")
    actions.cancel_signup(signup_id=held.pk, reason="", actor=actor(town.leader), at=clock.now())
    states = dict(Signup.objects.values_list("person__name", "state"))
    assert states == {"有名额": "cancelled", "太小": "waitlisted", "成年": "accepted"}


def test_who_is_in_doubt_is_not_moved_up(town: Town) -> None:
    shift = on_sunday(town, places=1)
    has = town.signup(shift, volunteer("有名额", town.village))
    doubted = volunteer("核实中", town.village)
    registration = builders.registration_of(doubted)
    registration.held_at = clock.now()
    registration.save(update_fields=["held_at"])
    waits = town.signup(shift, doubted, "waitlisted")
    after = town.signup(shift, volunteer("后一位", town.village), "waitlisted")
    actions.cancel_signup(signup_id=has.pk, reason="", actor=actor(town.leader), at=clock.now())
    for row, state in ((waits, "waitlisted"), (after, "accepted")):
        row.refresh_from_db()
        assert row.state == state


def test_nobody_is_accepted_into_what_does_not_fit_any_more(town: Town) -> None:
    shift = on_sunday(town, min_age=18)
    row = town.signup(shift, volunteer("太小", town.village, born=years_before(SUNDAY, 17)), "applied")
    with pytest.raises(Refused) as refused:
        actions.decide_signup(signup_id=row.pk, accept=True, actor=actor(town.leader), at=clock.now())
    assert refused.value.code == "no_longer_fits"


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ({"held_at": clock.now()}, "正在核实，核实属实以后才能录用"),
        ({"failed_at": clock.now(), "verified_at": None}, "实名核验没有通过"),
        ({"needs_guardian": True, "guardian_ok_at": None}, "还没有监护人的同意"),
        ({"ended_at": clock.now()}, "已经不是注册志愿者"),
    ],
)
def test_nobody_is_accepted_who_may_not_serve_and_the_list_says_why(
    town: Town, columns: dict[str, object], says: str
) -> None:
    shift = town.shift(town.activity(approval="leader"), places=5)
    person = volunteer("秦姐", town.village, counting=False)
    row, other = town.signup(shift, person, "applied"), town.signup(shift, volunteer("别人", town.village), "applied")
    Registration.objects.filter(person=person).update(**columns)
    with pytest.raises(Refused) as refused:
        actions.decide_signup(signup_id=row.pk, accept=True, actor=actor(town.leader), at=clock.now())
    assert refused.value.code == "may_not_serve"
    assert says in str(refused.value)
    leader = log_in(town.leader, town.leader_person)
    answer = leader.post(f"/signups/{row.public_id}/decision/")
    assert answer.status_code == 409
    assert says in answer.content.decode()
    # Many at once: who cannot be accepted is named before, and left out.
    ticked = {"act": "accept", "row": [row.public_id, other.public_id]}
    assert says in leader.post("/desk/activities/applications/", ticked).content.decode()
    leader.post("/desk/activities/applications/", ticked | {"sure": "1"})
    row.refresh_from_db()
    other.refresh_from_db()
    assert (row.state, other.state) == ("applied", "accepted")


def test_many_at_once_names_who_does_not_fit_any_more(town: Town) -> None:
    shift = town.shift(town.activity(approval="leader"), places=5, min_age=18)
    row = town.signup(shift, volunteer("小宇", town.village, born=date(2012, 5, 1)), "applied")
    leader = log_in(town.leader, town.leader_person)
    ticked = {"act": "accept", "row": [row.public_id]}
    assert "不符合这个岗位的年龄条件" in leader.post("/desk/activities/applications/", ticked).content.decode()


def test_a_child_whom_the_guardian_excused_is_accepted_and_moved_up(town: Town) -> None:
    builders.rule_set("minors", area=town.village, school_below=16, school_from="00:00", school_to="23:59",
                      school_breaks=[], guardian_may_excuse=True)  # fmt: skip
    shift = on_sunday(town, minors_welcome=True, places=1)
    monday = instant(SUNDAY + timedelta(days=1), 9)
    Shift.objects.filter(pk=shift.pk).update(starts_at=monday, ends_at=monday + timedelta(hours=2))
    shift.refresh_from_db()
    guardian = builders.account("19900000882", name="监护人")
    child = builders.person("小雨", residence=town.village, born=years_before(SUNDAY, 15), guardian=guardian)
    row = town.signup(shift, child, "applied")
    row.by_id = guardian.pk
    row.save()
    actions.decide_signup(signup_id=row.pk, accept=True, actor=actor(town.leader), at=clock.now())
    row.refresh_from_db()
    assert row.state == "accepted"


# A minor at a post that takes none reads just that, whichever way it is tried.


@pytest.mark.parametrize("more", [{}, {"places": 0}, {"closed": True}, {"guardian_ok": False}])
def test_a_minor_reads_that_the_post_takes_none_and_nothing_else(more: dict[str, object]) -> None:
    at = instant(SUNDAY, 9)
    given = {"closed": False, "places": 1} | {k: v for k, v in more.items() if k != "guardian_ok"}
    shift = signing_up.ShiftFacts("published", "open", at, SUNDAY, at, taken=0, **given)  # type: ignore[arg-type]
    person = signing_up.PersonFacts(age_then=17, guardian_ok="guardian_ok" not in more)
    assert signing_up.may_sign_up(shift, person, at - timedelta(days=1)) == "minors_not_welcome"
    assert signing_up.may_join(shift, person, at - timedelta(days=1)) == "minors_not_welcome"


def test_the_database_says_the_same_of_a_closed_and_full_shift(town: Town) -> None:
    shift = on_sunday(town, places=1, min_age=18)
    town.signup(shift, volunteer("先到", town.village))
    minor = volunteer("小宇", town.village, born=years_before(SUNDAY, 17))
    Shift.objects.filter(pk=shift.pk).update(closed_at=clock.now())
    with pytest.raises(Refused) as refused:
        actions.sign_up(
            shift_pid=shift.public_id, person_id=minor.pk, actor=actor(minor.account, minor),  # type: ignore[arg-type]
            at=clock.now(),
        )  # fmt: skip
    assert refused.value.code == "minors_not_welcome"
    page = log_in(minor.account, minor).get(f"/activities/{shift.activity.public_id}/").content.decode()  # type: ignore[arg-type]
    assert "只收满 18 岁的" in page


# A risk is written, and minors may not come any more.


def amended(row: object, **more: str) -> dict[str, str]:
    return {
        "description": row.description, "risk_statement": "要下到河边", "address": row.address,  # type: ignore[attr-defined]
        "contact_name": row.contact_name, "contact_phone": "13900001111",  # type: ignore[attr-defined]
    } | more  # fmt: skip


def harmless(town: Town) -> tuple[Shift, Person, Person, Signup]:
    """An activity without a risk: a minor and a grown-up have places, one more waits."""
    shift = town.shift(town.activity(risk_statement="无"), places=2)
    minor, adult = volunteer("小宇", town.village, born=years_before(TODAY, 16)), volunteer("成年", town.village)
    town.signup(shift, minor)
    town.signup(shift, adult)
    return shift, minor, adult, town.signup(shift, volunteer("候补", town.village), "waitlisted")


def test_whoever_writes_a_risk_says_whether_minors_may_still_come(town: Town) -> None:
    shift, minor, adult, waits = harmless(town)
    leader, path = log_in(town.leader, town.leader_person), f"/activities/{shift.activity.public_id}/amendment/"
    unsaid = leader.post(path, amended(shift.activity))
    assert unsaid.status_code == 422
    assert "请说明未成年人还能不能来" in unsaid.content.decode()
    page = leader.post(path, amended(shift.activity, minors="no")).content.decode()
    assert "已录用的 2 人里，有 1 人不再符合条件：小宇" in page
    assert Signup.objects.get(person=minor).state == "accepted"
    assert leader.post(path, amended(shift.activity, minors="no") | confirmed(page)).status_code == 303
    states = dict(Signup.objects.values_list("person__name", "state"))
    assert states == {"小宇": "cancelled", "成年": "accepted", "候补": "accepted"}
    assert Signup.objects.get(person=minor).reason == "写明了风险，只收成年人"
    told = Message.objects.filter(inbox=minor.public_id, channel="inapp").values_list("text", flat=True)
    assert [text for text in told if "只收满 18 岁的。您那天是 16 岁" in text]
    assert not any("请打开活动看一看" in text for text in told), "who is out is not asked to look at the risk"
    assert Message.objects.filter(inbox=adult.public_id, text__contains="风险和注意有改动").exists()
    assert waits.pk
    with pytest.raises(Refused) as refused:
        actions.sign_up(
            shift_pid=shift.public_id, person_id=minor.pk, actor=actor(minor.account, minor),  # type: ignore[arg-type]
            at=clock.now(),
        )  # fmt: skip
    assert refused.value.code == "minors_not_welcome"


def test_minors_who_may_still_come_stay(town: Town) -> None:
    shift, minor, _adult, _waits = harmless(town)
    leader, path = log_in(town.leader, town.leader_person), f"/activities/{shift.activity.public_id}/amendment/"
    sent = amended(shift.activity, minors="yes")
    page = leader.post(path, sent).content.decode()
    assert "不再符合" not in page
    assert leader.post(path, sent | confirmed(page)).status_code == 303
    assert Signup.objects.get(person=minor).state == "accepted"


def test_a_child_who_did_not_fit_before_is_not_kept_at_the_risk(town: Town) -> None:
    shift, minor, _adult, _waits = harmless(town)
    type(shift.post).objects.filter(pk=shift.post_id).update(min_age=17)
    gone = actions.amend_for_adults(
        activity_id=shift.activity_id, words={"risk_statement": "要下到河边"}, actor=actor(town.leader), at=clock.now()
    )
    assert [one.person_id for one in gone] == [minor.pk]


def test_who_has_no_phone_is_promised_no_list_where_words_are_amended(town: Town) -> None:
    shift = town.shift(town.activity(risk_statement="无"))
    town.signup(shift, builders.person("李大爷", residence=town.village, account=None))
    leader, path = log_in(town.leader, town.leader_person), f"/activities/{shift.activity.public_id}/amendment/"
    page = leader.post(path, amended(shift.activity, minors="yes")).content.decode()
    assert "只有站内消息：李大爷。办完以后请当面告诉。" in page
    assert "名单里" not in page


def test_who_loses_the_place_to_a_risk_and_has_no_phone_stands_on_the_list_of_whom_to_call(town: Town) -> None:
    shift = town.shift(town.activity(risk_statement="无"))
    child = builders.person("小宇", residence=town.village, account=None)
    Person.objects.filter(pk=child.pk).update(birth_date=date(2012, 5, 1))
    row = town.signup(shift, child)
    town.signup(shift, builders.person("李大爷", residence=town.village, account=None))
    leader, path = log_in(town.leader, town.leader_person), f"/activities/{shift.activity.public_id}/amendment/"
    page = leader.post(path, amended(shift.activity, minors="no")).content.decode()
    assert "只有站内消息：小宇。办完以后请打电话或当面告诉，他们列在活动页“没有通知到”的名单里。" in page
    assert "只有站内消息：李大爷。办完以后请当面告诉。" in page
    leader.post(path, amended(shift.activity, minors="no") | confirmed(page))
    [must] = MustKnow.objects.all()
    assert (must.signup_id, must.what, must.state) == (row.pk, "adults_only", "call")
    record = leader.get(f"/desk/activities/{shift.activity.public_id}/").content.decode()
    assert "改成只收成年人，报名取消了" in record


def test_where_no_minor_may_come_nothing_is_asked_and_nobody_told_without_sign_ups(town: Town) -> None:
    shift = town.shift(town.activity(risk_statement="无"), min_age=18)
    leader, path = log_in(town.leader, town.leader_person), f"/activities/{shift.activity.public_id}/amendment/"
    assert "未成年人还能来吗" not in leader.get(path).content.decode()
    assert leader.post(path, amended(shift.activity)).status_code == 303
