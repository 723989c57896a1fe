"""Somebody else ended, decided or took back what a form was about: that is said, and what was typed is given back."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from baiying.accounts import access
from baiying.activities import actions as activities
from baiying.demo import builders
from baiying.demo.cast import Member
from baiying.kit import clock
from tests import cast as casting
from tests.hours.conftest import morning_at
from tests.walks.presses import PRESSES, On
from tests.walks.world import World


class Meanwhile(NamedTuple):
    """A form stands open; somebody else ends, decides or takes back the thing; then the form is sent."""

    thing: Callable[[World], Any]
    address: Callable[[World, Any], str]
    who: str
    sent: dict[str, str]
    press: str
    """The press of tests/walks/presses/ that happens meanwhile, on the same thing."""


_WHY = r'<p class="by-lead">(.+?)</p>|<p><strong>(.+?)</strong></p>|<div class="by-summary".*?<li>'
LONG = "想了一刻钟才写下的话，<一个>字也不能丢。"


def _of(name: str) -> Callable[[World, Any], str]:
    return lambda _w, row: reverse(name, args=[row.public_id])


MEANWHILE = {
    "a complaint withdrawn while it was answered": Meanwhile(
        World.complaint, _of("complaints:answers"), "county",
        {"outcome": "resolved", "answer": LONG, "referred_to": ""}, "complaints.withdraw_complaint",
    ),
    "a complaint withdrawn while it was taken up": Meanwhile(
        World.complaint, _of("complaints:first_words"), "county", {"words": LONG}, "complaints.withdraw_complaint",
    ),
    "an objection taken back while it was answered": Meanwhile(
        World.objection, _of("hours:objection"), "county", {"upheld": "no", "answer": LONG}, "hours.withdraw_objection",
    ),
    "a record decided by another": Meanwhile(
        World.proposal, _of("hours:review"), "reviewer", {"decision": "refuse", "words": LONG}, "hours.approve",
    ),
    "an end confirmed while the volunteer explained": Meanwhile(
        World.forgotten, _of("hours:ends"), "volunteer", {"ends_at": "09:30", "words": LONG}, "hours.confirm_end",
    ),
    "a check passed while it was failed": Meanwhile(
        World.unchecked, _of("people:check_fail"), "clerk", {"reason": LONG}, "people.pass_check",
    ),
    "a claim granted while it was refused": Meanwhile(
        World.claim_of_no_number, _of("people:claim"), "clerk", {"granted": "no", "answer": LONG},
        "people.decide_claim",
    ),
    "an application accepted while it was refused": Meanwhile(
        World.membership, _of("teams:membership_refusal"), "leader", {"reason": LONG}, "teams.approve",
    ),
    "a sign-up decided while it was refused": Meanwhile(
        lambda w: w.signup("applied"), _of("activities:signup_refusal"), "leader", {"reason": LONG},
        "activities.cancel_signup",
    ),
    "a sign-up cancelled while it was set aside": Meanwhile(
        World.signup, _of("activities:signup_removal"), "leader", {"reason": LONG}, "activities.cancel_signup",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(MEANWHILE))
def test_what_somebody_else_did_meanwhile_is_said_and_the_words_are_given_back(
    name: str, cast: dict[str, Member], monkeypatch: pytest.MonkeyPatch
) -> None:
    case = MEANWHILE[name]
    world = World(morning_at(cast, builders.NOW))
    row = case.thing(world)
    later = world.morning.at(1000)
    monkeypatch.setattr(clock, "now", lambda: later)
    client, address = casting.log_in(cast[case.who]), case.address(world, row)
    press = PRESSES[case.press]
    assert isinstance(press, On)
    press.press(world, row, later)
    answer = client.post(address, case.sent)
    body = answer.content.decode()
    assert answer.status_code in (403, 404, 409, 422), answer.status_code
    assert escape(LONG) in body
    said = re.search(_WHY, body, re.DOTALL)
    assert said, "why it was not done is said"


def test_a_plan_taken_back_while_somebody_wrote_what_to_change(cast: dict[str, Member]) -> None:
    world = World(morning_at(cast, builders.NOW))
    town, row, leads, _ = world.draft("submitted")
    client = Client()
    client.force_login(town.admin, backend=access.BACKEND)
    activities.withdraw_plan(activity_id=row.pk, actor=leads, at=world.at)
    answer = client.post(reverse("activities:sending_back", args=[row.public_id]), {"reason": LONG})
    assert answer.status_code in (404, 409, 422)
    assert escape(LONG) in answer.content.decode()


def test_what_was_chosen_hidden_or_secret_is_not_shown_and_what_went_through_shows_nothing(
    cast: dict[str, Member],
) -> None:
    world = World(morning_at(cast, builders.NOW))
    row = world.complaint()
    client = casting.log_in(cast["county"])
    address = reverse("complaints:first_words", args=[row.public_id])
    sent = {"words": LONG, "csrfmiddlewaretoken": "秘密的令牌", "password": "secret secret", "hidden": "r9k2m4"}
    nobody = Client().post(address, sent)
    assert nobody.status_code == 403
    assert nobody.headers["Cache-Control"] == "private, no-store", "what was typed lies in no cache"
    body = nobody.content.decode()
    assert escape(LONG) in body
    assert "第一次回话" in body, "under the name of its field"
    assert "秘密的令牌" not in body
    assert "secret secret" not in body
    assert Client().post(address, {"words": ""}).status_code == 302, "nothing typed: the log-in itself"
    assert client.post(address, sent).status_code == 303
    script = Client().post("/api/v1/teams", {"words": LONG})
    assert LONG not in script.content.decode()
