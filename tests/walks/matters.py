"""Somebody who decides, and what may lie before that hand: each made so that it is about oneself."""

from datetime import date
from typing import Any

from baiying.accounts import actions as accounts
from baiying.activities.models import Lead, Signup
from baiying.demo import builders
from baiying.hours import actions as hours
from baiying.hours import queries as hour_rows
from baiying.kit.values.actor import Acting, Actor
from baiying.people import actions as people
from baiying.people.models import (
    Counting,
    Dormancy,
    Doubt,
    FileLeave,
    Guardianship,
    Merge,
    MinorLeave,
    Person,
    Registration,
    SpotCheck,
)
from baiying.people.queries.papers import PaperAnswer
from baiying.privacy.models import DataRequest, Hold, HoldThing, Opening
from baiying.teams import actions as teams
from baiying.teams.models import Membership
from tests.hours.conftest import Morning


class Scene:
    """The leader of a shift who also holds an office, and is a person: the one who decides and whom it is about."""

    def __init__(self, morning: Morning, as_who: str) -> None:
        self.morning = morning
        self.leader = morning.cast["leader"]
        person = self.leader.person
        assert person is not None
        self.actor = Actor(self.leader.account.pk, person.pk, Acting(1, "a", "secadmin", None), "领队")
        self.person: Person = person
        self.account = self.leader.account
        if as_who == "ward":
            minor = morning.cast["minor"].person
            assert minor is not None
            Guardianship.objects.filter(ward=minor).update(guardian_account=self.account)
            self.person = minor
        elif as_who == "same phone":
            self.account = builders.account(self.leader.phone, name="同一个手机号")
            self.person = builders.person("同一个手机号", residence=person.residence, account=self.account)

    def pending_check(self) -> None:
        uncount(self.person, self.morning)
        Registration.objects.filter(person=self.person).update(verified_at=None, verified_by_id=None)

    def signup(self, state: str) -> int:
        Signup.objects.filter(person=self.person).delete()
        row = builders.signup(self.morning.shift, self.person)
        accepted = row.accepted_at if state == "accepted" else None
        Signup.objects.filter(pk=row.pk).update(state=state, accepted_at=accepted)
        return row.pk

    def attendance(self, **more: Any) -> Any:
        return builders.attendance(self.morning.shift, self.person, **more)


def uncount(person: Person, morning: Morning) -> None:
    Counting.objects.filter(person=person, to_at__isnull=True).update(to_at=morning.at(0), end_why="ended")


def signed(scene: Scene) -> PaperAnswer:
    """What a guardian signed for the person, as the decider reads it in."""
    answers = {"guardian": True, "id_number": True}
    return PaperAnswer("某人", "mother", "19900030009", "3", answers, scene.morning.at(0), scene.actor.account_id or 0)


def membership(scene: Scene) -> int:
    Membership.objects.filter(person=scene.person).delete()
    assert scene.leader.team is not None
    row = Membership.objects.create(team=scene.leader.team, person=scene.person, asked_at=scene.morning.at(0))
    return row.pk


def check(scene: Scene) -> Person:
    scene.pending_check()
    return scene.person


def spot_check(scene: Scene) -> SpotCheck:
    SpotCheck.objects.filter(person=scene.person).delete()
    return SpotCheck.objects.create(
        person=scene.person, registered_by_id=builders.account(name="经办").pk, drawn_at=scene.morning.at(0),
        due_on=scene.morning.at(0).date(),
    )  # fmt: skip


def doubt(scene: Scene, proposed: str = "") -> Doubt:
    row = Doubt.objects.create(
        person=scene.person, registration=builders.registration_of(scene.person), check_row=spot_check(scene),
        why="spot", words="没去过", opened_at=scene.morning.at(0), opened_by_id=1, due_on=scene.morning.at(0).date(),
    )  # fmt: skip
    if proposed:
        row.proposed, row.proposed_words, row.proposed_by_id = proposed, "问过了", builders.account(name="另一人").pk
        row.save()
    return row


def answer_spot_check(scene: Scene, by: dict[str, Any]) -> object:
    return people.answer_spot_check(check=spot_check(scene), outcome="true", way="phone", words="", **by)


def consent(scene: Scene) -> Guardianship:
    row = Guardianship.objects.get(ward=scene.morning.cast["minor"].person)
    Guardianship.objects.filter(pk=row.pk).update(ward=scene.person, waits_since=scene.morning.at(0))
    return row


