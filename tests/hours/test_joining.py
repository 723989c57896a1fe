"""On the spot (P14): whoever did not sign up takes a free place and checks in by one press; the scanner's page."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from baiying.activities.models import Activity, Post, Shift, Signup
from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.hours import actions
from baiying.hours.models import Attendance
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.kit.models import AuditEvent
from baiying.notices.models import Message
from tests.hours.conftest import Morning, morning_at
from tests.hours.test_pages import live, text

pytestmark = pytest.mark.django_db
ClientAs = Callable[[str | None], Client]


@pytest.fixture
def now(cast: dict[str, the_cast.Member]) -> Morning:
    """A shift that began half an hour ago; the volunteer has not signed up for it."""
    made = morning_at(cast, clock.now() - timedelta(minutes=30))
    Signup.objects.filter(person=cast["volunteer"].person).delete()
    Shift.objects.filter(pk=made.shift.pk).update(taken=1)
    return made


def test_whoever_stands_there_joins_by_one_press(now: Morning, client_as: ClientAs) -> None:
    client = client_as("volunteer")
    page = text(client.get(live(now)))
    assert "现场加入并签到" in page
    assert now.shift.activity.risk_statement in page
    assert not Signup.objects.filter(person=now.cast["volunteer"].person).exists()
    for _ in range(2):
        answer = client.post(live(now), {"intent": "join"})
        assert answer.status_code == 303
    row = Attendance.objects.get()
    assert answer["Location"] == f"/attendances/{row.public_id}/"
    signup = Signup.objects.get(person=now.cast["volunteer"].person)
    assert (signup.state, row.signup_id, row.in_source, row.walk_in) == ("accepted", signup.pk, "code", False)
    now.shift.refresh_from_db()
    assert now.shift.taken == 2
    assert set(AuditEvent.objects.filter(person_id=row.person_id).values_list("action", flat=True)) >= {
        "SignupMade",
        "CheckedIn",
    }


def _full(now: Morning) -> None:
    Shift.objects.filter(pk=now.shift.pk).update(places=1)


def _by_leader(now: Morning) -> None:
    Activity.objects.filter(pk=now.shift.activity_id).update(approval="leader")


def _older(now: Morning) -> None:
    Post.objects.filter(pk=now.shift.post_id).update(min_age=70)


def _skilled(now: Morning) -> None:
    Post.objects.filter(pk=now.shift.post_id).update(skills=["no-such-skill"])


def _elsewhere(now: Morning) -> None:
    other = builders.shift(now.shift.activity, now.shift.starts_at, now.shift.ends_at)
    builders.signup(other, now.cast["volunteer"].person)  # type: ignore[arg-type]


def _closed(now: Morning) -> None:
    Shift.objects.filter(pk=now.shift.pk).update(closed_at=now.at(-60))


@pytest.mark.parametrize(
    ("hinder", "words"),
    [
        (_full, "名额已经满了"),
        (_by_leader, "由领队确认人选"),
        (_older, "年龄"),
        (_skilled, "技能"),
        (_elsewhere, "这段时间您"),
        (_closed, "截止"),
    ],
)
def test_the_rules_of_signing_up_hold_on_the_spot(
    now: Morning, client_as: ClientAs, hinder: Callable[[Morning], None], words: str
) -> None:
    hinder(now)
    before = Signup.objects.count()
    client = client_as("volunteer")
    page = text(client.get(live(now)))
    assert "现场加入并签到" not in page
    answer = client.post(live(now), {"intent": "join"})
    assert answer.status_code == 409
    for told in (page, text(answer)):
        assert words in told
    assert (Attendance.objects.count(), Signup.objects.count()) == (0, before)


def test_a_childs_guardian_hears_of_a_place_taken_on_the_spot(now: Morning) -> None:
    child = now.cast["minor"].person
    assert child is not None
    Signup.objects.filter(person=child).delete()
    Post.objects.update(minors_welcome=True, minors_with="leader")
    builders.rule_set("minors", school_below=0, late_below=0)
    actions.join_in(shift_pid=now.shift.public_id, person_id=child.pk, actor=now.actor("minor"), at=clock.now())
    assert Message.objects.filter(kind="ward_signup_made").exists()


def test_nothing_is_left_of_a_place_when_checking_in_is_refused(now: Morning) -> None:
    person = now.cast["volunteer"].person
    assert person is not None
    with pytest.raises(Refused):
        actions.join_in(
            shift_pid=now.shift.public_id, person_id=person.pk, actor=now.actor("volunteer"), at=now.at(-300)
        )
    assert not Signup.objects.filter(person=person).exists()


def test_leaving_early_is_a_calm_button_that_says_what_counts(now: Morning, client_as: ClientAs) -> None:
    client = client_as("volunteer")
    client.post(live(now), {"intent": "join"})
    page = text(client.get(live(now)))
    assert "btn-primary" not in page.partition("<main")[2]
    assert "签退" in page
    assert "可计" in page or "没有可计的时长" in page
    today = text(client.get("/mine/")).partition('<section class="by-today">')[2].partition("</section>")[0]
    assert "btn-primary" not in today
    Shift.objects.update(ends_at=clock.now() + timedelta(minutes=10))
    assert "btn-primary" in text(client.get(live(now))).partition("<main")[2]


def test_what_is_days_away_is_not_offered(cast: dict[str, the_cast.Member], client_as: ClientAs) -> None:
    later = morning_at(cast, clock.now() + timedelta(days=3))
    page = text(client_as("volunteer").get("/check-in/"))
    assert "到时再来签到" in page
    assert f'<p class="by-lead">{later.shift.activity.title}' not in page


def test_only_the_scanners_page_may_use_camera_and_wasm(now: Morning, client_as: ClientAs) -> None:
    client = client_as("volunteer")
    scans, other = client.get("/check-in/"), client.get("/mine/")
    assert "wasm-unsafe-eval" in scans["Content-Security-Policy"]
    assert "camera=(self)" in scans["Permissions-Policy"]
    assert "ui/js/scan" in text(scans)
    assert "wasm" not in other["Content-Security-Policy"]
    assert "camera=()" in other["Permissions-Policy"]
    assert "unsafe-inline" not in scans["Content-Security-Policy"]
    assert "barcode-detector" not in text(other)
