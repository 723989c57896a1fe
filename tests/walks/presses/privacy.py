"""The presses about somebody's own data."""

from collections.abc import Callable

from baiying.demo import builders
from baiying.privacy import actions as privacy
from baiying.privacy.models import Closing, Copy, Way
from tests.walks.presses.press import On, Press
from tests.walks.world import World


def _copy(world: World) -> Copy:
    own = world.actor("volunteer")
    return Copy.objects.create(person_id=own.person_id, way=Way.SELF, asked_at=builders.NOW, asked_by_id=own.account_id)


def _closing(world: World) -> Closing:
    own = world.morning.cast["volunteer"]
    return privacy.ask_closing(person=own.person, way=Way.SELF, actor=world.actor("volunteer"), at=builders.NOW)


PRESSES: dict[str, Callable[[World], Press]] = {
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
