"""What presence comes to: posted at once, or put before a second person, by the rules of the hours room."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from baiying.demo.loading import words
from baiying.demo.loading.city import City
from baiying.demo.loading.offices import Offices
from baiying.demo.loading.people import Volunteer
from baiying.demo.loading.planning import Shift
from baiying.demo.loading.stage import Stage
from baiying.hours import bulk as hours
from baiying.hours import rules
from baiying.kit import clock
from baiying.kit.db import copying
from baiying.people import bulk as people_rows
from baiying.people import rules as people
from baiying.places import queries as places


@dataclass(slots=True)
class Presence:
    """One attendance on its way into the tables, with what follows from it."""

    shift: Shift
    who: Volunteer
    row: hours.AttendanceRow
    proposal: hours.ProposalRow | None = None
    entries: list[hours.EntryRow] = field(default_factory=list)


class Ledger:
    def __init__(self, stage: Stage, city: City, offices: Offices) -> None:
        self.stage, self.city, self.offices = stage, city, offices
        chosen = places.rule_set(rules.HourRules, area_path=city.root.path, on=stage.anchor)
        self.rules, self.rule_set_id = chosen.rules, chosen.rule_set_id
        self._due: dict[date, date] = {}
        self._counted: dict[int, tuple[int, datetime, datetime | None]] = {}

    def load(self, chance: random.Random, here: Sequence[Presence], *, decide: bool = True) -> None:
        """Attendances, proposals and ledger lines of a month. Nobody serves twice a day, so caps need no sums."""
        for one, number in zip(here, copying.next_ids(hours.Attendance, len(here)), strict=True):
            one.row.id = number
            if one.row.checked_out_at is not None and (one.row.out_source or one.row.forced_out_at is None):
                self._settle(chance, one)
        waiting = [one for one in here if one.proposal is not None]
        for one, number in zip(waiting, copying.next_ids(hours.Proposal, len(waiting)), strict=True):
            if one.proposal is not None:
                one.proposal.id = number
                if decide:
                    self._decide(chance, one, one.proposal)
        hours.add_attendances([one.row for one in here])
        hours.add_proposals([one.proposal for one in waiting if one.proposal is not None])
        hours.add_entries([entry for one in here for entry in one.entries])

    def _settle(self, chance: random.Random, one: Presence) -> None:
        row, shift = one.row, one.shift
        if row.checked_out_at is None:
            return
        window = rules.Window(shift.starts_at, shift.ends_at, shift.break_minutes)
        counted = rules.creditable_minutes(row.checked_in_at, row.checked_out_at, window, self.rules)
        row.reason = list(counted.reasons)
        source = rules.weaker(row.in_source, row.out_source)
        own = one.who.account_id is not None and one.who.account_id == shift.team.leader.account_id
        if counted.minutes == 0:
            row.settled_at = row.checked_out_at
        elif rules.posts_by_itself(source, confirmed=row.forced_out_at is None, own_leader=own, rules=self.rules):
            split = rules.split_by_caps(counted.minutes, posted_today=0, posted_in_activity=0, rules=self.rules)
            row.reason = [*counted.reasons, *split.reasons]
            entry = self._entry(one, f"attendance:{row.id}", split.automatic, source, counted)
            entry.recorded_by_id, entry.posted_at = row.out_by_id, row.checked_out_at
            one.entries.append(entry)
            row.settled_at = row.checked_out_at
            if split.over:
                self._propose(chance, one, counted, source, split.over, part="over_cap")
        else:
            row.reason.append({"code": rules.why_not_by_itself(source, own_leader=own, rules=self.rules)})
            self._propose(chance, one, counted, source, counted.minutes)

    def _propose(
        self, chance: random.Random, one: Presence, counted: rules.Counted, source: str, minutes: int,
        part: str = "whole",
    ) -> None:  # fmt: skip
        day = clock.local_date(one.shift.starts_at)
        proposed = max(one.row.checked_out_at or one.shift.ends_at, one.row.forced_out_at or one.shift.ends_at)
        one.row.settled_at = None
        one.proposal = hours.ProposalRow(
            attendance_id=one.row.id, minutes=minutes, source=source, tier=rules.tier_of(source, self.rules),
            served_on=day, starts_at=counted.starts_at, ends_at=counted.ends_at, proposed_at=proposed,
            due_on=self._due_on(day), part=part, reason=list(one.row.reason),
            words=chance.choice(words.ROLL_WORDS) if source in ("roll", "paper", "typed") else "",
            proposed_by_id=one.shift.team.leader.account_id if part == "whole" else None,
            leader_id=one.shift.team.leader.account_id, beneficiary_id=one.who.account_id,
        )  # fmt: skip

    def _counting_id(self, person_id: int, day: date) -> int | None:
        """The row by which a person counted on a day; nobody of the invented city counted twice."""
        if not self._counted:
            found = people_rows.Counting.objects.values_list("person_id", "id", "from_at", "to_at")
            self._counted = {person: (number, since, until) for person, number, since, until in found}
        number, since, until = self._counted.get(person_id, (None, self.stage.at, None))
        start, end = clock.midnight(day), clock.midnight(day + timedelta(days=1))
        return number if since < end and (until is None or until > start) else None

    def _due_on(self, day: date) -> date:
        if day not in self._due:
            self._due[day] = places.working_day_after(day, self.rules.record_working_days)[0]
        return self._due[day]

    def _decide(self, chance: random.Random, one: Presence, proposal: hours.ProposalRow) -> None:
        """Most were approved within days; the latest wait, a few were refused, and hardly any is overdue."""
        days = (self.stage.anchor - proposal.served_on).days
        waits = 0.9 if days <= 2 else 0.5 if days <= 9 else 0.03 if days <= 25 else 0.0
        decided = proposal.proposed_at + timedelta(hours=chance.randrange(3, 120))
        reviewer = self.offices.reviewers[one.shift.team.county.id]
        if chance.random() < waits or decided > self.stage.at or reviewer == proposal.proposed_by_id:
            return
        proposal.decided_by_id = reviewer
        one.row.settled_at = decided
        if chance.random() < 0.015:
            proposal.refused_at, proposal.decision_words = decided, "签到表上没有这个名字，请核对后重新提交"
            return
        proposal.approved_at = decided
        split = rules.approvable(
            proposal.minutes, posted_today=sum(e.minutes for e in one.entries), posted_in_activity=0, rules=self.rules
        )
        counted = rules.Counted(split.automatic, proposal.starts_at, proposal.ends_at, tuple(proposal.reason))
        entry = self._entry(one, f"proposal:{proposal.id}", split.automatic, proposal.source, counted)
        entry.reason = [*proposal.reason, *split.reasons]
        entry.proposal_id, entry.posted_at = proposal.id, decided
        entry.recorded_by_id, entry.approved_by_id = proposal.proposed_by_id, reviewer
        one.entries.append(entry)

    def _entry(
        self, one: Presence, unique_source: str, minutes: int, source: str, counted: rules.Counted
    ) -> hours.EntryRow:
        shift, who, team = one.shift, one.who, one.shift.team
        if shift.activity is None:
            raise ValueError("A shift of the demo belongs to an activity")
        spot, day = shift.activity.spot, clock.local_date(shift.starts_at)
        return hours.EntryRow(
            served_on=day, unique_source=unique_source, person_id=who.id, minutes=minutes, source=source,
            tier=rules.tier_of(source, self.rules), starts_at=counted.starts_at, ends_at=counted.ends_at,
            residence_id=who.home.id, service_area_id=who.service_area_id, area_id=spot.id, site_id=spot.site_id,
            posted_at=counted.ends_at, attendance_id=one.row.id, body_id=team.body_id, team_id=team.id,
            activity_id=shift.activity.id, shift_id=shift.id, post_id=shift.post_id,
            counting_id=self._counting_id(who.id, day),
            county_id=self.city.up(spot, "county").id, category=shift.kind.categories[0],
            age_band=people.age_band(who.born, day), rule_set_id=self.rule_set_id, reason=one.row.reason,
        )  # fmt: skip
