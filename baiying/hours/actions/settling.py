"""From an attendance that has an end to minutes: the rules decide once, and what they decided is carried out here."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from baiying.hours import locked, queries, rules
from baiying.hours.actions import posting, refusals, telling
from baiying.hours.models import Attendance, HourEntry, Proposal
from baiying.kit import audit, clock
from baiying.kit.kept import translate
from baiying.kit.values.actor import Actor
from baiying.people import queries as people
from baiying.places import queries as places
from baiying.teams import queries as teams


def source_of(attendance: Attendance) -> str:
    """The weaker of the way in and the way out."""
    return rules.weaker(attendance.in_source, attendance.out_source)


def is_leaders_own(attendance: Attendance) -> bool:
    """The leader shows the code: whether these are the hours of somebody who leads here, or led when it was noted."""
    account_id = attendance.person.account_id
    return account_id is not None and account_id in leaders(attendance)


def leaders(attendance: Attendance) -> list[int]:
    """Accounts that lead here or led when it was noted: the activity's leader and the team's. Nobody leads a visit
    without a shift."""
    if attendance.shift is None:
        return []
    activity = attendance.shift.activity
    then = [attendance.led_by_id] if attendance.led_by_id is not None else []
    offices = teams.leaders_of_team_then_and_now(activity.team_id, attendance.checked_in_at)
    return [activity.leader_id, *then, *offices]


@dataclass(frozen=True, slots=True)
class Ground:
    """What a decision about one attendance stands on, read once and under the lock of the minutes."""

    attendance: Attendance
    occasion: queries.Occasion
    chosen: places.Chosen[rules.HourRules]
    standing: people.Standing | None
    served: rules.Served


def hold(attendance: Attendance) -> tuple[queries.Occasion, places.Chosen[rules.HourRules]]:
    """Hold the person's minutes to the end of the transaction; the caller has locked the attendance.

    Asked before a time is written: whoever waits for that time may hold the minutes already.
    """
    occasion = queries.occasion_of(attendance)
    chosen = queries.rules_of(occasion)
    locked.minutes([attendance.person_id], occasion, chosen.rules)
    return occasion, chosen


def ground(attendance: Attendance, *, source: str, at: datetime) -> Ground:
    """Read it, holding the person's minutes to the end of the transaction. The caller has locked the attendance.

    Standing is asked as of the day served: hours stay served although the registration ended since.
    """
    occasion, chosen = hold(attendance)
    standing = people.standing_on(attendance.person_id, on=occasion.day, at=at)
    in_doubt = standing is not None and standing.state == "held"
    today, in_activity = posting.posted(attendance.person_id, occasion)
    served = rules.Served(
        source=source,
        confirmed=attendance.forced_out_at is None,
        own_leader=is_leaders_own(attendance),
        counted=standing is not None and standing.counted,
        never=standing is None or standing.final,
        standing=standing.state if standing is not None else "not_registered",
        unclaimed=not in_doubt and clock.local_date(at) > rules.last_day_to_claim(occasion.day, chosen.rules),
        posted_today=today,
        posted_in_activity=in_activity,
    )
    return Ground(attendance, occasion, chosen, standing, served)


def settle(attendance: Attendance, *, words: str = "", actor: Actor, at: datetime) -> None:
    """Count the minutes of a closed attendance and post or propose them (R054, R055, R058).

    `words` go with a proposal. The caller has locked the attendance. Persons not yet counted keep their attendance
    waiting (R003); who can never count for that day gets an end and is told why.
    """
    if attendance.checked_out_at is None:
        raise ValueError("An open attendance cannot be counted.")
    on = ground(attendance, source=source_of(attendance), at=at)
    given = on.chosen.rules
    counted = rules.creditable_minutes(attendance.checked_in_at, attendance.checked_out_at, on.occasion.window, given)
    found = rules.settle(counted, on.served, given)
    said = [reason for reason in attendance.reason if reason.get("code") == "said"]
    attendance.reason = [*said, *found.reasons]
    if found.post is not None:
        origin = posting.Origin(
            unique_source=f"attendance:{attendance.pk}",
            starts_at=counted.starts_at,
            ends_at=counted.ends_at,
            recorded_by_id=attendance.out_by_id,
        )
        post(on, found.post, origin, attendance.reason, actor=actor, at=at)
    if found.propose is not None:
        proposer = actor.account_id if found.propose.part == "whole" else None
        propose(attendance, given, found.propose, counted, proposer=proposer, words=words, at=at)
    _finish(attendance, found, at, tells=not telling.is_held(attendance, at))


def settle_approved(row: Proposal, attendance: Attendance, *, actor: Actor, at: datetime) -> HourEntry | None:
    """Post what a second person approved; lines that it replaces are taken back first. None if nothing is posted.

    Nothing is posted yet for who does not count, and never for who cannot count for that day: then the attendance has
    its end. Refuses: DayFull. The caller has locked attendance and proposal.
    """
    known = queries.entry_from(f"proposal:{row.pk}")
    if known is not None:
        # Asked again while something else about the attendance waits: its own minutes must not fill its cap.
        close_if_decided(attendance, at)
        return known
    if row.part == "reversal":
        _take_back(row, attendance, actor=actor, at=at)
        return None
    on = ground(attendance, source=row.source, at=at)
    if row.replaces and (on.served.counted or not row.minutes):
        for old in queries.standing_entries_of(attendance.pk):
            if old.id in row.replaces:
                posting.post_reversal(old, row.words or translate("更正"), actor=actor, at=at)
        on = ground(attendance, source=row.source, at=at)
    found = rules.settle_approved(row.minutes, on.served, on.chosen.rules, tier=row.tier, reasons=tuple(row.reason))
    if found.full:
        raise refusals.DayFull
    entry: HourEntry | None = None
    if found.post is not None:
        origin = posting.Origin(
            unique_source=f"proposal:{row.pk}",
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            recorded_by_id=row.proposed_by_id,
            approved_by_id=row.decided_by_id,
            proposal_id=row.pk,
        )
        entry = post(on, found.post, origin, list(found.reasons), actor=actor, at=at)
    elif found.settled:
        attendance.reason = list(found.reasons)
    _finish(attendance, found, at)
    return entry


def _take_back(row: Proposal, attendance: Attendance, *, actor: Actor, at: datetime) -> None:
    """Reverse the one line that somebody asked to take back; what else came of the record stands."""
    hold(attendance)
    for old in queries.standing_entries_of(attendance.pk):
        if old.id in row.replaces:
            made = posting.post_reversal(old, row.words, actor=actor, at=at, asked_by=row.proposed_by_id)
            telling.reversed_entry(attendance.person.public_id, made, row.words, at)
    close_if_decided(attendance, at)


def post(
    on: Ground,
    what: rules.Posting,
    origin: posting.Origin,
    reason: list[rules.Reason],
    *,
    actor: Actor,
    at: datetime,
) -> HourEntry:
    """Add the line and tell the volunteer. Only for who counts."""
    if on.standing is None:
        raise ValueError("Only who counts gets a line.")
    entry = posting.post(
        on.attendance,
        what,
        origin,
        reason,
        occasion=on.occasion,
        standing=on.standing,
        rule_set_id=on.chosen.rule_set_id,
        actor=actor,
        at=at,
    )
    telling.posted(on.attendance, entry, at)
    return entry


def _finish(attendance: Attendance, found: rules.Settlement, at: datetime, *, tells: bool = True) -> None:
    if found.tell and tells:
        telling.outcome(attendance, found.tell, at)
    if found.settled and not waits_for_second_person(attendance):
        attendance.settled_at = attendance.settled_at or at
    attendance.save(update_fields=["reason", "settled_at"])


def waits_for_second_person(attendance: Attendance) -> bool:
    """Whether a proposal about it is undecided."""
    return attendance.proposals.filter(decided_by_id__isnull=True).exists()


def close_if_decided(attendance: Attendance, at: datetime) -> None:
    """Nothing waits any more once every proposal is decided."""
    if not waits_for_second_person(attendance):
        attendance.settled_at = attendance.settled_at or at
        attendance.save(update_fields=["settled_at"])


def propose(
    attendance: Attendance,
    given: rules.HourRules,
    what: rules.Proposing,
    counted: rules.Counted,
    *,
    at: datetime,
    proposer: int | None = None,
    words: str = "",
    replaces: list[int] | None = None,
) -> Proposal:
    """Put minutes before a second person, with a clock that begins when they are put there (R057, R058)."""
    occasion = queries.occasion_of(attendance)
    since = rules.review_since(occasion.day, clock.local_date(at))
    due_on, _ = places.working_day_after(since, given.record_working_days)
    last = attendance.proposals.filter(part=what.part).aggregate(last=Max("serial"))["last"]
    row = Proposal.objects.create(
        attendance=attendance,
        part=what.part,
        # One whole at a time, held by the database; corrections, and what a cap gave back, may follow one another.
        serial=0 if what.part == "whole" or last is None else last + 1,
        replaces=replaces or [],
        minutes=what.minutes,
        source=what.source,
        tier=what.tier,
        served_on=occasion.day,
        starts_at=counted.starts_at,
        ends_at=counted.ends_at,
        reason=attendance.reason,
        words=words[:200],
        stood=what.stood,
        proposed_at=at,
        proposed_by_id=proposer,
        leader_id=occasion.leader_id,
        beneficiary_id=attendance.person.account_id,
        due_on=due_on,
    )
    if not what.again:
        telling.proposed(attendance, row, at)
    return row


def audit_attendance(action: str, attendance: Attendance, *, actor: Actor, at: datetime, **detail: object) -> None:
    audit.record(
        action,
        actor=actor,
        at=at,
        subject=("attendance", attendance.pk),
        area_id=queries.occasion_of(attendance).area.pk,
        detail={"person_id": attendance.person_id, "shift_id": attendance.shift_id, **detail},
    )


def withdraw_waiting(attendance: Attendance, *, actor: Actor, at: datetime) -> None:
    """A correction takes the place of what still waits: that is closed as replaced, by the one who corrects."""
    for row in locked.undecided(attendance):
        if row.proposed_by_id is not None and row.proposed_by_id == actor.account_id:
            raise refusals.SecondPersonNeeded
        row.refused_at, row.decided_by_id = at, actor.account_id
        row.decision_words = translate("由更正代替")
        row.save(update_fields=["refused_at", "decided_by_id", "decision_words"])
