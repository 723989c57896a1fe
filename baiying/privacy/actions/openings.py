"""A record at rest is opened by two persons, for a reason that a law names, and looked at one thing at a time."""

from datetime import datetime

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from baiying.accounts import access as accounts
from baiying.kit import audit, clock
from baiying.kit.db import errors, leave, transaction
from baiying.kit.errors import Refused
from baiying.kit.kept import in_chinese
from baiying.kit.values.actor import Actor
from baiying.people import access as people_access
from baiying.people import actions as people
from baiying.people import queries as persons
from baiying.privacy import locked, queries, rules
from baiying.privacy.opening_models import Ground, Opening


class NotAtRest(Refused):
    code = "not_at_rest"
    sentence = _("这条记录现在不是只保存：本人已恢复注册，或已经注销。请照平常的办法办理。")


class SecondOfficer(Refused):
    code = "second_officer"
    sentence = _("这是您自己申请的，要由另一位有权的人同意。同一个手机号的账号算同一个人。")


class OpeningDecided(Refused):
    code = "opening_decided"
    sentence = _("这件申请已经有了答复或已撤回，请看过现在的样子。")


class OpeningShut(Refused):
    code = "opening_shut"
    sentence = _("现在不能查看：还没有另一个人同意，或时间已过。还需要的，请重新申请。")


@transaction.atomic
def ask_opening(*, person: persons.Person, ground: str, words: str, actor: Actor, at: datetime) -> Opening:
    """Ask to open a record at rest. While the own wish waits or is open, that one is given and nothing is written.

    Refuses: OwnMatter, NotAtRest.
    """
    people_access.refuse_own(actor, person.pk)
    if person.rests_since is None or person.closed_at is not None:
        raise NotAtRest
    assert actor.account_id is not None
    if before := queries.own_opening(person.pk, actor.account_id, at):
        return before
    try:
        with transaction.atomic():
            row = Opening.objects.create(
                person=person, ground=Ground(ground), words=words.strip(), asked_at=at, asked_by_id=actor.account_id
            )
    except IntegrityError as error:
        if errors.constraint_of(error) != "privacy_opening_asked_once":
            raise
        # The other press of the same button was a moment earlier.
        found = queries.own_opening(person.pk, actor.account_id, at)
        assert found is not None
        return found
    _note("OpeningAsked", row, actor, at, words=row.words)
    return row


@transaction.atomic
def agree_opening(*, opening_id: int, actor: Actor, at: datetime) -> Opening:
    """The second person agrees: open to who asked for the hours of the rule. Agreeing again changes nothing.

    Refuses: OwnMatter, SecondOfficer, NotAtRest, OpeningDecided.
    """
    row = _to_decide(opening_id, actor)
    if leave.is_answered(row):
        if not leave.said_yes(row, actor.account_id):
            raise OpeningDecided
        return row
    if row.person.rests_since is None:
        raise NotAtRest
    hours = queries.privacy_rules(row.person.residence.path, clock.local_date(at)).opening_hours
    leave.give(row, account_id=actor.account_id, hours=hours, at=at)
    _note("OpeningAgreed", row, actor, at)
    return row


@transaction.atomic
def refuse_opening(*, opening_id: int, why: str, actor: Actor, at: datetime) -> Opening:
    """The second person says no, and why. The same no again changes nothing.

    Refuses: OwnMatter, SecondOfficer, OpeningDecided.
    """
    row = _to_decide(opening_id, actor)
    if leave.is_answered(row):
        if not leave.said_no(row, actor.account_id, why):
            raise OpeningDecided
        return row
    leave.refuse(row, account_id=actor.account_id, why=why, at=at)
    _note("OpeningRefused", row, actor, at, reason=row.refused_why)
    return row


def _to_decide(opening_id: int, actor: Actor) -> Opening:
    row = locked.opening(opening_id)
    people_access.refuse_own(actor, row.person_id)
    if accounts.is_self(actor, row.asked_by_id):
        raise SecondOfficer
    return row


@transaction.atomic
def end_opening(*, opening_id: int, actor: Actor, at: datetime) -> Opening:
    """Whoever asked needs it no more: taken back, or shut before its hour. Again: nothing."""
    row = locked.opening(opening_id)
    if leave.end(row, at=at):
        _note("OpeningEnded", row, actor, at)
    return row


@transaction.atomic
def look_stored(*, opening_id: int, what: str, actor: Actor, at: datetime) -> str:
    """Show one thing of a record at rest to who asked, while it is open; written down first, and told to the person.

    Refuses: OwnMatter, OpeningShut; of a number that nobody entitled has agreed to, NumberWaits.
    """
    row = locked.opening(opening_id)
    people_access.refuse_own(actor, row.person_id)
    if row.asked_by_id != actor.account_id or queries.opening_state(row, at) != rules.OPEN:
        raise OpeningShut
    with in_chinese():
        reason = str(Ground(row.ground).label)
    look = people.StoredLook(what=what, reason=reason, words=row.words, opening=row.public_id)
    return people.reveal_stored(person=row.person, look=look, actor=actor, at=at)


def _note(action: str, row: Opening, actor: Actor, at: datetime, **detail: str) -> None:
    audit.record(
        action, actor=actor, at=at, subject=("person", row.person_id), area_id=row.person.residence_id,
        detail={"opening": row.public_id, "ground": row.ground, **detail},
    )  # fmt: skip
