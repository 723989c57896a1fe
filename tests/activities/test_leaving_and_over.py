"""Not coming after all, taken back; and what a finished or a long activity offers whoever leads it."""

from datetime import timedelta

import pytest
from django.test import Client

from baiying.activities import actions, queries
from baiying.activities.models import Activity, Shift, Signup
from baiying.demo import builders
from baiying.kit import clock
from tests.activities.makers import Town, actor, log_in, volunteer


def test_cancelling_asks_no_reason_leads_back_and_can_be_taken_back_while_the_place_is_free(town: Town) -> None:
    shift = town.shift(places=2)
    person = volunteer("张小华", town.village)
    browser: Client = log_in(person.account, person)  # type: ignore[arg-type]
    browser.post(f"/shifts/{shift.public_id}/signups/")
    here = f"/activities/{shift.activity.public_id}/"
    first = Signup.objects.get(person=person)
    gone = browser.post(f"/signups/{first.public_id}/cancellation/?from={here}", {"why": "", "reason": ""})
    assert (gone.status_code, gone["Location"]) == (303, here)
    page = browser.get(here).content.decode()
    assert "按撤销就是重新报名" in page
    again = f"/shifts/{shift.public_id}/signups/?from=/mine/signups/"
    back = browser.post(again)
    assert back["Location"] == "/mine/signups/"
    second = Signup.objects.get(person=person, state="accepted")
    # With a reason, by one tap and in own words; read in Chinese whichever language it was said in.
    browser.cookies["language"] = "en"
    browser.post(f"/signups/{second.public_id}/cancellation/", {"why": "ill", "reason": "下次一定来"})
    second.refresh_from_db()
    assert (second.state, second.reason) == ("cancelled", "身体不适，下次一定来")


def test_taking_back_is_offered_only_where_signing_up_anew_gives_the_same(town: Town) -> None:
    shift = town.shift(places=1)
    inside, waits = volunteer("在", town.village), volunteer("等", town.village)
    for person in (inside, waits):
        log_in(person.account, person).post(f"/shifts/{shift.public_id}/signups/")  # type: ignore[arg-type]
    at = clock.now()
    mine = Signup.objects.get(person=inside)
    assert queries.signing_up_again(inside.account_id, mine, at) == "already"  # type: ignore[arg-type]
    actions.cancel_signup(signup_id=mine.pk, reason="", actor=actor(inside.account, inside), at=at)
    assert queries.signing_up_again(inside.account_id, mine, at) == "waitlisted"  # type: ignore[arg-type]


def test_a_finished_activity_offers_no_further_shift_no_other_leader_and_no_calling_off(town: Town) -> None:
    shift = town.shift()
    browser: Client = log_in(town.leader)  # type: ignore[arg-type]
    way = f"/desk/activities/{shift.activity.public_id}/"
    offers = (f"/activities/{shift.activity.public_id}/shifts/", f"/activities/{shift.activity.public_id}/leader/")
    assert all(one in browser.get(way).content.decode() for one in offers)
    admin, calling_off = log_in(town.admin, town.admin_person), f"/activities/{shift.activity.public_id}/cancellation/"
    assert calling_off in admin.get(way).content.decode()
    ago = clock.now() - timedelta(days=3)
    Shift.objects.filter(pk=shift.pk).update(starts_at=ago, ends_at=ago + timedelta(hours=2))
    day = clock.local_date(ago)
    Activity.objects.filter(pk=shift.activity_id).update(starts_on=day, ends_on=day)
    assert not any(one in browser.get(way).content.decode() for one in offers)
    assert calling_off not in admin.get(way).content.decode(), "what has been served was not called off"


def test_a_long_series_opens_with_what_comes_next_and_folds_the_rest(town: Town) -> None:
    shift = town.shift()
    at = clock.now()
    for days in (-20, -13, 3, 10, 17, 24, 31):
        start = at + timedelta(days=days)
        builders.shift(shift.activity, start, start + timedelta(hours=2))
    page = log_in(town.leader).get(f"/desk/activities/{shift.activity.public_id}/").content.decode()  # type: ignore[arg-type]
    open_part, _, folded = page.partition("以后的")
    assert open_part.count("/field/") == 4
    folded, _, results = folded.partition('id="results"')
    assert folded.count("/field/") == 4
    assert results.count("/field/") == 2, "what came of those that are over stands below what comes"
    assert "已经结束的 2 个班次" in folded


def test_notes_lead_back_to_the_list_on_the_spot(town: Town) -> None:
    shift = town.shift()
    browser: Client = log_in(town.leader)  # type: ignore[arg-type]
    field = f"/shifts/{shift.public_id}/field/"
    notes = f"/shifts/{shift.public_id}/notes/"
    assert f"{notes}?from={field}" in browser.get(field).content.decode()
    assert f'href="{field}"' in browser.get(f"{notes}?from={field}").content.decode()
    assert f'href="/desk/activities/{shift.activity.public_id}/"' in browser.get(notes).content.decode()


@pytest.mark.parametrize(
    ("state", "words"), [("waitlisted", "退出候补"), ("applied", "收回报名"), ("accepted", "我来不了")]
)
def test_p25_each_way_out_is_called_what_it_is(town: Town, state: str, words: str) -> None:
    """On the activity's page, in the list and on the page that asks: leaving a line is not "I can't come"."""
    shift = town.shift(town.activity(approval="leader") if state == "applied" else None, places=1)
    if state == "waitlisted":
        town.signup(shift, volunteer("有名额的", town.village))
    person = volunteer("张小华", town.village)
    browser: Client = log_in(person.account, person)  # type: ignore[arg-type]
    browser.post(f"/shifts/{shift.public_id}/signups/")
    signup = Signup.objects.get(person=person)
    assert signup.state == state
    asked = f"/signups/{signup.public_id}/cancellation/"
    for path in (f"/activities/{shift.activity.public_id}/", "/mine/signups/"):
        link = browser.get(path).content.decode().partition(f'href="{asked}')[2].partition("</a>")[0]
        assert link.endswith(f">{words}"), path
    page = browser.get(asked).content.decode()
    assert f"<h1>{words}</h1>" in page or state == "accepted"
    others = {"退出候补", "收回报名", "我来不了"} - {words}
    assert not [one for one in others if one in page]
