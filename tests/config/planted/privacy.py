"""The jobs about somebody's own data."""

from collections.abc import Callable
from datetime import timedelta

from baiying.privacy.models import Copy, Way
from tests.config.planted.rows import BAD, Cast, Planted, now, some_persons


def _copies(cast: Cast) -> Planted:
    """Copies whose days are over."""
    long_ago = now() - timedelta(days=40)
    rows = [
        Copy.objects.create(
            person=person, way=Way.SELF, asked_at=long_ago, asked_by_id=1, made_at=long_ago, until=long_ago,
            content_sealed=b"x",
        ).pk
        for person in some_persons(cast)
    ]  # fmt: skip
    return Planted(
        "privacy_copy", "id", rows[BAD], rows,
        lambda: set(Copy.objects.filter(pk__in=rows, emptied_at__isnull=True).values_list("pk", flat=True)),
    )  # fmt: skip


JOBS: dict[str, Callable[[Cast], Planted]] = {"privacy.tidy_copies": _copies}
