"""The daily job about rosters and invitations."""

from collections.abc import Callable
from datetime import timedelta

from baiying.demo import builders
from baiying.rosters.models import Invitation
from tests.config.planted.rows import BAD, ROWS, Cast, Planted, now


def _over(cast: Cast) -> Planted:
    body = cast["unit_admin"].body
    assert body is not None
    lines = [builders.line(f"王小{sign}", number=at) for at, sign in enumerate("甲乙丙丁戊"[:ROWS], start=2)]
    roster = builders.roster(body, lines, at=now() - timedelta(days=90))
    rows = list(Invitation.objects.filter(roster=roster).order_by("pk").values_list("pk", flat=True))
    return Planted(
        "rosters_invitation", "id", rows[BAD], rows,
        lambda: set(Invitation.objects.filter(pk__in=rows, emptied_at__isnull=True).values_list("pk", flat=True)),
    )  # fmt: skip


JOBS: dict[str, Callable[[Cast], Planted]] = {"rosters.clear_old": _over}
