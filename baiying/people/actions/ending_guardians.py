"""A paper ends a guardianship: that guardian's consents end on its day, and all that this one saw of the child.

What was done stays in the book. An office acts, having seen the paper; by a later paper it lets the same one be asked
again. Source: Civil Code art. 36, 39 (revoked, changed); a consent is the guardian's (PIPL art. 31), so it ends with
the guardianship, not when somebody gets round to typing it.
"""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from baiying.accounts import actions as accounts
from baiying.accounts import queries as account_rows
from baiying.kit import audit, clock, facts
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.kept import translate
from baiying.kit.values import identifiers
from baiying.kit.values.actor import Actor
from baiying.notices import actions as notices
from baiying.people import access, locked, queries
from baiying.people import facts as told
from baiying.people.actions import counting, letting_go, numbers, telling, two_guardians
from baiying.people.actions.asking import WardOfAge
from baiying.people.models import ClosedWhy, Consent, Guardianship, Registration
from baiying.people.rules import ending
from baiying.ui import formats


class EndsLater(Refused):
    code = "guardian_ends_later"
    sentence = _("文书上的这一天还没有到。到了那天再登记。")
    field = "ended_on"


class EndPaperMissing(Refused):
    code = "end_paper_missing"
    sentence = _("请写明看了什么文书。")
    field = "document"


class EndedAlready(Refused):
    """Somebody has written the end down: who, and when."""

    code = "guardian_ended_already"
    sentence = _("%(who)s已于 %(when)s 登记过，不再登记一次。")

    def __init__(self, who: int | None, when: datetime | None) -> None:
        name = account_rows.names_of([who] if who else []).get(who or 0, translate("一位工作人员"))
        super().__init__(str(self.sentence) % {"who": name, "when": formats.datetime_text(when) if when else ""})


class NotEnded(Refused):
    code = "guardian_not_ended"
    sentence = _("没有登记过监护关系终止，不用恢复。")


@transaction.atomic
def end_guardianship(*, guardianship: Guardianship, end: ending.End, actor: Actor, at: datetime) -> Guardianship:
    """Write down that a paper ended somebody's guardianship of a child, on the paper's day.

    That guardian's consents carry nothing from the end of that day on, what only waited for that guardian's no goes
    on, and only what others agreed to stands; where nobody did, the child's registration is paused. The child, the
    other guardians and this one are told. The same again by the same hand changes nothing.
    Refuses: OwnMatter; EndPaperMissing; EndsLater; WardOfAge; EndedAlready.
    """
    registration, rows, row = _locked(guardianship)
    access.refuse_own(actor, row.ward_id)
    if not end.document.strip():
        raise EndPaperMissing
    if row.ended_at is not None:
        if row.ended_by_id == actor.account_id and (row.ended_on, row.ended_document) == (end.on, end.document):
            return row
        raise EndedAlready(row.ended_by_id, row.ended_at)
    instant = ending.ends_at(end.on, clock.end_of(end.on), today=clock.local_date(at), at=at)
    if instant is None:
        raise EndsLater
    if not queries.is_under_age(row.ward, at):
        raise WardOfAge
    carried = registration is not None and registration.needs_guardian and registration.guardian_ok_at is not None
    _end_rows([one for one in rows if one.ended_at is None], end, instant, actor=actor, at=at)
    row.refresh_from_db()
    audit.record(
        "GuardianEnded", actor=actor, at=at, subject=("person", row.ward_id), area_id=row.ward.residence_id,
        detail={"reason": f"{row.get_ended_why_display()}：{row.ended_document}"},
    )  # fmt: skip
    paused = False
    if registration is not None and carried:
        paused = not _go_on_by_others(registration, row, actor=actor, at=at)
    elif registration is not None and registration.needs_guardian:
        two_guardians.release_waiting(registration, actor=actor, at=at)
    account_ids = {one.guardian_account_id for one in rows if one.guardian_account_id is not None}
    for account_id in sorted(account_ids):
        # A session elsewhere may act for the child at this moment.
        accounts.end_sessions(account_id=account_id, actor=actor, at=at, why="guardian_ended")
    letting_go.shut_messages(ward=row.ward, account_ids=account_ids, at=at)
    _tell(row, paused=paused, at=at)
    return row


def _locked(guardianship: Guardianship) -> tuple[Registration | None, list[Guardianship], Guardianship]:
    """The ward's registration, then all rows of this guardian, and the one that is meant among them."""
    known = queries.guardianship(guardianship.public_id) or guardianship
    registration = locked.open_registration(known.ward_id)
    rows = locked.guardianships(queries.rows_of_same_guardian(known).values_list("pk", flat=True))
    return registration, rows, next(one for one in rows if one.pk == known.pk)


_ENDED = (
    "ended_at", "ended_on", "ended_by_id", "ended_why", "ended_document", "withdrawn_at", "declined_at", "closed_why",
)  # fmt: skip


