"""Who signs up for what: month by month, so that nothing of a year has to be in memory at once."""

import random
from datetime import datetime, timedelta

from baiying.activities import bulk as activities
from baiying.demo.loading import planning, words
from baiying.demo.loading.attending import Attending
from baiying.demo.loading.city import City
from baiying.demo.loading.crowd import Crowd, Sign
from baiying.demo.loading.offices import Offices
from baiying.demo.loading.planning import Shift
from baiying.demo.loading.rhythm import Rhythm
from baiying.demo.loading.stage import Stage
from baiying.demo.loading.teams import Team
from baiying.kit.db import copying


class Service:
    """The stage of activities, sign-ups, attendance and hours."""

    def __init__(self, stage: Stage, city: City, offices: Offices, teams: list[Team]) -> None:
        self.stage, self.city, self.teams = stage, city, teams
        self.rhythm = Rhythm(stage.first_day, stage.last_day, stage.seed)
        self.crowd = Crowd()
        self.attending = Attending(stage, city, offices, self.crowd)

    def load(self) -> None:
        every = planning.months(self.stage)
        for done, (first, last) in enumerate(every, 1):
            chance = self.stage.chance(f"service {first}")
            self.crowd.busy.clear()
            found = planning.month(chance, self.stage, self.city, self.teams, self.rhythm, first, last)
            self.load_activities(chance, found)
            self.stage.tell("活动与时长", done, len(every))

    def load_activities(self, chance: random.Random, found: list[planning.Activity]) -> None:
        """Activities with everything that follows from them."""
        planning.load(chance, self.stage, found)
        signs: list[Sign] = []
        counts = {}
        for shift in sorted((s for a in found for s in a.shifts), key=lambda s: s.starts_at):
            made = self._signups(chance, shift)
            counts[id(shift)] = sum(1 for s in made if s.state == "accepted")
            signs += made
        planning.load_shifts(found, counts, self.stage.at)
        rows = [_row(chance, s, self.stage.at) for s in signs]
        for sign, row in zip(signs, activities.add_signups(rows), strict=True):
            sign.id = row.id
        self.attending.load(chance, [s for a in found if a.state == "published" for s in a.shifts], signs)

    def _signups(self, chance: random.Random, shift: Shift) -> list[Sign]:
        activity = shift.activity
        if activity is None or activity.state in {"draft", "submitted"}:
            return []
        opened = activity.created_at + timedelta(hours=31)
        until = min(shift.starts_at, self.stage.at)
        seconds = max(60, int((until - opened).total_seconds()))
        made: list[Sign] = []
        for who in self.crowd.pick(chance, shift, self._wanted(chance, shift)):
            at = opened + timedelta(seconds=int(seconds * chance.random() ** 1.6))
            made.append(Sign(shift, who, "accepted", min(until - timedelta(minutes=3), at)))
        made.sort(key=lambda s: s.at)
        for sign in made[shift.places :]:
            sign.state, sign.comes = "waitlisted", False
        for sign in made:
            self._decide(chance, sign)
            if sign.state == "accepted":
                self.crowd.take(sign.who, shift)
        return made

    def _wanted(self, chance: random.Random, shift: Shift) -> int:
        if shift.starts_at <= self.stage.at:
            return min(round(shift.places * chance.uniform(0.45, 1.15)), shift.places + 4)
        ahead = (shift.starts_at - self.stage.at).days
        return round(shift.places * max(0.0, chance.uniform(0.2, 1.3) - ahead / 18))

    def _decide(self, chance: random.Random, sign: Sign) -> None:
        """What became of it: called off, still before the leader, cancelled by the volunteer, not there."""
        activity = sign.shift.activity
        if activity is not None and activity.state == "cancelled":
            sign.state, sign.comes = "cancelled", False
        elif sign.state != "accepted":
            return
        elif activity is not None and activity.approval == "leader" and sign.shift.starts_at > self.stage.at:
            sign.state = "applied" if chance.random() < 0.6 else "accepted"
        elif chance.random() < 0.05 and sign.shift.starts_at <= self.stage.at:
            sign.state, sign.comes = "cancelled", False
        elif chance.random() < sign.shift.team.no_show:
            sign.comes = False


def _row(chance: random.Random, sign: Sign, latest: datetime) -> activities.SignupRow:
    shift = sign.shift
    row = activities.SignupRow(
        shift_id=shift.id, person_id=sign.who.id, state=sign.state,
        period=copying.period(shift.starts_at, shift.ends_at), signed_up_at=sign.at,
        by_id=sign.who.account_id or shift.team.leader.account_id,
    )  # fmt: skip
    if sign.state == "accepted":
        row.accepted_at = sign.at
    elif sign.state == "cancelled":
        activity = shift.activity
        off = activity is not None and activity.state == "cancelled"
        row.ended_at = max(sign.at, min(sign.at + timedelta(hours=chance.randrange(1, 30)), shift.starts_at, latest))
        row.reason = "活动取消" if off else chance.choice(words.CANCEL_REASONS)
        row.ended_by_id = row.by_id
    return row
