"""The page of one activity (P12, P13): what, risk, what is provided, then one button; share, poster, the way there."""

import json
import re
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.test import Client

from baiying.activities.models import Activity, Shift, Signup
from baiying.kit import clock
from baiying.people.models import Person
from tests.activities.makers import Town, log_in, volunteer


def page_of(browser: Any, activity: Activity) -> str:
    answer = browser.get(f"/activities/{activity.public_id}/")
    assert answer.status_code == 200
    assert len(answer.content) < 30_000
    return str(answer.content.decode())


def main_buttons(page: str) -> list[str]:
    """The words of every button of the first rank."""
    return [re.sub("<[^>]+>", "", words) for words in re.findall(r"btn-primary[^>]*>(.*?)</(?:a|button)>", page)]


def test_p12_the_facts_stand_above_the_one_button(town: Town, client: Any) -> None:
    activity = town.activity(risk_statement="有车辆经过，注意安全。", safeguards=["05"])
    town.shift(activity, hours=2)
    page = page_of(client, activity)
    body = page.partition("<body")[2]
    told = [body.index(words) for words in ("开始，", "清扫村口小广场", "有车辆经过", "饮水", "柳树村暖心队</a>")]
    assert told == sorted(told)
    assert max(told) < body.index("登录后报名")
    assert "结束（2 小时）" in page
    assert main_buttons(page) == ["登录后报名"]
    person = volunteer("张小华", town.village)
    browser = log_in(person.account, person)  # type: ignore[arg-type]
    assert main_buttons(page_of(browser, activity)) == ["报名"]


def test_p12_among_several_shifts_one_chooses_after_the_facts(town: Town) -> None:
    activity = town.activity()
    shifts = [town.shift(activity, days=3 + n) for n in range(3)]
    person = volunteer("张小华", town.village)
    browser = log_in(person.account, person)  # type: ignore[arg-type]
    page = page_of(browser, activity)
    assert main_buttons(page) == ["选班次报名"]
    assert page.index("有车辆经过") < page.index(f"/shifts/{shifts[0].public_id}/signups/")
    assert "另有 2 个班次" in page
    browser.post(f"/shifts/{shifts[1].public_id}/signups/")
    page = page_of(browser, activity)
    assert main_buttons(page) == []
    assert 'href="#way"' in page.partition("by-offer-act")[2]
    assert f"/shifts/{shifts[1].public_id}/calendar.ics" in page


def test_p12_words_of_a_place_in_the_line_are_those_of_leaving_it(town: Town) -> None:
    shift = town.shift(places=1)
    person, other = volunteer("张小华", town.village), volunteer("李明", town.village)
    town.signup(shift, other)
    Signup.objects.create(
        shift=shift,
        person=person,
        state="waitlisted",
        period=(shift.starts_at, shift.ends_at),
        signed_up_at=clock.now(),
    )
    page = page_of(log_in(person.account, person), shift.activity)  # type: ignore[arg-type]
    assert "退出候补" in page
    assert "我来不了" not in page


def test_p12_a_shared_address_becomes_a_card(town: Town, client: Any) -> None:
    activity = town.activity("柳树村“老人”义诊<b>")
    town.shift(activity)
    page = page_of(client, activity)
    card = dict(re.findall(r'<meta (?:property|name)="([a-z:_]+)" content="([^"]*)"', page))
    assert card["og:title"] == "柳树村“老人”义诊&lt;b&gt;"
    assert "柳树村文化广场" in card["og:description"] == card["description"]
    assert card["og:url"] == f"http://testserver/activities/{activity.public_id}/"
    assert card["og:image"].startswith("http://testserver/static/")
    # Without scripts the address stands on the page.
    assert f">http://testserver/activities/{activity.public_id}/</p>" in page


def test_p12_code_and_poster(town: Town, client: Any) -> None:
    activity = town.activity()
    for days in range(3, 11):
        town.shift(activity, days=days)
    picture = client.get(f"/activities/{activity.public_id}/qr.svg")
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/svg+xml")
    assert b"<svg" in picture.content
    poster = client.get(f"/activities/{activity.public_id}/poster/").content.decode()
    assert "扫码报名" in poster
    assert "另有 2 个班次" in poster
    assert "有车辆经过" in poster
    assert client.get(f"/activities/{town.activity(state='draft').public_id}/poster/").status_code == 404


