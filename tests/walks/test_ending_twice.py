"""Whatever ends, closes, withdraws or decides, pressed twice: the second answers as the first and does nothing."""

import importlib
import inspect
import re
from typing import Any

import pytest
from django.db.models import Model
from procrastinate.contrib.django.models import ProcrastinateJob

from baiying.demo import builders
from baiying.hours import actions as hours
from baiying.kit import rooms
from baiying.kit.errors import Refused
from baiying.kit.models import AuditEvent
from baiying.notices.models import Message
from tests.hours.conftest import morning_at
from tests.walks.presses import PRESSES
from tests.walks.world import World

pytestmark = pytest.mark.django_db

_ENDS = re.compile(
    r"(accept|take_back|agree|answer|approve|call_off|cancel|check_out|close|complete|confirm|decide|decline|drop|end|fail|leave"
    r"|give_(file|minor)_leave|lift|not_the|pass|publish|reconsider|refuse|release|reverse|revoke|say_end|say_no|send_back|set_aside|sign_team_merge|stop|submit|take_up"
    r"|undo|unlock|withdraw)(_|$)"
)
_ANOTHER_WAY = {
    "accounts.answer_list": "digits for lines of a list: the same again change nothing, and nothing is decided",
    "accounts.leave_note": "the same form leaves one note: tests/accounts/test_terms.py presses twice",
    "accounts.end_other_sessions": "as end_sessions; pressed twice in tests/accounts/test_devices.py",
    "accounts.end_sessions": "every press ends the sessions begun since the one before, which is an act of its own",
    "activities.close_calendar": "the second press says that there is none any more, and writes nothing",
    "notices.confirm_instance": "writes a file beside the database: tests/notices/test_instances.py presses twice",
    "notices.drop_waiting": "part of another act: gives how many texts were left to give up",
    "activities.confirm": "a sweep: tests/config/test_recurring.py runs it twice",
    "activities.drop_drafts": "deletes what was typed; nothing answers and nothing is written down",
    "activities.release_minors": "a sweep: tests/config/test_recurring.py runs it twice",
    "activities.release_missed": "a sweep: tests/config/test_recurring.py runs it twice",
    "hours.decide_together": "the second press finds nothing that waits: tests/hours/test_decided_together.py",
    "hours.take_back_together": "tests/hours/test_decided_together.py presses twice",
    "complaints.take_up": "the same first word is one: tests/complaints/test_desk.py presses twice",
    "circulars.take_back": "a draft again at the second press: tests/circulars/test_sending.py",
    "hours.confirm_ends": "calls confirm_end for each",
    "hours.leave_all": "calls check_out or confirm_end for each",
    "hours.leave_one": "is check_out or confirm_end, each of which stands in the table",
    "hours.undo_leaving": "nothing is left to say who undid it: the second press is refused and writes nothing",
    "hours.undo_leavings": "calls undo_leaving for each",
    "hours.undo_moved": "part of a move, which the shift's new time makes once: tests/hours/test_moved_while_there.py",
    "hours.close_forgotten": "a sweep: tests/config/test_recurring.py runs it twice",
    "teams.drop_scans": "a sweep: tests/teams/test_scans.py runs it twice",
    "privacy.close_due": "a sweep: tests/config/test_recurring.py runs it twice",
    "people.end_draft": "whoever presses again is answered as the first: tests/people/test_at_once.py presses at once",
    "people.answer_on_paper": "pressed by rosters.read_paper, twice in tests/rosters/test_papers.py",
    "people.end_devices_at_desk": "ends what is open at its moment, each time: tests/people/test_new_phone.py",
    "privacy.stop_closing_at_desk": "counts the end of the document, then presses stop_closing",
    "rosters.leave_school": "pressed twice, with what it tells, in tests/rosters/test_leaving.py",
    "rosters.undo_leaving_school": "calls teams.bring_back for each: tests/rosters/test_leaving.py presses twice",
    "rosters.decline": "a no is in no audit: tests/rosters/test_accepting.py presses twice",
    "places.fail_import": "the worker's note, taken from what it was doing",
    "places.answer_successors": "says what confirming will do; the same answers again change nothing",
}


def _plain(answer: object) -> object:
    """What an answer says: a row by its columns, anything else as it is."""
    if isinstance(answer, Model):
        fresh = type(answer)._default_manager.get(pk=answer.pk)
        return {field.attname: getattr(fresh, field.attname) for field in fresh._meta.concrete_fields}
    return answer


def _written() -> tuple[int, int, int]:
    return AuditEvent.objects.count(), Message.objects.count(), ProcrastinateJob.objects.count()


@pytest.fixture
def world(cast: Any) -> World:
    return World(morning_at(cast, builders.NOW))


@pytest.mark.parametrize("name", sorted(PRESSES))
def test_the_second_press_answers_as_the_first_and_writes_nothing(world: World, name: str) -> None:
    press = PRESSES[name](world)
    before = _written()
    first = _plain(press(world.morning.at(1000)))
    after = _written()
    assert after[0] > before[0], "the first press does something, and it is written down"
    second = _plain(press(world.morning.at(1003)))
    assert second == first
    assert _written() == after


def test_every_action_that_ends_or_decides_stands_in_the_table() -> None:
    """Whoever adds one finds out here that it is pressed twice."""
    known = {name.partition(" ")[0] for name in PRESSES} | set(_ANOTHER_WAY)
    found = set()
    for room in rooms.brought():
        try:
            module = importlib.import_module(f"baiying.{room}.actions")
        except ModuleNotFoundError:
            continue
        found |= {
            f"{room}.{name}" for name, thing in vars(module).items() if inspect.isfunction(thing) and _ENDS.match(name)
        }
    assert found - known == set()
    assert known - found == set()


def test_what_another_decided_otherwise_is_not_answered_as_if_one_had_done_it(world: World) -> None:
    proposal = world.proposal()
    hours.approve(proposal=proposal, actor=world.actor("reviewer"), at=world.morning.at(400))
    for again, actor in ((hours.approve, "county"), (hours.refuse, "reviewer")):
        words = {"words": "不符"} if again is hours.refuse else {}
        with pytest.raises(Refused) as refused:
            again(proposal=proposal, actor=world.actor(actor), at=world.morning.at(401), **words)  # type: ignore[operator]
        assert refused.value.code == "already_decided"
