"""Every second factor is lost on the morning of the flood: two colleagues vouch, never one, never oneself (U26)."""

from datetime import timedelta

import pytest
from django.test import Client

from baiying.accounts import actions, queries, rules
from baiying.accounts.models import Account, FactorReset, RecoveryCode
from baiying.accounts.queries import Appointment
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.kit.models import AuditEvent
from baiying.kit.values.actor import Acting, Actor
from baiying.notices.models import Message
from tests.accounts.factoring import code_at, office, said, with_app
from tests.people import world
from tests.people.world import Area

pytestmark = pytest.mark.django_db

HERS, FIRST, SECOND = "19900000481", "19900000482", "19900000483"
SEEN = {"document": "citizen", "known": "on"}


def _acting(account: Account) -> Actor:
    row = Appointment.objects.get(account=account)
    acting = Acting(row.pk, row.public_id, row.role, row.area_id, tuple(row.area.path) if row.area else ())
    return Actor(account_id=account.pk, acting=acting, label=account.display_name)


def _address(account: Account) -> str:
    return f"/desk/factors/{Appointment.objects.get(account=account).public_id}/"


def _later(monkeypatch: pytest.MonkeyPatch, **by: int) -> None:
    then = clock.now() + timedelta(**by)
    monkeypatch.setattr(clock, "now", lambda: then)


@pytest.fixture
def officer(area: Area) -> Account:
    """The duty officer whose phone drowned."""
    account = office(area.county, HERS, name="陈值班")
    with_app(account)
    return account


