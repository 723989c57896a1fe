"""A page that was opened before somebody else saved: refused once, with who changed what, and nothing is lost."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from baiying.accounts import access
from baiying.demo import builders
from baiying.demo.cast import Member
from baiying.kit import clock
from baiying.places import queries as places
from baiying.ui import shown
from tests import cast as casting
from tests.hours.conftest import morning_at
from tests.walks import edits
from tests.walks.world import World


class Edit(NamedTuple):
    """Two people have one form open; one field is what both change."""

    address: Callable[[World], str]
    first: str
    """Who saves first."""
    second: str
    """Who comes with the old page."""
    field: str
    theirs: str
    mine: str
    other: str = ""
    """A field of the form that only the first changes."""
    others: str = ""
    sent_to: str = ""
    """The name of the address that the form is sent to, where it is another than the page's."""
    also: dict[str, str] = {}
    """What the form asks for anew each time."""


def _team(world: World) -> Any:
    return world.morning.cast["leader"].team


def _site(world: World) -> Any:
    town = places.division_by_id(world.morning.shift.activity.area.path[2])
    assert town is not None
    found = places.site_for(town.pk)
    return found or builders.site(town)


def _circular(world: World) -> Any:
    area = world.morning.shift.activity.area
    city = places.division_by_id(area.path[0])
    assert city is not None
    return builders.circular(city, world.morning.cast["city"].account, boxes=[], sent=False)


def _of(name: str, row: Callable[[World], Any]) -> Callable[[World], str]:
    return lambda world: reverse(name, args=[row(world).public_id])


def _at(name: str, *args: str) -> Callable[[World], str]:
    return lambda _world: reverse(name, args=args)


EDITS = {
    "a body": Edit(
        _of("teams:body_edit", lambda w: _team(w).body), "county", "city", "name", "服务队甲", "服务队乙",
        also={"competent_unit": "市教育局"},
    ),
    "a team": Edit(
        _of("teams:team_edit", _team), "county", "city", "name", "甲队", "乙队", "introduction", "县里写的介绍",
    ),
    "a published activity": Edit(
        _of("activities:amendment", lambda w: w.morning.shift.activity), "unit_admin", "leader",
        "description", "别人写的说明", "我写的说明", "contact_name", "别人",
    ),
    "the time of a shift": Edit(
        _of("activities:shift_time", World.coming), "unit_admin", "leader", "ends", "11:40", "11:50",
        also={"reason": "天气", "seen": "1"},
    ),
    "the places of a shift": Edit(
        _of("activities:shift_places", World.coming), "unit_admin", "leader", "places", "41", "42"
    ),
    "how a site is reached": Edit(
        _of("places:site_office", _site), "county", "clerk", "address", "东街 1 号", "西街 2 号",
        "phone", "0374-2961234", "places:site_description",
    ),
    "how a site stands": Edit(
        _of("places:site_office", _site), "county", "clerk", "reason", "拆迁", "并入", sent_to="places:site_states",
        also={"state": "exempt"},
    ),
    "since when a site stands so": Edit(
        _of("places:site_since", _site), "county", "clerk", "since", "2026-03-01", "2026-04-01"
    ),
    "what a site has": Edit(
        _of("places:site_haves", _site), "county", "clerk", "proof_0", "照片甲", "照片乙", also={"has_0": "on"}
    ),
    "a draft of a notice": Edit(
        _of("circulars:draft", _circular), "deputy", "city", "title", "甲的标题", "乙的标题", "text", "甲写的正文"
    ),
    "the days of a year": Edit(_at("places:calendar"), "deputy", "city", "source", "甲文件", "乙文件", also={
        "days": "2026-10-01 休 国庆节"
    }),
    "the own profile": Edit(_at("people:profile_edit"), "volunteer", "volunteer", "categories", "health", "education"),
}  # fmt: skip


def _sent(form: dict[str, list[str]], **typed: str) -> dict[str, Any]:
    return {name: texts if len(texts) > 1 else texts[0] for name, texts in form.items() if texts} | typed


@pytest.mark.parametrize("name", sorted(EDITS))
def test_an_old_page_is_refused_with_who_changed_what_and_one_press_goes_on(
    name: str, cast: dict[str, Member], monkeypatch: pytest.MonkeyPatch
) -> None:
    case, world = EDITS[name], World(morning_at(cast, builders.NOW))
    address = case.address(world)
    to = reverse(case.sent_to, args=[address.rstrip("/").split("/")[-1]]) if case.sent_to else address
    monkeypatch.setattr(clock, "now", lambda: world.at)
    first, second = casting.log_in(cast[case.first]), casting.log_in(cast[case.second])
    old = edits.opened(second, address, case.field)
    fresh = edits.opened(first, address, case.field)
    monkeypatch.setattr(clock, "now", lambda: world.at + timedelta(minutes=5))
    theirs = {case.field: case.theirs} | ({case.other: case.others} if case.other else {})
    saved = first.post(to, _sent(fresh, **case.also, **theirs))
    assert saved.status_code == 303, re.findall(r'class="by-(?:error|summary)".*?</(?:div|ul)>', saved.content.decode())
    monkeypatch.setattr(clock, "now", lambda: world.at + timedelta(minutes=9))
    mine = _sent(old, **case.also, **{case.field: case.mine})
    answer = second.post(to, mine)
    page = answer.content.decode()
    assert answer.status_code == 422, name
    who = "您自己" if case.first == case.second else cast[case.first].account.display_name
    assert f"您打开这一页以后，{who}（" in page
    assert "再按一次就照这一页保存" in page
    again = edits.of(page, case.field)
    assert again[case.field] == [case.mine], "what was typed is there"
    if case.field != "categories":
        assert f"现在是“{escape(case.theirs)}”" in page
    if case.other:
        assert again[case.other] == [case.others], "what was left alone is what it is now"
    assert edits.opened(second, address, case.field)[case.field] != [case.mine], "nothing was saved"
    # One press goes on, and a second one is harmless.
    sent = _sent(again, **{key: text for key, text in case.also.items() if key not in again})
    assert second.post(to, sent).status_code == 303
    assert second.post(to, sent).status_code == 303
    now = edits.opened(second, address, case.field)
    assert now[case.field] == [case.mine]
    if case.other:
        assert now[case.other] == [case.others]


