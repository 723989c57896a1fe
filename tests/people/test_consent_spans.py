"""A day on which a guardian's consent was in force counts, whatever came later; one on which it was not does not."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from baiying.kit import clock
from baiying.kit.values.actor import Actor
from baiying.people import actions, queries, rules
from baiying.people.models import ConsentSpan, Guardianship
from tests.people import world
from tests.people.test_two_guardians import Family, family  # noqa: F401
from tests.people.world import ACTOR

pytestmark = pytest.mark.django_db

GRANDMOTHER = "19900000909"


def after(days: int) -> datetime:
    return START + timedelta(days=days)


START = clock.now()


def agreed_on(one: Family, *days: int) -> list[bool]:
    found = [queries.standing_on(one.registration.person_id, clock.local_date(after(day)), after(50)) for day in days]
    return [row is not None and row.guardian_ok for row in found]


def spans(row: Guardianship) -> list[tuple[int, int | None]]:
    """Of a consent the days, counted from the start, from when to when it was in force."""
    return [
        ((span.from_at - START).days, (span.to_at - START).days if span.to_at else None)
        for span in ConsentSpan.objects.filter(guardianship=row).order_by("id")
    ]


def decided_for_her(one: Family) -> Guardianship:
    """She agreed and waits; the grandmother is asked on day 5; on day 10 the county decides for the mother."""
    one.she_agrees()
    asked = rules.GuardianAsked("赵奶奶", "grandparent", GRANDMOTHER)
    hers = actions.ask_guardian(person=one.registration.person, guardian=asked, actor=ACTOR, at=after(5))
    actions.decide_between_guardians(
        guardianship=one.hers, document="离婚协议", why="判决", actor=office(), at=after(10)
    )
    return hers


def office() -> Actor:
    return replace(ACTOR, account_id=world.make_account("13300000071", "王干事").pk)


@pytest.mark.law("R685-8")
@pytest.mark.law("CC-1058")
def test_days_between_a_decision_and_a_later_withdrawal_keep_the_consent_they_had(family: Family) -> None:  # noqa: F811
    grandmothers = decided_for_her(family)
    actions.agree_as_guardian(guardianship=grandmothers, actor=ACTOR, at=after(20))
    grandmothers.refresh_from_db()
    actions.withdraw_as_guardian(guardianship=grandmothers, actor=ACTOR, at=after(30))
    family.hers.refresh_from_db()
    assert queries.is_waiting(family.hers), "it waits again"
    assert agreed_on(family, 10, 15, 25, 30) == [True, True, True, True]
    assert agreed_on(family, 5, 9, 31, 40) == [False, False, False, False]
    assert spans(family.hers) == [(10, 30)]
    assert spans(grandmothers) == [(20, 30)]
    # She withdraws what waits: what it carried is not taken away.
    actions.withdraw_as_guardian(guardianship=family.hers, actor=ACTOR, at=after(35))
    assert agreed_on(family, 9, 15, 31) == [False, True, False]
    assert spans(family.hers) == [(10, 30)]


def test_in_force_twice_is_two_spans(family: Family) -> None:  # noqa: F811
    grandmothers = decided_for_her(family)
    actions.agree_as_guardian(guardianship=grandmothers, actor=ACTOR, at=after(20))
    grandmothers.refresh_from_db()
    actions.withdraw_as_guardian(guardianship=grandmothers, actor=ACTOR, at=after(30))
    family.hers.refresh_from_db()
    actions.decide_between_guardians(
        guardianship=family.hers, document="法院判决", why="判决", actor=office(), at=after(40)
    )
    assert spans(family.hers) == [(10, 30), (40, None)]
    assert agreed_on(family, 15, 35, 39, 40, 45) == [True, False, False, True, True]


def test_a_consent_that_waited_from_the_start_was_never_in_force(family: Family) -> None:  # noqa: F811
    family.she_agrees()
    assert family.hers.waits_since is not None
    assert spans(family.hers) == []
    assert len(spans(family.his)) == 1


def test_consents_that_come_in_whole_have_their_spans(family: Family) -> None:  # noqa: F811
    ward = family.registration.person_id
    given = {"ward_id": ward, "guardian_name": "甲", "relation": "other", "phone_sealed": b"x", "phone_hash": b"x"}
    given |= {"phone_mask": "x", "version": "3", "asked_at": after(1), "agreed_at": after(1)}
    rows = [Guardianship(**given, withdrawn_at=end) for end in (after(4), after(1))]
    made = Guardianship.objects.bulk_create(rows)
    assert [spans(row) for row in made] == [[(1, 4)], []]


@pytest.mark.law("CC-1058")
def test_what_an_office_decided_stays_decided_though_the_consent_waits_anew(family: Family) -> None:  # noqa: F811
    """The father withdrew, and the office decided for the mother; the grandmother agreed and withdrew. What waits now
    waits for the grandmother alone: once she agrees again the child goes on; the father is not asked again."""
    grandmothers = decided_for_her(family)
    actions.agree_as_guardian(guardianship=grandmothers, actor=ACTOR, at=after(20))
    grandmothers.refresh_from_db()
    actions.withdraw_as_guardian(guardianship=grandmothers, actor=ACTOR, at=after(30))
    family.hers.refresh_from_db()
    refusal = queries.standing_refusal(family.hers)
    assert refusal is not None
    assert refusal.guardian_name == "赵奶奶"
    assert [(one.who, one.said, one.settled) for one in queries.said_by_others(family.hers)] == [
        ("赵**", "withdrew", False),
        ("李**", "withdrew", True),
    ]
    again = actions.agree_again(guardianship=grandmothers, actor=ACTOR, at=after(40))
    assert family.is_ok(), "nobody is left to wait for"
    family.hers.refresh_from_db()
    assert family.hers.in_force_at == after(40)
    assert again.waits_since is None
    assert spans(family.hers) == [(10, 30), (40, None)]


def test_whoever_withdraws_after_the_decision_is_waited_for_again(family: Family) -> None:  # noqa: F811
    decided_for_her(family)
    # He comes back as a guardian by another way, and withdraws later than the decision.
    Guardianship.objects.filter(pk=family.his.pk).update(withdrawn_at=after(25))
    assert queries.standing_refusal(family.hers) is not None
