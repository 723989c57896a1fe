"""Open drives: begun, ended, and who came by them. Registering stays everybody's own act (R001)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from baiying.kit import audit
from baiying.kit import locked as forms_locked
from baiying.kit.db import transaction
from baiying.kit.values.actor import Actor
from baiying.rosters import locked, queries
from baiying.rosters.actions.offering import offer_team
from baiying.rosters.models import Drive, DriveArrival, DriveSource
from baiying.rosters.owning import Owner


@dataclass(frozen=True, slots=True)
class NewDrive:
    """What its maker says: `sources` are where posters hang, each with a square of its own."""

    title: str
    words: str
    ends_on: date
    sources: Sequence[str]


@transaction.atomic
def begin_drive(*, owner: Owner, new: NewDrive, form_id: str, actor: Actor, at: datetime) -> Drive:
    """Begin a drive with its sources. The same form again gives the same drive."""
    forms_locked.form(form_id)
    before = Drive.objects.filter(form_id=form_id).first()
    if before is not None:
        return before
    row = Drive.objects.create(
        form_id=form_id,
        body_id=owner.body_id,
        area=owner.area,
        team_id=owner.team_id,
        title=new.title,
        words=new.words,
        ends_on=new.ends_on,
        made_at=at,
        made_by_id=actor.account_id or 0,
    )
    DriveSource.objects.bulk_create(DriveSource(drive=row, name=name) for name in new.sources)
    audit.record("DriveBegun", actor=actor, at=at, subject=("drive", row.pk), area_id=row.area_id)
    return row


@transaction.atomic
def end_drive(*, drive: Drive, actor: Actor, at: datetime) -> Drive:
    """End a drive before its last day: whoever scans later reads so, and registers as everybody. Twice is once."""
    row = locked.drive(drive.pk)
    if row.ended_at is None:
        row.ended_at, row.ended_by_id = at, actor.account_id or 0
        row.save(update_fields=["ended_at", "ended_by_id"])
        audit.record("DriveEnded", actor=actor, at=at, subject=("drive", row.pk), area_id=row.area_id)
    return row


def note_arrival(key: str, person_id: int, at: datetime) -> None:
    """Somebody registered who had come by the source of this key; nothing where the drive is over."""
    source = queries.source(key)
    if source is None or queries.drive_is_over(source.drive, at):
        return
    if not DriveArrival.objects.filter(person_id=person_id, source__drive_id=source.drive_id).exists():
        DriveArrival.objects.create(source=source, person_id=person_id, arrived_at=at)
        offer_team(source.drive.team_id, person_id, at)
