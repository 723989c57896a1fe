"""Each record of a person as the person sees it: state, reason, who must act next, until when (R065)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce, ExtractYear
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from baiying.activities import queries as activities
from baiying.hours import rules
from baiying.hours.models import Attendance, HourEntry, Objection, Proposal, Tier
from baiying.hours.queries import attendances, ledger, occasions, questioned, reviews, words
from baiying.kit import clock
from baiying.people import queries as people

Words = str | Promise
# A year of one person is shown whole up to this many records.
MOST = 500


@dataclass(frozen=True, slots=True)
class Case:
    """One attendance: what it came to, and what is still open about it."""

    attendance: Attendance
    occasion: occasions.Occasion
    state: str
    tone: str
    state_text: Words
    credit_minutes: int
    honour_minutes: int
    waiting_minutes: int
    reasons: list[str]
    waits_for: Words
    due_on: date | None
    # The day from which the deadline counts: that on which it was asked.
    asked_on: date | None
    # Nobody acted by then: the page says so, and whom to turn to.
    late: bool = False
    # What somebody proposed instead of what is on record, which stands meanwhile.
    doubt: questioned.Doubt | None = None
    answer: str = ""
    objection: Objection | None = None
    # Everything that was ever said about it, the oldest first, and what may be said now (rules.objecting.may_now).
    said: list[Objection] = field(default_factory=list)
    may: str = ""
    entries: list[HourEntry] = field(default_factory=list)

    @property
    def minutes(self) -> int:
        return self.credit_minutes + self.honour_minutes

    @property
    def may_object(self) -> bool:
        return self.may == "object" and self.state in {"posted", "reversed", "refused", "nothing", "absent", "waiting"}

    @property
    def may_say_end(self) -> bool:
        return self.state == "forgotten"


STATES: dict[str, tuple[str, Words, Words]] = {
    "serving": ("slate", _("服务中"), _("您在结束时签退")),
    "forgotten": ("amber", _("没有签退"), _("您说明几点离开")),
    "stated": ("amber", _("等领队确认"), _("领队确认几点离开")),
    "waiting": ("amber", _("待复核"), _("本地时长复核员或本单位管理员复核")),
    "provisional": ("amber", _("等实名核验"), _("实践站（所）工作人员核验您的证件")),
    "posted": ("jade", _("已入账"), ""),
    "reversed": ("brick", _("已冲销"), ""),
    "refused": ("brick", _("复核未通过"), ""),
    "nothing": ("plain", _("没有可计的时长"), ""),
    "absent": ("plain", _("没有来"), ""),
    "undone": ("plain", _("已撤销"), ""),
}


def _reasons(own: Iterable[rules.Reason], entries: list[HourEntry]) -> list[str]:
    found = words.reason_words(own)
    for entry in entries:
        found += [w for w in words.reason_words(entry.reason) if w not in found]
    return found


def _answer(proposals: Iterable[Proposal]) -> str:
    decided = [p for p in proposals if p.decision_words]
    return max(decided, key=lambda p: p.pk).decision_words if decided else ""


def case_of(attendance: Attendance, entries: list[HourEntry], objection: Objection | None, at: datetime) -> Case:
    """Put together what is known of one attendance."""
    state = attendances.state_of(attendance, entries, at)
    tone, text, waits_for = STATES[state]
    waiting = [p for p in attendance.proposals.all() if p.approved_at is None and p.refused_at is None]
    first = min(waiting, key=lambda p: p.due_on, default=None)
    due_on, asked_at = (first.due_on, first.proposed_at) if first is not None else (None, None)
    asked = reviews.asked_about(attendance)
    doubt = questioned.doubt_of(asked, ledger.standing(entries)) if asked is not None else None
    waits = sum(p.minutes for p in waiting if not p.replaces)
    if doubt is not None:
        # What is on record stands until then: "waits for review" would read as hours that are still to come.
        text = _("有人申请冲销") if doubt.row.part == "reversal" else _("有人申请更正")
        waits = waits if doubt.posted else doubt.was
    if objection is not None:
        waits_for, due_on, asked_at = _("本地主管部门答复您的异议"), objection.due_on, objection.filed_at
        # While it is open the record is not simply so.
        tone, text = "amber", _("有异议，待答复")
    credit = sum(e.minutes for e in entries if e.tier == Tier.CREDIT)
    return Case(
        attendance=attendance,
        occasion=occasions.occasion_of(attendance),
        state=state,
        tone=tone,
        state_text=text,
        credit_minutes=credit,
        honour_minutes=sum(e.minutes for e in entries) - credit,
        waiting_minutes=waits,
        # What the record would say if the proposal is approved is not said of it yet.
        reasons=_reasons(attendance.reason if doubt is None else [], entries),
        waits_for=waits_for,
        due_on=due_on,
        asked_on=clock.local_date(asked_at) if asked_at is not None else None,
        late=due_on is not None and due_on < clock.local_date(at),
        doubt=doubt,
        answer=_answer(attendance.proposals.all()),
        objection=objection,
        entries=entries,
    )


def _counted_between(person_id: int, start: datetime, end: datetime) -> QuerySet[Attendance]:
    """A person's records that are counted for a day of that time: of a shift the day on which it begins.

    Whoever comes before midnight to what begins after it is on the record of the next day, and year.
    """
    near = Q(checked_in_at__gte=start - timedelta(days=1), checked_in_at__lt=end + timedelta(days=1))
    at_shift = Q(shift__starts_at__gte=start, shift__starts_at__lt=end)
    visit = Q(shift__isnull=True, checked_in_at__gte=start, checked_in_at__lt=end)
    return attendances.attendances_of_person(person_id).filter(near, at_shift | visit)


def cases_of_person(person_id: int, year: int, at: datetime) -> list[Case]:
    """All records of a person in a year, the newest first: those that are counted for a day of it."""
    first, next_first = clock.midnight(date(year, 1, 1)), clock.midnight(date(year + 1, 1, 1))
    return _cases(_counted_between(person_id, first, next_first), person_id, at)


def last_cases(person_id: int, most: int, at: datetime) -> list[Case]:
    """The last records of a person, of whatever year, the newest first."""
    return _cases(attendances.attendances_of_person(person_id)[:most], person_id, at)


def _cases(rows: QuerySet[Attendance], person_id: int, at: datetime) -> list[Case]:
    found = list(rows[:MOST])
    entries = attendances.entries_by_attendance([a.pk for a in found])
    cases = {o.attendance_id: o for o in reviews.objections_of(person_id).filter(reviews.OPEN)}
    return _in_doubt([case_of(a, entries.get(a.pk, []), cases.get(a.pk), at) for a in found], person_id)


def _in_doubt(cases: list[Case], person_id: int) -> list[Case]:
    """Where the registration of the day is in doubt, what waits waits for that: asked once, where something waits.

    What was served by a new registration, which is not in doubt, waits for a check as usual.
    """
    if not any(case.state == "provisional" for case in cases):
        return cases
    spans = people.held_spans(person_id)
    words, waits_for = _("注册核实中"), _("两位工作人员决定您的注册是否属实")

    def waits(case: Case) -> bool:
        opens, closes = clock.midnight(case.occasion.day), clock.end_of(case.occasion.day)
        return any(since < closes and (until is None or until > opens) for since, until in spans)

    return [
        replace(case, state_text=words, waits_for=waits_for)
        if case.state == "provisional" and case.objection is None and waits(case)
        else case
        for case in cases
    ]


def case_of_attendance(attendance: Attendance, at: datetime) -> Case:
    """The case of one attendance."""
    entries = list(ledger.entries_of_attendance(attendance.pk))
    said = list(reviews.objections_of(attendance.person_id).filter(attendance=attendance).order_by("id"))
    still_open = next((one for one in said if one.answered_at is None and one.withdrawn_at is None), None)
    [case] = _in_doubt([case_of(attendance, entries, still_open, at)], attendance.person_id)
    if case.objection is None and case.asked_on is not None and case.due_on is not None:
        case = replace(case, asked_on=occasions.counts_from(case.occasion, case.asked_on, case.due_on))
    appeal_days = occasions.rules_of(case.occasion).rules.appeal_days
    # What somebody asks to change may be objected to anew, as what was posted anew.
    changes = [e.posted_at for e in entries] + ([case.doubt.row.proposed_at] if case.doubt is not None else [])
    may = may_object_now(said, changed_at=max(changes, default=None), days=appeal_days, at=at)
    return replace(case, said=said, may=may)


def may_object_now(said: Sequence[Objection], *, changed_at: datetime | None, days: int, at: datetime) -> str:
    """What may be said now about a record of which that was said: see rules.objecting.may_now."""
    facts = [rules.Said(one.answered_at, one.withdrawn_at, one.appeal_of_id is not None) for one in said]
    return rules.may_now(facts, changed_at=changed_at, appeal_days=days, at=at)


def said_of_shift(person_id: int, shift_id: int) -> list[Objection]:
    """What a person said about a shift at which nothing is on record, the oldest first."""
    rows = reviews.objections_of(person_id).filter(shift_id=shift_id, attendance__isnull=True)
    return list(rows.order_by("id"))


def may_appeal(objection: Objection, at: datetime) -> bool:
    """Whether somebody else may be asked to look once more at this answer: it is the last word on its record so far."""
    if objection.attendance is not None:
        case = case_of_attendance(objection.attendance, at)
        said, may = case.said, case.may
    else:
        shift = objection.shift
        said = said_of_shift(objection.person_id, objection.shift_id or 0)
        days = occasions.rules_of(occasions.occasion_of_shift(shift)).rules.appeal_days if shift is not None else 0
        may = may_object_now(said, changed_at=None, days=days, at=at)
    answered = [one.pk for one in said if one.answered_at is not None]
    return may == "appeal" and answered[-1:] == [objection.pk]


def waiting_cases(person_id: int, at: datetime) -> list[Case]:
    """What is still open about a person's hours of the past year: for the volunteer's own page.

    What waits in December goes on waiting in January.
    """
    rows = _counted_between(person_id, at - timedelta(days=365), at + timedelta(days=1))
    return [c for c in _cases(rows, person_id, at) if c.waits_for]


def loose_entries(person_id: int, year: int) -> list[HourEntry]:
    """Lines without an attendance: brought over from another system."""
    rows = ledger.entries_of(person_id).filter(attendance_id__isnull=True, served_on__year=year)
    return list(rows[:MOST])


def without_record(person_id: int, at: datetime, *, days: int = 60) -> list[activities.Signup]:
    """Shifts of the last weeks for which the person had a place, and there is no attendance."""
    rows = activities.signups_of_person(person_id).filter(
        activities.standing("shift__"),
        state="accepted",
        shift__ends_at__lt=at,
        shift__ends_at__gt=at - timedelta(days=days),
    )
    known = set(attendances.attendances_of_person(person_id).values_list("shift_id", flat=True))
    return [row for row in rows if row.shift_id not in known]


def years_of(person_id: int, at: datetime) -> list[int]:
    """Years in which the person has entries or records, posted or not, and this one; the newest first."""
    days = ledger.entries_of(person_id).order_by().dates("served_on", "year")
    counted_for = ExtractYear(Coalesce("shift__starts_at", "checked_in_at"), tzinfo=clock.CHINA)
    records = attendances.attendances_of_person(person_id).order_by().annotate(_year=counted_for)
    recorded = set(records.values_list("_year", flat=True).distinct())
    return sorted({day.year for day in days} | recorded | {clock.local_date(at).year}, reverse=True)


@dataclass(frozen=True, slots=True)
class Month:
    """One month of a person's year: its records and lines, newest first, and their sums by tier."""

    number: int
    first: date
    cases: list[Case]
    loose: list[HourEntry]
    credit_minutes: int
    honour_minutes: int

    @property
    def times(self) -> int:
        """How many records have minutes that count."""
        return sum(case.minutes > 0 for case in self.cases) + len(self.loose)

    @property
    def all_minutes(self) -> int:
        return self.credit_minutes + self.honour_minutes


def months_of(year: int, cases: Iterable[Case], loose: Iterable[HourEntry]) -> list[Month]:
    """The months that have something, the newest first. A record belongs to the month of the day it is counted for."""
    by_month: dict[int, tuple[list[Case], list[HourEntry]]] = {}
    for case in cases:
        by_month.setdefault(day_of(case).month, ([], []))[0].append(case)
    for entry in loose:
        by_month.setdefault(entry.served_on.month, ([], []))[1].append(entry)
    found = []
    for number, (here, lines) in sorted(by_month.items(), reverse=True):
        credit = sum(c.credit_minutes for c in here) + sum(e.minutes for e in lines if e.tier == Tier.CREDIT)
        honour = sum(c.honour_minutes for c in here) + sum(e.minutes for e in lines if e.tier != Tier.CREDIT)
        found.append(Month(number, date(year, number, 1), here, lines, credit, honour))
    return found


def day_of(case: Case) -> date:
    """The day a record is counted for: that of its lines, before there are any that of its beginning."""
    return case.entries[0].served_on if case.entries else clock.local_date(case.occasion.window.starts_at)
