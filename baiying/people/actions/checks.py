"""The real-name check by "document seen": a named clerk reads the end of the number from the document (R003)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from baiying.accounts import access as accounts_access
from baiying.kit import audit, clock, each, limits
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.kept import translate
from baiying.kit.values.actor import Actor, system
from baiying.people import access, locked, queries
from baiying.people.actions import asking, counting, letting_go, numbers, seen, telling
from baiying.people.models import Person, Registration


class NumberDiffers(Refused):
    code = "number_differs"
    sentence = _("与注册时填写的号码不一致。请再看一遍证件；若确实不同，请选择“不通过”并写明原因。")
    field = "last_six"


class OwnCheck(access.OwnMatter):
    code = "own_check"
    sentence = _("不能核验自己或自己孩子的证件，请另一位工作人员办理。")


class SawNumber(Refused):
    """Whoever opened the whole number could type its end without the document."""

    code = "saw_number"
    sentence = _("您查看过这位志愿者的完整证件号码，证件要由另一位工作人员核对。")


class AlreadyChecked(Refused):
    code = "already_checked"
    sentence = _("这位志愿者的证件已经有人核验过了。")


class FailedByAnother(Refused):
    code = "failed_by_another"
    sentence = _("另一位工作人员已记为不通过，原因已告诉本人：%(reason)s。看过证件、没有问题的，可以改为通过。")

    def __init__(self, reason: str) -> None:
        super().__init__(str(self.sentence) % {"reason": reason})


class NotOnRecord(NumberDiffers):
    sentence = _("与记录里的号码不一致。请看着证件再抄一遍；若确实不同，来人不是这条记录的本人，不要办理。")
    status = 422


class TooManyEnds(Refused):
    code = "too_many_ends"
    sentence = _("这条记录的证件号码今天填错的次数太多了，请明天再试，或由另一位工作人员看着证件办理。")
    field = "last_six"
    status = 429


# A clerk mistypes once or twice; more of it is guessing without a document.
_ENDS = limits.Limit("desk:ends", 6, timedelta(days=1))


def _ends_key(person: Person, actor: Actor) -> tuple[int, int]:
    """All accounts of one human guess together."""
    return person.pk, min(accounts_access.hands_of(actor.account_id)) if actor.account_id is not None else 0


@contextmanager
def counted_end(person: Person, actor: Actor, at: datetime) -> Iterator[None]:
    """Around every act at a desk whose proof is the end of a document: a wrong end counts though the act is undone.

    Stands outside the transaction of the act, which calls `refuse_unseen` inside. Refuses: TooManyEnds.
    """
    if not limits.take(_ENDS, *_ends_key(person, actor), at=at):
        raise TooManyEnds
    try:
        yield
    except NumberDiffers:
        raise
    except BaseException:
        limits.give_back(_ENDS, *_ends_key(person, actor))
        raise
    limits.give_back(_ENDS, *_ends_key(person, actor))


def refuse_unseen(
    person: Person, last_six: str, differs: type[NumberDiffers] = NumberDiffers, *, actor: Actor, at: datetime
) -> None:
    """The document is there: who acts typed its end, and never saw the number kept here; the tries are given back.

    Refuses: NumberWaits, SawNumber, and `differs` where the end is another.
    """
    numbers.refuse_waiting(person, at)
    if queries.saw_number(person.pk, actor):
        raise SawNumber
    if not queries.is_end_of_number(person, last_six):
        raise differs
    limits.forget(_ENDS, *_ends_key(person, actor))


def see_document(*, person: Person, last_six: str, actor: Actor, at: datetime) -> None:
    """Whoever the record is of stands at the desk with the document: for acts of other rooms that ask for that.

    Stands outside a transaction, because a wrong end counts. Refuses: OwnCheck, TooManyEnds, NumberWaits, SawNumber,
    NotOnRecord.
    """
    if access.is_own(actor, person.pk):
        raise OwnCheck
    with counted_end(person, actor, at):
        refuse_unseen(person, last_six, NotOnRecord, actor=actor, at=at)


def _locked(person: Person, actor: Actor) -> Registration:
    """The registration, locked. One that is checked is given to the clerk who checked it alone."""
    row = locked.open_registration(person.pk)
    if row is None or (row.verified_at is not None and row.verified_by_id != actor.account_id):
        raise AlreadyChecked
    if access.is_own(actor, person.pk):
        raise OwnCheck
    return row


def pass_check(*, person: Person, document: str, last_six: str, actor: Actor, at: datetime) -> Registration:
    """Pass: the clerk saw the `document` and typed the last six characters of its number.

    The clerk never sees the stored number: who once opened it leaves the check to another, for good. Again by the same
    hand changes nothing.
    Refuses: AlreadyChecked, OwnCheck, TooManyEnds, NumberWaits, SawNumber, OtherDocument, NumberDiffers.
    """
    with counted_end(person, actor, at):
        return _pass(person, document, last_six, actor, at)


@transaction.atomic
def _pass(person: Person, document: str, last_six: str, actor: Actor, at: datetime) -> Registration:
    row = _locked(person, actor)
    if row.verified_at is not None:
        return row
    seen.refuse_other(person.id_type, document)
    refuse_unseen(person, last_six, actor=actor, at=at)
    row.verified_at, row.verified_by_id, row.verified_how = at, actor.account_id, document[:32]
    row.failed_at, row.failed_reason = None, ""
    row.save(update_fields=["verified_at", "verified_by_id", "verified_how", "failed_at", "failed_reason"])
    audit.record(
        "CheckPassed",
        actor=actor,
        at=at,
        subject=("person", person.pk),
        area_id=person.residence_id,
        detail={"document": document[:32]},
    )
    if counting.count_if_ready(row, actor=actor, at=at):
        text = translate("实名核验已通过。从现在起，您的服务时长会计入记录。")
    else:
        text = translate("证件已核对。监护人同意后，您的服务时长就开始计入。")
    telling.tell(person, kind="check_passed", text=text, at=at, link="/mine/profile/", sms=True)
    return row


@transaction.atomic
def fail_check(*, person: Person, reason: str, actor: Actor, at: datetime) -> Registration:
    """Not passed, with the reason that the volunteer will read; the same again changes nothing. Who wrote it down may
    put the reason right; another does not tell the volunteer a second one.

    Refuses: AlreadyChecked, OwnCheck, FailedByAnother.
    """
    row = _locked(person, actor)
    if row.verified_at is not None:
        raise AlreadyChecked
    if row.failed_at is not None and row.failed_reason == reason[:120]:
        return row
    if row.failed_at is not None and not queries.failed_by(person.pk, actor):
        raise FailedByAnother(row.failed_reason)
    row.failed_at, row.failed_reason = at, reason[:120]
    row.save(update_fields=["failed_at", "failed_reason"])
    audit.record(
        "CheckFailed",
        actor=actor,
        at=at,
        subject=("person", person.pk),
        area_id=person.residence_id,
        detail={"reason": reason[:120]},
    )
    words = translate("实名核验没有通过：%(reason)s。可以在“我的资料”里改正后重新提交，或带证件到实践站（所）办理。")
    telling.tell(
        person, kind="check_failed", text=words % {"reason": reason[:120]}, at=at, link="/mine/profile/", sms=True
    )
    return row


def come_of_age(*, at: datetime) -> int:
    """Those who are of age need no guardian any more, whether one had agreed or not. Run daily; gives how many."""
    actor, ids = system("people.come_of_age"), queries.coming_of_age(clock.local_date(at))
    return each.each("people.come_of_age", ids, lambda pk: _of_age(pk, actor=actor, at=at), at=at).done


@transaction.atomic
def _of_age(registration_id: int, *, actor: Actor, at: datetime) -> bool:
    row = locked.registration(registration_id)
    if not row.needs_guardian or row.ended_at is not None:
        return False
    row.needs_guardian = False
    row.save(update_fields=["needs_guardian"])
    asking.lay_aside(row.person_id, at)
    letting_go.of_age(ward=row.person, at=at)
    audit.record("CameOfAge", actor=actor, at=at, subject=("person", row.person_id))
    numbers.wait_where_unasked(row, at)
    if not counting.count_if_ready(row, actor=actor, at=at) and row.number_waits_since is not None:
        text = translate(
            "您已成年，不再需要监护人同意。收集证件号码要由您自己单独同意：请在“我的资料”里看说明、作决定。"
            "在此之前，时长先记着，不入账。"
        )
        telling.tell(row.person, kind="number_asked", text=text, at=at, link="/mine/profile/number/")
    return True
