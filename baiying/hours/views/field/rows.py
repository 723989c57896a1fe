"""The rows of the leader's list: who is missing first, what was noted of the others, what may be done about each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as translate

from baiying.accounts.access import acts_with
from baiying.activities import queries as activities
from baiying.hours import actions, queries, rules
from baiying.kit.values import identifiers, names
from baiying.kit.values.actor import Actor
from baiying.people import queries as people
from baiying.ui import formats


@dataclass(frozen=True, slots=True)
class Row:
    """One person on the leader's list. `state`: missing, here, ends (somebody must say when), waits, left, or absent
    (on record by mistake, as two persons found).

    `own`: about the leader, a ward, or who shares the phone; another hand is needed. `problem`: what was refused now,
    `note`: what came of the press where nobody would expect it. `asked`: what somebody asks to change about the record,
    while it waits for another's decision.
    `paused`: a child who stands here while the guardian has withdrawn: to be stopped, and picked up. `child`: that it
    is one, and what the guardian agreed to. `moved`: what a grown-up said to the new time of a shift that was moved.
    `unchecked`: nobody has seen the document yet. `earlier`: what the person has on record before the row above it.
    """

    person: Any
    signup: Any
    attendance: Any
    state: str
    detail: str
    may_call: bool = False
    may_undo: str = ""
    own: bool = False
    paused: bool = False
    problem: str = ""
    note: str = ""
    call: people.Call | None = None
    asked: queries.Proposal | None = None
    child: activities.Child | None = None
    moved: activities.NewTime | None = None
    unchecked: bool = False
    earlier: bool = False

    @property
    def name(self) -> str:
        return shown_name(self.person.shown_name, self.attendance)

    @property
    def asked_words(self) -> str:
        return queries.asked_words(self.asked) if self.asked is not None else ""

    @property
    def key(self) -> str:
        """The row's own address in the page."""
        return str(self.signup.public_id if self.signup is not None else self.attendance.public_id)


def shown_name(name: str, row: queries.Attendance | None) -> str:
    """Whom a typed number brought is shown by surname: the leader has seen neither consent nor card (S17)."""
    typed = row is not None and row.walk_in and row.in_source == queries.Source.ROLL
    return identifiers.mask_name(name) if typed else name


def shown(row: queries.Attendance) -> str:
    return shown_name(row.person.shown_name, row)


def unchecked_words(person_id: int) -> str:
    """That nobody has seen the document of who was noted as here; empty where that is done."""
    if not people.unchecked_among([person_id]):
        return ""
    return translate("还没有实名核验：时长先记着，到实践站（所）核验之后才计入。")


def too_little() -> str:
    return translate("只写一个姓，或两三位数字，认不出是哪一位。请写全名，或手机号后四位。")


def near_words(near: Sequence[str]) -> str:
    """Nobody is called just so: who may be meant, by name."""
    names_of = formats.listed(list(dict.fromkeys(near)))
    return translate("没有这个姓名。是不是 %(names)s？是的请选，不是的请改。") % {"names": names_of}


# Who must say when somebody left comes before who is missing once the shift is over; then who is here; then who left.
_ORDER = {"ends": 0, "missing": 1, "here": 2, "waits": 3, "left": 3, "absent": 4}
_ENDS = ("forgotten", "stated", "refused")


def _state(one: queries.OnRoster) -> str:
    if one.state in _ENDS:
        return "ends"
    return {"missing": "missing", "serving": "here", "absent": "absent"}.get(one.state, "left")


def _detail(row: queries.Attendance | None) -> str:
    if row is None:
        return ""
    text = formats.time_text(row.checked_in_at)
    if row.checked_out_at is not None and row.out_source:
        text += f"–{formats.time_text(row.checked_out_at)}"
    text += f" · {row.get_in_source_display()}"
    if row.checked_out_at is not None and row.out_source and row.out_source != row.in_source:
        # Somebody scanned in and typed the end afterwards: the record says both.
        text += translate("，离开：%(source)s") % {"source": row.get_out_source_display()}
    return text + (f" · {translate('现场加入')}" if row.walk_in else "")


