"""The register of requests: entered, answered with a reason, taken back; what is overdue rises a level."""

from datetime import datetime

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from baiying.kit import audit, clock, each
from baiying.kit.db import errors, transaction
from baiying.kit.errors import Refused
from baiying.kit.kept import translate
from baiying.kit.values.actor import Actor, system
from baiying.notices import actions as notices
from baiying.people import access as people_access
from baiying.people import actions as people
from baiying.people import queries as persons
from baiying.places import queries as places
from baiying.privacy import locked, queries
from baiying.privacy.request_models import DataRequest, RequestKind, RequestOutcome, RequestWay

JOB = "privacy.tend_requests"


class RequestEnded(Refused):
    code = "request_ended"
    sentence = _("这件申请已经办结或撤回，请看过现在的样子。")


class RequestDiffers(Refused):
    """The page was used before: what stands in it now is another wish, and is not lost without a word."""

    code = "request_differs"
    sentence = _("这一页刚才已经提交过另一件。要再申请一件，请打开新的一页填写；您写的还在下面，可以先复制。")
    field = "words"


class EndsByItself(Refused):
    code = "request_ends_by_itself"
    sentence = _("这件事由本人在自己的页面上办，办完自动登记，不用在这里答复。")


class ReasonMissing(Refused):
    code = "reason_missing"
    sentence = _("请写明怎么办的；不办理的，写明原因。")
    field = "answer"
    status = 422


def file_request(
    *, person: persons.Person, kind: str, way: str, words: str, source: str, actor: Actor, at: datetime
) -> DataRequest:
    """Enter a wish; its days begin. The same source again gives what was entered the first time.

    Refuses: RequestDiffers, where the same page says something else by now.
    """
    try:
        return _enter(person=person, kind=kind, way=way, words=words, source=source, actor=actor, at=at)
    except IntegrityError as error:
        if errors.constraint_of(error) != "privacy_datarequest_source_key":
            raise
        # The other press of the same button was a moment earlier.
        found = queries.request_of_source(source)
        assert found is not None
        return _the_same(found, person, kind, words)


def _the_same(row: DataRequest, person: persons.Person, kind: str, words: str) -> DataRequest:
    if (row.person_id, row.kind, row.words) != (person.pk, kind, words.strip()):
        raise RequestDiffers
    return row


def file_request_at_desk(
    *, person: persons.Person, last_six: str, actor: Actor, at: datetime, **said: str
) -> DataRequest:
    """The same for who stands at the desk, or wrote: the document, or its copy, is at hand.

    Stands outside a transaction, because a wrong end counts. Refuses: as people's `see_document` does.
    """
    people.see_document(person=person, last_six=last_six, actor=actor, at=at)
    return file_request(person=person, actor=actor, at=at, **said)


@transaction.atomic
def _enter(
    *, person: persons.Person, kind: str, way: str, words: str, source: str, actor: Actor, at: datetime
) -> DataRequest:
    if before := queries.request_of_source(source):
        return _the_same(before, person, kind, words)
    today = clock.local_date(at)
    days = queries.privacy_rules(person.residence.path, today).answer_working_days
    row = DataRequest.objects.create(
        source=source, person=person, area=person.residence, kind=RequestKind(kind), way=RequestWay(way),
        words=words.strip(), asked_at=at, asked_by_id=actor.account_id,
        due_on=places.working_day_after(today, days)[0],
        # Where no county answers, nobody but the office above can.
        risen_at=None if queries.is_answered_below(person.residence.path, at) else at,
    )  # fmt: skip
    _note("RequestFiled", row, actor, at, kind=row.kind, way=row.way)
    if way in {RequestWay.DESK, RequestWay.PAPER} and row.words:
        text = translate("工作人员当面替您登记了一件个人信息的申请（%(kind)s）。不是您的意思，请联系实践站（所）。")
        _tell(row, text % {"kind": queries.kind_said(row.kind)}, at)
    return row


def enter_done_alone(
    *, person: persons.Person, kind: str, way: str, source: str, actor: Actor, at: datetime
) -> DataRequest:
    """What somebody does on a page of its own (a copy, closing) enters the register within that transaction."""
    return _enter(person=person, kind=kind, way=way, words="", source=source, actor=actor, at=at)


@transaction.atomic
def settle(*, source: str, outcome: str, at: datetime) -> None:
    """What entered by itself ends by itself; twice, or never entered: nothing."""
    row = queries.request_of_source(source)
    if row is None:
        return
    row = locked.data_request(row.pk)
    if row.ended_at is None:
        row.ended_at, row.outcome = at, RequestOutcome(outcome)
        row.save(update_fields=["ended_at", "outcome"])


