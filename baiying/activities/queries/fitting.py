"""Whom a shift, as it stands, still fits: the conditions of age are asked again whenever it is given another time."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from baiying.activities.models import Shift, Signup
from baiying.activities.queries import signups
from baiying.activities.rules import minors, plans, signing_up
from baiying.kit import clock
from baiying.kit.values import identifiers
from baiying.people import queries as people


def age_at(row: Signup, shift: Shift) -> int:
    """How old somebody is on the day on which the shift begins: a birthday at its midnight changes nothing."""
    return identifiers.age_on(row.person.birth_date, clock.local_date(shift.starts_at))


def unfit(rows: Sequence[Signup], shift: Shift, *, moved: bool = False, was_late: bool = False) -> dict[int, str]:
    """Who could not sign up for the shift as it stands now, for the age: by sign-up the code of why not.

    `moved`: a guardian who once excused the child from lessons did so for another time; he may sign the child up again.
    So he does where the shift was not late before (`was_late`) and is now. A guardian who signed the child up comes
    along, whenever it is.
    """
    ages = {row.pk: age_at(row, shift) for row in rows}
    young_ones = min(ages.values(), default=plans.ADULT) < plans.ADULT
    if not young_ones and shift.post.min_age is None and shift.post.max_age is None:
        return {}
    facts = signups.facts_of_shift(shift)
    given = signups.hours_of_minors(shift) if young_ones else None
    found = {}
    for row in rows:
        person = signing_up.PersonFacts(age_then=ages[row.pk])
        if given is not None and ages[row.pk] < plans.ADULT:
            young = partial(minors.young, ages[row.pk], hours=given[0], rules=given[1])
            theirs = row.by_id != row.person.account_id
            # What a guardian agreed to: company whenever it is, a late hour where it was late, lessons at that time.
            there, late, then = (young(by_guardian=theirs and ok) for ok in (True, not moved or was_late, not moved))
            person = replace(person, at_school=then.at_school, alone=there.alone, late=late.late)
        if code := signing_up.why_unfit(facts, person):
            found[row.pk] = code
    return found


def why_no_place(rows: Sequence[Signup]) -> dict[int, str]:
    """Who of those who wait or applied, at any shifts, may not be given a place now: by sign-up the code of why not.

    Asked wherever somebody else than the person gives a place: out of the line, by the leader's answer, one or many.
    """
    found: dict[int, str] = {}
    for shift in {row.shift_id: row.shift for row in rows}.values():
        found |= unfit([row for row in rows if row.shift_id == shift.pk], shift)
    barred = people.why_not_serving({row.person_id for row in rows})
    return found | {row.pk: barred[row.person_id] for row in rows if row.person_id in barred}


def is_late(shift: Shift) -> bool:
    """Whether the shift reaches into hours for which a guardian signs a child up."""
    return signups.hours_of_minors(shift)[0].late


def no_longer_fit(before: dict[int, str], after: dict[int, str]) -> dict[int, str]:
    """Whom a change makes unfit: not who was taken although it never fitted, but whoever would miss lessons then."""
    return {pk: code for pk, code in after.items() if pk not in before or code == "school_hours"}
