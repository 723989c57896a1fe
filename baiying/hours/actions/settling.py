"""From an attendance that has an end to minutes: posted at once, or put before a second person."""

from datetime import datetime

from baiying.hours import queries, rules
from baiying.hours.actions import posting, refusals, telling
from baiying.hours.models import Attendance, Proposal
from baiying.kit import audit
from baiying.kit.kept import translate
from baiying.kit.values.actor import Actor
from baiying.people import queries as people
from baiying.places import queries as places
from baiying.teams import queries as teams


def source_of(attendance: Attendance) -> str:
    """The weaker of the way in and the way out."""
    return rules.weaker(attendance.in_source, attendance.out_source)


def is_leaders_own(attendance: Attendance) -> bool:
    """The leader shows the code: whether these are the leader's own hours."""
    account_id = attendance.person.account_id
    return account_id is not None and account_id in leaders(attendance)


def leaders(attendance: Attendance) -> list[int]:
    """Accounts that lead here: the activity's leader and the team's."""
    return [attendance.shift.activity.leader_id, *teams.leaders_of_team(attendance.shift.activity.team_id)]


def settle(attendance: Attendance, *, actor: Actor, at: datetime) -> None:
    """Count the minutes of a closed attendance and post or propose them (R054, R055, R058).

    The caller has locked the attendance. Persons not yet counted keep their attendance waiting (R003).
    """
    chosen = posting.rules_for(attendance.shift)
    counted = _count(attendance, chosen.rules)
    said = [reason for reason in attendance.reason if reason.get("code") == "said"]
    attendance.reason = [*said, *counted.reasons]
    source = source_of(attendance)
    by_itself = rules.posts_by_itself(
        source,
        confirmed=attendance.forced_out_at is None,
        own_leader=is_leaders_own(attendance),
        rules=chosen.rules,
    )
    if counted.minutes == 0:
        _nothing(attendance, at)
    elif by_itself:
        _post_live(attendance, counted, chosen, actor=actor, at=at)
    else:
        code = "leader_own" if source in chosen.rules.credit_sources else "by_hand"
        attendance.reason.append({"code": code})
        propose(attendance, counted, chosen.rules, source=source, proposer=actor.account_id, at=at)
    attendance.save(update_fields=["reason", "settled_at"])


def _count(attendance: Attendance, given: rules.HourRules) -> rules.Counted:
    if attendance.checked_out_at is None:
        raise ValueError("An open attendance cannot be counted.")
    window = queries.window_of(attendance.shift)
    return rules.creditable_minutes(attendance.checked_in_at, attendance.checked_out_at, window, given)


def _nothing(attendance: Attendance, at: datetime) -> None:
    attendance.settled_at = at
    text = translate("%(day)s“%(title)s”没有可计的时长。")
    reasons = telling.reasons(attendance.reason) if attendance.reason else ""
    telling.about(attendance, "nothing", text, at, f"hours:nothing:{attendance.pk}", reasons)


def _post_live(
    attendance: Attendance,
    counted: rules.Counted,
    chosen: places.Chosen[rules.HourRules],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    posting.lock_person_day(attendance.person_id, queries.served_on(attendance.shift.starts_at))
    standing = people.standing_of(attendance.person_id, at)
    if standing is None or not standing.counted:
        text = translate("%(day)s“%(title)s”的签到已记下。实名核验通过后，时长会自动入账。")
        telling.about(attendance, "provisional", text, at, f"hours:provisional:{attendance.pk}")
        return
    today, in_activity = posting.posted(attendance)
    split = rules.split_by_caps(counted.minutes, posted_today=today, posted_in_activity=in_activity, rules=chosen.rules)
    source = source_of(attendance)
    attendance.reason = [*counted.reasons, *split.reasons]
    if split.automatic:
        line = posting.Line(
            unique_source=f"attendance:{attendance.pk}",
            minutes=split.automatic,
            source=source,
            tier=rules.tier_of(source, chosen.rules),
            starts_at=counted.starts_at,
            ends_at=counted.ends_at,
            reason=attendance.reason,
            recorded_by_id=attendance.out_by_id,
        )
        posting.post(attendance, line, standing=standing, rule_set_id=chosen.rule_set_id, actor=actor, at=at)
    if split.over:
        propose(attendance, counted, chosen.rules, source=source, minutes=split.over, part="over_cap", at=at)
    else:
        attendance.settled_at = at
        if not split.automatic:
            _nothing(attendance, at)


def propose(
    attendance: Attendance,
    counted: rules.Counted,
    given: rules.HourRules,
    *,
    source: str,
    at: datetime,
    minutes: int | None = None,
    part: str = "whole",
    proposer: int | None = None,
    words: str = "",
    replaces: list[int] | None = None,
) -> Proposal:
    """Put minutes before a second person, with the clock of the record (R057, R058)."""
    day = queries.served_on(attendance.shift.starts_at)
    due_on, _ = places.working_day_after(day, given.record_working_days)
    corrections = attendance.proposals.filter(part="correction", refused_at__isnull=True)
    serial = corrections.count() if part == "correction" else 0
    row = Proposal.objects.create(
        attendance=attendance,
        part=part,
        serial=serial,
        replaces=replaces or [],
        minutes=counted.minutes if minutes is None else minutes,
        source=source,
        tier=rules.tier_of(source, given),
        served_on=day,
        starts_at=counted.starts_at,
        ends_at=counted.ends_at,
        reason=attendance.reason,
        words=words[:200],
        proposed_at=at,
        proposed_by_id=proposer,
        leader_id=attendance.shift.activity.leader_id,
        beneficiary_id=attendance.person.account_id,
        due_on=due_on,
    )
    text = translate("%(day)s“%(title)s”的时长已提交复核，由另一个人确认后入账。")
    telling.about(attendance, "proposed", text, at, f"hours:proposed:{row.pk}")
    return row


def audit_attendance(action: str, attendance: Attendance, *, actor: Actor, at: datetime, **detail: object) -> None:
    audit.record(
        action,
        actor=actor,
        at=at,
        subject=("attendance", attendance.pk),
        area_id=attendance.shift.activity.area_id,
        detail={"person_id": attendance.person_id, "shift_id": attendance.shift_id, **detail},
    )


def withdraw_waiting(attendance: Attendance, *, actor: Actor, at: datetime) -> None:
    """A correction takes the place of what still waits: that is closed as replaced, by the one who corrects."""
    for row in attendance.proposals.filter(decided_by_id__isnull=True):
        if row.proposed_by_id is not None and row.proposed_by_id == actor.account_id:
            raise refusals.SecondPersonNeeded
        row.refused_at, row.decided_by_id = at, actor.account_id
        row.decision_words = translate("由更正代替")
        row.save(update_fields=["refused_at", "decided_by_id", "decision_words"])
