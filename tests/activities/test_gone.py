"""Who cannot come after all stands with the reason on the record and on the list of the spot, for whoever leads."""

from datetime import timedelta
from typing import Any

import pytest

from baiying.activities import actions, queries
from baiying.activities.models import Shift, Signup
from baiying.kit import clock
from tests.activities.makers import Town, actor, log_in, volunteer

pytestmark = pytest.mark.django_db


def gave_back(town: Town, shift: Shift, name: str, reason: str) -> Any:
    person = volunteer(name, town.village)
    by = actor(person.account, person)
    actions.sign_up(shift_pid=shift.public_id, person_id=person.pk, actor=by, at=clock.now())
    signup = Signup.objects.get(shift=shift, person=person)
    actions.cancel_signup(signup_id=signup.pk, reason=reason, actor=by, at=clock.now())
    return person


def test_the_reason_stands_on_both_pages_of_the_leader(town: Town) -> None:
    shift = town.shift(places=20, days=1)
    gave_back(town, shift, "林一", "身体不适，腰扭了")
    gave_back(town, shift, "林二", "")
    leader = log_in(town.leader, town.leader_person)
    for address in (f"/desk/activities/{shift.activity.public_id}/", f"/shifts/{shift.public_id}/field/"):
        page = leader.get(address).content.decode()
        assert "2 人来不了" in page, address
        assert "原因：身体不适，腰扭了" in page, address
        assert "没有说原因" in page, address
        assert "本人取消" in page, address


def test_in_english_the_reason_that_was_tapped_is_english_and_own_words_stay(town: Town) -> None:
    shift = town.shift(days=1)
    gave_back(town, shift, "林一", "身体不适，腰扭了")
    leader = log_in(town.leader, town.leader_person)
    page = leader.get(f"/shifts/{shift.public_id}/field/", headers={"accept-language": "en"}).content.decode()
    assert "身体不适" not in page
    assert "腰扭了" in page


def test_who_signs_up_again_has_not_left_and_nobody_is_named_twice(town: Town) -> None:
    shift = town.shift(places=5, days=2)
    person = gave_back(town, shift, "林一", "出差")
    by = actor(person.account, person)
    actions.sign_up(shift_pid=shift.public_id, person_id=person.pk, actor=by, at=clock.now())
    assert queries.gone_from([shift.pk]) == {}
    again = Signup.objects.get(shift=shift, person=person, state="accepted")
    later = clock.now() + timedelta(minutes=1)
    actions.cancel_signup(signup_id=again.pk, reason="真的去不了", actor=by, at=later)
    assert [one.why for one in queries.gone_from([shift.pk])[shift.pk]] == ["真的去不了"]


def test_who_only_waited_and_what_was_called_off_are_not_among_them(town: Town) -> None:
    full = town.shift(places=1, days=2)
    held = volunteer("林一", town.village)
    actions.sign_up(shift_pid=full.public_id, person_id=held.pk, actor=actor(held.account, held), at=clock.now())
    gave_back(town, full, "林二", "不等了")
    assert queries.gone_from([full.pk]) == {}
    actions.call_off(shift_id=full.pk, which="one", reason="大雨", actor=actor(town.leader), at=clock.now())
    assert queries.gone_from([full.pk]) == {}


def test_who_does_not_lead_reads_no_reasons(town: Town) -> None:
    shift = town.shift(days=1)
    gave_back(town, shift, "林一", "腰扭了")
    stranger = volunteer("路人", town.village)
    page = log_in(stranger.account, stranger).get(f"/activities/{shift.activity.public_id}/").content.decode()
    assert "腰扭了" not in page
    assert log_in(stranger.account, stranger).get(f"/shifts/{shift.public_id}/field/").status_code == 404
