"""The second factor of an office role: added, asked for, taken once, removed (U26, U27)."""

import re
from datetime import timedelta

import pyotp
import pytest
from django.test import Client

from baiying.accounts import actions, queries, rules
from baiying.accounts.models import Account, Appointment, Factor, RecoveryCode
from baiying.kit import clock
from baiying.kit.models import AuditEvent
from baiying.notices.models import Message
from baiying.people.models import Person
from tests.accounts.factoring import SECRET, actor_of, code_at, office, said, with_app
from tests.people import world
from tests.people.world import Area

pytestmark = pytest.mark.django_db

PHONE = "19900000451"
DESK = "/desk/appointments/"


def _later(monkeypatch: pytest.MonkeyPatch, **by: int) -> None:
    then = clock.now() + timedelta(**by)
    monkeypatch.setattr(clock, "now", lambda: then)


def _add_app(client: Client) -> tuple[str, list[str]]:
    """Add an app through the pages; gives its secret and the codes on paper."""
    page = said(client, "/mine/security/apps/new/")
    secret = re.search(r'data-copy="([A-Z2-7 ]+)"', page)[1].replace(" ", "")  # type: ignore[index]
    answer = client.post("/mine/security/apps/new/", {"code": code_at(clock.now(), secret), "label": "我的手机"})
    assert answer.status_code == 303, answer.content.decode()
    return secret, re.findall(r"<code>([^<]+)</code>", said(client, answer["Location"]))


@pytest.mark.law("GB22239-8.1.4")
def test_after_the_days_of_grace_an_office_does_nothing_without_a_factor(
    client: Client, area: Area, monkeypatch: pytest.MonkeyPatch
) -> None:
    office(area.county, PHONE)
    assert world.log_in(client, PHONE) == "/desk/"
    assert client.get(DESK).status_code == 200, "days of grace"
    assert "之前加一种就行" in said(client, "/mine/security/")
    _later(monkeypatch, days=31)
    again = Client()
    assert world.log_in(again, PHONE).startswith("/log-in/factor/")
    stopped = again.get(DESK)
    assert (stopped.status_code, stopped["Location"]) == (303, "/log-in/factor/?next=%2Fdesk%2Fappointments%2F")
    assert again.get("/desk/").status_code == 303
    assert again.get(stopped["Location"])["Location"].startswith("/mine/security/")
    _secret, codes = _add_app(again)
    assert len(codes) == 10
    assert again.get(DESK).status_code == 200, "whoever has just added one has shown it"


def test_the_volunteers_own_life_goes_on_without_the_factor(client: Client, area: Area) -> None:
    world.register(Client(), area, phone=PHONE)
    account = Account.objects.get(pk=Person.objects.get().account_id)
    world.builders.appointment(account, "county_office", area.county, starts_at=clock.now() - timedelta(days=1))
    with_app(account)
    assert world.log_in(client, PHONE).startswith("/log-in/factor/")
    assert client.get(DESK).status_code == 303
    for own in ("/mine/", "/mine/profile/", "/mine/hours/", "/mine/security/"):
        assert client.get(own).status_code == 200, own
    at = clock.now()
    answer = client.post("/log-in/factor/", {"code": code_at(at), "next": DESK})
    assert (answer.status_code, answer["Location"]) == (303, DESK)
    assert client.get(DESK).status_code == 200


def test_a_rule_says_which_roles_need_one(client: Client, area: Area, monkeypatch: pytest.MonkeyPatch) -> None:
    world.rule_set("log_in", second_factor_roles=["secadmin"], second_factor_grace_days=0)
    office(area.county, PHONE)
    office(None, "19900000452", role="secadmin")
    assert world.log_in(client, PHONE) == "/desk/"
    assert client.get(DESK).status_code == 200
    other = Client()
    assert world.log_in(other, "19900000452").startswith("/log-in/factor/")
    assert other.get(DESK).status_code == 303


