"""The presses about somebody's own data."""

from collections.abc import Callable

from baiying.demo import builders
from baiying.privacy import actions as privacy
from baiying.privacy.models import Closing, Copy, DataRequest, Opening, Way
from tests.walks.presses.press import On, Press
from tests.walks.world import World


def _copy(world: World) -> Copy:
    own = world.actor("volunteer")
    return Copy.objects.create(person_id=own.person_id, way=Way.SELF, asked_at=builders.NOW, asked_by_id=own.account_id)


def _closing(world: World) -> Closing:
    own = world.morning.cast["volunteer"]
    return privacy.ask_closing(person=own.person, way=Way.SELF, actor=world.actor("volunteer"), at=builders.NOW)


def _opening(world: World) -> Opening:
    """Of somebody who is closing the account, asked for by the county."""
    person = world.morning.cast["volunteer"].person
    _closing(world)
    person.refresh_from_db()
    return privacy.ask_opening(person=person, ground="duty", words="申诉", actor=world.actor("county"), at=builders.NOW)


def _wish(world: World) -> DataRequest:
    person = world.morning.cast["volunteer"].person
    assert person is not None
    return privacy.file_request(
        person=person, kind="correct", way=Way.SELF, words="有一个字错了", source="press",
        actor=world.actor("volunteer"), at=builders.NOW,
    )  # fmt: skip


PRESSES: dict[str, Callable[[World], Press]] = {
    "privacy.take_back_request": On(
        _wish, lambda w, row, at: privacy.take_back_request(request_id=row.pk, actor=w.actor("volunteer"), at=at)
    ),
    "privacy.answer_request": On(
        _wish,
        lambda w, row, at: privacy.answer_request(
            request_id=row.pk, outcome="done", answer="已更正", actor=w.actor("county"), at=at
        ),
    ),
    "privacy.agree_opening": On(
        _opening, lambda w, row, at: privacy.agree_opening(opening_id=row.pk, actor=w.actor("city"), at=at)
    ),
    "privacy.refuse_opening": On(
        _opening,
        lambda w, row, at: privacy.refuse_opening(opening_id=row.pk, why="没有盖章", actor=w.actor("city"), at=at),
    ),
    "privacy.end_opening": On(
        _opening, lambda w, row, at: privacy.end_opening(opening_id=row.pk, actor=w.actor("county"), at=at)
    ),
    "privacy.drop_copy": On(
        _copy, lambda w, row, at: privacy.drop_copy(copy_id=row.pk, actor=w.actor("volunteer"), at=at)
    ),
    "privacy.stop_closing": On(
        _closing, lambda w, row, at: privacy.stop_closing(closing_id=row.pk, actor=w.actor("volunteer"), at=at)
    ),
    "privacy.close_account": On(
        _closing,
        lambda w, row, at: privacy.close_account(closing_id=row.pk, at=row.due_at),
    ),
}