def test_u26_two_colleagues_vouch_and_the_officer_is_back_for_what_the_emergency_needs(
    client: Client, area: Area, officer: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    """U26, the whole morning: one clerk's word is not enough; then a new factor, the rest after 24 hours."""
    first, second = (world.staff("county_office", area.county, phone) for phone in (FIRST, SECOND))
    address = _address(officer)
    assert "陈值班" in said(first, "/desk/factors/")
    assert first.post(address, {"document": "citizen"}).status_code == 422, "the document and the face"
    assert first.post(address, SEEN).status_code == 303
    assert queries.has_factor(officer.pk), "one word is not enough"
    assert first.post(address, SEEN).status_code == 303
    assert queries.has_factor(officer.pk), "nor the same one twice"
    assert "等第二位" in said(second, "/desk/factors/")
    old = Client()
    world.log_in(old, HERS)
    assert second.post(address, SEEN)["Location"] == "/desk/factors/"
    assert not queries.has_factor(officer.pk)
    assert not RecoveryCode.objects.filter(ended_at__isnull=True).exists()
    assert old.get("/mine/security/").status_code == 302, "her sessions are out"
    assert Message.objects.filter(kind="factor_reset").count() == 2
    # She comes in by code and adds a new factor.
    _later(monkeypatch, minutes=2)
    assert world.log_in(client, HERS).startswith("/log-in/factor/")
    assert client.get("/desk/people/").status_code == 303, "nothing without a new factor"
    with_app(Account.objects.get(pk=officer.pk), clock.now(), secret="KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU")
    _later(monkeypatch, minutes=1)
    code = code_at(clock.now(), "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU")
    client.post("/log-in/factor/", {"code": code})
    assert client.get("/desk/activities/").status_code == 200
    assert client.get("/desk/circulars/new/").status_code == 200
    held = client.get("/desk/people/")
    assert (held.status_code, "只能办紧急的事" in held.content.decode()) == (403, True)
    assert client.get("/desk/appointments/").status_code == 403
    assert "只能办紧急的事" in said(client, "/mine/security/")
    _later(monkeypatch, hours=24)
    assert client.get("/desk/people/").status_code == 200
    acts = list(
        AuditEvent.objects.filter(action__startswith="FactorReset").order_by("id").values_list("action", flat=True)
    )
    assert sorted(acts) == ["FactorResetDone", "FactorResetOpened"]


def test_u26_one_clerk_who_knows_her_is_not_enough_and_cannot_be_two(area: Area, officer: Account) -> None:
    clerk = office(area.county, FIRST)
    also = office(area.county, FIRST, name="同一只手")
    row = Appointment.objects.get(account=officer)
    reset = actions.open_reset(appointment=row, document="citizen", actor=_acting(clerk), at=clock.now())
    for actor in (_acting(clerk), _acting(also)):
        with pytest.raises(actions.NeedsAnother):
            actions.second_reset(reset=reset, actor=actor, at=clock.now())
    assert queries.has_factor(officer.pk)


def test_u26_the_security_administrator_does_not_reset_herself(area: Area) -> None:
    """U26: own reset impossible; also by an account that shares the phone."""
    secadmin = office(None, HERS, role="secadmin")
    with_app(secadmin)
    row = Appointment.objects.get(account=secadmin)
    with pytest.raises(actions.OwnReset):
        actions.open_reset(appointment=row, document="citizen", actor=_acting(secadmin), at=clock.now())
    shares = office(None, HERS, role="auditor", name="共用手机")
    with pytest.raises(actions.OwnReset):
        actions.open_reset(appointment=row, document="citizen", actor=_acting(shares), at=clock.now())
    sysadmin, auditor = office(None, FIRST, role="sysadmin"), office(None, SECOND, role="auditor")
    reset = actions.open_reset(appointment=row, document="citizen", actor=_acting(sysadmin), at=clock.now())
    with pytest.raises(actions.OwnReset):
        actions.second_reset(reset=reset, actor=_acting(secadmin), at=clock.now())
    actions.second_reset(reset=reset, actor=_acting(auditor), at=clock.now())
    assert not queries.has_factor(secadmin.pk)


@pytest.mark.parametrize(
    ("role", "where", "hers", "her_path", "may"),
    [
        ("county_office", 2, "county_office", (1, 2), True),
        ("city_office", 1, "county_office", (1, 2), True),
        ("county_office", 3, "county_office", (1, 2), False),
        ("place_staff", 2, "county_office", (1, 2), False),
        ("place_staff", 4, "place_staff", (1, 2, 4), True),
        ("hours_reviewer", 2, "place_staff", (1, 2, 4), True),
        ("city_office", 1, "secadmin", (), False),
        ("sysadmin", None, "secadmin", (), True),
        ("secadmin", None, "county_office", (1, 2), False),
        ("place_staff", 5, "place_staff", (1, 2, 4), False),
        ("civil_affairs", 1, "civil_affairs", (1, 2), True),
        ("civil_affairs", 3, "civil_affairs", (1, 2), False),
        ("county_office", 2, "civil_affairs", (1, 2), False),
        ("secadmin", None, "civil_affairs", (1, 2), True),
        ("civil_affairs", 2, "county_office", (1, 2), False),
    ],
)
def test_u26_who_stands_near_enough(
    role: str, where: int | None, hers: str, her_path: tuple[int, ...], may: bool
) -> None:
    assert rules.may_vouch(role, where, hers, her_path) is may


def test_an_office_elsewhere_finds_nobody(area: Area, officer: Account) -> None:
    other = world.staff("county_office", area.other_county, FIRST)
    assert "陈值班" not in said(other, "/desk/factors/")
    assert other.get(_address(officer)).status_code == 404
    below = world.staff("place_staff", area.township, SECOND)
    assert below.post(_address(officer), SEEN).status_code == 404


def test_a_word_is_taken_back_and_lapses(area: Area, officer: Account) -> None:
    first, second = office(area.county, FIRST), office(area.county, SECOND)
    row, at = Appointment.objects.get(account=officer), clock.now()
    by = {"appointment": row, "document": "citizen"}
    reset = actions.open_reset(actor=_acting(first), at=at, **by)
    actions.withdraw_reset(reset=reset, actor=_acting(second), at=at)
    actions.withdraw_reset(reset=reset, actor=_acting(second), at=at)
    with pytest.raises(actions.ResetGone):
        actions.second_reset(reset=reset, actor=_acting(second), at=at)
    again = actions.open_reset(actor=_acting(first), at=at, **by)
    late = at + timedelta(hours=24, seconds=1)
    with pytest.raises(actions.ResetGone):
        actions.second_reset(reset=again, actor=_acting(second), at=late)
    fresh = actions.open_reset(actor=_acting(second), at=late, **by)
    assert fresh.pk != again.pk
    actions.second_reset(reset=fresh, actor=_acting(first), at=late)
    actions.second_reset(reset=fresh, actor=_acting(first), at=late)
    with pytest.raises(Refused):
        actions.withdraw_reset(reset=fresh, actor=_acting(first), at=late)
    assert FactorReset.objects.filter(done_at__isnull=False).count() == 1