def _end_rows(rows: Sequence[Guardianship], end: ending.End, instant: datetime, *, actor: Actor, at: datetime) -> None:
    for one in rows:
        one.ended_at, one.ended_on, one.ended_by_id = at, end.on, actor.account_id
        one.ended_why, one.ended_document = end.why, end.document.strip()[:80]
        if one.agreed_at is not None and one.withdrawn_at is None and one.declined_at is None:
            # A consent after that day was nobody's to give: it never carried anything.
            one.withdrawn_at = max(one.agreed_at, instant)
        elif one.agreed_at is None and one.declined_at is None and one.withdrawn_at is None:
            one.declined_at, one.closed_why = at, ClosedWhy.ENDED
        one.save(update_fields=_ENDED)
    names = {one.guardian_name for one in rows}
    given = Consent.objects.filter(
        person_id=rows[0].ward_id, given_by="guardian", giver_name__in=names, withdrawn_at__isnull=True
    )
    for consent in given:
        consent.withdrawn_at = max(consent.given_at, instant)
        consent.save(update_fields=["withdrawn_at"])


def _go_on_by_others(registration: Registration, row: Guardianship, *, actor: Actor, at: datetime) -> bool:
    """Whether another guardian's consent carries the registration: by what that one agreed to, and nothing more. Where
    none does it is paused, and what is coming is called off."""
    others = list(queries.others_in_force(row))
    for other in others:
        two_guardians.take_up_consents(other, at)
    if others:
        numbers.wait_where_unasked(registration, at)
        return True
    pause(registration, row, actor=actor, at=at)
    return False


def pause(registration: Registration, row: Guardianship, *, actor: Actor, at: datetime) -> None:
    """Nobody's consent carries the registration any more, though nobody withdrew one: nothing counts, and what is
    coming is called off. The caller locked the registration."""
    counting.stop_counting(registration, why="guardian_withdrew", at=at)
    registration.guardian_ok_at = None
    registration.save(update_fields=["guardian_ok_at"])
    paused = told.WardPaused(person_id=row.ward_id, guardianship_id=row.pk)
    facts.publish(paused, actor=actor, at=at, area_id=registration.person.residence_id)


def _tell(row: Guardianship, *, paused: bool, at: datetime) -> None:
    words = {
        "who": identifiers.mask_name(row.guardian_name),
        "name": identifiers.mask_name(row.ward.name),
        "day": formats.date_text(row.ended_on or at),
    }
    text = translate("办公室凭法律文书登记：%(who)s自 %(day)s 起不再是您的监护人。")
    if paused:
        text += translate("您的志愿者注册先暂停，以前的服务记录都在；请在“我的资料”里请别的监护人同意。")
    telling.tell(row.ward, kind="guardian_ended", text=text % words, at=at, link="/mine/profile/")
    text = translate("办公室凭法律文书登记：%(who)s自 %(day)s 起不再是 %(name)s 的监护人，他以前的同意不再算数。")
    if not paused:
        text += translate("只有您同意过的事项继续有效。")
    two_guardians.tell_others(row, text % words, at)
    # Of the child nothing more is said to whoever is no guardian; of the own matter, what it was and whom to ask.
    text = translate(
        "办公室凭法律文书登记：您自 %(day)s 起不再是 %(name)s 的监护人。您以前的同意从那天起不再算数，"
        "也不再收到孩子的通知。您做过的仍留在记录里。不认可的话，请带上文书找县级办公室。"
    )
    letter = notices.Letter(text=text % words, phone=queries.phone_to_tell(row), area_id=row.ward.residence_id)
    notices.write_many(kind="guardian_ended", letters=[letter], at=at)


@transaction.atomic
def lift_end(*, guardianship: Guardianship, document: str, actor: Actor, at: datetime) -> Guardianship:
    """By a later paper, or because the end was written down wrong: this one may be asked as a guardian again.

    Nothing of before stands again by that: a consent is given anew. Again by anybody changes nothing.
    Refuses: OwnMatter; EndPaperMissing; NotEnded.
    """
    _registration, rows, row = _locked(guardianship)
    access.refuse_own(actor, row.ward_id)
    if not document.strip():
        raise EndPaperMissing
    if row.ended_at is None:
        raise NotEnded
    if row.end_lifted_at is not None:
        return row
    for one in rows:
        if one.ended_at is not None and one.end_lifted_at is None:
            one.end_lifted_at = at
            one.save(update_fields=["end_lifted_at"])
    row.refresh_from_db()
    audit.record(
        "GuardianEndLifted", actor=actor, at=at, subject=("person", row.ward_id), area_id=row.ward.residence_id,
        detail={"reason": document.strip()[:80]},
    )  # fmt: skip
    words = {"who": identifiers.mask_name(row.guardian_name), "name": identifiers.mask_name(row.ward.name)}
    text = translate("办公室凭新的文书登记：可以再请%(who)s作您的监护人。要他同意以后才算数。")
    telling.tell(row.ward, kind="guardian_ended", text=text % words, at=at, link="/mine/profile/")
    text = translate("办公室凭新的文书登记：可以再请%(who)s作 %(name)s 的监护人。要他重新同意以后才算数。")
    two_guardians.tell_others(row, text % words, at)
    return row