def minor_leave(scene: Scene) -> int:
    """A wish to look at the numbers of whoever would decide about it."""
    row = MinorLeave.objects.create(
        person=scene.person, words="要联系家人", asked_at=scene.morning.at(0), asked_by_id=900_001
    )
    return row.pk


def file_leave(scene: Scene) -> int:
    """A wish of whoever would decide to take a list with children in it."""
    row = FileLeave.objects.create(
        area_id=scene.morning.shift.activity.area_id, title="志愿者名单", path="/desk/people/", rows=3, children=1,
        words="要买保险", asked_at=scene.morning.at(0), asked_by_id=scene.account.pk,
    )  # fmt: skip
    return row.pk


def asleep(scene: Scene) -> int:
    """Whoever would decide was asked whether to go on, and not reached."""
    at = scene.morning.at(0)
    row = Dormancy.objects.create(person=scene.person, found_at=at, last_act_on=at.date(), asked_at=at, unreached_at=at)
    return row.pk


def claim(scene: Scene) -> Any:
    return people.file_claim(
        person=scene.person, name="某人", phone="19900000999", account_id=None, note="", actor=scene.actor,
        at=scene.morning.at(0),
    )  # fmt: skip


def merge(scene: Scene) -> Any:
    """The decider's record and another, proposed by somebody else."""
    twin = builders.person(residence=scene.person.residence, account=builders.account())
    at = scene.morning.at(0)
    return Merge.objects.create(
        survivor=scene.person, loser=twin, area=scene.person.residence, proof="documents", asked_at=at,
        asked_by_id=900_001, proposed_at=at, proposed_by_id=900_001, due_on=at.date(),
    )  # fmt: skip


def complaint(scene: Scene) -> Any:
    """About whoever decides: named in it."""
    return builders.complaint(scene.morning.shift.activity.area, f"{scene.person.name}当天没有来，也记了时长。")


def objection(scene: Scene) -> Any:
    row = scene.attendance(left_at=scene.morning.at(120), settled=True)
    return hour_rows.objection(builders.objection(scene.person, attendance=row).public_id)


def proposal(scene: Scene) -> Any:
    return builders.proposal(scene.attendance(left_at=scene.morning.at(120), source="roll"))


def paper(scene: Scene) -> list[hours.PaperRow]:
    return [hours.PaperRow("1", scene.person.pk, scene.morning.at(0), scene.morning.at(60))]


def notice(scene: Scene) -> Any:
    return builders.circular(scene.morning.shift.activity.area, scene.account, sent=False)


def appointment(scene: Scene, by: dict[str, Any]) -> int:
    return accounts.appoint(account=builders.account(name="受任者"), role="auditor", area_id=None, **by).pk


def office(scene: Scene, by: dict[str, Any]) -> int:
    assert scene.leader.team is not None
    asked = builders.account(name="受任者")
    return teams.appoint_admin(body_id=scene.leader.team.body_id, account_id=asked.pk, **by).pk


def lead(scene: Scene, by: dict[str, Any]) -> int:
    return Lead.objects.create(
        activity=scene.morning.shift.activity, account=builders.account(name="受任者"), starts_at=by["at"],
        appointed_by_id=scene.leader.account.pk,
    ).pk  # fmt: skip


def hold(scene: Scene) -> int:
    """A legal hold on the person, asked for by somebody else."""
    row = Hold.objects.create(
        source="matter", area=scene.person.residence, ground="dispute", statute="《民事诉讼法》", case_no="1 号",
        tells=True, until_on=date(2030, 1, 1), asked_at=builders.NOW,
        asked_by_id=builders.account(name="别的主管").pk,
    )  # fmt: skip
    HoldThing.objects.create(hold=row, kind="person", person=scene.person)
    return row.pk


def opening(scene: Scene) -> int:
    """A record at rest that another officer wants opened."""
    Person.objects.filter(pk=scene.person.pk).update(rests_since=scene.morning.at(0))
    asker = builders.account(name="别的主管")
    row = Opening.objects.create(
        person=scene.person, ground="duty", words="申诉", asked_at=scene.morning.at(0), asked_by_id=asker.pk
    )
    return row.pk


def wish(scene: Scene) -> int:
    """A wish about one's own data."""
    at = scene.morning.at(0)
    row = DataRequest.objects.create(
        source="own", person=scene.person, area=scene.person.residence, kind="correct", way="self", words="错字",
        asked_at=at, due_on=at.date(),
    )  # fmt: skip
    return row.pk
