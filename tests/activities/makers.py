"""A small town for the tests of teams and activities: rows made straight into the tables."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.test import Client

from baiying.accounts.access import BACKEND
from baiying.accounts.models import Account, Appointment
from baiying.activities.models import Activity, Post, Shift, Signup
from baiying.activities.rules import gate, searching
from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.values import finding
from baiying.kit.values.actor import Actor
from baiying.people.models import Counting, Person, Registration
from baiying.places.models import Division
from baiying.teams.models import Body, Membership, Team, TeamCategory

CREDIT_CODE = "91350100M000100Y43"
OTHER_CREDIT_CODE = "9144030071526726XG"
LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)


def division(name: str, level: str, parent: Division | None = None) -> Division:
    number = Division.objects.count() + 1
    made = Division.objects.create(code=f"{number:012d}", name=name, level=level, parent=parent)
    made.path = [*(parent.path if parent else []), made.pk]
    made.save()
    return made


def account(name: str, phone: str = "") -> Account:
    number = phone or f"1390000{Account.objects.count():04d}"
    return builders.account(number, name=name, created_at=LONG_AGO)


def volunteer(
    name: str,
    area: Division,
    *,
    born: date = date(1990, 5, 1),
    registered: bool = True,
    counting: bool = True,
    **more: Any,
) -> Person:
    person = Person.objects.create(
        account=more.pop("account", None) or account(name),
        name=name,
        sex="female",
        birth_date=born,
        residence=area,
        service_area=area,
        created_at=LONG_AGO,
        channel="self",
        **more,
    )
    if registered:
        made = Registration.objects.create(
            person=person,
            volunteer_no=f"V{person.pk:011d}",
            registered_at=LONG_AGO,
            channel="self",
            verified_at=LONG_AGO,
            verified_by_id=1,
        )
        if counting:
            Counting.objects.create(person=person, registration=made, from_at=LONG_AGO, why="ready")
    return person


def office(role: str, area: Division | None) -> Account:
    made = account(role)
    builders.appointment(made, role, area, starts_at=LONG_AGO)
    return made


def log_in(who: Account, person: Person | None = None) -> Client:
    """A browser in which the account has a session: its person, and its appointment if it has one."""
    client = Client(headers={"user-agent": "test"})
    client.force_login(who, backend=BACKEND)
    session = client.session
    session["person"] = person.pk if person else None
    session["ward"] = person is not None and person.account_id != who.pk
    appointment = Appointment.objects.filter(account=who, ends_at__isnull=True).first()
    session["acting"] = appointment.public_id if appointment else None
    session.save()
    client.cookies["sessionid"] = session.session_key or ""
    return client


def actor(who: Account, person: Person | None = None) -> Actor:
    return Actor(account_id=who.pk, person_id=person.pk if person else None, label=who.display_name)


def answers(**yes: str) -> dict[str, dict[str, str]]:
    return {code: {"answer": "yes" if code in yes else "no", "reason": yes.get(code, "")} for code in gate.CODES}


class Town:
    """A city, a county, a township, a village; a body with a team, its administrator, its leader."""

    def __init__(self) -> None:
        self.city = division("测试市", "city")
        self.county = division("东区", "county", self.city)
        self.township = division("河畔镇", "township", self.county)
        self.village = division("柳树村", "village", self.township)
        self.other_county = division("西区", "county", self.city)
        self.other_village = division("松岭村", "village", division("山脚镇", "township", self.other_county))
        self.category = TeamCategory.objects.order_by("position").first() or TeamCategory.objects.create(
            code="theory", name="理论政策宣讲"
        )
        self.body = Body.objects.create(
            kind="registered",
            name="河畔镇志愿服务协会",
            credit_code=CREDIT_CODE,
            competent_unit="东区社会工作部",
            area=self.township,
            created_at=LONG_AGO,
        )
        self.team = self.a_team("柳树村暖心队")
        # Whatever the hour of the tests, no shift stands in school hours: cases of them bring their own rules.
        builders.rule_set("minors", area=self.city, school_below=0)
        self.admin = account("单位管理员")
        self.leader = account("领队")
        self.admin_person = volunteer("管理员", self.village, account=self.admin)
        self.leader_person = volunteer("领队", self.village, account=self.leader)
        builders.office(self.admin, self.body, starts_at=LONG_AGO)
        builders.office(self.leader, self.body, self.team, starts_at=LONG_AGO)

    def a_team(self, name: str, **more: Any) -> Team:
        given: dict[str, Any] = {"body": self.body, "category": self.category, "area": self.village}
        return Team.objects.create(name=name, terms=finding.terms(name), created_at=LONG_AGO, **(given | more))

    def member(self, person: Person, team: Team | None = None) -> Membership:
        return Membership.objects.create(
            team=team or self.team, person=person, asked_at=LONG_AGO, joined_at=LONG_AGO, decided_by_id=self.leader.pk
        )

    def activity(self, title: str = "村口义务清扫", state: str = "published", **more: Any) -> Activity:
        start = clock.local_date(clock.now()) + timedelta(days=3)
        given: dict[str, Any] = {
            "team": self.team,
            "title": title,
            "description": "清扫村口小广场，整理花坛。",
            "risk_statement": "有车辆经过，注意安全。",
            "categories": ["community"],
            "recipients": ["11"],
            "safeguards": ["05"],
            "contact_name": "王队长",
            "contact_phone": "13900001111",
            "area": self.village,
            "address": "柳树村文化广场",
            "recruit_until": clock.now() + timedelta(days=30),
            "starts_on": start,
            "ends_on": start,
            "leader": self.leader,
            "state": state,
            "gate_answers": answers(),
            "created_at": LONG_AGO,
            "created_by_id": self.leader.pk,
        }
        if state in ("published", "cancelled"):
            given |= {"published_at": LONG_AGO, "published_by_id": self.admin.pk}
        given |= more
        codes = {"categories": given["categories"], "recipients": given["recipients"]}
        given["terms"] = searching.terms((given["title"], given["address"]), **codes)
        return Activity.objects.create(**given)

    def shift(
        self, activity: Activity | None = None, *, places: int = 2, days: float = 3, hours: float = 2, **post: Any
    ) -> Shift:
        activity = activity or self.activity()
        # Minors may come unless the case says otherwise, or asks for grown-ups.
        post.setdefault("minors_welcome", (post.get("min_age") or 0) < 18)
        post.setdefault("minors_with", "leader")
        row = Post.objects.create(activity=activity, name=post.pop("name", "清扫"), **post)
        start = (clock.now() + timedelta(days=days)).replace(microsecond=0)
        if isinstance(days, int) and days >= 2 and not 6 <= clock.local(start).hour < 18:
            # Whatever the hour of the tests, no shift of some later day stands in the late hours, which are cases of
            # their own. Who names a part of a day means that instant.
            start = clock.midnight(clock.local_date(start)) + timedelta(hours=10)
        return Shift.objects.create(
            post=row, activity=activity, starts_at=start, ends_at=start + timedelta(hours=hours), places=places
        )

    def signup(self, shift: Shift, person: Person, state: str = "accepted") -> Signup:
        if state == "accepted":
            shift.taken += 1
        shift.save()
        return Signup.objects.create(
            shift=shift,
            person=person,
            state=state,
            period=(shift.starts_at, shift.ends_at),
            signed_up_at=clock.now(),
            accepted_at=clock.now() if state == "accepted" else None,
        )


def waiting_at(shift: Shift) -> int:
    """How many stand in the line of a shift."""
    return Signup.objects.filter(shift=shift, state="waitlisted").count()


def confirmed(page: str) -> dict[str, str]:
    """What the page before a move sends with what was typed."""
    [mark] = re.findall(r'name="seen" value="(\w+)"', page)
    return {"seen": mark}
