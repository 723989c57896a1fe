"""Photographs of the papers that an application rests on: put to it by who applies, seen by who reviews."""

from datetime import datetime, timedelta

from baiying.kit import audit, clock, each, keeping, limits, photos, pictures
from baiying.kit.db import transaction
from baiying.kit.values.actor import Actor
from baiying.teams import locked, queries
from baiying.teams.actions import refusals
from baiying.teams.models import MOST_SCANS, Application, Scan

# Each try makes a picture anew, which costs a worker half a second.
_TRIES = limits.Limit("teams:scans", 30, timedelta(days=1))


def add_scan(*, application_id: int, data: bytes, actor: Actor, at: datetime) -> Scan:
    """Put a picture to the own application, made anew; the same again is kept once.

    While the office has the application, it is another one from now on than its page showed. Stands outside a
    transaction, because a try counts though it is refused.

    Refuses: ScansTried (429), PhotoTooBig, NotAPhoto, TooManyScans, ApplicationDecided.
    """
    if not limits.take(_TRIES, actor.account_id, at=at):
        raise refusals.ScansTried
    return _keep(application_id, photos.remade(data), at)


@transaction.atomic
def _keep(application_id: int, photo: photos.Photo, at: datetime) -> Scan:
    row = _open(application_id)
    before = row.scans.count()
    made = pictures.keep(Scan(application=row), photo, beside=row.scans.all(), most=MOST_SCANS)
    if made is None:
        raise refusals.TooManyScans
    if row.scans.count() != before:
        _changed(row, at)
    return made


@transaction.atomic
def remove_scan(*, application_id: int, scan_pid: str, actor: Actor, at: datetime) -> bool:
    """Take one back as long as nobody has decided; gives whether it was there.

    Refuses: ApplicationDecided, ScansHeld.
    """
    row = _open(application_id)
    if _held(row, at):
        raise refusals.ScansHeld
    gone = bool(row.scans.filter(public_id=scan_pid).delete()[0])
    if gone:
        _changed(row, at)
    return gone


def _open(application_id: int) -> Application:
    row = locked.application(application_id)
    if row.outcome:
        raise refusals.ApplicationDecided
    return row


def _changed(row: Application, at: datetime) -> None:
    if row.is_returned:
        row.scans_until = gone_at(row, at)
    else:
        row.round += 1
    row.save(update_fields=["round", "scans_until"])


def gone_at(row: Application, at: datetime) -> datetime:
    """When its pictures go, by the rules of its area, if from this day on nobody needs them."""
    day = clock.local_date(at)
    days = queries.body_rules(queries.category_path(row.area_id), day).scan_days
    return clock.end_of(day + timedelta(days=days))


def let_go(row: Application, at: datetime) -> datetime | None:
    """Delete its pictures now, in the caller's transaction; gives until when they stay where a hold keeps them."""
    if _held(row, at):
        return gone_at(row, at)
    row.scans.all().delete()
    return None


@transaction.atomic
def look_at_scan(*, scan: Scan, actor: Actor, at: datetime) -> bytes:
    """The picture for whoever reviews the application, after the look was written down."""
    row = scan.application
    audit.record("ApplicationScanSeen", actor=actor, at=at, subject=("body_application", row.pk), area_id=row.area_id)
    return pictures.opened(scan)


def drop_all(*, at: datetime) -> int:
    """Delete the pictures whose term is over. Run daily; gives of how many applications."""
    ids = each.keys(queries.scans_over(at))
    return each.each("teams.drop_scans", ids, lambda pk: _drop(pk, at), at=at).done


@transaction.atomic
def _drop(application_id: int, at: datetime) -> bool:
    row = locked.application(application_id)
    if row.scans_until is None or row.scans_until > at or _held(row, at):
        return False
    row.scans_until = let_go(row, at)
    row.save(update_fields=["scans_until"])
    return True


def _held(row: Application, at: datetime) -> bool:
    """Whether a legal hold names who applied."""
    return row.account_id in keeping.held(keeping.ACCOUNT, at)
