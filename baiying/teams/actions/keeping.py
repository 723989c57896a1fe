"""A body never without anybody: who stands above it keeps it from the instant the last administrator is gone (R015)."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse

from baiying.accounts import actions as accounts
from baiying.kit import audit, facts
from baiying.kit.db import transaction
from baiying.kit.kept import Kept, translate
from baiying.kit.values.actor import system
from baiying.people import queries as people
from baiying.teams import facts as told
from baiying.teams import locked, queries
from baiying.teams.actions import refusals
from baiying.teams.models import Keeping, KeptWhy, Office, OfficeKind
from baiying.ui import formats


def refuse_child(account_id: int | None, at: datetime) -> None:
    """Whoever administers a unit acts for it: nobody under 18 does. Refuses: UnitAdminUnderAge."""
    own = people.person_of_account(account_id) if account_id is not None else None
    if own is not None and people.is_under_age(own, at):
        raise refusals.UnitAdminUnderAge


def keep_if_alone(body_ids: Sequence[int], why: str, at: datetime) -> None:
    """Begin to keep those of the locked bodies that nobody administers any more; who is kept already goes on so."""
    for body_id in body_ids:
        if not queries.has_admin(body_id, at):
            Keeping.objects.get_or_create(body_id=body_id, ended_at=None, defaults={"why": why, "since": at})


def stop_keeping(body_id: int, account_id: int, at: datetime) -> None:
    """Somebody administers the locked body again."""
    Keeping.objects.filter(body_id=body_id, ended_at__isnull=True).update(ended_at=at, ended_by_id=account_id)


@transaction.atomic
def end_term(*, office_id: int, at: datetime) -> bool:
    """Note the end of an office whose term is over, at the instant it was over; whether it ended so. Twice is harmless.

    A last administrator's body is kept from that instant.
    """
    row = locked.office(office_id)
    if row.until is None or row.until > at:
        return False
    if row.ends_at is not None:
        return row.ends_at == row.until
    row.ends_at = row.until
    row.save(update_fields=["ends_at"])
    ended = told.OfficeEnded(office_id=row.pk, body_id=row.body_id, account_id=row.account_id)
    facts.publish(ended, actor=system("teams.end_terms"), at=at, area_id=row.body.area_id)
    if row.kind == OfficeKind.UNIT_ADMIN and row.accepted_at is not None:
        keep_if_alone([row.body_id], KeptWhy.TERM, row.until)
    return True


@transaction.atomic
def tell_kept(*, keeping_id: int, at: datetime) -> bool:
    """Tell whoever stands above a body, and who leads its teams, that it is kept; whether they were told now.

    The offices of the area have it on their pile from the first instant.
    """
    row = Keeping.objects.select_related("body", "body__area").get(pk=keeping_id)
    locked.body(row.body_id)
    row.refresh_from_db()
    if row.told_at is not None:
        return False
    row.told_at = at
    row.save(update_fields=["told_at"])
    detail = {"why": row.why, "since": row.since.isoformat()}
    actor = system("teams.tell_kept")
    audit.record("BodyKept", actor=actor, at=at, subject=("body", row.body_id), area_id=row.body.area_id, detail=detail)
    if row.ended_at is None:
        _tell(row, at)
    return True


def _tell(row: Keeping, at: datetime) -> None:
    above = queries.consenting_body(row.body)
    words = {"body": row.body.name, "due": formats.datetime_text(queries.due_at(row))}
    if above is not None:
        text = translate("%(body)s没有管理员了，由贵单位代管。请在%(due)s之前任命新的管理员。") % words
        for account_id in queries.admins_of_body(above.pk, at):
            _write(row, account_id, text, reverse("teams:body", args=[row.body.public_id]), at)
    text = (
        translate("%(body)s现在没有管理员，由上级代管。已经发布的活动照常，新的活动要等新管理员接任后才能发布。")
        % words
    )
    leading = Office.objects.filter(body_id=row.body_id, kind=OfficeKind.TEAM_LEADER, ends_at__isnull=True)
    for account_id in set(leading.filter(accepted_at__isnull=False).values_list("account_id", flat=True)):
        _write(row, account_id, text, reverse("teams:office"), at)


def _write(row: Keeping, account_id: int, text: Kept, link: str, at: datetime) -> None:
    accounts.tell_account(
        account_id=account_id, kind="office_kept", text=text, link=link, source=f"kept:{row.pk}:{account_id}", at=at,
        area_id=row.body.area_id,
    )  # fmt: skip
