"""A fresh proof before, the last way in kept, and who would be locked out by another name of the site."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from baiying.accounts import actions as accounts
from baiying.accounts import queries as account_rows
from baiying.accounts.copying import sections
from baiying.accounts.models import Account, Factor, Identity, IdentityKind
from baiying.config.cli import unified as commands
from baiying.kit import clock
from baiying.kit.copying import Whose
from baiying.kit.values.actor import Actor
from baiying.notices.models import Message
from baiying.unified import actions
from baiying.unified.models import Visit
from tests.accounts.factoring import code_at, office, said, with_app
from tests.people.world import Area
from tests.unified import crooked, visiting
from tests.unified.providers import There
from tests.unified.visiting import make

pytestmark = pytest.mark.django_db
ISSUER = "https://id.example"


def _tied(account: Account, subject: str = "s-1") -> Identity:
    return accounts.tie(
        account_id=account.pk, issuer=ISSUER, subject=subject, mask="王* …s-1", actor=Actor(), at=clock.now()
    )


def _passkey(account: Account, site: str = "old.example", handle: bytes = b"key") -> Factor:
    at = clock.now()
    return Factor.objects.create(
        account=account, kind="passkey", label="手机", handle=handle, public_key=b"k", site=site, added_at=at
    )


def test_tying_asks_for_a_factor_of_the_last_minutes(area: Area, there: There) -> None:
    account = make()
    with_app(account)
    client = visiting.come_in()
    page = f"/mine/security/unified/{there.key}/new/"
    for answer in (client.get(page), client.post(page)):
        assert answer.status_code == 303
        assert answer["Location"].startswith("/log-in/factor/")
    assert not Visit.objects.exists()
    shown = client.post("/log-in/factor/", {"code": code_at(clock.now()), "next": page})
    assert shown["Location"] == page
    visiting.tie(client, there, "wang-fang-1")
    assert Identity.objects.filter(kind=IdentityKind.OIDC, account=account).count() == 1


def test_without_a_factor_it_asks_to_come_in_anew(area: Area, there: There) -> None:
    make()
    client = visiting.come_in()
    session = client.session
    session["came_in"] = (clock.now() - timedelta(minutes=11)).isoformat()
    session.save()
    client.cookies["sessionid"] = session.session_key
    answer = client.post(f"/mine/security/unified/{there.key}/new/")
    assert answer.status_code == 303
    assert answer["Location"].startswith("/log-in/again/")
    assert not Visit.objects.exists()


def test_untying_asks_for_it_too_and_is_ones_own_alone(area: Area, there: There) -> None:
    account = make()
    row = _tied(account)
    with_app(account)
    client = visiting.come_in()
    assert client.post(f"/mine/security/unified/{row.public_id}/end/")["Location"].startswith("/log-in/factor/")
    make("19900000813", "别人")
    stranger = visiting.come_in("19900000813")
    assert stranger.post(f"/mine/security/unified/{row.public_id}/end/").status_code == 404
    row.refresh_from_db()
    assert row.ended_at is None


def test_the_last_way_in_stays(area: Area, there: There) -> None:
    account = make()
    row = _tied(account)
    client = visiting.come_in()
    Identity.objects.filter(account=account, kind=IdentityKind.PHONE).update(ended_at=clock.now())
    page = f"/mine/security/unified/{row.public_id}/end/"
    assert client.post(page).status_code == 303
    row.refresh_from_db()
    assert row.ended_at is None
    assert "唯一的登录方式" in said(client, "/mine/security/")
    key = _passkey(account)
    key.doubted_at = clock.now()
    key.save()
    with pytest.raises(accounts.LastWayIn):
        accounts.end_tie(identity_id=row.pk, actor=Actor(), at=clock.now())
    Factor.objects.update(doubted_at=None)
    accounts.end_tie(identity_id=row.pk, actor=Actor(), at=clock.now())
    row.refresh_from_db()
    assert row.ended_at is not None


def test_the_copy_names_it_and_closing_ends_it(area: Area) -> None:
    account = make()
    _tied(account)
    found = next(one for one in sections(Whose(0, "", account.pk), clock.now()) if one.key == "accounts.ways")
    assert {(row["issuer"], row["mask"]) for row in found.rows} == {(ISSUER, "王* …s-1"), ("", "199****0811")}
    Account.objects.filter(pk=account.pk).update(closed_at=clock.now())
    assert account_rows.identity_elsewhere(ISSUER, "s-1") is None


def test_old_visits_go(area: Area, there: There) -> None:
    visiting.begin_log_in(Client(), there)
    assert actions.clear_old_visits(at=clock.now() + timedelta(hours=23)) == 0
    assert actions.clear_old_visits(at=clock.now() + timedelta(hours=25)) == 1


def test_a_network_may_not_begin_without_end(area: Area, there: There, monkeypatch: pytest.MonkeyPatch) -> None:
    class Few:
        codes_per_ip_hour = 1
        elsewhere_minutes = 10

    monkeypatch.setattr("baiying.unified.actions.visits.accounts.log_in_rules", lambda _at: Few)
    monkeypatch.setattr("baiying.accounts.queries.log_in_rules", lambda _at: Few)
    client = Client(REMOTE_ADDR="203.0.113.7")
    visiting.begin_log_in(client, there)
    assert client.post(f"/log-in/unified/{there.key}/visits/").status_code == 429


def test_who_would_be_locked_out_by_another_name(area: Area) -> None:
    fine, keyed, clerk = make(), make("19900000814", "只有钥匙"), office(area.county, "19900000815")
    _passkey(fine, "new.example", b"1")
    _passkey(keyed, "old.example", b"2")
    _passkey(clerk, "", b"3")
    Identity.objects.filter(account=keyed).update(ended_at=clock.now())
    found = account_rows.bound_to_other_sites("new.example", clock.now())
    assert found.holders == {keyed.pk, clerk.pk}
    assert found.locked_out == {keyed.pk}
    assert found.without_factor == {clerk.pk}
    _tied(keyed)
    with_app(clerk)
    found = account_rows.bound_to_other_sites("new.example", clock.now())
    assert (found.locked_out, found.without_factor) == (frozenset(), frozenset())


def test_the_command_tells_them_once(area: Area, capsys: pytest.CaptureFixture[str]) -> None:
    account = make()
    _passkey(account)
    assert commands.domain("New.Example", announce=False) == 0
    assert not Message.objects.filter(kind="factor_new_site").exists()
    for _ in range(2):
        commands.domain("new.example", announce=True)
    assert Message.objects.filter(kind="factor_new_site").count() == 1
    assert "have passkeys of another name: 1" in capsys.readouterr().out


def test_the_command_that_tries_providers(
    area: Area, city: There, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert commands.check() == 0
    assert "http" in capsys.readouterr().out
    settings.OIDC_PROVIDERS = []
    assert commands.check() == 1
    settings.OIDC_PROVIDERS = [{**city.setting, "client": ""}]
    assert commands.check() == 1
    assert "BAIYING_OIDC_SHI_CLIENT" in capsys.readouterr().out
    with crooked.running() as there:
        settings.OIDC_PROVIDERS = [there.setting]
        there.headers = {"Date": "Mon, 30 Nov 2020 00:00:00 GMT"}
        there.documents["/keys"] = (404, b"{}")
        assert commands.check() == 1
        assert "404" in capsys.readouterr().out
    assert commands.check() == 1
    said_all = capsys.readouterr().out
    assert "连不上" in said_all
    assert crooked.SECRET not in said_all
    settings.OIDC_PROVIDERS = [{**city.setting, "issuer": "http://id.example"}]
    assert commands.check() == 1