def test_choosing_another_role_asks_for_the_factor_as_well(client: Client, area: Area) -> None:
    account = office(area.county, PHONE)
    second = world.builders.appointment(
        account, "place_staff", area.township, starts_at=clock.now() - timedelta(days=1)
    )
    with_app(account)
    assert world.log_in(client, PHONE) == "/acting/"
    answer = client.post("/acting/", {"appointment": second.public_id})
    assert answer["Location"] == "/log-in/factor/?next=%2Fdesk%2F"
    assert client.get("/desk/people/").status_code == 303


def test_u27_a_code_seen_twice_is_refused(client: Client, area: Area) -> None:
    """U27: sent again after 15 seconds; the enrolling code; after a recovery log-in; a clock +25, +95."""
    account = office(area.county, PHONE)
    by = {"account_id": account.pk, "actor": actor_of(account)}
    at = clock.now().replace(second=5, microsecond=0)
    with_app(account, at)
    with pytest.raises(actions.FactorCodeUsed):
        actions.prove_totp(code=code_at(at), at=at + timedelta(seconds=3), **by)
    ten = at + timedelta(minutes=5)
    actions.prove_totp(code=code_at(ten), at=ten, **by)
    with pytest.raises(actions.FactorCodeUsed):
        actions.prove_totp(code=code_at(ten), at=ten + timedelta(seconds=15), **by)
    # A phone that runs 25 seconds ahead shows the next code; one that is 95 seconds off is told so.
    later = ten + timedelta(minutes=5)
    actions.prove_totp(code=code_at(later + timedelta(seconds=25)), at=later, **by)
    with pytest.raises(actions.PhoneClockOff, match="手机时间不准"):
        actions.prove_totp(code=code_at(later + timedelta(seconds=95)), at=later, **by)
    with pytest.raises(actions.FactorCodeWrong):
        actions.prove_totp(code="000000" if code_at(later) != "000000" else "111111", at=later, **by)
    # An old code after a way in by paper.
    codes = actions.renew_recovery_codes(
        account_id=account.pk, seen=actions.newest(account.pk), actor=by["actor"], at=later
    )
    actions.prove_paper(code=codes[0], at=later, **by)
    with pytest.raises(actions.FactorCodeUsed):
        actions.prove_totp(code=code_at(ten), at=ten + timedelta(seconds=20), **by)


def test_u27_enrolling_takes_a_phone_a_little_off_and_no_other(area: Area) -> None:
    account = office(area.county, PHONE)
    at = clock.now()
    by = {"account_id": account.pk, "label": "手机", "actor": actor_of(account)}
    with pytest.raises(actions.PhoneClockOff):
        actions.add_totp(secret=SECRET, code=code_at(at + timedelta(seconds=95)), at=at, **by)
    added = actions.add_totp(secret=SECRET, code=code_at(at + timedelta(seconds=25)), at=at, **by)
    assert actions.add_totp(secret=SECRET, code="000000", at=at, **by).factor == added.factor, "pressed twice: one app"
    assert Factor.objects.count() == 1


def test_u27_the_step_only_rises_also_when_the_servers_clock_goes_back(area: Area) -> None:
    account = office(area.county, PHONE)
    at = clock.now()
    by = {"account_id": account.pk, "actor": actor_of(account)}
    with_app(account, at - timedelta(hours=1))
    actions.prove_totp(code=code_at(at), at=at, **by)
    step = Factor.objects.get().last_step
    back = at - timedelta(seconds=40)
    with pytest.raises(actions.FactorCodeUsed):
        actions.prove_totp(code=code_at(back), at=back, **by)
    assert Factor.objects.get().last_step == step
    on = at + timedelta(seconds=60)
    actions.prove_totp(code=code_at(on), at=on, **by)
    assert Factor.objects.get().last_step > step


@pytest.mark.parametrize(
    ("off", "last", "verdict"),
    [(0, 0, "right"), (29, 0, "right"), (30, 0, "right"), (-30, 0, "right"), (60, 0, "clock"), (-60, 0, "clock"),
     (300, 0, "clock"), (330, 0, "wrong"), (0, 10**9, "used"), (-60, 10**9, "used")],
)  # fmt: skip
def test_u27_judging_a_code_at_the_edges(off: int, last: int, verdict: str) -> None:
    at = clock.datetime(2026, 11, 30, 2, 0, 0, tzinfo=clock.UTC)
    code = pyotp.TOTP(SECRET).at(at + timedelta(seconds=off))
    assert rules.judge_totp(SECRET, code, at, last)[0] == verdict