def _refused(one: queries.OnRoster, whys: Mapping[int, str]) -> str:
    """That a reviewer refused the minutes, and why: it is not a forgotten check-out, and another end may be said."""
    if one.state != "refused" or one.attendance is None:
        return ""
    why = whys.get(one.attendance.pk, "")
    said = translate("复核没通过：%(why)s") % {"why": why} if why else translate("复核没通过")
    return f" · {said}"


def _may_undo(row: queries.Attendance | None, state: str, account_id: int | None, at: datetime) -> str:
    """arrival, leaving, or nothing: what of a row the leader may still take back."""
    if row is None:
        return ""
    if state == "here":
        ticked = row.in_by_id == account_id and row.in_source in (queries.Source.ROLL, queries.Source.SCAN)
        return "arrival" if ticked and rules.may_undo(row.checked_in_at, at) else ""
    return "leaving" if actions.may_undo_leaving(row, account_id, at) else ""


def _is_worth_a_call(one: queries.OnRoster, state: str, *, is_ward: bool) -> bool:
    """Whether the leader may need the number: who is missing, who must say when they left, any child who is here.

    Who walked in without a place gave no number for this: one typed number must not open another (S17).
    """
    if one.signup is None:
        return False
    return state in {"missing", "ends"} or (state == "here" and is_ward)


def rows_of(shift: activities.Shift, actor: Actor, at: datetime, *, person_id: int | None = None) -> list[Row]:
    """Who must say an end, who is missing, who is here, who left; each group in the order of signing up."""
    own = people.own_person_ids(*acts_with(actor))
    given = queries.rules_of(queries.occasion_of_shift(shift)).rules
    callable_now = rules.may_call(shift.starts_at, shift.ends_at, given, at) or bool(activities.in_doubt([shift], at))
    roster = queries.roster_of(shift.pk, at, person_id=person_id)
    wards = people.needing_guardian([one.person_id for one in roster])
    children = activities.children_on(shift, [(one.person, one.signup) for one in roster if not one.earlier])
    moved = activities.new_times_at(shift, [one.signup for one in roster if one.signup is not None])
    unchecked = people.unchecked_among([one.person_id for one in roster])
    refused = queries.refusals_of([one.attendance.pk for one in roster if one.state == "refused" and one.attendance])
    found = []
    for one in roster:
        state = _state(one)
        mine = one.person_id in own or one.person_id == actor.person_id
        fixed = mine or one.state == "refused"
        found.append(
            Row(
                person=one.person,
                signup=one.signup,
                attendance=one.attendance,
                state=state,
                detail=_detail(one.attendance) + _refused(one, refused),
                may_call=callable_now and not mine and _is_worth_a_call(one, state, is_ward=one.person_id in wards),
                may_undo="" if fixed else _may_undo(one.attendance, state, actor.account_id, at),
                own=mine,
                asked=queries.asked_about(one.attendance),
                paused=state == "here" and not wards.get(one.person_id, True),
                child=children.get(one.person_id) if not one.earlier else None,
                earlier=one.earlier,
                moved=moved.get(one.signup.pk) if one.signup is not None and state == "missing" else None,
                unchecked=one.person_id in unchecked and not one.earlier,
            )
        )
    return found


def in_order(rows: Sequence[Row], kept: str = "") -> list[Row]:
    """Sorted for the page; the row that was just marked stays where it stood, among the missing."""
    return sorted(rows, key=lambda row: _ORDER["missing" if row.key == kept else row.state])


def found(rows: Sequence[Row], search: str) -> list[Row]:
    """Whose name, as the leader may read it, holds what was typed."""
    key = names.key(search)
    return [row for row in rows if key in names.key(row.name)] if key else list(rows)


def with_problem(row: Row, problem: str) -> Row:
    return replace(row, problem=problem)


def with_note(row: Row, note: str) -> Row:
    return replace(row, note=note)


def with_call(row: Row, call: people.Call) -> Row:
    return replace(row, call=call)
