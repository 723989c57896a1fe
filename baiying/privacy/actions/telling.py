"""Those whose data leaked are told: they alone, a child's guardians for the child, on paper whom no message reaches."""

from datetime import datetime

from django.utils.translation import gettext_noop

from baiying.kit import audit, each
from baiying.kit.db import transaction
from baiying.kit.kept import Kept, translate
from baiying.kit.values import identifiers
from baiying.kit.values.actor import Actor
from baiying.notices import actions as notices
from baiying.people import actions as people
from baiying.people import queries as persons
from baiying.privacy import locked, queries
from baiying.privacy.actions.breaches import tell_guards
from baiying.privacy.breach_models import Breach, BreachKind, BreachPerson, StepKind, ToldWay

_HAPPENED = {
    BreachKind.LEAK: gettext_noop("泄露了"),
    BreachKind.ALTERED: gettext_noop("被人改了"),
    BreachKind.LOST: gettext_noop("丢失了"),
}


def text_of(row: Breach, handler: str, *, child: str = "") -> Kept:
    """What somebody is told: what data, why, what may come of it, what was done, what one can do, whom to ask."""
    done = "；".join(one.words for one in queries.steps_of(row) if one.kind == StepKind.CONTAIN)
    words = translate(
        "您的个人信息（%(what)s）%(happened)s。原因：%(cause)s。可能的影响：%(harm)s。"
        "我们已经：%(done)s。您可以：%(advice)s。联系：%(handler)s。"
    )
    if child:
        words = translate(
            "您监护的孩子%(child)s的个人信息（%(what)s）%(happened)s。原因：%(cause)s。可能的影响：%(harm)s。"
            "我们已经：%(done)s。您可以：%(advice)s。联系：%(handler)s。"
        )
    return words % {
        "child": child, "what": row.what, "happened": translate(_HAPPENED[BreachKind(row.kind)]), "cause": row.cause,
        "harm": row.harm, "done": done, "advice": row.advice, "handler": handler,
    }  # fmt: skip


def tell_breaches(*, at: datetime) -> int:
    """Tell all who are to be told and have not been, each by itself; how many. What fails is tried at the next run."""
    return each.each("privacy.tell_breaches", queries.to_tell(), lambda pk: tell_one(row_id=pk, at=at), at=at).done


@transaction.atomic
def tell_one(*, row_id: int, at: datetime) -> bool:
    """Tell one of those concerned, once; whether something was settled. Whom nothing reaches goes to the paper list."""
    row = locked.breach_person(row_id)
    if row.way or row.told_at is not None or row.breach.told_at is None:
        return False
    found = persons.person_by_id(row.person.merged_into_id or row.person_id)
    assert found is not None, "a record is never deleted"
    row.way = _told(row, found, at)
    row.told_at = None if row.way == ToldWay.PAPER else at
    row.save(update_fields=["way", "told_at"])
    return True


def _told(row: BreachPerson, person: persons.Person, at: datetime) -> ToldWay:
    if persons.is_erased(person):
        return ToldWay.NOBODY
    handler = queries.contact_line(row.breach.area.path, at)
    once = f"breach:{row.breach_id}:{person.pk}"
    if persons.is_under_age(person, at):
        text = text_of(row.breach, handler, child=identifiers.mask_name(person.name))
        guardians = [to for to in persons.guardians_to_tell(person.pk) if to.phone]
        for to in guardians:
            # Of the child: who is no guardian any more reads it no longer.
            letter = notices.Letter(
                text=text, inbox=to.inbox, phone=to.phone, link="/privacy/", about=person.public_id,
                unique_source=f"{once}:{to.account_id}",
            )  # fmt: skip
            notices.write_many(kind="privacy.breach", letters=[letter], at=at)
        return ToldWay.GUARDIAN if guardians else ToldWay.PAPER
    phone = persons.phone_of(person)
    if not phone:
        return ToldWay.PAPER
    text = text_of(row.breach, handler)
    notices.write(
        kind="privacy.breach", text=text, at=at, inbox=person.public_id, phone=phone, link="/privacy/",
        unique_source=once,
    )  # fmt: skip
    return ToldWay.MESSAGE


@transaction.atomic
def print_papers(*, breach_id: int, actor: Actor, at: datetime) -> list[BreachPerson]:
    """The letters for whom no message reaches: their names are shown, so each look is written down."""
    row = locked.breach(breach_id)
    found = queries.paper_list(row)
    for one in found:
        people.note_look(person=one.person, page="breach", actor=actor, at=at)
    return found


@transaction.atomic
def hand_over_paper(*, row_id: int, actor: Actor, at: datetime) -> BreachPerson:
    """The letter was handed over. Again: nothing."""
    row = locked.breach_person(row_id)
    if row.way == ToldWay.PAPER and row.told_at is None:
        row.told_at = at
        row.save(update_fields=["told_at"])
        audit.record(
            "BreachPaperGiven", actor=actor, at=at, subject=("person", row.person_id),
            area_id=row.person.residence_id, detail={"breach": row.breach.public_id},
        )  # fmt: skip
    return row


def remind_breaches(*, at: datetime) -> int:
    """Whoever is responsible hears once of a case whose first clock has run out without a report; of how many."""
    late = queries.overdue_breaches(at)
    return each.each("privacy.remind_breaches", late, lambda pk: _remind(pk, at), at=at).done


@transaction.atomic
def _remind(breach_id: int, at: datetime) -> bool:
    row = locked.breach(breach_id)
    if row.reminded_at is not None or row.ended_at is not None:
        return False
    row.reminded_at = at
    row.save(update_fields=["reminded_at"])
    tell_guards(row, translate("个人信息泄露过了报告期限，还没有写下向上报告。请马上报告，并写下来。"), "late", at)
    return True
