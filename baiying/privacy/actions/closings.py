"""Closing an account: asked with a fresh code, stopped by one tap while there is time, carried out on its day."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from baiying.kit import audit, clock, each, erasing, rooms
from baiying.kit.backups import erasures
from baiying.kit.db import errors, transaction
from baiying.kit.errors import Refused
from baiying.kit.kept import translate
from baiying.kit.values.actor import Actor, command, system
from baiying.notices import actions as notices
from baiying.people import actions as people
from baiying.people import queries as persons
from baiying.privacy import locked, queries
from baiying.privacy.actions import masking, requests
from baiying.privacy.models import Closing
from baiying.privacy.request_models import RequestKind, RequestOutcome
from baiying.ui import formats


class HandOverFirst(Refused):
    code = "hand_over_first"
    sentence = _("还有要先交接的，交接完再申请注销。")


class ClosedAlready(Refused):
    code = "closed_already"
    sentence = _("已经注销了，不能再停止。可以用同一个手机号和证件重新注册。")


class MergedMeanwhile(Refused):
    code = "merged_meanwhile"
    sentence = _("这条记录刚刚合并到另一条，或已经注销。请重新打开“我的”，再申请一次。")


@transaction.atomic
def ask_closing(*, person: persons.Person, way: str, actor: Actor, at: datetime) -> Closing:
    """Wish for the closing: from now on the record is only stored, after the days of the rule it is erased.

    The caller has used up a fresh code, or seen the document at a desk. Again while it waits: the same.
    Refuses: HandOverFirst, MergedMeanwhile.
    """
    if not people.hold_for_closing(person_id=person.pk):
        raise MergedMeanwhile
    before = queries.open_closing(person.pk)
    if before is not None:
        return before
    if queries.to_hand_over(person.pk, person.account_id, at):
        raise HandOverFirst
    assert actor.account_id is not None
    days = queries.privacy_rules(person.residence.path, clock.local_date(at)).closing_days
    try:
        with transaction.atomic():
            row = Closing.objects.create(
                person=person, account_id=person.account_id, way=way, asked_at=at, asked_by_id=actor.account_id,
                due_at=at + timedelta(days=days),
            )  # fmt: skip
    except IntegrityError as error:
        if errors.constraint_of(error) not in {"privacy_one_closing_of_person", "privacy_one_closing_of_account"}:
            raise
        found = queries.open_closing(person.pk)
        assert found is not None
        return found
    people.rest_for_closing(person_id=person.pk, actor=actor, at=at)
    _note("ClosingAsked", row, actor, at, way=way)
    requests.enter_done_alone(
        person=person, kind=RequestKind.CLOSE, way=way, source=f"closing:{row.pk}", actor=actor, at=at
    )
    words = translate(
        "收到注销申请：%(due)s 注销，在这之前资料只保存、不使用，接下来的报名已取消。"
        "不是您本人的意思，或改了主意，登录后按“停止注销”，或带证件到实践站（所）。"
    )
    _tell(person, "privacy.closing_asked", words % {"due": formats.datetime_text(row.due_at)}, at)
    return row


@transaction.atomic
def stop_closing(*, closing_id: int, actor: Actor, at: datetime) -> Closing:
    """Stop it: the registration goes on, sign-ups do not come back. Twice is harmless. Refuses: ClosedAlready."""
    row = locked.closing(closing_id)
    if row.stopped_at is not None:
        return row
    if row.closed_at is not None or row.person is None:
        raise ClosedAlready
    row.stopped_at, row.stopped_by_id = at, actor.account_id
    row.save(update_fields=["stopped_at", "stopped_by_id"])
    requests.settle(source=f"closing:{row.pk}", outcome=RequestOutcome.TAKEN_BACK, at=at)
    people.wake_after_closing(person_id=row.person.pk, actor=actor, at=at)
    _note("ClosingStopped", row, actor, at)
    _tell(row.person, "privacy.closing_stopped", translate("注销已停止，注册已恢复。取消了的报名要重新报。"), at)
    return row


def close_due(*, at: datetime) -> int:
    """Close those whose day has come; how many. Each by itself: what is not handed over by then waits another day."""
    ids = list(queries.due(at).values_list("pk", flat=True))
    return each.each("privacy.close_due", ids, lambda pk: close_account(closing_id=pk, at=at), at=at).done


def close_account(*, closing_id: int, at: datetime) -> bool:
    """Carry a closing out; whether it is closed. Stopped or early: nothing.

    First what others were told by name is masked, slice by slice, each a transaction of its own that the next run goes
    on from; then all the rest in one transaction: all of it or nothing. Until that has been committed it is still due.
    Where something has come into these hands since that nobody else has, it waits, and the person reads what.
    """
    if queries.is_kept(closing_id, at):
        return False
    masking.mask_told(closing_id=closing_id, at=at)
    return _close(closing_id, at)


@transaction.atomic
def _close(closing_id: int, at: datetime) -> bool:
    row = locked.closing(closing_id)
    if row.closed_at is not None:
        return True
    if row.stopped_at is not None or row.person is None or row.due_at > at or queries.is_kept(row.pk, at):
        return False
    if waits := queries.to_hand_over(row.person.pk, row.person.account_id, at):
        text = translate("注销要先交接：%(what)s") % {"what": str(waits[0].words)}
        notices.write(
            kind="privacy.closing_waits", text=text, at=at, inbox=row.person.public_id, link="/mine/data/closing/",
            unique_source=f"closing:{row.pk}:{clock.local_date(at)}",
        )  # fmt: skip
        return False
    gone = [one.public_id for one in queries.to_erase(row.person)]
    requests.settle(source=f"closing:{row.pk}", outcome=RequestOutcome.DONE, at=at)
    erase_person(person=row.person, at=at, read_upto=masking.read_upto(row))
    row.closed_at, row.read_for = at, None
    row.save(update_fields=["closed_at", "read_for"])
    _note("AccountClosed", row, system("privacy.close_due"), at)
    transaction.on_commit(lambda: _remember(gone, at))
    return True


def _remember(public_ids: list[str], at: datetime) -> None:
    for one in public_ids:
        erasures.note(one, at)


@transaction.atomic
def erase_person(
    *, person: persons.Person, at: datetime, alone: bool = False, read_upto: erasing.Upto | None = None
) -> None:
    """Every room's step, then the lines they declared, from the top of the house down; the record keeps its id.

    With the records that were merged into it: they are the same human. `alone`: only this one, because a merge that
    stands in a restored backup may have been undone since. `read_upto`: what masking has read before.
    """
    for record in [person] if alone else queries.to_erase(person):
        whom = replace(queries.erased(record), read_upto=read_upto)
        for step in rooms.filling("erases"):
            step(whom, at)
        erasing.carry_out(whom, at)
        people.blank_record(whom=whom, at=at)


def _note(action: str, row: Closing, actor: Actor, at: datetime, **detail: str) -> None:
    area = row.person.residence_id if row.person is not None else None
    audit.record(action, actor=actor, at=at, subject=("person", row.person_id), area_id=area, detail=detail)


def _tell(person: persons.Person, kind: str, text: str, at: datetime) -> None:
    """By every way there is: whoever holds only the telephone is not the only one who reads it."""
    notices.write(
        kind=kind, text=text, at=at, inbox=person.public_id, phone=persons.phone_of(person), link="/mine/data/closing/"
    )


def erase_again(*, at: datetime) -> int:
    """After a restore: whoever was erased since that backup was taken is erased in it too; how many. Twice: none.

    Only who is noted: of a merged human every record was noted at the erasing.
    """
    gone = 0
    for public_id in erasures.noted():
        person = persons.person(public_id)
        if person is not None and not persons.is_erased(person):
            _again(person, at)
            gone += 1
    return gone


def _again(person: persons.Person, at: datetime) -> None:
    """What is cut off in the middle begins anew at the next replay: until the end the record says who it is."""
    read = masking.mask_all(words=queries.words_of([person]), before=at)
    _erase_alone(person, read, at)


@transaction.atomic
def _erase_alone(person: persons.Person, read: erasing.Upto | None, at: datetime) -> None:
    erase_person(person=person, at=at, alone=True, read_upto=read)
    audit.record(
        "ErasedAgain", actor=command("restore"), at=at, subject=("person", person.pk), area_id=person.residence_id
    )
