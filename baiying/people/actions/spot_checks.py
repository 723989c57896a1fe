"""Spot checks of registrations at a desk: drawn by chance as they are made, looked into by somebody else (O4)."""

import secrets
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from baiying.kit import audit, clock
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor
from baiying.people import access, locked, queries, rules
from baiying.people.actions import doubts
from baiying.people.models import Person, SpotCheck
from baiying.places import queries as places


class AlreadyFound(Refused):
    code = "already_found"
    sentence = _("这次抽查已经有人写下结果。")


class SpotReasonMissing(Refused):
    code = "spot_reason_missing"
    sentence = _("请写明是怎么查的、查到什么。")
    field = "words"


class NoNumberToCall(Refused):
    code = "no_number_to_call"
    sentence = _("登记里没有可以打的电话，请上门，或请村（社区）一起核实。")


def roll() -> int:
    """A number from 0 to 99 that nobody can tell beforehand."""
    return secrets.randbelow(100)


def draw(*, person: Person, actor: Actor, at: datetime) -> SpotCheck | None:
    """Whether a registration just made at a desk is looked into by another, decided by chance; nobody is told.

    Within the transaction of the registration: what is drawn cannot be registered anew without it.
    """
    day = clock.local_date(at)
    given = queries.desk_rules(person.residence.path, day)
    if actor.account_id is None or not rules.drawn(roll(), given.spot_percent):
        return None
    due_on = places.working_day_after(day, given.spot_days)[0]
    return SpotCheck.objects.create(person=person, registered_by_id=actor.account_id, drawn_at=at, due_on=due_on)


def is_anothers(check: SpotCheck, actor: Actor) -> bool:
    """Whether somebody else has found the result, which that one alone corrects."""
    return check.outcome in {"true", "false"} and check.found_by_id != actor.account_id


@transaction.atomic
def answer_spot_check(*, check: SpotCheck, outcome: str, way: str, words: str, actor: Actor, at: datetime) -> SpotCheck:
    """What came of a spot check: `outcome` true, false or unreached, by `way` phone or visit.

    Who was not reached may be tried again, by anybody but the clerk; what was found is corrected by the finder alone.
    Both stay in the audit. The same again changes nothing. What is found untrue puts the registration in doubt, which
    others decide (actions/doubts.py); a correction before that takes the doubt back.
    Refuses: OwnRegistration, OwnMatter, AlreadyFound, AlreadyDecided, SpotReasonMissing.
    """
    row = locked.spot_check(check.pk)
    access.refuse_own_registration(row, actor)
    words = words.strip()[:200]
    if (row.outcome, row.way, row.words, row.found_by_id) == (outcome, way, words, actor.account_id):
        return row
    if is_anothers(row, actor):
        raise AlreadyFound
    if outcome != "true" and not words:
        raise SpotReasonMissing
    doubts.follow_check(row, outcome=outcome, words=words, actor=actor, at=at)
    row.outcome, row.way, row.words = outcome, way, words
    row.found_at, row.found_by_id = at, actor.account_id
    row.save(update_fields=["outcome", "way", "words", "found_at", "found_by_id"])
    audit.record(
        rules.SPOT_ACTS[outcome], actor=actor, at=at, subject=("person", row.person_id),
        area_id=row.person.residence_id, detail={"reason": words, "way": way},
    )  # fmt: skip
    return row


@transaction.atomic
def number_to_call(*, check: SpotCheck, actor: Actor, at: datetime) -> queries.Call:
    """The number by which somebody is asked about the own registration, a minor's guardian's; the look is audited.

    Not after somebody else found the result: the check is over, and so is the reason to look.
    Refuses: OwnRegistration, OwnMatter, AlreadyFound, NoNumberToCall (also of whoever rests).
    """
    check = locked.spot_check(check.pk)
    access.refuse_own_registration(check, actor)
    if is_anothers(check, actor):
        raise AlreadyFound
    call = queries.call_of(check.person, at)
    if call is None or check.person.rests_since is not None:
        raise NoNumberToCall
    detail = {"what": "phone", "reason": "抽查当面注册", "minor": call.is_guardians}
    subject = ("person", check.person_id)
    audit.record(
        "NumberRevealed", actor=actor, at=at, subject=subject, area_id=check.person.residence_id, detail=detail
    )  # fmt: skip
    return call
