"""Nobody comes to a post that needs a licence by the leader's hand alone: neither on the spot nor on paper (T3)."""

from datetime import timedelta

import pytest

from baiying.activities.models import Post
from baiying.hours import actions as hours
from baiying.hours.actions import paper
from baiying.hours.actions.refusals import LicenceUnseen
from baiying.hours.rules import HourRules
from baiying.kit import clock
from baiying.people.models import Skill
from tests.activities.makers import Town, actor, volunteer

pytestmark = [pytest.mark.django_db, pytest.mark.law("R685-16")]


@pytest.mark.parametrize(
    ("licence", "signed_up", "may"), [(True, False, False), (True, True, True), (False, False, True)]
)
def test_who_did_not_show_the_licence_is_put_on_no_record(
    town: Town, licence: bool, signed_up: bool, may: bool
) -> None:
    now = clock.now()
    skill = Skill.objects.filter(needs_document=licence)[0]
    activity = town.activity("社区义诊")
    running = town.shift(activity, days=-0.02)
    Post.objects.filter(pk=running.post_id).update(skills=[skill.code])
    running.refresh_from_db()
    who = volunteer("何医生", town.village)
    if signed_up:
        town.signup(running, who)
    leader = actor(town.leader, town.leader_person)
    row = paper.PaperRow("1", who.pk, running.starts_at, now - timedelta(minutes=1))
    if may:
        paper._check(running, row, HourRules(), now)
        hours.tick_in(shift=running, person_id=who.pk, actor=leader, at=now)
        return
    with pytest.raises(LicenceUnseen):
        hours.tick_in(shift=running, person_id=who.pk, actor=leader, at=now)
    with pytest.raises(LicenceUnseen):
        paper._check(running, row, HourRules(), now)
