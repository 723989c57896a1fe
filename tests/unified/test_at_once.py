"""Two hands at one moment, on real connections; and both log-ins after two records of one human became one (U12)."""

from datetime import timedelta

import pytest
from django.test import Client

from baiying.accounts import actions as accounts
from baiying.accounts import queries as account_rows
from baiying.accounts.models import Identity, IdentityKind
from baiying.kit import clock
from baiying.kit.values.actor import Actor
from baiying.unified import actions, queries, rules
from baiying.unified.models import Purpose, Visit
from baiying.unified.provider.asking import new_secrets
from baiying.unified.provider.configured import Provider
from tests.own_database import at_once
from tests.people import world
from tests.people.merging import Pair
from tests.people.world import Area
from tests.unified import visiting
from tests.unified.providers import There

PROVIDER = Provider("sheng", "https://id.example", "baiying", "", "省统一身份认证")


@pytest.fixture
def unblocked(own_database: str, django_db_blocker: object) -> object:
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        yield


@pytest.mark.race
def test_one_subject_tied_by_two_at_one_moment_is_tied_once(unblocked: object) -> None:
    one, other = world.make_account("19900000821"), world.make_account("19900000822")
    at = clock.now()
    for run in range(20):

        def press(account_id: int) -> object:
            return accounts.tie(
                account_id=account_id, issuer="https://id.example", subject=f"s-{run}", mask="…", actor=Actor(), at=at  # noqa: B023
            )  # fmt: skip

        assert sorted(at_once(lambda: press(one.pk), lambda: press(other.pk))) == ["done", "tied_to_another"], run
    assert Identity.objects.filter(kind=IdentityKind.OIDC).count() == 20


@pytest.mark.race
def test_u25_two_answers_at_one_moment_are_taken_once(unblocked: object) -> None:
    account = world.make_account("19900000823")
    at = clock.now()
    for run in range(20):
        holder, secrets = rules.Holder(b"browser", account.pk, "session"), new_secrets()
        begun = actions.Begun(Purpose.TIE, holder, secrets)
        actions.begin(provider=PROVIDER, begun=begun, actor=Actor(ip="203.0.113.7"), at=at)

        def answer() -> object:
            return actions.take_answer(
                provider=PROVIDER, state=secrets.state, holder=holder, actor=Actor(), at=at + timedelta(minutes=1)  # noqa: B023
            )  # fmt: skip

        assert sorted(at_once(answer, answer)) == ["answer_twice", "done"], run
    assert Visit.objects.filter(answered_at__isnull=False).count() == 20


@pytest.mark.django_db
def test_u12_l31_both_log_ins_work_after_a_merge(area: Area, there: There) -> None:
    """L31, U12: whoever comes in by either comes in as the record that goes on; the tie stays where it was."""
    pair = Pair(area.village)
    for person, who in ((pair.a, "wang-fang-1"), (pair.b, "li-si-2")):
        assert person.account_id is not None
        accounts.tie(
            account_id=person.account_id, issuer=there.setting["issuer"], subject=who, mask="…", actor=Actor(),
            at=clock.now(),
        )  # fmt: skip
    merged = pair.merge()
    for who in ("wang-fang-1", "li-si-2"):
        client = Client(REMOTE_ADDR="203.0.113.7")
        assert visiting.log_in(there, who, client).status_code == 303
        assert client.session["person"] == merged.survivor_id
        assert client.get("/mine/").status_code == 200
    assert account_rows.identity_elsewhere(there.setting["issuer"], "li-si-2") is not None


@pytest.mark.django_db
def test_l32_a_ward_is_acted_for_as_before_and_the_tie_is_the_accounts(area: Area, there: There) -> None:
    """L32: coming in by it acts for oneself; whoever acts for a ward then ties and unties the own account alone."""
    account = visiting.make()
    client = visiting.come_in()
    session = client.session
    session["person"], session["ward"] = None, True
    session.save()
    client.cookies["sessionid"] = session.session_key
    visiting.tie(client, there, "wang-fang-1")
    assert [one.mask for one in queries.tied(account.pk)] == ["王* …ng-1"]
    inside = Client(REMOTE_ADDR="203.0.113.7")
    visiting.log_in(there, "wang-fang-1", inside)
    assert inside.session["ward"] is False
