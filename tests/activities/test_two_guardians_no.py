"""A guardian's no to a shift ends when that same guardian signs the child up: two of them block each other by turns,
never for ever (Law on the Protection of Minors art. 16)."""

from datetime import date

import pytest

from baiying.accounts.models import Account
from baiying.activities import actions
from baiying.activities.actions import refusals
from baiying.activities.models import Shift, Signup
from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.values.actor import Actor
from baiying.people.models import Person
from tests.activities.makers import Town, account, actor
from tests.activities.test_sign_up_rules import answer_of_rule, guardian_of

pytestmark = pytest.mark.django_db


class Parents:
    def __init__(self, town: Town) -> None:
        self.mother = account("母亲")
        self.child = builders.person(
            "孩子", residence=town.village, born=date(2011, 5, 1), account=account("孩子"), guardian=self.mother
        )
        self.father = guardian_of(self.child, {"born": 2011})
        self.shift = town.shift(days=3)

    def by(self, who: Account) -> Actor:
        return actor(who, self.child)

    def signs_up(self, who: Account) -> None:
        made = actions.sign_up(
            shift_pid=self.shift.public_id, person_id=self.child.pk, actor=self.by(who), at=clock.now()
        )
        assert made.code == "accepted"

    def says_no(self, who: Account) -> None:
        row = Signup.objects.filter(person=self.child).latest("id")
        actions.refuse_as_guardian(signup_id=row.pk, actor=self.by(who), at=clock.now())

    def answer(self, who: Account) -> str:
        """Rule and database, which have to agree."""
        found = answer_of_rule(Shift.objects.get(pk=self.shift.pk), who, self.child, clock.now())
        if found == "guardian_said_no":
            with pytest.raises(refusals.GuardianSaidNo):
                self.signs_up(who)
        return found


@pytest.mark.law("MPL-16")
def test_a_no_ends_when_the_same_guardian_signs_up(town: Town) -> None:
    both = Parents(town)
    child = both.child.account
    assert isinstance(child, Account)
    both.signs_up(child)
    both.says_no(both.mother)
    assert [both.answer(who) for who in (child, both.father, both.mother)] == [
        "guardian_said_no", "guardian_said_no", "accepted",
    ]  # fmt: skip
    both.signs_up(both.mother)
    both.says_no(both.father)
    # Hers is over, his stands: he may, she and the child may not.
    assert [both.answer(who) for who in (child, both.father, both.mother)] == [
        "guardian_said_no", "accepted", "guardian_said_no",
    ]  # fmt: skip
    both.signs_up(both.father)
    assert Signup.objects.filter(person=both.child, state="accepted").count() == 1


def test_a_new_no_after_signing_up_stands_again(town: Town) -> None:
    both = Parents(town)
    both.signs_up(both.mother)
    both.says_no(both.mother)
    both.signs_up(both.mother)
    both.says_no(both.mother)
    assert both.answer(both.father) == "guardian_said_no"
    assert isinstance(both.child, Person)
