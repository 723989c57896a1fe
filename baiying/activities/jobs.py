"""Work in the background of this room."""

from baiying.activities import actions
from baiying.kit import clock, jobs
from baiying.kit.kept import translate


@jobs.job("activities.release_ward")
def release_ward(person_id: int, **_: object) -> None:
    """The guardian withdrew: coming sign-ups end (hears GuardianWithdrew)."""
    actions.release_person(person_id=person_id, reason=translate("监护人撤回了同意"), at=clock.now())


@jobs.job("activities.release_former_volunteer")
def release_former_volunteer(person_id: int, **_: object) -> None:
    """The registration ended: coming sign-ups end (hears RegistrationEnded)."""
    actions.release_person(person_id=person_id, reason=translate("志愿者注册已结束"), at=clock.now())