def test_p13_the_way_there_in_each_maps_own_coordinates(town: Town, client: Any) -> None:
    activity = town.activity("清扫,一号;楼", latitude="34.022956", longitude="113.826063")
    town.shift(activity)
    page = page_of(client, activity)
    ways = [url.replace("&amp;", "&") for url in re.findall(r'href="((?:https://[a-z.]+/|geo:)[^"]*)"', page)]
    asked = {urlsplit(url).netloc or "geo": parse_qs(urlsplit(url).query) for url in ways}
    assert list(asked) == ["uri.amap.com", "api.map.baidu.com", "apis.map.qq.com", "geo"]
    # GCJ-02, BD-09, GCJ-02, WGS-84: as tests/kit/test_coordinates.py knows the point.
    assert asked["uri.amap.com"]["to"] == ["113.832011,34.021443,清扫一号楼"]
    assert asked["api.map.baidu.com"]["location"] == ["34.027166,113.838592"]
    assert asked["api.map.baidu.com"]["coord_type"] == ["bd09ll"]
    assert asked["apis.map.qq.com"]["tocoord"] == ["34.021443,113.832011"]
    assert ways[-1].startswith("geo:34.022956,113.826063")
    # Links only: nothing of the page is fetched from a map's host.
    assert not re.findall(r'(?:src|action)="https?://', page)
    assert 'data-copy="柳树村文化广场"' in page


def test_p13_without_a_point_the_maps_search_for_the_address(town: Town, client: Any) -> None:
    activity = town.activity()
    town.shift(activity)
    page = page_of(client, activity)
    assert "https://uri.amap.com/search?keyword=%E6%9F%B3" in page
    assert "geo:0,0?q=" in page


def test_a_day_that_is_over_or_called_off_offers_nothing(town: Town, client: Any) -> None:
    shift = town.shift()
    Shift.objects.filter(pk=shift.pk).update(
        starts_at=clock.now() - timedelta(days=2), ends_at=clock.now() - timedelta(days=1)
    )
    assert main_buttons(page_of(client, shift.activity)) == []
    cancelled = town.activity("取消的", "cancelled", end_reason="下雨")
    town.shift(cancelled)
    page = page_of(client, cancelled)
    assert main_buttons(page) == []
    assert "下雨" in page


def test_p24_a_form_in_place_is_told_where_to_go_and_what_to_correct(town: Town) -> None:
    shift = town.shift()
    person = volunteer("张小华", town.village)
    browser: Client = log_in(person.account, person)  # type: ignore[arg-type]
    made = browser.post(f"/shifts/{shift.public_id}/signups/", headers={"X-In-Place": "1"})
    assert (made.status_code, made["X-See-Other"]) == (200, f"/activities/{shift.activity.public_id}/")
    assert "Location" not in made
    assert made.content == b""
    cancel = f"/signups/{Signup.objects.get().public_id}/cancellation/"
    wrong = browser.post(cancel, {"reason": "长" * 181}, headers={"X-In-Place": "1"})
    assert wrong.status_code == 422
    assert "请写短一些" in wrong.content.decode()
    assert "data-in-place" in browser.get(cancel).content.decode()
    assert browser.post(cancel, {"reason": "加班"}).status_code == 303


def test_the_manifest_and_what_engines_may_read(town: Town, client: Any) -> None:
    activity = town.activity()
    answer = client.get("/manifest.webmanifest")
    manifest = json.loads(answer.content)
    assert answer["Content-Type"] == "application/manifest+json"
    assert (manifest["display"], manifest["start_url"]) == ("standalone", "/mine/")
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}
    robots = client.get("/robots.txt").content.decode()
    assert "Disallow: /mine/" in robots
    assert "Disallow: /calendar/" in robots
    assert "Sitemap: http://testserver/sitemap.xml" in robots
    assert f"/activities/{activity.public_id}/" in client.get("/sitemap.xml").content.decode()


