"""What each kind of body gives, and trees of teams that never become circles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baiying.teams import rules
from baiying.teams.rules import BodyFacts

pytestmark = pytest.mark.rules
CONSENT = ("consenting_name", "consenting_credit_code", "consenting_contact")
OWN = ("credit_code", "competent_unit")


@pytest.mark.law("R685-6")
@pytest.mark.law("R685-42")
@pytest.mark.parametrize(
    ("kind", "needed", "foreign"),
    [("registered", OWN, CONSENT), ("legal_entity", OWN, CONSENT), ("internal_group", CONSENT, OWN)],
)
def test_a_body_gives_what_its_kind_needs_and_nothing_of_the_other(
    kind: str, needed: tuple[str, ...], foreign: tuple[str, ...]
) -> None:
    assert rules.missing(BodyFacts(kind, "某队")) == needed
    assert rules.missing(BodyFacts(kind, "某队", **dict.fromkeys(needed, "有"))) == ()
    assert rules.missing(BodyFacts(kind, "某队", **dict.fromkeys(foreign, "有"))) == needed
    for left_out in needed:
        given_facts = {name: "有" for name in needed if name != left_out}
        assert rules.missing(BodyFacts(kind, "某队", **given_facts)) == (left_out,)
    assert rules.superfluous(kind) == foreign


# Two that check by GB 32100-2015, and one of them with a slip of the pen.
RIGHT, ALSO_RIGHT, WRONG = "91350100M000100Y43", "91110000600037341L", "91350100M000100Y44"


@pytest.mark.parametrize(
    ("own", "of_others", "note", "names"),
    [
        ("", "", "", ()),
        (RIGHT, "", "", ()),
        (RIGHT, ALSO_RIGHT, "", ()),
        (WRONG, "", "", ("credit_code",)),
        ("", WRONG, "", ("consenting_credit_code",)),
        (WRONG, WRONG, "", ("credit_code", "consenting_credit_code")),
        (RIGHT, WRONG, "", ("consenting_credit_code",)),
        (RIGHT.lower(), "", "", ("credit_code",)),
        ("9135", "", "", ("credit_code",)),
        (WRONG, WRONG, "证书原件如此", ()),
    ],
)
def test_a_code_that_does_not_check_needs_a_word_of_who_saw_the_certificate(
    own: str, of_others: str, note: str, names: tuple[str, ...]
) -> None:
    body = BodyFacts("registered", "某队", credit_code=own, consenting_credit_code=of_others, credit_code_note=note)
    assert rules.unexplained(body) == names


# 1 and 4 at the top; 2 and 3 below 1; 5 below 3.
PARENTS = {1: None, 2: 1, 3: 1, 4: None, 5: 3}


@pytest.mark.parametrize(
    ("team", "parent", "circle"),
    [
        (1, 1, True), (1, 2, True), (1, 5, True), (3, 5, True), (5, 1, False), (5, 4, False), (2, 3, False),
        (1, 4, False), (4, 5, False), (None, 5, False), (9, 9, True), (2, 77, False),
    ],
)  # fmt: skip
def test_a_team_never_stands_below_itself(team: int | None, parent: int, circle: bool) -> None:
    assert rules.closes_circle(team, parent, PARENTS) is circle


def test_a_circle_that_is_there_already_is_noticed_and_ends() -> None:
    assert rules.closes_circle(9, 6, {6: 7, 7: 6}) is True
    assert rules.closes_circle(None, 6, {6: 6}) is True
    assert rules.depth(6, {6: 7, 7: 6}) > 2


@pytest.mark.parametrize(("parent", "deep"), [(None, 1), (1, 2), (4, 2), (2, 3), (3, 3), (5, 4)])
def test_the_depth_counts_the_team_itself(parent: int | None, deep: int) -> None:
    assert rules.depth(parent, PARENTS) == deep


def test_a_line_of_teams_is_as_deep_as_it_is_long() -> None:
    line: dict[int, int | None] = {n: n - 1 or None for n in range(1, 9)}
    assert [rules.depth(n, line) for n in range(1, 9)] == list(range(2, 10))
    assert [rules.height(n, line) for n in range(1, 9)] == list(range(8, 0, -1))
    assert rules.depth(1, {1: 1}) == 3, "a circle ends, and counts as deeper than any line of as many teams"


@pytest.mark.parametrize(("team", "high"), [(1, 3), (2, 1), (3, 2), (4, 1), (5, 1), (None, 1), (99, 1)])
def test_the_height_counts_the_longest_line_below(team: int | None, high: int) -> None:
    assert rules.height(team, PARENTS) == high


@given(st.lists(st.integers(0, 10), min_size=1, max_size=10), st.data())
def test_moving_what_closes_no_circle_leaves_a_tree(choices: list[int], data: st.DataObject) -> None:
    parents: dict[int, int | None] = {n: choice % n or None for n, choice in enumerate(choices, start=1)}
    team, parent = (data.draw(st.integers(1, len(choices))) for _ in range(2))
    if rules.closes_circle(team, parent, parents):
        return
    deepest = rules.depth(parent, parents) + rules.height(team, parents) - 1
    parents[team] = parent
    for start in parents:
        line: list[int] = [start]
        while (above := parents[line[-1]]) is not None:
            assert above not in line
            line.append(above)
        if team in line:
            assert len(line) <= deepest, "no team stands deeper than depth and height said"


@pytest.mark.parametrize(
    ("joined", "refused", "left", "state"),
    [
        (False, False, False, "asked"),
        (True, False, False, "joined"),
        (False, True, False, "refused"),
        (True, True, False, "refused"),
        (True, False, True, "left"),
        (False, False, True, "left"),
        (True, True, True, "left"),
    ],
)
def test_the_state_of_a_membership(joined: bool, refused: bool, left: bool, state: str) -> None:
    assert rules.membership_state(joined=joined, refused=refused, left=left) == state