@transaction.atomic
def answer_request(*, request_id: int, outcome: str, answer: str, actor: Actor, at: datetime) -> DataRequest:
    """The office's answer, told to the person; a no says why and where to go (PIPL art. 50). The same again: nothing.

    Refuses: OwnMatter, EndsByItself, RequestEnded, ReasonMissing.
    """
    row = locked.data_request(request_id)
    people_access.refuse_own(actor, row.person_id)
    if ":" in row.source:
        raise EndsByItself
    said = (outcome, answer.strip())
    if row.ended_at is not None:
        if (row.ended_by_id, row.outcome, row.answer) != (actor.account_id, *said):
            raise RequestEnded
        return row
    if not answer.strip():
        raise ReasonMissing
    row.outcome, row.answer = RequestOutcome(outcome), answer.strip()
    row.ended_at, row.ended_by_id = at, actor.account_id
    row.save(update_fields=["outcome", "answer", "ended_at", "ended_by_id"])
    _note("RequestAnswered", row, actor, at, outcome=row.outcome, reason=row.answer)
    text = translate("您关于个人信息的申请（%(kind)s）有了答复：%(answer)s")
    text = text % {"kind": queries.kind_said(row.kind), "answer": row.answer}
    if row.outcome == RequestOutcome.REFUSED:
        text += translate("不同意这个答复，可以投诉，也可以向个人信息保护部门反映，或向人民法院起诉。")
    _tell(row, text, at)
    return row


@transaction.atomic
def take_back_request(*, request_id: int, actor: Actor, at: datetime) -> DataRequest:
    """Whoever asked no longer wishes it. Twice is once. Refuses: RequestEnded."""
    row = locked.data_request(request_id)
    if row.outcome == RequestOutcome.TAKEN_BACK:
        return row
    if row.ended_at is not None:
        raise RequestEnded
    row.ended_at, row.outcome = at, RequestOutcome.TAKEN_BACK
    row.save(update_fields=["ended_at", "outcome"])
    _note("RequestTakenBack", row, actor, at)
    return row


def tend_requests(*, at: datetime) -> int:
    """Every hour: withdrawals enter, who answers is reminded, what is overdue rises. How many rows were touched."""
    done = each.each("privacy.enter_withdrawals", queries.withdrawals_not_entered(at), _withdrawn, at=at)
    soon = each.each("privacy.remind_requests", queries.to_remind(at), lambda pk: remind_request(pk, at), at=at)
    late = each.each("privacy.raise_requests", queries.to_raise(at), lambda pk: raise_request(pk, at), at=at)
    return done.done + soon.done + late.done


@transaction.atomic
def _withdrawn(consent_id: int) -> bool:
    """By which way it was withdrawn the consent does not say; it took effect in the same moment."""
    consent = persons.withdrawn_consents().get(pk=consent_id)
    assert consent.withdrawn_at is not None
    at, source = consent.withdrawn_at, f"withdrawal:{consent.pk}"
    _enter(
        person=consent.person, kind=RequestKind.WITHDRAW, way=RequestWay.SELF, words="", source=source,
        actor=system(JOB), at=at,
    )  # fmt: skip
    settle(source=source, outcome=RequestOutcome.DONE, at=at)
    return True


@transaction.atomic
def remind_request(request_id: int, at: datetime) -> bool:
    """Tell who answers that the last days have begun; once."""
    row = locked.data_request(request_id)
    if row.ended_at is not None or row.reminded_at is not None:
        return False
    row.reminded_at = at
    row.save(update_fields=["reminded_at"])
    text = translate("个人信息的申请（%(kind)s）最晚 %(day)s 答复，请办理。")
    _tell_office(row, text % {"kind": queries.kind_said(row.kind), "day": row.due_on.isoformat()}, "remind", at)
    return True


@transaction.atomic
def raise_request(request_id: int, at: datetime) -> bool:
    """Overdue: from now on the office above has it too, and the person knows."""
    row = locked.data_request(request_id)
    if row.ended_at is not None or row.risen_at is not None or row.due_on >= clock.local_date(at):
        return False
    row.risen_at = at
    row.save(update_fields=["risen_at"])
    _note("RequestRisen", row, system(JOB), at)
    text = translate("个人信息的申请（%(kind)s）过了期限还没有答复，现在上一级也在办。")
    text = text % {"kind": queries.kind_said(row.kind)}
    _tell_office(row, text, "risen", at)
    _tell(row, translate("您关于个人信息的申请过了期限还没有答复，现在由上一级办理。"), at)
    return True


def _tell_office(row: DataRequest, text: str, why: str, at: datetime) -> None:
    for account_id in queries.who_answers_request(row, at):
        if people_access.is_own(Actor(account_id=account_id), row.person_id):
            # Another decides. Whoever only entered it at a desk for somebody else has it to answer like the others.
            continue
        notices.write(
            kind="privacy.request_waits", text=text, at=at, inbox=persons.inbox_of_account(account_id),
            link=f"/desk/requests/{row.public_id}/", unique_source=f"request:{row.pk}:{why}:{account_id}",
        )  # fmt: skip


def _tell(row: DataRequest, text: str, at: datetime) -> None:
    phone = persons.phone_of(row.person)
    link = f"/mine/data/requests/{row.public_id}/"
    notices.write(kind="privacy.request", text=text, at=at, inbox=row.person.public_id, phone=phone, link=link)


def _note(action: str, row: DataRequest, actor: Actor, at: datetime, **detail: str) -> None:
    audit.record(
        action, actor=actor, at=at, subject=("person", row.person_id), area_id=row.area_id,
        detail={"request": row.public_id, **detail},
    )  # fmt: skip