def test_a_draft_of_a_plan_that_another_saved(cast: dict[str, Member], monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(morning_at(cast, builders.NOW))
    _answers, row, _leads, _ = world.draft("written")
    client = Client()
    client.force_login(row.leader, backend=access.BACKEND)
    address = reverse("activities:plan", args=[row.public_id])
    old = edits.opened(client, address, "title")
    theirs = _sent(old, title="别人起的名称", **{"shift-0-places": "17"})
    assert client.post(address, theirs).status_code == 303
    answer = client.post(address, _sent(old, title="我起的名称"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "您打开这一页以后，您自己（" in page
    assert "现在是“别人起的名称”" in page
    assert "班次现在是：" in page
    assert "× 17" in page
    again = edits.of(page, "title")
    assert again["title"] == ["我起的名称"]
    for _press in range(2):
        assert client.post(address, _sent(again)).status_code == 303
    row.refresh_from_db()
    assert row.title == "我起的名称"


def test_what_was_chosen_beside_the_form_is_part_of_the_page(cast: dict[str, Member]) -> None:
    world = World(morning_at(cast, builders.NOW))
    team = _team(world)
    address = reverse("teams:team_edit", args=[team.public_id])
    county, own = casting.log_in(cast["county"]), casting.log_in(cast["unit_admin"])
    old = edits.opened(own, address, "introduction")
    town = next(iter(places.children_of(team.area_id)))
    moved = edits.opened(county, f"{address}?area={town.public_id}", "introduction")
    assert county.post(address, _sent(moved)).status_code == 303
    answer = own.post(address, _sent(old, introduction="新的介绍"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "所在地区您没有动过，已换成现在的" in page
    assert own.post(address, _sent(edits.of(page, "introduction"))).status_code == 303
    team.refresh_from_db()
    assert (team.area_id, team.introduction) == (town.pk, "新的介绍"), "the move stands"


def test_a_version_of_another_row_or_of_nobody_is_no_key(cast: dict[str, Member]) -> None:
    world = World(morning_at(cast, builders.NOW))
    team = _team(world)
    address = reverse("teams:team_edit", args=[team.public_id])
    own = casting.log_in(cast["unit_admin"])
    form = edits.opened(own, address, "introduction")
    other = shown.Version(shown.Thing("team", team.pk + 1, ()), {}).token(world.at)
    for token in (other, form[shown.FIELD][0][:-2] + "xx", "", "\0"):
        answer = own.post(address, _sent(form, introduction="改了", **{shown.FIELD: token}))
        assert answer.status_code in (400, 422), token
    team.refresh_from_db()
    assert team.introduction != "改了"
    # Without any token the act came from no page; there is nothing old in it.
    del form[shown.FIELD]
    del form["csrfmiddlewaretoken"]
    assert own.post(address, _sent(form, introduction="改了")).status_code == 303


@pytest.mark.parametrize("name", sorted(EDITS))
def test_a_page_from_before_an_upgrade_shows_what_stands_today_and_asks_once(
    name: str, cast: dict[str, Member], monkeypatch: pytest.MonkeyPatch
) -> None:
    case, world = EDITS[name], World(morning_at(cast, builders.NOW))
    address = case.address(world)
    to = reverse(case.sent_to, args=[address.rstrip("/").split("/")[-1]]) if case.sent_to else address
    monkeypatch.setattr(clock, "now", lambda: world.at)
    who = casting.log_in(cast[case.second])
    page = edits.opened(who, address, case.field)
    del page[shown.FIELD]
    answer = who.post(to, _sent(page, **case.also, **{case.field: case.mine}))
    asked = answer.content.decode()
    assert answer.status_code == 422, name
    assert "看不出这一页是什么时候打开的" in asked
    assert "您打开这一页以后" not in asked, "nobody is named who changed nothing"
    assert edits.opened(who, address, case.field)[case.field] != [case.mine], "nothing was saved"
    again = edits.of(asked, case.field)
    assert again[case.field] == [case.mine], "what was typed is there"
    sent = _sent(again, **{key: text for key, text in case.also.items() if key not in again})
    assert who.post(to, sent).status_code == 303
    assert edits.opened(who, address, case.field)[case.field] == [case.mine]
