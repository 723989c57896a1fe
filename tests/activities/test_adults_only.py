"""Minors do not serve at rescues (Emergency Response Law art. 39): by plan, sign-up, walk-in, paper and in SQL."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from baiying.activities import actions
from baiying.activities.actions.plans import BadPlan
from baiying.activities.actions.refusals import MinorsNotWelcome
from baiying.activities.models import Activity, Post, Signup
from baiying.activities.rules import plans
from baiying.activities.rules.plans import ActivityRules
from baiying.demo import builders
from baiying.hours import actions as hours
from baiying.hours.actions import paper
from baiying.hours.actions.refusals import AdultsOnly
from baiying.hours.rules import HourRules
from baiying.kit import clock
from baiying.notices.models import Message
from baiying.people.models import Guardianship, Person
from tests.activities.makers import LONG_AGO, Town, account, actor, volunteer

pytestmark = pytest.mark.django_db


def a_plan(*, area_id: int, categories: tuple[str, ...], min_age: int | None) -> plans.Plan:
    start = (clock.now() + timedelta(days=3)).replace(minute=0, second=0, microsecond=0)
    return plans.Plan(
        title="河道巡查", description="沿河巡查。", risk_statement="水边路滑。", plan="两人一组。", recipients=("11",),
        categories=categories, safeguards=("01",), contact_name="王队长", contact_phone="13900001111",
        contact_public=False, area_id=area_id, address="柳树村河堤", approval="none",
        posts=(plans.PlannedPost("巡查员", "记录隐患。", min_age),),
        shifts=(plans.PlannedShift(0, start, start + timedelta(hours=2), 5),),
    )  # fmt: skip


@pytest.fixture
def town(db: None) -> Town:
    return Town()


@pytest.mark.law("ERL-39")
@pytest.mark.parametrize("category", plans.RESCUE)
@pytest.mark.parametrize("age", [None, 8, 17, 18, 21])
def test_a_plan_for_a_rescue_opens_its_posts_from_eighteen_on(town: Town, category: str, age: int | None) -> None:
    plan = a_plan(area_id=town.village.pk, categories=(category,), min_age=age)
    who = actor(town.leader, town.leader_person)
    if age is not None and age < 18:
        with pytest.raises(BadPlan) as refused:
            actions.write_plan(team_id=town.team.pk, plan=plan, actor=who, at=clock.now())
        (finding,) = refused.value.detail["findings"]  # type: ignore[misc]
        assert (finding.code, finding.field) == ("adults_only", "min_age")
        return
    made = actions.write_plan(team_id=town.team.pk, plan=plan, actor=who, at=clock.now())
    assert Post.objects.get(activity=made).min_age == max(age or 0, 18)
    # A harmless plan becomes a rescue, and the other way round.
    harmless = a_plan(area_id=town.village.pk, categories=("community",), min_age=None)
    for again in (harmless, plan):
        actions.rewrite_plan(activity_id=made.pk, plan=again, actor=who, at=clock.now())
    assert Post.objects.get(activity=made).min_age == max(age or 0, 18)


@pytest.mark.law("ERL-39")
def test_the_database_keeps_no_post_for_minors_at_a_rescue(town: Town) -> None:
    rescue, harmless = town.activity(categories=["community", "fire"]), town.activity()
    for age in (None, 0, 17):
        with pytest.raises(IntegrityError), transaction.atomic():
            Post.objects.create(activity=rescue, name="岗位", min_age=age)
    post = Post.objects.create(activity=rescue, name="岗位", min_age=18)
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.filter(pk=post.pk).update(min_age=16)
    Post.objects.create(activity=harmless, name="岗位")
    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.objects.filter(pk=harmless.pk).update(categories=["emergency"])


@pytest.mark.law("ERL-39")
@pytest.mark.parametrize(("age", "may"), [(17, False), (18, True)])
def test_a_minor_neither_signs_up_for_a_rescue_nor_walks_in_nor_is_put_on_paper(
    town: Town, age: int, *, may: bool
) -> None:
    now = clock.now()
    today = clock.local_date(now)
    born = today.replace(year=today.year - age) - timedelta(days=20)
    who = volunteer("年轻人", town.village, born=born)
    rescue = town.activity(categories=["emergency"])
    coming = town.shift(rescue, min_age=18)
    Guardianship.objects.create(
        ward=who, guardian_account=account("家长"), guardian_name="家长", relation="mother", phone_sealed=b"",
        phone_hash=b"", phone_mask="", version="1", asked_at=LONG_AGO, agreed_at=LONG_AGO,
    )  # fmt: skip
    assert who.account is not None
    own = actor(who.account, who)
    if may:
        made = actions.sign_up(shift_pid=coming.public_id, person_id=who.pk, actor=own, at=now)
        assert made.code == "accepted"
    else:
        with pytest.raises(MinorsNotWelcome):
            actions.sign_up(shift_pid=coming.public_id, person_id=who.pk, actor=own, at=now)
    running = town.shift(rescue, days=-0.02, min_age=18)
    leader = actor(town.leader, town.leader_person)
    if may:
        hours.tick_in(shift=running, person_id=who.pk, actor=leader, at=now)
        return
    with pytest.raises(AdultsOnly):
        hours.tick_in(shift=running, person_id=who.pk, actor=leader, at=now)
    row = paper.PaperRow("1", who.pk, running.starts_at, now - timedelta(minutes=1))
    with pytest.raises(AdultsOnly):
        paper._check(running, row, HourRules(), now)


def test_a_city_may_name_more_categories_for_adults(town: Town) -> None:
    builders.rule_set("activities", area=town.city, adults_only_categories=[*plans.RESCUE, "medical"])
    plan = a_plan(area_id=town.village.pk, categories=("medical",), min_age=None)
    made = actions.write_plan(
        team_id=town.team.pk, plan=plan, actor=actor(town.leader, town.leader_person), at=clock.now()
    )
    assert Post.objects.get(activity=made).min_age == 18
    assert not plans.is_for_adults(("medical",), ActivityRules())


@pytest.mark.law("ERL-39")
def test_minors_who_signed_up_for_a_rescue_before_the_rule_are_set_free_and_told_kindly(town: Town) -> None:
    now = clock.now()
    today = clock.local_date(now)

    def aged(name: str, years: int, days: int = 20) -> Person:
        return volunteer(name, town.village, born=today.replace(year=today.year - years) - timedelta(days=days))

    rescue, harmless = town.activity(categories=["emergency"]), town.activity()
    coming, over = town.shift(rescue, min_age=18, places=4), town.shift(rescue, min_age=18, days=-1)
    young, adult, waiting = aged("少年", 16), aged("成年", 19), aged("候补", 30)
    # Comes of age the day before the shift.
    just = aged("刚满", 18, days=-2)
    gone = town.signup(coming, young)
    kept = [town.signup(coming, adult), town.signup(coming, just), town.signup(over, young)]
    kept.append(town.signup(town.shift(harmless, days=5), young))
    coming.places = 3
    coming.save()
    line = town.signup(coming, waiting, state="waitlisted")
    for number in (1, 0):
        assert actions.release_minors(at=now) == number
    gone.refresh_from_db()
    assert gone.state == "cancelled"
    assert [Signup.objects.get(pk=one.pk).state for one in kept] == ["accepted"] * 4
    line.refresh_from_db()
    assert line.state == "accepted"
    [letter] = Message.objects.filter(inbox=young.public_id, channel="inapp")
    assert "第三十九条" in letter.text
    assert "谢谢您愿意帮忙" in letter.text
    coming.refresh_from_db()
    assert coming.taken == 3
