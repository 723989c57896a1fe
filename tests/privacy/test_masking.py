"""What others were told by name is masked in slices: cut off in the middle, the next run goes on and finishes (U16)."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.backups import erasures
from baiying.notices import actions as notices
from baiying.notices.actions import erasing
from baiying.notices.models import Message
from baiying.people import queries as people
from baiying.people.models import Person
from baiying.privacy import actions
from baiying.privacy.models import Closing
from tests.hours.conftest import actor_of
from tests.privacy.test_closing import ask

pytestmark = pytest.mark.django_db
NAME = "林晓雨"


class Killed(BaseException):
    """The process ends: nothing in the program catches it."""


@pytest.fixture
def waiting(cast: Any, client_as: Any, monkeypatch: Any) -> Closing:
    """A closing that is due, and seven messages to somebody else that name who goes."""
    me = cast["volunteer"]
    Person.objects.filter(pk=me.person.pk).update(name=NAME)
    other, at = cast["leader"].person.public_id, clock.now()
    for hour in range(7):
        notices.write(kind="left", text=f"{NAME}不能来了，{hour}", at=at + timedelta(hours=hour), inbox=other)
    monkeypatch.setattr(erasing, "SLICE", 2)
    return ask(client_as("volunteer"), me.phone)


def named() -> int:
    return Message.objects.filter(text__contains=NAME).count()


def cut_off(monkeypatch: Any, *, after: int) -> list[Any]:
    """Let the process end before a slice; which slices were begun, by where."""
    begun: list[Any] = []
    whole = erasing.mask_slice

    def cut(*, words: Any, after: Any, before: datetime, _most: int = after) -> Any:
        begun.append(after)
        if len(begun) > _most:
            raise Killed
        return whole(words=words, after=after, before=before)

    monkeypatch.setattr("baiying.notices.actions.mask_slice", cut)
    return begun


def test_u16_cut_off_in_the_middle_the_next_run_goes_on_from_there(waiting: Closing, monkeypatch: Any) -> None:
    with monkeypatch.context() as patched:
        cut_off(patched, after=2)
        with pytest.raises(Killed):
            actions.close_due(at=waiting.due_at)
    waiting.refresh_from_db()
    assert waiting.closed_at is None
    assert 0 < named() < 7
    # Until the end the record says who it is: nothing has gone that a replay would need.
    assert Person.objects.get(pk=waiting.person_id or 0).name == NAME
    begun = cut_off(monkeypatch, after=100)
    assert actions.close_due(at=waiting.due_at + timedelta(hours=1)) == 1
    assert begun[0] == (waiting.read_at, waiting.read_id)
    waiting.refresh_from_db()
    assert named() == 0
    assert waiting.closed_at == waiting.due_at + timedelta(hours=1)
    assert waiting.read_for is None
    assert Message.objects.filter(text__startswith="林**不能来了").count() == 7


def test_what_is_written_behind_the_reading_is_masked_with_the_rest(waiting: Closing, cast: Any) -> None:
    late = waiting.due_at - timedelta(minutes=5)
    notices.write(kind="left", text=f"{NAME}来过", at=late, inbox=cast["leader"].person.public_id)
    assert actions.close_account(closing_id=waiting.pk, at=waiting.due_at)
    assert named() == 0
    # Its hour had not passed: it was read by the transaction that erased, and by no slice.
    waiting.refresh_from_db()
    assert waiting.read_at is not None
    assert waiting.read_at < late


def test_a_name_that_changed_in_the_middle_is_sought_from_the_beginning(waiting: Closing, monkeypatch: Any) -> None:
    with monkeypatch.context() as patched:
        cut_off(patched, after=2)
        with pytest.raises(Killed):
            actions.close_due(at=waiting.due_at)
    first = Message.objects.filter(text__contains="不能来了").order_by("id").first()
    assert first is not None
    Message.objects.filter(id=first.id).update(text="林小宇不能来了")
    Person.objects.filter(pk=waiting.person_id or 0).update(name="林小宇")
    begun = cut_off(monkeypatch, after=100)
    assert actions.close_due(at=waiting.due_at) == 1
    assert begun[0] is None
    assert not Message.objects.filter(text__contains="林小宇").exists()


def test_stopped_between_two_slices_the_registration_goes_on(waiting: Closing, cast: Any, monkeypatch: Any) -> None:
    with monkeypatch.context() as patched:
        cut_off(patched, after=1)
        with pytest.raises(Killed):
            actions.close_due(at=waiting.due_at)
    actions.stop_closing(closing_id=waiting.pk, actor=actor_of(cast["volunteer"]), at=waiting.due_at)
    left = named()
    assert actions.close_due(at=waiting.due_at) == 0
    assert named() == left
    assert Person.objects.get(pk=waiting.person_id or 0).rests_since is None


def test_before_its_day_and_before_the_handing_over_no_message_is_read(
    waiting: Closing, cast: Any, monkeypatch: Any
) -> None:
    begun = cut_off(monkeypatch, after=100)
    assert not actions.close_account(closing_id=waiting.pk, at=waiting.due_at - timedelta(seconds=1))
    body = builders.body(area=cast["volunteer"].person.residence)
    builders.office(cast["volunteer"].account, body)
    assert not actions.close_account(closing_id=waiting.pk, at=waiting.due_at)
    assert (begun, named()) == ([], 7)


def test_u16_a_replay_after_a_restore_that_was_cut_off_finishes_when_repeated(
    waiting: Closing, monkeypatch: Any, settings: Any, tmp_path: Path
) -> None:
    settings.BAIYING_ERASURES = str(tmp_path / "erased.log")
    person = people.person_by_id(waiting.person_id or 0)
    assert person is not None
    at = waiting.due_at
    erasures.note(person.public_id, at)
    with monkeypatch.context() as patched:
        cut_off(patched, after=1)
        with pytest.raises(Killed):
            actions.erase_again(at=at)
    assert 0 < named() < 7
    assert actions.erase_again(at=at) == 1
    assert named() == 0
    assert actions.erase_again(at=at) == 0
