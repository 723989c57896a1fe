"""The presses about complaints."""

from collections.abc import Callable

from baiying.complaints import actions as complaints
from tests.walks.presses.press import On, Press
from tests.walks.world import World

PRESSES: dict[str, Callable[[World], Press]] = {
    "complaints.answer_complaint": On(
        World.complaint,
        lambda w, row, at: complaints.answer_complaint(
            complaint=row, outcome="referred", answer="已转交", referred_to="民政局", actor=w.actor("county"), at=at
        ),
    ),
    "complaints.withdraw_complaint": On(
        World.complaint,
        lambda w, row, at: complaints.withdraw_complaint(complaint=row, actor=w.actor("volunteer"), at=at),
    ),
}
