"""Who came, how it was noted, and when they left; the lists that leaders close."""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from baiying.demo.loading.city import City
from baiying.demo.loading.crowd import Crowd, Sign
from baiying.demo.loading.ledger import Ledger, Presence
from baiying.demo.loading.offices import Offices
from baiying.demo.loading.people import Volunteer
from baiying.demo.loading.planning import Shift
from baiying.demo.loading.stage import Stage
from baiying.hours import bulk as hours
from baiying.hours import rules
from baiying.kit import clock

NEVER = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Attending:
    stage: Stage
    city: City
    offices: Offices
    crowd: Crowd
    ledger: Ledger | None = None
    # Until when each person is on record: nobody is in two places, and who forgot to check out stays until midnight.
    until: dict[int, datetime] = field(default_factory=dict)

    def books(self) -> Ledger:
        """The ledger, opened when the rules are in force."""
        if self.ledger is None:
            self.ledger = Ledger(self.stage, self.city, self.offices)
        return self.ledger

    def load(self, chance: random.Random, shifts: list[Shift], signs: list[Sign]) -> None:
        """Presence at all shifts that have begun, in order of time; then minutes and the leaders' lists."""
        begun = sorted((s for s in shifts if s.starts_at <= self.stage.at), key=lambda s: s.starts_at)
        by_shift: dict[int, list[Sign]] = {s.id: [] for s in begun}
        for sign in signs:
            if sign.state == "accepted" and sign.shift.id in by_shift:
                by_shift[sign.shift.id].append(sign)
        here: list[Presence] = []
        records: list[hours.ShiftRecordRow] = []
        for shift in begun:
            expected = by_shift[shift.id]
            came = [one for s in expected if s.comes and (one := self._presence(chance, shift, s.who, s.id))]
            records += self._record(chance, shift, len(expected) - len(came))
            here += came
            here += self._walk_ins(chance, shift)
        self.books().load(chance, here)
        hours.add_shift_records(records)

    def _walk_ins(self, chance: random.Random, shift: Shift) -> list[Presence]:
        if shift.ends_at > self.stage.at or chance.random() > 0.2:
            return []
        found = []
        for who in self.crowd.pick(chance, shift, chance.choice((1, 1, 2))):
            self.crowd.take(who, shift)
            one = self._presence(chance, shift, who, None)
            found += [one] if one is not None else []
        return found

    def _presence(self, chance: random.Random, shift: Shift, who: Volunteer, signup_id: int | None) -> Presence | None:
        source = _source(chance, shift, who, walk_in=signup_id is None)
        came = max(
            shift.starts_at - timedelta(minutes=40),
            shift.starts_at + timedelta(seconds=int(chance.gauss(-240, 400))),
        )
        left = max(came + timedelta(minutes=5), shift.ends_at + timedelta(seconds=int(chance.gauss(150, 400))))
        if chance.random() < 0.04:
            left = max(came + timedelta(minutes=5), left - timedelta(minutes=chance.randrange(15, 60)))
        came = max(came, self.until.get(who.id, came))
        if came > self.stage.at or left <= came:
            return None
        by = who.account_id if source in rules.BY_ONESELF else shift.team.leader.account_id
        row = hours.AttendanceRow(
            who.id, shift.id, signup_id, came, source, by, shift.team.county.id, signup_id is None,
            led_by_id=shift.team.leader.account_id,
        )  # fmt: skip
        one = Presence(shift, who, row)
        if left <= self.stage.at:
            row.checked_out_at, row.out_source, row.out_by_id = left, source, by
            if source in rules.LIVE and chance.random() < 0.012:
                self._forget(shift, row)
        self.until[who.id] = row.checked_out_at or NEVER
        return one

    def _forget(self, shift: Shift, row: hours.AttendanceRow) -> None:
        """No check-out: closed at midnight; after some days the end was said and confirmed, lately not yet."""
        closed = clock.next_midnight(row.checked_in_at)
        row.out_source, row.out_by_id = "", None
        if closed > self.stage.at:
            row.checked_out_at = None
            return
        row.checked_out_at = row.forced_out_at = closed
        row.reason = [{"code": "forgotten"}]
        if self.stage.at - closed > timedelta(days=5):
            row.checked_out_at, row.out_source = max(shift.ends_at, row.checked_in_at), "typed"
            row.out_by_id = shift.team.leader.account_id

    def _record(self, chance: random.Random, shift: Shift, absent: int) -> list[hours.ShiftRecordRow]:
        """The leader closes the list soon after; the latest are still open, and one or another was forgotten."""
        age = self.stage.at - shift.ends_at
        if absent < 1 or age < timedelta(hours=1):
            return []
        if chance.random() < (0.6 if age < timedelta(days=3) else 0.03 if age < timedelta(days=25) else 0.0):
            return []
        at = min(self.stage.at, shift.ends_at + timedelta(minutes=chance.randrange(5, 1_800)))
        return [hours.ShiftRecordRow(shift.id, at, shift.team.leader.account_id, absent)]


def _source(chance: random.Random, shift: Shift, who: Volunteer, *, walk_in: bool) -> str:
    if who.account_id is None or walk_in:
        return chance.choices(("scan", "roll", "paper"), (6, 2, 2))[0]
    if chance.random() < shift.team.by_hand * (2.0 if shift.flood else 1.0):
        return chance.choices(("roll", "paper", "typed"), (6, 3, 1))[0]
    # Who cannot scan types the digits that stand beside the code.
    drawn = chance.random()
    return "code" if drawn < 0.8 else "digits" if drawn < 0.94 else "scan"