def test_wrong_tries_have_an_end_for_the_network_and_shut_out_nobody_elsewhere(area: Area) -> None:
    account = office(area.county, PHONE)
    with_app(account)
    at = clock.now()
    wrong = "000000" if "000000" not in {code_at(at + timedelta(seconds=30 * n)) for n in range(-11, 12)} else "111111"
    stranger = actor_of(account, "203.0.113.66")
    for _ in range(5):
        with pytest.raises((actions.FactorCodeWrong, actions.TooManyFactorTries)):
            actions.prove_totp(account_id=account.pk, code=wrong, actor=stranger, at=at)
    with pytest.raises(actions.TooManyFactorTries):
        actions.prove_totp(account_id=account.pk, code=code_at(at), actor=stranger, at=at)
    actions.prove_totp(account_id=account.pk, code=code_at(at), actor=actor_of(account), at=at)
    for n in range(30):
        with pytest.raises((actions.FactorCodeWrong, actions.TooManyFactorTries)):
            actions.prove_totp(
                account_id=account.pk,
                code=wrong,
                actor=actor_of(account, f"198.51.{n}.7"),
                at=at + timedelta(minutes=1),
            )
    with pytest.raises(actions.TooManyFactorTries):
        actions.prove_paper(
            account_id=account.pk,
            code="a2b3c-d4e5f",
            actor=actor_of(account, "198.51.99.7"),
            at=at + timedelta(minutes=2),
        )


def test_u26_a_code_on_paper_is_taken_once_and_a_new_set_kills_the_old(client: Client, area: Area) -> None:
    """U26: 06:12 the codes are renewed, 06:13 an old code."""
    account = office(area.county, PHONE)
    codes = with_app(account).codes
    assert len(codes) == 10
    world.log_in(client, PHONE)
    typed = codes[0].upper().replace("-", " ")
    answer = client.post("/log-in/factor/paper/", {"code": typed, "next": DESK})
    assert answer["Location"] == DESK
    assert client.get(DESK).status_code == 200
    assert client.post("/log-in/factor/paper/", {"code": codes[0]}).status_code == 422
    page = said(client, "/mine/security/recovery-codes/")
    assert codes[1] not in page
    seen = re.search(r'name="seen" value="(\d+)"', page)[1]  # type: ignore[index]
    assert client.post("/mine/security/recovery-codes/", {"seen": seen}).status_code == 303
    shown = said(client, "/mine/security/recovery-codes/")
    new = re.findall(r"<code>([^<]+)</code>", shown)
    assert len(new) == 10
    assert "<code>" not in said(client, "/mine/security/recovery-codes/"), "shown once"
    refused = client.post("/log-in/factor/paper/", {"code": codes[1]})
    assert (refused.status_code, "换了新的一套" in refused.content.decode()) == (422, True)
    assert client.post("/log-in/factor/paper/", {"code": new[3]}).status_code == 303
    # The same page again changes nothing: it saw a set that is gone.
    client.post("/mine/security/recovery-codes/", {"seen": seen})
    assert RecoveryCode.objects.filter(ended_at__isnull=True).count() == 10


def test_u26_a_colleague_at_the_unlocked_screen_cannot_renew_the_codes(
    client: Client, area: Area, monkeypatch: pytest.MonkeyPatch
) -> None:
    """U26: renewing needs a fresh second factor or a code on paper, and the other channels hear of it."""
    account = office(area.county, PHONE)
    with_app(account)
    world.log_in(client, PHONE)
    client.post("/log-in/factor/", {"code": code_at(clock.now())})
    _later(monkeypatch, minutes=11)
    before = set(RecoveryCode.objects.values_list("pk", flat=True))
    for address in ("/mine/security/recovery-codes/", "/mine/security/apps/new/", "/mine/security/passkeys/new/"):
        assert client.get(address)["Location"].startswith("/log-in/factor/"), address
    newest = str(actions.newest(account.pk))
    assert client.post("/mine/security/recovery-codes/", {"seen": newest})["Location"].startswith("/log-in/factor/")
    assert set(RecoveryCode.objects.values_list("pk", flat=True)) == before
    Message.objects.all().delete()
    client.post("/log-in/factor/", {"code": code_at(clock.now())})
    assert client.post("/mine/security/recovery-codes/", {"seen": newest})["Location"].startswith("/mine/security/")
    assert Message.objects.filter(kind="factor_codes").count() == 1
    assert AuditEvent.objects.filter(action="RecoveryRenewed").count() == 1


