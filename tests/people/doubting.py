"""Makers of doubts about a registration, and who decides about them (O4)."""

from datetime import timedelta
from typing import Any

from baiying.accounts import queries as account_rows
from baiying.demo import builders
from baiying.hours import actions as hours
from baiying.hours.models import Attendance
from baiying.kit import clock
from baiying.kit.values.actor import Actor, system
from baiying.notices import queries as notices
from baiying.people import actions, rules
from baiying.people.models import Doubt, Registration, SpotCheck
from tests.people import world
from tests.people.world import Area

PAGE = "/desk/people/doubts/"
WORDS = {"way": "phone", "words": "本人说没有去过"}


class Office:
    """One of those who decide."""

    def __init__(self, area: Area, phone: str, name: str) -> None:
        self.client = world.staff("county_office", area.county, phone, name)
        self.actor = Actor(account_id=account_rows.accounts_of_phone(phone)[0].pk)

    def answer(self, check: SpotCheck, outcome: str = "false") -> None:
        words = "" if outcome == "true" else "本人说没有去过"
        actions.answer_spot_check(
            check=check, outcome=outcome, way="phone", words=words, actor=self.actor, at=clock.now()
        )

    def press(self, row: Doubt, what: str, **sent: str) -> Any:
        if what == "decision":
            # What the page has that is open now.
            at = Doubt.objects.get(pk=row.pk).proposed_at
            sent = {"proposed_at": (at or clock.now()).isoformat(), **sent}
        return self.client.post(f"{PAGE}{row.public_id}/{what}/", sent)


def the(check: SpotCheck) -> Registration:
    return Registration.objects.filter(person_id=check.person_id).latest("id")


def shown(row: Doubt) -> tuple[str, str]:
    row.refresh_from_db()
    return row.proposed, row.found


def told(check: SpotCheck) -> str:
    """All that the person was told."""
    return " ".join(one.wording for one in notices.inbox_of(check.person.public_id))


def coming(area: Area) -> Any:
    team = builders.team(builders.body("总队", area=area.village), "队", area=area.village)
    day = clock.local_date(clock.now()) + timedelta(days=3)
    activity = builders.activity(team, builders.account(), title="清扫", area=area.village, starts_on=day, ends_on=day)
    start = clock.now() + timedelta(days=3)
    return builders.shift(activity, start, start + timedelta(hours=2))


def served(check: SpotCheck, area: Area, *, hours_ago: int) -> Attendance:
    start = clock.now() - timedelta(hours=hours_ago)
    day = clock.local_date(start)
    team = builders.team(builders.body(f"总队{hours_ago}", area=area.village), f"队{hours_ago}", area=area.village)
    activity = builders.activity(team, builders.account(), title="清扫", area=area.village, starts_on=day, ends_on=day)
    shift = builders.shift(activity, start, start + timedelta(hours=1))
    return builders.attendance(shift, check.person)


def out(row: Attendance) -> None:
    hours.check_out(attendance=row, actor=system("test"), at=row.checked_in_at + timedelta(minutes=60))


def decide(check: SpotCheck, one: Office, other: Office, finding: str) -> Doubt:
    row = Doubt.objects.filter(check_row=check, decided_at=None).latest("id")
    by = {"at": clock.now()}
    actions.propose_finding(doubt=row, finding=finding, words="上门问过了", actor=one.actor, **by)
    return actions.confirm_finding(doubt=row, finding=finding, actor=other.actor, **by)


def withdraw(check: SpotCheck) -> None:
    actions.withdraw_consent(
        person=check.person, purpose=rules.SERVICE, actor=system("test"), at=clock.now()
    )  # fmt: skip
