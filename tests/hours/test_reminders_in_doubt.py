"""While nothing leaves by text message, whoever leads a shift that begins soon reads so, with whom to call (N06)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from baiying.activities import queries as activities
from baiying.demo import cast as the_cast
from baiying.hours import actions
from baiying.hours import queries as hours
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.notices import actions as notices
from baiying.notices.models import Channel
from tests.hours.conftest import Morning, morning_at

pytestmark = pytest.mark.django_db
ClientAs = Callable[[str | None], Client]
SAYS = "提醒可能未送达，请另行通知"


@pytest.fixture
def soon(cast: dict[str, the_cast.Member]) -> Morning:
    """A shift eighteen hours ahead: earlier than numbers may be looked up on other days."""
    return morning_at(cast, clock.now().replace(microsecond=0) + timedelta(hours=18))


def stuck(minutes: int = 15) -> None:
    since = clock.now() - timedelta(minutes=minutes)
    Channel.objects.update_or_create(name="sms", defaults={"down_since": since, "why": "连不上"})
    # Something waits: a way by which nothing is to leave is in nobody's way.
    notices.write(kind="signup_note", text="带伞", phone="19900000987", at=since)


def text(client: Client, path: str) -> str:
    return client.get(path, follow=True).content.decode()


def test_n06_the_leader_reads_it_on_every_page_of_the_day(soon: Morning, client_as: ClientAs) -> None:
    field = f"/shifts/{soon.shift.public_id}/field/"
    pages = ("/mine/", "/desk/", field)
    leader = client_as("leader")
    for path in pages:
        assert SAYS not in text(leader, path), path
    stuck()
    for path in pages:
        page = text(leader, path)
        assert SAYS in page, path
        assert field in page
        assert "连不上" not in page, "what ails the gateway is for whoever runs it"
    assert f'formaction="/shifts/{soon.shift.public_id}/calls/"' in text(leader, field), "the list has the numbers"


def test_n06_nobody_else_reads_it(soon: Morning, client_as: ClientAs) -> None:
    stuck()
    for key in ("volunteer", "minor", "stranger"):
        assert SAYS not in text(client_as(key), "/mine/"), key


@pytest.mark.parametrize(("hours_ahead", "doubtful"), [(24, True), (25, False), (-1, False)])
def test_n06_only_of_shifts_that_begin_soon(cast: dict[str, the_cast.Member], hours_ahead: int, doubtful: bool) -> None:
    now = clock.now().replace(microsecond=0)
    shift = morning_at(cast, now + timedelta(hours=hours_ahead)).shift
    stuck()
    assert bool(activities.in_doubt([shift], now)) is doubtful
    assert bool(hours.led_in_doubt(cast["leader"].account.pk, now)) is doubtful


def test_n06_the_number_is_opened_for_it_and_not_for_the_same_shift_otherwise(soon: Morning) -> None:
    volunteer = soon.cast["volunteer"].person
    assert volunteer is not None
    signup, leader, now = soon.shift.signups.get(person=volunteer), soon.actor("leader"), clock.now()
    with pytest.raises(Refused):
        actions.number_of(signup=signup, actor=leader, at=now)
    stuck(minutes=9)
    with pytest.raises(Refused):
        actions.number_of(signup=signup, actor=leader, at=now)
    stuck(minutes=10)
    assert actions.number_of(signup=signup, actor=leader, at=clock.now()).phone == soon.cast["volunteer"].phone
