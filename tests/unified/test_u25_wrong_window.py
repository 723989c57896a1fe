"""U25: linking finished in the wrong window. Each time: refused, nothing tied, in the log of the one who started."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from baiying.accounts.models import Identity, IdentityKind
from baiying.kit import clock
from baiying.kit.models import AuditEvent
from baiying.unified import rules
from baiying.unified.models import Visit
from tests.accounts.factoring import said
from tests.people import world
from tests.people.world import Area
from tests.unified import visiting
from tests.unified.providers import There
from tests.unified.visiting import OTHER, make, who_is_in

pytestmark = pytest.mark.django_db


def _refused(client: Client, path: str, started_by: int, why: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 409, answer.content.decode()
    assert not Identity.objects.filter(kind=IdentityKind.OIDC).exists()
    noted = AuditEvent.objects.filter(action="UnifiedRefused").order_by("id").last()
    assert noted is not None
    assert (noted.subject_id, noted.detail["why"]) == (started_by, why)
    return str(answer.content.decode())


def test_u25_the_address_sent_to_a_volunteer_in_a_chat(area: Area, there: There) -> None:
    attacker, victim = make(name="坏人"), make(OTHER, "王芳")
    sender, reader = visiting.come_in(), visiting.come_in(OTHER)
    path = there.come_back(visiting.begin_tie(sender, there), "wang-fang-1")
    page = _refused(reader, path, attacker.pk, "other_session")
    assert "坏人" not in page
    assert who_is_in(reader) == victim.pk
    # What was taken by the wrong hand is used up for the right one too.
    _refused(sender, path, attacker.pk, "answer_twice")
    stranger = Client(REMOTE_ADDR="203.0.113.9")
    again = there.come_back(visiting.begin_tie(sender, there), "wang-fang-1")
    _refused(stranger, again, attacker.pk, "other_session")
    assert who_is_in(stranger) is None


def test_u25_the_next_user_of_a_shared_computer(area: Area, there: There) -> None:
    first, second = make(), make(OTHER, "刘后来")
    browser = visiting.come_in()
    path = there.come_back(visiting.begin_tie(browser, there), "wang-fang-1")
    browser.post("/log-out/")
    world.log_in(browser, OTHER)
    _refused(browser, path, first.pk, "other_session")
    assert who_is_in(browser) == second.pk


def test_u25_the_same_user_logged_in_anew_is_another_session(area: Area, there: There) -> None:
    """Also with the secret of the browser carried over: the session counts."""
    account = make()
    browser = visiting.come_in()
    path = there.come_back(visiting.begin_tie(browser, there), "wang-fang-1")
    secret = browser.session["unified"]
    anew = visiting.come_in()
    session = anew.session
    session["unified"] = secret
    session.save()
    anew.cookies["sessionid"] = session.session_key
    _refused(anew, path, account.pk, "other_session")


def test_u25_an_answer_to_a_log_in_does_not_change_who_is_in(area: Area, there: There) -> None:
    """The first user went to log in and away; the second came in by code in the same browser."""
    first, second = make(), make(OTHER, "刘后来")
    visiting.tie(visiting.come_in(), there, "wang-fang-1")
    browser = Client(REMOTE_ADDR="203.0.113.7")
    path = there.come_back(visiting.begin_log_in(browser, there), "wang-fang-1")
    world.log_in(browser, OTHER)
    assert browser.get(path).status_code == 409
    assert who_is_in(browser) == second.pk != first.pk


def test_u25_twice(area: Area, there: There) -> None:
    account = make()
    client = visiting.come_in()
    path = there.come_back(visiting.begin_tie(client, there), "wang-fang-1")
    assert client.get(path).status_code == 303
    _refused(client, path, account.pk, "answer_twice")
    browser = Client(REMOTE_ADDR="203.0.113.7")
    log_in = there.come_back(visiting.begin_log_in(browser, there), "wang-fang-1")
    assert browser.get(log_in).status_code == 409
    assert "不能用第二次" in browser.get(log_in).content.decode()


@pytest.mark.parametrize(("seconds", "why"), [(599, ""), (601, "answer_late"), (660, "answer_late")])
def test_u25_after_eleven_minutes(area: Area, there: There, seconds: int, why: str) -> None:
    account = make()
    client = visiting.come_in()
    path = there.come_back(visiting.begin_tie(client, there), "wang-fang-1")
    began = clock.now() - timedelta(seconds=seconds)
    Visit.objects.update(began_at=began)
    if why:
        assert "从头再来" in _refused(client, path, account.pk, why)
    else:
        assert client.get(path).status_code == 303


def test_u25_the_last_press_after_eleven_minutes_or_by_another(area: Area, there: There) -> None:
    make()
    make(OTHER, "刘后来")
    client = visiting.come_in()
    page = visiting.last_press(client, there, "wang-fang-1")
    other = visiting.come_in(OTHER)
    assert other.get(page).status_code == other.post(page).status_code == 409
    assert "王芳" not in other.get(page).content.decode()
    Visit.objects.update(began_at=clock.now() - timedelta(minutes=11))
    assert client.post(page).status_code == 409
    assert not Identity.objects.filter(kind=IdentityKind.OIDC).exists()


def test_u25_the_confirm_page_names_both(area: Area, there: There) -> None:
    make(name="陈一诺")
    client = visiting.come_in()
    page = said(client, visiting.last_press(client, there, "li-si-2"))
    assert "陈一诺" in page
    assert "李思" in page


def test_a_state_that_nobody_gave(area: Area, there: There) -> None:
    make()
    client = visiting.come_in()
    for state in ("", "x", "x" * 300):
        assert client.get(f"/log-in/unified/{there.key}/answer/", {"state": state, "code": "c"}).status_code == 409
    assert not AuditEvent.objects.filter(action="UnifiedRefused").exists()


def test_an_answer_at_the_door_of_another_provider(area: Area, city: There) -> None:
    """Mix-up: what was begun with one is never taken at the address of the other."""
    make()
    client = visiting.come_in()
    path = city.come_back(visiting.begin_tie(client, city), "王芳")
    assert client.get(path.replace("/shi/", "/sheng/")).status_code == 409
    assert not Identity.objects.filter(kind=IdentityKind.OIDC).exists()
    assert client.get(path).status_code == 303, "and at its own door it holds"


AT = datetime.fromisoformat("2026-12-01T03:00:00+00:00")


@pytest.mark.rules
@pytest.mark.parametrize(
    ("after", "good"), [(-1, False), (0, True), (600, True), (600.001, False), (660, False)]
)  # fmt: skip
def test_ten_minutes_at_the_edge(after: float, good: bool) -> None:
    assert rules.in_time(AT, AT + timedelta(seconds=after), 10) is good


@pytest.mark.rules
def test_a_holder_is_the_same_in_all_three() -> None:
    began = rules.Holder(b"browser", 7, "session")
    assert rules.same_holder(began, rules.Holder(b"browser", 7, "session"))
    for other in (
        rules.Holder(b"", 7, "session"), rules.Holder(b"another", 7, "session"), rules.Holder(b"browser", 8, "session"),
        rules.Holder(b"browser", None, ""), rules.Holder(b"browser", 7, "other"),
    ):  # fmt: skip
        assert not rules.same_holder(began, other)
