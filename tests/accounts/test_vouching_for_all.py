"""Who may end all second factors, asked of all that the holder does; and a press under way while all is logged out."""

import importlib
import json
from datetime import timedelta
from typing import Any

import cbor2
import pytest
from django.test import Client

from baiying.accounts import actions, queries
from baiying.accounts.models import Appointment, FactorReset
from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.values.actor import Actor
from tests.accounts.authenticator import Device, _text, bytes_of
from tests.accounts.factoring import office, options_of, with_app
from tests.accounts.test_vouching import SEEN
from tests.people import world

pytestmark = pytest.mark.django_db
NEW = "/mine/security/passkeys/new/"


def test_two_of_a_village_do_not_take_the_factors_of_the_citys_office(area: Any) -> None:
    """The city's office also holds a post in a village: two clerks of the village vouch, and all factors end."""
    boss = office(area.city, "19900000481", role="city_office", name="高主任")
    builders.appointment(boss, "place_staff", area.village, starts_at=clock.now() - timedelta(days=9))
    with_app(boss)
    low = Appointment.objects.get(account=boss, role="place_staff")
    for phone in ("19900000482", "19900000483"):
        assert (
            world.staff("place_staff", area.village, phone).post(f"/desk/factors/{low.public_id}/", SEEN).status_code
            == 404
        )
    assert queries.has_factor(boss.pk)


def test_the_word_of_one_who_was_dismissed_is_no_word(area: Any) -> None:
    hers = office(area.county, "19900000481")
    with_app(hers)
    address = f"/desk/factors/{Appointment.objects.get(account=hers).public_id}/"
    one, two = (world.staff("county_office", area.county, phone) for phone in ("19900000482", "19900000483"))
    assert one.post(address, SEEN).status_code == 303
    Appointment.objects.filter(account=queries.accounts_of_phone("19900000482")[0]).update(
        ends_at=clock.now(), ended_by_id=1
    )
    two.post(address, SEEN)
    assert queries.has_factor(hers.pk)


def test_two_who_open_at_once_are_not_both_told_that_it_was_noted(area: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both pages saw no first word; the second press is answered as noted, and nothing was."""
    vouching = importlib.import_module("baiying.accounts.views.vouching")
    hers = office(area.county, "19900000481")
    with_app(hers)
    address = f"/desk/factors/{Appointment.objects.get(account=hers).public_id}/"
    one, two = (world.staff("county_office", area.county, phone) for phone in ("19900000482", "19900000483"))
    one.post(address, SEEN)
    monkeypatch.setattr(vouching, "_standing", lambda row, at: None)
    page = two.post(address, SEEN, follow=True).content.decode()
    assert FactorReset.objects.get().done_at or "已记下您的作证" not in page


def test_who_logs_out_everywhere_throws_out_whoever_presses_at_that_moment(
    area: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thief's press "end the others" is under way while the owner logs out everywhere: the thief stays in."""
    hers = office(area.county, "19900000481")
    thief = Client()
    world.log_in(thief, "19900000481")
    real = actions.end_other_sessions

    def meanwhile(**given: Any) -> None:
        actions.end_sessions(account_id=hers.pk, actor=Actor(account_id=hers.pk), at=clock.now(), why="log_out")
        real(**given)

    monkeypatch.setattr(actions, "end_other_sessions", meanwhile)
    thief.post("/mine/security/sessions/others/")
    assert thief.get("/mine/security/").status_code == 302


def test_a_passkey_whose_key_is_a_list_is_refused(area: Any) -> None:
    office(area.county, "19900000461")
    c = Client()
    world.log_in(c, "19900000461")
    made = json.loads(Device().make(options_of(c.get(NEW).content)))
    held = cbor2.loads(bytes_of(made["response"]["attestationObject"]))
    held["authData"] = held["authData"][:71] + cbor2.dumps([1])
    made["response"]["attestationObject"] = _text(cbor2.dumps(held))
    assert c.post(NEW, {"label": "x", "answer": json.dumps(made)}).status_code == 422
