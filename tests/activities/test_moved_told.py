"""After a shift is moved its leader reads how many were told, and nothing of telling where nobody was (O21)."""

import pytest

from baiying.notices.models import Message
from tests.activities.makers import Town, confirmed, log_in, volunteer
from tests.activities.test_before_moving import typed as times


@pytest.mark.parametrize("people", [0, 2])
def test_o21_the_sentence_after_moving_counts_who_was_told(town: Town, people: int) -> None:
    shift = town.shift(places=5)
    for n in range(people):
        town.signup(shift, volunteer(f"来人{'甲乙'[n]}", town.village))
    leader = log_in(town.leader, town.leader_person)
    url, sent = f"/shifts/{shift.public_id}/time/", times(shift.starts_at.replace(hour=2))
    answer = leader.post(url, sent)
    if people:
        answer = leader.post(url, sent | confirmed(answer.content.decode()))
    assert answer.status_code == 303
    page = leader.get(answer["Location"]).content.decode()
    assert ("没有通知任何人" in page) == (people == 0)
    assert ("通知了报名的 2 人" in page) == (people == 2)
    assert Message.objects.count() == people