def test_p12_the_page_says_who_leads_and_from_where(town: Town, client: Any) -> None:
    """Strangers read the surname, who has a place whom to look for; the team and its unit stand beside it."""
    activity = town.activity()
    shift = town.shift(activity, days=3)
    name = activity.leader.display_name
    body = page_of(client, activity).partition("<body")[2]
    told = body.partition("谁带队")[2].partition("</dl>")[0]
    assert name not in told
    assert f"{name[0]}*" in told
    assert activity.team.name in told
    assert activity.team.body.name in told
    person = volunteer("张小华", town.village)
    browser = log_in(person.account, person)  # type: ignore[arg-type]
    browser.post(f"/shifts/{shift.public_id}/signups/")
    assert name in page_of(browser, activity).partition("谁带队")[2].partition("</dl>")[0]
    # In elder mode too, without opening anything.
    browser.cookies["elder"] = "1"
    first = page_of(browser, activity).partition("谁带队")[0]
    assert first.count("<details") == first.count("</details>")


def test_r012_a_leader_who_wishes_it_is_named_whole_to_strangers(town: Town, client: Any) -> None:
    """On the page of the activity and of the team; not otherwise."""
    activity = town.activity()
    name, team = activity.leader.display_name, f"/teams/{activity.team.public_id}/"
    for chosen in (False, True):
        Person.objects.filter(pk=town.leader_person.pk).update(name_public=chosen)
        told = page_of(client, activity).partition("谁带队")[2].partition("</dl>")[0]
        led = client.get(team).content.decode().partition("<dt>队长</dt>")[2].partition("</dd>")[0]
        assert [name in told, name in led] == [chosen, chosen]
        assert f"{name[0]}*" in told + led or chosen


def _lines(page: str) -> tuple[str, str]:
    """What stands behind “who leads” and “contact”."""
    found = dict(re.findall(r"<dt>(谁带队|联系人)</dt><dd>([^<]*)", page))
    return found["谁带队"].strip(), found["联系人"].strip()


def test_who_leads_is_named_alike_in_every_line_of_a_page(town: Town, client: Any) -> None:
    """Whole where the same person is the contact, of whom everybody reads; else masked for strangers alone."""
    town.leader.display_name = "赵铁柱"
    town.leader.save()
    activity = town.activity(contact_name="赵铁柱", contact_phone="13900001111")
    shift = town.shift(activity)
    stranger, coming = volunteer("张小华", town.village), volunteer("李明", town.village)
    town.signup(shift, coming)
    strangers = (client, log_in(stranger.account, stranger))  # type: ignore[arg-type]
    inside = (log_in(coming.account, coming), log_in(town.leader, town.leader_person))  # type: ignore[arg-type]
    for browser in (*strangers, *inside):
        assert _lines(page_of(browser, activity)) == ("赵铁柱", "赵铁柱")
    Activity.objects.filter(pk=activity.pk).update(contact_name="钱多多")
    for browser in strangers:
        page = page_of(browser, activity)
        assert _lines(page) == ("赵**", "钱多多")
        assert "铁柱" not in page
        assert "13900001111" not in page
    for browser in inside:
        page = page_of(browser, activity)
        assert _lines(page) == ("赵铁柱", "钱多多")
        assert "13900001111" in page
    Activity.objects.filter(pk=activity.pk).update(contact_public=True)
    page = page_of(client, activity)
    assert _lines(page) == ("赵**", "钱多多")
    assert "13900001111" in page


def test_who_waits_reads_no_more_than_a_stranger_and_who_has_a_place_the_same_as_the_message(town: Town) -> None:
    town.leader.display_name = "赵铁柱"
    town.leader.save()
    activity = town.activity(approval="leader")
    shift = town.shift(activity)
    person = volunteer("张小华", town.village)
    browser = log_in(person.account, person)  # type: ignore[arg-type]
    browser.post(f"/shifts/{shift.public_id}/signups/")
    assert _lines(page_of(browser, activity))[0] == "赵**"
    signup = Signup.objects.get(person=person)
    assert "13900001111" not in browser.get(f"/signups/{signup.public_id}/cancellation/").content.decode()
    log_in(town.leader, town.leader_person).post(f"/signups/{signup.public_id}/decision/")
    assert _lines(page_of(browser, activity))[0] == "赵铁柱"
    assert "赵铁柱" in browser.get("/mine/messages/").content.decode()
    assert "13900001111" in browser.get(f"/signups/{signup.public_id}/cancellation/").content.decode()
