"""Photographs that come with a complaint: made anew before they are kept, seen by who filed it and who handles it."""

from datetime import datetime, timedelta

from baiying.complaints import locked
from baiying.complaints.actions import refusals
from baiying.complaints.actions.contacts import is_held
from baiying.complaints.actions.deciding import refuse_own
from baiying.complaints.models import MOST_PHOTOS, Complaint, Photo
from baiying.kit import audit, limits, photos, pictures
from baiying.kit.db import transaction
from baiying.kit.values.actor import Actor

_TRIES = limits.Limit("complaints:photos", 20, timedelta(days=1))


def add_photo(*, complaint: Complaint, data: bytes, actor: Actor, at: datetime) -> Photo:
    """Keep the picture of a file; nothing is written down of who added it, or when.

    The same picture again is kept once. Stands outside a transaction, because a try counts though it is refused.
    Refuses: PhotosTried (429), PhotoTooBig, NotAPhoto, TooManyPhotos, AlreadyEnded.
    """
    if not limits.take(_TRIES, complaint.public_id, at=at):
        raise refusals.PhotosTried
    return _keep(complaint.pk, photos.remade(data))


@transaction.atomic
def _keep(complaint_id: int, photo: photos.Photo) -> Photo:
    row = _open(complaint_id)
    made = pictures.keep(Photo(complaint=row), photo, beside=row.photos.all(), most=MOST_PHOTOS)
    if made is None:
        raise refusals.TooManyPhotos
    return made


@transaction.atomic
def remove_photo(*, complaint: Complaint, photo_pid: str, actor: Actor, at: datetime) -> bool:
    """Take one back as long as nobody has answered; gives whether it was there. Refuses: AlreadyEnded, KeptByLaw."""
    row = _open(complaint.pk)
    if is_held(row, at):
        raise refusals.KeptByLaw
    return bool(row.photos.filter(public_id=photo_pid).delete()[0])


def _open(complaint_id: int) -> Complaint:
    row = locked.complaint(complaint_id)
    if row.ended_at is not None:
        raise refusals.AlreadyEnded
    return row


@transaction.atomic
def look_at_photo(*, complaint: Complaint, photo: Photo, actor: Actor, at: datetime) -> bytes:
    """The picture for whoever handles the complaint, after the look was written down. Refuses: ConcernsYou."""
    refuse_own(complaint, actor, at)
    audit.record(
        "ComplaintPhotoSeen", actor=actor, at=at, subject=("complaint", complaint.pk), area_id=complaint.area_id
    )
    return pictures.opened(photo)
