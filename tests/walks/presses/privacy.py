"""The presses about somebody's own data."""

from collections.abc import Callable

from baiying.demo import builders
from baiying.privacy import actions as privacy
from baiying.privacy.models import Copy, Way
from tests.walks.presses.press import On, Press
from tests.walks.world import World


def _copy(world: World) -> Copy:
    own = world.actor("volunteer")
    return Copy.objects.create(person_id=own.person_id, way=Way.SELF, asked_at=builders.NOW, asked_by_id=own.account_id)


PRESSES: dict[str, Callable[[World], Press]] = {
    "privacy.drop_copy": On(
        _copy, lambda w, row, at: privacy.drop_copy(copy_id=row.pk, actor=w.actor("volunteer"), at=at)
    ),
}
