"""Receiving a complaint: from anybody, under a name or without one, once for each form however often it is pressed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import IntegrityError

from baiying.complaints import queries, rules
from baiying.complaints.actions import refusals, telling
from baiying.complaints.actions.contacts import opened
from baiying.complaints.facts import ComplaintFiled
from baiying.complaints.models import Addressee, Complaint, Concern, StepKind
from baiying.kit import addresses, clock, facts, limits, sealed
from baiying.kit.db import errors, transaction
from baiying.kit.values import identifiers, names
from baiying.kit.values.actor import Actor
from baiying.places import queries as places
from baiying.ui.cards import Thing

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class NewComplaint:
    """What somebody wrote. `about` names whom it is about; `path` is the page, `thing` what that page shows.

    `anonymous`: no account is kept with it, though somebody is logged in. `text_me`: the number
    may be sent a text message.
    """

    form_id: str
    kind: str
    words: str
    area_id: int
    about: str = ""
    path: str = ""
    name: str = ""
    phone: str = ""
    text_me: bool = False
    anonymous: bool = True
    addressee: str = Addressee.OFFICE
    about_office: bool = False


def file_complaint(*, new: NewComplaint, thing: Thing | None, actor: Actor, at: datetime) -> Complaint:
    """Receive a complaint; the days begin. The same form again gives what was received the first time.

    Refuses: WordsMissing, TooManyComplaints (429; by network, and by account, also of whoever stays unknown, by a keyed
    hash of which nothing is kept with the complaint), NobodyThere (of the addressee, or above the office that it is
    about). Stands outside
    a transaction, because a try counts though it is refused.
    """
    if not new.words.strip():
        raise refusals.WordsMissing
    before = queries.by_form(new.form_id)
    if before is not None:
        return before
    area = places.division_by_id(new.area_id)
    assert area is not None
    _refuse_without_anybody(new, area, at)
    _count(new, area.path, actor, at)
    try:
        return _receive(new=new, thing=thing, area=area, actor=_as_known(new, actor), at=at)
    except IntegrityError as error:
        if errors.constraint_of(error) != "complaints_complaint_form_id_key":
            raise
        # The other press of the same button was a moment earlier.
        found = queries.by_form(new.form_id)
        assert found is not None
        return found


def _refuse_without_anybody(new: NewComplaint, area: places.Division, at: datetime) -> None:
    if new.about_office and new.addressee == Addressee.OFFICE and area.level == "city":
        raise refusals.NobodyAbove
    if new.addressee == Addressee.CIVIL_AFFAIRS and not queries.is_answered_by(new.addressee, area.path, at):
        raise refusals.NobodyThere


def says_the_same(row: Complaint, new: NewComplaint) -> bool:
    """Whether what a form received the first time is what it says now, in every field that somebody fills in."""
    moved = row.steps.filter(kind=StepKind.HANDED_OVER).exists()
    received = (
        row.words,
        row.kind,
        row.about,
        row.about_office,
        opened(row, "name_sealed"),
        opened(row, "phone_sealed"),
    )
    same = received == (new.words.strip(), new.kind, names.plain(new.about), new.about_office, new.name, new.phone)
    where = (row.area_id, row.addressee) == (new.area_id, new.addressee)
    return same and (moved or where) and (row.account_id is None) == new.anonymous


def _count(new: NewComplaint, area_path: Iterable[int], actor: Actor, at: datetime) -> None:
    given = queries.complaint_rules(list(area_path), clock.local_date(at))
    network = addresses.neighbourhood(actor.ip)
    here = limits.Limit("complaints:network", given.per_network_day, _DAY)
    mine = limits.Limit("complaints:account", given.per_account_day, _DAY)
    if actor.account_id is not None and not limits.take(mine, actor.account_id, at=at):
        raise refusals.TooManyComplaints
    if network and not limits.take(here, network, at=at):
        raise refusals.TooManyComplaints


def _as_known(new: NewComplaint, actor: Actor) -> Actor:
    """Who is written into the audit: nobody where somebody wants to stay unknown."""
    return replace(actor, account_id=None, person_id=None, acting=None, label="") if new.anonymous else actor


@transaction.atomic
def _receive(*, new: NewComplaint, thing: Thing | None, area: places.Division, actor: Actor, at: datetime) -> Complaint:
    given = queries.complaint_rules(area.path, clock.local_date(at))
    today = clock.local_date(at)
    row = Complaint(
        form_id=new.form_id,
        kind=new.kind,
        words=new.words.strip(),
        about=names.plain(new.about),
        said_key=rules.said_key(f"{new.about} {new.words}"),
        addressee=new.addressee,
        about_office=new.about_office,
        path=new.path,
        title=thing.title if thing is not None else "",
        area=area,
        account_id=actor.account_id,
        person_id=actor.person_id,
        filed_at=at,
        first_due_on=places.working_day_after(today, given.first_word_working_days)[0],
        due_on=places.working_day_after(today, given.answer_working_days)[0],
    )
    if new.name:
        row.name_sealed = sealed.seal(new.name, at=sealed.Place.of(row, "name_sealed"))
        row.name_mask = identifiers.mask_name(new.name)
    if new.phone:
        row.phone_sealed = sealed.seal(new.phone, at=sealed.Place.of(row, "phone_sealed"))
        row.phone_mask = identifiers.mask_phone(new.phone)
        row.text_me = new.text_me
    row.save(force_insert=True)
    if thing is not None:
        Concern.objects.bulk_create(Concern(complaint=row, account_id=pk) for pk in sorted(thing.account_ids))
    facts.publish(ComplaintFiled(row.pk, row.kind, area.pk), actor=actor, at=at, area_id=area.pk)
    telling.received(row, at)
    return row
