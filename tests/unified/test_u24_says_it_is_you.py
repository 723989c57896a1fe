"""U24: the province says it is you. Known by issuer and subject alone; tied by the own act alone."""

import pytest
from django.test import Client

from baiying.accounts import actions as accounts
from baiying.accounts.models import Account, Identity, IdentityKind
from baiying.kit import clock
from baiying.kit.models import AuditEvent
from baiying.kit.values.actor import Actor
from baiying.notices.models import Message
from tests.accounts.factoring import office, said, with_app
from tests.people.world import Area
from tests.unified import visiting
from tests.unified.providers import There
from tests.unified.visiting import OTHER, PHONE, make, who_is_in

pytestmark = pytest.mark.django_db


def _ties() -> list[int]:
    rows = Identity.objects.filter(kind=IdentityKind.OIDC, ended_at__isnull=True)
    return list(rows.values_list("account_id", flat=True))


@pytest.mark.parametrize("who", ["wang-fang-1", "li-si-2"])
def test_u24_a_e_a_phone_that_is_claimed_ties_and_finds_nobody(area: Area, there: There, who: str) -> None:
    """(a) the claimed phone is that of 王芳, once with her name and once with another; (e) whatever mark it bears."""
    make()
    client = Client(REMOTE_ADDR="203.0.113.7")
    answer = visiting.log_in(there, who, client)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "用原方式登录后，在“登录与安全”里关联" in page
    assert who_is_in(client) is None
    assert _ties() == []


def test_u24_a_the_page_is_the_same_whether_the_phone_is_known_or_not(area: Area, there: There) -> None:
    def page() -> str:
        text: str = visiting.log_in(there, "wang-fang-1").content.decode()
        return text

    def without_tokens(text: str) -> list[str]:
        return [line for line in text.splitlines() if "csrf" not in line and "nonce" not in line]

    unknown = page()
    make()
    assert without_tokens(page()) == without_tokens(unknown)
    assert PHONE not in unknown


def test_u24_b_what_was_begun_with_a_phone_unproven_is_worth_nothing(area: Area, there: There) -> None:
    attacker = Client(REMOTE_ADDR="198.51.100.9")
    assert attacker.post("/log-in/", {"phone": PHONE}).status_code == 303, "and no code was given"
    for address in ("/mine/security/", f"/mine/security/unified/{there.key}/new/"):
        assert attacker.get(address).status_code == 302
    assert attacker.post(f"/mine/security/unified/{there.key}/new/").status_code == 302
    assert visiting.log_in(there, "wang-fang-1").status_code == 409
    owner = make()
    client = visiting.come_in()
    visiting.tie(client, there, "wang-fang-1")
    assert _ties() == [owner.pk]
    assert who_is_in(attacker) is None
    assert attacker.get("/mine/").status_code == 302
    assert attacker.post("/log-in/code/", {"code": "000000"}).status_code == 422


def test_u24_c_what_is_tied_to_another_stays_there(area: Area, there: There) -> None:
    first, second = make(name="陈一诺"), make(OTHER, "刘备选")
    visiting.tie(visiting.come_in(), there, "ACCOUNT-Z-3")
    client = visiting.come_in(OTHER)
    answer = client.get(there.come_back(visiting.begin_tie(client, there), "ACCOUNT-Z-3"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "已关联另一个账号" in page
    assert "陈一诺" not in page
    assert who_is_in(client) == second.pk, "who asked stays who they are"
    assert _ties() == [first.pk]
    assert Message.objects.filter(kind="way_refused").count() == 2, "both are told"
    refused = AuditEvent.objects.filter(action="IdentityRefused")
    assert set(refused.values_list("subject_id", flat=True)) == {first.pk, second.pk}
    assert "陈一诺" not in said(client, "/mine/security/")


def test_u24_c_two_presses_at_last_for_one_subject(area: Area, there: There) -> None:
    """Both are at the last page when one presses: the other is refused then."""
    first = make()
    make(OTHER, "刘备选")
    one, other = visiting.come_in(), visiting.come_in(OTHER)
    pages = [visiting.last_press(client, there, "ACCOUNT-Z-3") for client in (one, other)]
    assert one.post(pages[0]).status_code == 303
    assert other.post(pages[1]).status_code == 409
    assert _ties() == [first.pk]


def test_u24_d_a_changed_subject_is_a_stranger(area: Area, there: There) -> None:
    account = make()
    visiting.tie(visiting.come_in(), there, "wang-fang-1")
    answer = visiting.log_in(there, "li-si-2")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "带身份证件到就近的实践站（所）" in page
    assert "用原方式登录后重新关联" in page
    row = Identity.objects.get(kind=IdentityKind.OIDC)
    assert (row.account_id, row.ended_at) == (account.pk, None)


def test_u24_the_key_is_issuer_and_subject(area: Area, there: There) -> None:
    """The same subject of another issuer is somebody else, and case counts."""
    account = make()
    at = clock.now()
    for issuer, subject in (("https://elsewhere.example", "wang-fang-1"), (there.setting["issuer"], "WANG-FANG-1")):
        accounts.tie(account_id=account.pk, issuer=issuer, subject=subject, mask="…", actor=Actor(), at=at)
    assert visiting.log_in(there, "wang-fang-1").status_code == 409
    other = make(OTHER, "刘备选")
    visiting.tie(visiting.come_in(OTHER), there, "wang-fang-1")
    client = Client(REMOTE_ADDR="203.0.113.7")
    visiting.log_in(there, "wang-fang-1", client)
    assert who_is_in(client) == other.pk


def test_a_closed_account_is_opened_by_nothing(area: Area, there: There) -> None:
    account = make()
    visiting.tie(visiting.come_in(), there, "wang-fang-1")
    Account.objects.filter(pk=account.pk).update(closed_at=clock.now())
    assert visiting.log_in(there, "wang-fang-1").status_code == 409


def test_an_office_role_still_asks_for_its_second_factor(area: Area, there: There) -> None:
    account = office(area.county, PHONE)
    accounts.tie(
        account_id=account.pk, issuer=there.setting["issuer"], subject="wang-fang-1", mask="…", actor=Actor(),
        at=clock.now(),
    )  # fmt: skip
    with_app(account)
    client = Client(REMOTE_ADDR="203.0.113.7")
    answer = visiting.log_in(there, "wang-fang-1", client)
    assert client.get(answer["Location"])["Location"].startswith("/log-in/factor/")
    assert client.get("/desk/appointments/").status_code in (302, 303, 403)
