"""Many decided at once: by shift, shown before, taken back after, by one hand only (O10)."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.hours import actions, queries, rules
from baiying.hours.actions.refusals import DecidedTogether, NotYourDecision, TooLateToTakeBack
from baiying.hours.models import DecisionBatch, HourEntry, Proposal
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.kit.models import AuditEvent
from baiying.notices.models import Message
from tests.hours.conftest import Morning, morning_at
from tests.hours.test_race import HANDS, at_once

ClientAs = Callable[[str], Client]
LIST, DECIDE = "/desk/hours/reviews/", "/desk/hours/reviews/decisions/"


def rolled(morning: Morning, count: int, *, source: str = "roll") -> list[Proposal]:
    """So many people whom the leader noted at a shift, and whose hours wait for a second person."""
    made = []
    for n in range(count):
        person = builders.person(f"志愿{n}", residence=morning.shift.activity.area)
        row = builders.attendance(
            morning.shift, person, left_at=morning.at(120), source=source, by=morning.cast["leader"].account
        )
        made.append(builders.proposal(row, source=source, proposed_by=morning.cast["leader"].account))
    return made


def text(answer: Any) -> str:
    return str(answer.content.decode())


def undo_of(answer: Any) -> str:
    found = re.search(rf'action="({DECIDE}[^"]+/withdrawal/)"', text(answer))
    assert found is not None
    return found[1]


@pytest.fixture
def over(cast: dict[str, the_cast.Member]) -> Morning:
    return morning_at(cast, clock.now() - timedelta(hours=5))


@pytest.mark.django_db
def test_what_waits_is_listed_by_shift_and_says_once_what_every_row_repeats(over: Morning, client_as: ClientAs) -> None:
    rolled(over, 3)
    rolled(morning_at(over.cast, clock.now() - timedelta(hours=30)), 2, source="paper")
    page = text(client_as("reviewer").get(LIST))
    assert page.count("data-group>") == 2
    assert page.count("不是现场扫码") == 1
    assert "领队 " in page
    assert "点名 3" in page
    assert re.search(r"3 人</span> <b>6 小时", page)
    # The earliest deadline first.
    assert page.index("2 人</span>") < page.index("3 人</span>")


@pytest.mark.django_db
def test_a_whole_shift_is_decided_by_one_button_without_scripts_and_shown_before(
    over: Morning, client_as: ClientAs
) -> None:
    rolled(over, 3)
    other = rolled(morning_at(over.cast, clock.now() - timedelta(hours=30)), 1)
    client = client_as("reviewer")
    shown = client.get(DECIDE, {"only": over.shift.public_id, "group": other[0].attendance.shift.public_id})
    assert "3 笔，3 人" in text(shown)
    assert "通过：3 人，6 小时" in text(shown)
    assert Proposal.objects.filter(batch__isnull=False).count() == 0
    page = text(client.get(LIST))
    # It leads to the decision, and is called so: nothing is ticked by it.
    assert re.search(r'name="all" value="1">本页全部一起决定<', page)
    listed = re.findall(r'name="shown" value="([^"]+)"', page)
    everything = text(client.get(DECIDE, {"all": "1", "shown": listed}))
    assert "4 笔，4 人" in everything
    ids = re.findall(r'name="proposal" value="([^"]+)"', text(shown))
    done = client.post(DECIDE, {"proposal": ids, "decision": "approve"}, follow=True)
    assert "已通过 3 笔：6 小时" in text(done)
    # Out of the list of what waits, and nothing is posted before its time.
    assert "3 人</span>" not in text(client.get(LIST))
    assert HourEntry.objects.count() == 0
    assert actions.carry_out(at=clock.now()) == 0
    assert actions.carry_out(at=clock.now() + actions.TO_TAKE_BACK) == 3
    assert HourEntry.objects.count() == 3
    assert set(HourEntry.objects.values_list("approved_by_id", flat=True)) == {over.cast["reviewer"].account.pk}
    decided = text(client.get(LIST, {"state": "decided"}))
    assert decided.count(over.cast["reviewer"].account.display_name) >= 3


@pytest.mark.django_db
def test_taken_back_every_row_is_as_it_was(over: Morning, client_as: ClientAs) -> None:
    rolled(over, 3)
    before = list(Proposal.objects.order_by("id").values())
    told = Message.objects.count()
    client = client_as("reviewer")
    ids = [row["public_id"] for row in before]
    done = client.post(DECIDE, {"proposal": ids, "decision": "refuse", "words": "与签到表不符"}, follow=True)
    undone = client.post(undo_of(done), follow=True)
    assert "已撤销" in text(undone)
    assert list(Proposal.objects.order_by("id").values()) == before
    assert actions.carry_out(at=clock.now() + timedelta(hours=1)) == 0
    assert (HourEntry.objects.count(), Message.objects.count()) == (0, told)
    assert AuditEvent.objects.filter(action="HoursDecisionTakenBack").count() == 1
    # A second press changes nothing.
    client.post(undo_of(done))
    assert AuditEvent.objects.filter(action="HoursDecisionTakenBack").count() == 1


@pytest.mark.django_db
def test_it_can_be_taken_back_in_its_time_only_and_by_who_decided_only(over: Morning) -> None:
    rows = rolled(over, 2)
    found = actions.decide_together(
        proposals=list(queries.proposals()), approve=True, actor=over.actor("reviewer"), at=over.at(200)
    )
    assert found.batch is not None
    with pytest.raises(NotYourDecision):
        actions.take_back_together(batch=found.batch, actor=over.actor("county"), at=over.at(201))
    with pytest.raises(DecidedTogether):
        actions.approve(proposal=rows[0], actor=over.actor("reviewer"), at=over.at(201))
    with pytest.raises(TooLateToTakeBack):
        actions.take_back_together(batch=found.batch, actor=over.actor("reviewer"), at=found.batch.takes_effect_at)


@pytest.mark.django_db
def test_what_is_ones_own_is_left_out_and_said_before(over: Morning, client_as: ClientAs) -> None:
    reviewer = over.cast["reviewer"]
    own = builders.person("复核员本人", residence=over.shift.activity.area, account=reviewer.account)
    row = builders.attendance(over.shift, own, left_at=over.at(120), source="roll")
    mine = builders.proposal(row, proposed_by=over.cast["leader"].account)
    rolled(over, 2)
    client = client_as("reviewer")
    assert "决定其中 2 人" in text(client.get(LIST))
    shown = text(client.get(DECIDE, {"group": over.shift.public_id}))
    assert "2 笔，2 人" in shown
    assert "复核员本人：这是您本人" in shown
    pids = list(Proposal.objects.values_list("public_id", flat=True))
    answer = text(client.post(DECIDE, {"proposal": pids, "decision": "approve"}, follow=True))
    assert "已通过 2 笔" in answer
    assert "1 笔不在内" in answer
    mine.refresh_from_db()
    assert mine.batch_id is None


@pytest.mark.django_db
def test_refusing_many_asks_for_a_reason_and_keeps_what_was_chosen(over: Morning, client_as: ClientAs) -> None:
    rows = rolled(over, 2)
    client = client_as("reviewer")
    ids = [row.public_id for row in rows]
    answer = client.post(DECIDE, {"proposal": ids, "decision": "refuse", "words": " "})
    assert answer.status_code == 422
    assert all(f'value="{pid}"' in text(answer) for pid in ids)
    assert DecisionBatch.objects.count() == 0


@pytest.mark.django_db
def test_what_cannot_be_carried_out_waits_again_and_says_why(over: Morning, client_as: ClientAs) -> None:
    [row] = rolled(over, 1)
    actions.decide_together(
        proposals=list(queries.proposals()), approve=True, actor=over.actor("reviewer"), at=over.at(200)
    )
    # Meanwhile the day fills up to the cap with approval.
    builders.entry(row.attendance.person, 12 * 60, served_on=row.served_on)
    actions.carry_out(at=over.at(210))
    row.refresh_from_db()
    assert (row.batch_id, row.decided_by_id, row.returned) == (None, None, "day_full")
    assert "已经记满上限" in text(client_as("reviewer").get(LIST))


@pytest.mark.django_db
def test_what_is_noticed_of_a_shift_is_said_as_a_fact(over: Morning, client_as: ClientAs) -> None:
    for n in range(4):
        earlier = morning_at(over.cast, clock.now() - timedelta(days=3 + n))
        builders.attendance(
            earlier.shift, builders.person(f"常来{n}", residence=earlier.shift.activity.area), left_at=earlier.at(60)
        )
    for row in rolled(over, 7):
        builders.membership(over.shift.activity.team, row.attendance.person)
    page = text(client_as("reviewer").get(LIST))
    assert "7 人的签到、签退都是同一分钟" in page
    assert "来的 7 人都是本队的人" in page
    assert "来了 7 人；这支队伍最近一班一般 1 人" in page


def test_nothing_is_noticed_of_few_or_of_what_is_usual() -> None:
    assert rules.noticed(rules.Looked(persons=2, spans=1, come=2, of_team=2, usual=0)) == ()
    assert rules.noticed(rules.Looked(persons=9, spans=4, come=9, of_team=3, usual=7)) == ()
    assert rules.noticed(rules.Looked(persons=9, spans=4, come=9, of_team=3, usual=1)) == (
        {"code": "many", "count": 9, "usual": 1},
    )


@pytest.mark.race
def test_two_reviewers_at_once_decide_each_row_once_and_a_take_back_is_whole(own_database: str) -> None:
    cast = the_cast.build(builders.small_city())
    for number in range(4):
        morning = morning_at(cast, builders.NOW + timedelta(days=number))
        rolled(morning, 6)
        waiting = list(queries.proposals().filter(attendance__shift=morning.shift))
        second = builders.account(name=f"另一位复核员{number}")
        actors = [morning.actor("reviewer"), type(morning.actor("reviewer"))(second.pk, label="另一位")]
        answers = at_once(
            lambda n, w=waiting, a=actors, m=morning: actions.decide_together(  # type: ignore[misc]
                proposals=w if n % 2 else w[::-1], approve=True, actor=a[n % 2], at=m.at(200)
            )
        )
        made = [one for one in answers if isinstance(one, actions.Together) and one.batch is not None]
        assert sum(one.batch.rows for one in made if one.batch) == 6
        batch = next(one.batch for one in made if one.batch)
        who = actors[0] if batch.made_by_id == actors[0].account_id else actors[1]
        before = HourEntry.objects.count()

        def press(n: int, batch: Any = batch, who: Any = who, morning: Morning = morning) -> object:
            if n % 2:
                return actions.carry_out(at=batch.takes_effect_at)
            return actions.take_back_together(batch=batch, actor=who, at=morning.at(204))

        ended = at_once(press)
        batch.refresh_from_db()
        posted = HourEntry.objects.count() - before
        rows = Proposal.objects.filter(attendance__shift=morning.shift, approved_at__isnull=False).count()
        # All or nothing of the batch: what was taken back posted nothing, what was carried out posted every row once.
        assert posted == rows == (0 if batch.undone_at is not None else 6)
        refused = [one for one in ended if isinstance(one, Refused)]
        assert len(refused) in (0, HANDS // 2)


@pytest.mark.django_db
def test_who_presses_again_reads_that_he_has_decided_and_of_no_other(over: Morning, client_as: ClientAs) -> None:
    rows = rolled(over, 2)
    client = client_as("reviewer")
    sent = {"proposal": [row.public_id for row in rows], "decision": "approve"}
    client.post(DECIDE, sent)
    client.get(LIST)
    again = text(client.post(DECIDE, sent, follow=True))
    assert "您刚才已决定" in again
    assert "别人决定" not in again
    client.get(LIST)
    looked = text(client.get(DECIDE, {"group": over.shift.public_id}, follow=True))
    assert "您刚才已决定" in looked
