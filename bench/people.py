"""Who presses: demo volunteers with sessions as the log-in makes them, and activities made for the measurement."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.db.models import Exists, OuterRef

from baiying.accounts.access import BACKEND, SESSION_PERSON
from baiying.activities.models import Activity, Post, Shift, Signup
from baiying.people.models import Person, Registration
from baiying.teams.models import Team
from bench.system import System

CSRF = "a" * 32


# Marks the activities that were made for a measurement.
CONTACT = "测量"
_OURS = (
    "shift_id IN (SELECT s.id FROM activities_shift s JOIN activities_activity a ON a.id = s.activity_id"
    f" WHERE a.contact_name = '{CONTACT}')"
)
_CLEAR = (
    f"UPDATE activities_signup SET state = 'cancelled' WHERE state <> 'cancelled' AND {_OURS}",
    # Closing them would leave each person's check-ins of the day, of which there may be only so many.
    f"DELETE FROM hours_attendance a WHERE {_OURS} AND NOT EXISTS"
    " (SELECT FROM hours_proposal p WHERE p.attendance_id = a.id)",
    f"UPDATE activities_activity SET state = 'cancelled', end_reason = 'over' WHERE contact_name = '{CONTACT}'",
    "VACUUM (ANALYZE) activities_signup, activities_shift, activities_activity, hours_attendance, kit_auditevent",
)


def free_all(running: System) -> None:
    """Set everybody free whom an earlier measurement engaged, so that it can be repeated on the same city."""
    with running.connect("owner") as owner:
        for statement in _CLEAR:
            owner.execute(statement)


@dataclass(frozen=True, slots=True)
class Presser:
    person_id: int
    account_id: int
    cookies: str


def pressers(count: int, at: datetime, *, until: datetime | None = None) -> list[Presser]:
    """Adults with an account and an open registration who are free from `at` on, or from then until then."""
    open_registration = Registration.objects.filter(
        person=OuterRef("pk"), ended_at__isnull=True, failed_at__isnull=True, needs_guardian=False
    )
    live = Signup.objects.filter(person=OuterRef("pk"), state__in=("applied", "accepted", "waitlisted"))
    busy = live.filter(shift__ends_at__gt=at - timedelta(days=1))
    if until is not None:
        busy = busy.filter(shift__starts_at__lt=until)
    rows = (
        Person.objects.filter(Exists(open_registration), ~Exists(busy), account__isnull=False)
        .filter(birth_date__lt=at.date() - timedelta(days=20 * 366), closed_at__isnull=True)
        .select_related("account")
        .order_by("pk")[:count]
    )
    found = [Presser(p.pk, p.account_id or 0, _cookies(p)) for p in rows]
    if len(found) < count:
        raise SystemExit(f"The demo city has {len(found)} free volunteers with accounts; {count} are needed.")
    return found


def _cookies(person: Person) -> str:
    account = person.account
    assert account is not None
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session[SESSION_PERSON] = person.pk
    session.save()
    return f"sessionid={session.session_key}; csrftoken={CSRF}"


def activity(title: str, at: datetime) -> Activity:
    """A published activity that takes sign-ups for a month."""
    team = Team.objects.select_related("area").order_by("pk")[0]
    return Activity.objects.create(
        team=team,
        title=title,
        description=title,
        risk_statement="无",
        contact_name=CONTACT,
        contact_phone="00000000000",
        area=team.area,
        address="测试地点",
        recruit_until=at + timedelta(days=30),
        starts_on=at.date(),
        ends_on=(at + timedelta(days=30)).date(),
        leader_id=1,
        state="published",
        created_at=at,
        published_at=at,
        published_by_id=1,
    )


def shifts(of: Activity, count: int, *, places: int, starts_at: datetime, hours: int = 2) -> list[Shift]:
    post = Post.objects.create(activity=of, name="测试岗位")
    return Shift.objects.bulk_create(
        Shift(post=post, activity=of, places=places, starts_at=starts_at, ends_at=starts_at + timedelta(hours=hours))
        for _ in range(count)
    )
