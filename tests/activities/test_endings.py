"""How a past sign-up ended (P16), from one rule: the page says who came, who did not, and whose turn never was."""

import pytest

from baiying.activities.rules.endings import ending
from baiying.demo import builders
from tests.activities.makers import Town, log_in, volunteer


@pytest.mark.rules
@pytest.mark.parametrize(
    ("state", "came", "took_place", "end"),
    [
        ("accepted", True, True, "came"),
        ("accepted", True, False, "came"),
        ("accepted", False, True, "missed"),
        ("accepted", False, False, "nothing_on_record"),
        ("accepted", None, True, "nothing_on_record"),
        ("waitlisted", None, True, "never_came_up"),
        ("waitlisted", False, True, "never_came_up"),
        ("applied", None, True, "never_decided"),
        ("refused", None, True, "refused"),
        ("cancelled", False, True, "cancelled"),
    ],
)
def test_how_a_sign_up_ended(state: str, came: bool | None, *, took_place: bool, end: str) -> None:
    assert ending(state, came=came, took_place=took_place) == end


@pytest.mark.django_db
def test_p16_past_sign_ups_say_how_they_ended(town: Town) -> None:
    person, other = volunteer("林晓雨", town.village), volunteer("别人", town.village)
    titles = {}
    for title, state, comes in (
        ("来过的", "accepted", person), ("没来的", "accepted", other), ("没人记的", "accepted", None),
        ("没轮到的", "waitlisted", other), ("没答复的", "applied", None), ("取消的", "cancelled", None),
    ):  # fmt: skip
        shift = town.shift(town.activity(title), days=-1 - len(titles))
        town.signup(shift, person, state)
        if comes is not None:
            builders.attendance(shift, comes, came_at=shift.starts_at, left_at=shift.ends_at)
        titles[title] = shift
    assert person.account is not None
    page = log_in(person.account, person).get("/mine/signups/")
    said = {line["activity"].title: str(line["words"][1]) for line in page.context["past"]}
    assert said == {
        "来过的": "来过", "没来的": "没有来", "没人记的": "没有记录", "没轮到的": "没有轮到", "没答复的": "没有答复",
        "取消的": "已取消",
    }  # fmt: skip
