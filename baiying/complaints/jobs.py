"""Recurring work of the complaints room."""

from baiying.complaints import actions
from baiying.kit import clock
from baiying.kit.jobs import job


@job("complaints.forget_contacts")
def forget_contacts(timestamp: int = 0) -> None:
    """Daily: name and telephone of complaints that ended long ago."""
    actions.forget_contacts(at=clock.now())