def test_without_a_factor_an_old_session_comes_in_anew_before_it_adds_one(
    client: Client, area: Area, monkeypatch: pytest.MonkeyPatch
) -> None:
    office(area.county, PHONE)
    world.log_in(client, PHONE)
    _later(monkeypatch, minutes=11)
    asked = client.get("/mine/security/apps/new/")["Location"]
    assert asked.startswith("/log-in/again/")
    assert client.post(asked, {"next": "/mine/security/apps/new/"})["Location"] == "/log-in/"
    _later(monkeypatch, minutes=2)
    assert world.log_in(client, PHONE) == "/mine/security/apps/new/"
    assert client.get("/mine/security/apps/new/").status_code == 200


def test_u29_the_last_factor_of_an_office_stays(client: Client, area: Area) -> None:
    """U29: not without another one, nor without giving up the role."""
    account = office(area.county, PHONE)
    row = with_app(account).factor
    with pytest.raises(actions.LastFactor):
        actions.remove_factor(factor_id=row.pk, actor=actor_of(account), at=clock.now())
    other = with_app(account, secret="KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU").factor
    world.log_in(client, PHONE)
    client.post("/log-in/factor/", {"code": code_at(clock.now())})
    copied = Client()
    copied.cookies.load({name: morsel.value for name, morsel in client.cookies.items()})
    assert client.post(f"/mine/security/factors/{row.public_id}/end/").status_code == 303
    assert "手机" in said(client, "/mine/security/")
    assert copied.get("/mine/security/").status_code == 302, "what came in by it is out"
    assert [one.pk for one in queries.factors(account.pk)] == [other.pk]
    client.post(f"/mine/security/factors/{other.public_id}/end/")
    assert queries.has_factor(account.pk), "the last one"
    actions.remove_factor(factor_id=row.pk, actor=actor_of(account), at=clock.now())
    assert AuditEvent.objects.filter(action="FactorRemoved").count() == 1


def test_u29_whoever_gave_up_the_role_removes_the_last_one(area: Area) -> None:
    account = office(area.county, PHONE)
    row = with_app(account).factor
    Appointment.objects.filter(account=account).update(ends_at=clock.now() - timedelta(minutes=1))
    actions.remove_factor(factor_id=row.pk, actor=actor_of(account), at=clock.now())
    assert not queries.has_factor(account.pk)
    assert queries.recovery_codes_left(account.pk) == 0


def test_secrets_stand_sealed_and_codes_as_hashes(area: Area) -> None:
    account = office(area.county, PHONE)
    codes = with_app(account).codes
    row = Factor.objects.get()
    assert SECRET.encode() not in bytes(row.secret_sealed)
    stored = b"".join(bytes(one) for one in RecoveryCode.objects.values_list("code_hash", flat=True))
    assert not any(code.replace("-", "").encode() in stored for code in codes)
    kept = str(list(AuditEvent.objects.values())) + str(list(Message.objects.values_list("text", flat=True)))
    assert SECRET not in kept
    assert not any(code in kept for code in codes)


def test_somebody_elses_factor_is_not_there(client: Client, area: Area) -> None:
    mine, theirs = office(area.county, PHONE), office(area.county, "19900000453")
    with_app(mine)
    row = with_app(theirs, secret="KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU").factor
    world.log_in(client, PHONE)
    client.post("/log-in/factor/", {"code": code_at(clock.now())})
    assert client.get(f"/mine/security/factors/{row.public_id}/end/").status_code == 404
    assert client.post(f"/mine/security/factors/{row.public_id}/confirmation/").status_code == 404
